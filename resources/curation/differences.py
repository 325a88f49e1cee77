"""What differs between two versions of a listing: the field, the old value and the new one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from resources.curation.document import Document

# What can hurt somebody when it is wrong comes first.
FIRST: Final = ("contacts", "location", "other_locations", "url", "hours", "terms", "areas")
UNTOLD: Final = frozenset({"record", "id"})


@dataclass(frozen=True, slots=True)
class Difference:
    """A field with its old and its new value as text; empty where there was or is none."""

    field: str
    old: str
    new: str


def differences(old: Document, new: Document) -> list[Difference]:
    """Return every field that differs, those that can hurt first."""
    before, after = dict(_fields(old)), dict(_fields(new))
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    found = [Difference(name, before.get(name, ""), after.get(name, "")) for name in names]
    return sorted(found, key=lambda difference: (_rank(difference.field), difference.field))


def _rank(field: str) -> int:
    part = field.split(", ")[0]
    return FIRST.index(part) if part in FIRST else len(FIRST)


def _fields(document: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each field; a part with an id of its own by its id."""
    for key, value in document.items():
        if key in UNTOLD:
            continue
        where = (*path, key)
        if isinstance(value, dict):
            yield from _fields(value, where)
        elif _has_ids(value):
            for part in value:
                # The beginning of an id tells two ways of contact apart, whatever else changes.
                yield from _fields(part, (*where, part["id"][:8]))
        else:
            yield ", ".join(where), _text(value)


def _has_ids(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(p, dict) and "id" in p for p in value)


def _text(value: Any) -> str:
    """Return a value as a person reads it; each part of a list is a line."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "\n".join(_text(part) for part in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_text(part)}" for key, part in value.items())
    return str(value)
