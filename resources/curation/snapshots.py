"""Keeping each version of a listing: every writer leaves one.

A writer calls `found()` before it writes and `written()` after it, in its transaction. What was
changed in another way, in a shell or by SQL, is then kept as found, and blamed on nobody.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import models

from resources.choices import AddressVisibility, SnapshotWriter
from resources.curation.document import Document, listing_document
from resources.models import Service, Snapshot

FOUND: Final = "Found as it was, before the next change."
# Versions that are held in memory at once.
CHUNK: Final = 500
PLACE_KEYS: Final = ("location", "other_locations")


@dataclass(frozen=True, slots=True)
class Writing:
    """Who wrote a version, in which way, when and why."""

    writer: SnapshotWriter
    at: datetime
    actor: AbstractBaseUser | None = None
    reason: str = ""


def found(services: Iterable[UUID], at: datetime) -> None:
    """Keep listings as they stand, where the last version differs; lock them until the end."""
    keys = sorted(services)
    list(Service.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    written(keys, Writing(SnapshotWriter.FOUND, at, reason=FOUND))


def written(services: Iterable[UUID], writing: Writing) -> int:
    """Keep a version of each listing that differs from its last one; return how many did."""
    kept = 0
    for keys in _chunks(sorted(services)):
        latest = {row.service_id: row for row in Snapshot.objects.latest_of(keys)}
        rows = [
            _version(service, latest.get(service.pk), document, writing)
            for service, document in _documents(keys)
            if service.pk not in latest or latest[service.pk].content != document
        ]
        Snapshot.objects.bulk_create(rows)
        kept += len(rows)
        hide_places([row.content for row in rows], Snapshot.objects.filter(service__in=keys))
    return kept


def hide_places(documents: Iterable[Document], versions: "models.QuerySet[Snapshot]") -> None:
    """Take the addresses of places that are hidden now out of earlier versions.

    A hidden address is not stored, and history is no exception. `documents` say which places are
    hidden, and how much of each may be known. A version that knew no more stays as it was written.
    """
    hidden = {
        place["id"]: place
        for document in documents
        for place in places_of(document)
        if place["address_visibility"] != AddressVisibility.FULL
    }
    if not hidden:
        return
    for key, content in versions.order_by().values_list("pk", "content").iterator():
        less = with_places(content, _of_more(content, hidden))
        if less != content:
            # A plain QuerySet: this one refuses to change what was written.
            models.QuerySet(Snapshot).filter(pk=key).update(content=less)


def _of_more(document: Document, hidden: Mapping[str, Document]) -> dict[str, Document]:
    """Return those of the hidden places of which a version tells more than may be known."""
    told = {place["id"]: place["address_visibility"] for place in places_of(document)}
    return {
        key: place
        for key, place in hidden.items()
        if told.get(key, AddressVisibility.HIDDEN)
        not in {AddressVisibility.HIDDEN, place["address_visibility"]}
    }


def places_of(document: Document) -> list[Document]:
    """Return the places of a listing."""
    first = document.get("location")
    return [*([first] if first else []), *document.get("other_locations", [])]


def with_places(document: Document, others: Mapping[str, Document]) -> Document:
    """Return a listing in which some places, by id, are told as given."""
    places = [others.get(place["id"], place) for place in places_of(document)]
    rest = {name: value for name, value in document.items() if name not in PLACE_KEYS}
    if places:
        rest["location"] = places[0]
    return rest | ({"other_locations": places[1:]} if places[1:] else {})


def _chunks(keys: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    for start in range(0, len(keys), CHUNK):
        yield keys[start : start + CHUNK]


def _documents(keys: Sequence[UUID]) -> Iterator[tuple[Service, Document]]:
    for service in Service.objects.for_detail().filter(pk__in=keys).order_by("pk"):
        yield service, listing_document(service)


def _version(
    service: Service, last: Snapshot | None, document: Document, writing: Writing
) -> Snapshot:
    before = last.version if last else None
    actor: Any = writing.actor
    return Snapshot(
        service=service,
        version=(before or 0) + 1,
        base_version=before,
        content=document,
        writer=writing.writer,
        actor=actor,
        at=writing.at,
        reason=writing.reason,
    )
