"""The index in a file: a start reads it, in place of every row that it is made of.

It is compared with the database before anything is answered from it. What is told of a service has
a digest there, and its last change a revision: a service is read again where one of the two is
another one, and left out where it is not public any more. So it does not matter how old the file
is, or whether the database was brought back from a backup since.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db.models import OuterRef, Subquery

from resources.language import FullText, TextTable
from resources.models import Change, PublishedRecord
from resources.precomputed import load, store
from resources.search.build import MUCH, build, follow
from resources.search.distance import Points
from resources.search.index import COLUMNS, Index
from resources.search.names import Names

NAME: Final = "resources.search.index"
# What is written of an index as it stands. Terms and words are read from the database each time.
PLAIN: Final = (
    "all",
    "facets",
    "marks",
    "areas",
    "numbers",
    "hours",
    "free_lines",
    "standings",
    "names",
    "checked_on",
)
_UUID: Final = 16
# So many signs of a digest tell two versions of one service apart.
_TOLD: Final = 16
# By service: the revision of its last change, and the digest of what is told of it.
Told = Mapping[UUID, tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Stored:
    """An index as plain values, and what was told of its services when it was made."""

    told: Told
    services: bytes
    empty: frozenset[int]
    points: Mapping[int, Any]
    texts: TextTable
    by_name: Names
    plain: Mapping[str, Any]


def from_file(revision: int) -> Index:
    """Return the index for a revision: from the file, with what has changed since read again.

    Where there is no file, or much has changed, it is built, and written for the next start.
    """
    told = _told_now()
    stored: Stored | None = load(NAME, _database())
    if stored is None:
        return to_file(revision)
    changed = [key for key, last in told.items() if stored.told.get(key) != last]
    if len(changed) > MUCH:
        return to_file(revision)
    was = _opened(stored, revision)
    other = {slot for service, slot in was.slots.items() if service not in told}
    other |= {was.slots[key] for key in changed if key in was.slots}
    index = follow(was, revision, other, changed)
    if changed or other:
        _store(index, told)
    return index


def to_file(revision: int) -> Index:
    """Build the index from the database, and write it."""
    # Asked for first: what changes meanwhile is then read again by the next start.
    told = _told_now()
    index = build(revision)
    _store(index, told)
    return index


def _told_now() -> Told:
    """Return what is told of each public service now."""
    digest = Change.objects.filter(pk=OuterRef("service")).values("digest")[:1]
    rows = PublishedRecord.objects.order_by().annotate(digest=Subquery(digest))
    return {
        service: (revision, (told or "")[:_TOLD])
        for service, revision, told in rows.values_list("service", "revision", "digest")
    }


def _database() -> tuple[str, str, str]:
    """Return which database the rows are of, and how its numbers are written."""
    database = settings.DATABASES["default"]
    return str(database["NAME"]), str(database.get("HOST", "")), settings.PHONE_REGION


def _store(index: Index, told: Told) -> None:
    stored = Stored(
        told=told,
        services=b"".join(service.bytes for service in index.services),
        empty=frozenset(range(index.size)) - frozenset(index.slots.values()),
        points=index.points.by_slot,
        texts=index.texts.dump(),
        by_name=index.by_name,
        plain={name: getattr(index, name) for name in PLAIN},
    )
    store(NAME, stored, _database())


def _opened(stored: Stored, revision: int) -> Index:
    """Return the index that was written, without terms and words."""
    packed = stored.services
    services = [UUID(bytes=packed[start : start + _UUID]) for start in range(0, len(packed), _UUID)]
    texts = FullText(COLUMNS)
    texts.take(stored.texts)
    index = Index(
        revision,
        services=services,
        slots={one: slot for slot, one in enumerate(services) if slot not in stored.empty},
        points=Points(stored.points),
        texts=texts,
        **stored.plain,
    )
    # As if it had been asked for: to put each name into five tables takes a tenth of a start.
    index.__dict__["by_name"] = stored.by_name
    return index
