"""The small rules of the standard: nothing is null or blank, and an id never changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

from resources.choices import OUR_PREFIX

Object = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where this copy of the directory stands: `feed` is the address of the feed's root."""

    feed: str
    site: str

    def of(self, kind: str, key: UUID) -> str:
        """Return the address of an object in the feed."""
        return f"{self.feed}/{kind}/{key}"


def filled(**fields: Any) -> Object:
    """Return an object without the fields that say nothing: the standard has no null and no blank.

    False and 0 say something.
    """
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def own(**facts: Any) -> Object:
    """Return facts of our own under their prefix, without those that say nothing."""
    return filled(**{f"{OUR_PREFIX}{name}": value for name, value in facts.items()})


def known(facts: Mapping[str, str]) -> Object:
    """Return those of our own facts that somebody knows, under their prefix."""
    return own(**{name: str(answer) for name, answer in facts.items() if answer != "not_known"})


def part_id(owner: UUID, part: str) -> str:
    """Return the id of a part that has no row of its own: the same on every copy, for ever."""
    return str(uuid5(owner, part))


def moment_of(moment: datetime) -> str:
    """Return a moment as the standard writes it: in UTC, with milliseconds."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
