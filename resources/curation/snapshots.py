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

from resources.choices import AddressVisibility, RecordKind, SnapshotWriter
from resources.curation import journal
from resources.curation.document import (
    PLACE_KEYS,
    Document,
    listing_document,
    organization_document,
    places_of,
)
from resources.models import ProposalRevision, RecordRevision, Service, Snapshot
from resources.models.whole import whole_listings

FOUND: Final = "Found as it was, before the next change."
# Versions that are held in memory at once.
CHUNK: Final = 500
# What a listing says of a place, and the place does not say of itself.
BESIDE: Final = ("description", "hours")


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
        written_now = [
            _version(service, latest.get(key), writing)
            for key, service in whole_listings(keys).items()
        ]
        rows = [row for row in written_now if not _is_same(row, latest.get(row.service_id))]
        _add(rows)
        kept += len(rows)
        hide_places(_hidden_since(rows, latest))
    return kept


def _add(rows: Sequence[Snapshot]) -> None:
    Snapshot.objects.bulk_create(rows)
    naming = Snapshot.places.through
    naming.objects.bulk_create(
        naming(snapshot_id=row.pk, location_id=place["id"])
        for row in rows
        for place in places_of(row.content)
    )


def _is_same(row: Snapshot, last: Snapshot | None) -> bool:
    return last is not None and (row.content, row.organization) == (last.content, last.organization)


def _hidden_since(rows: Iterable[Snapshot], latest: Mapping[UUID, Snapshot]) -> list[Document]:
    """Return the places without an address whose last version did not say the same of that."""
    found = []
    for row in rows:
        last = latest.get(row.service_id)
        told = _visibilities(last.content if last else {})
        found += [
            place
            for place in places_of(row.content)
            if told.get(place["id"]) != place["address_visibility"]
        ]
    return found


def hide_places(places: Iterable[Document]) -> None:
    """Take what may not be known of some places out of every version and proposal that names them.

    A hidden address is not stored, and history is no exception. The words beside it, how to find
    the door, go with it. A version that knew no more than may be known stays as it was written.
    """
    hidden = {
        place["id"]: {name: told for name, told in place.items() if name not in BESIDE}
        for place in places
        if place["address_visibility"] != AddressVisibility.FULL
    }
    if not hidden:
        return
    journal.places_hidden(hidden)
    for model in (Snapshot, ProposalRevision):
        _hide_in(model, hidden)
    _hide_in_proposed_places(hidden)


def _hide_in(model: "type[Snapshot | ProposalRevision]", hidden: Mapping[str, Document]) -> None:
    # A plain QuerySet: theirs refuses to change what was written.
    rows: models.QuerySet[Any] = models.QuerySet(model)
    naming = rows.filter(places__in=hidden).distinct().order_by()
    for key, content in naming.values_list("pk", "content").iterator(chunk_size=CHUNK):
        less = with_places(content, _of_more(content, hidden))
        if less != content:
            rows.filter(pk=key).update(content=less)


def _hide_in_proposed_places(hidden: Mapping[str, Document]) -> None:
    """Let a place that is itself proposed be no more than may be known of it."""
    rows: models.QuerySet[Any] = models.QuerySet(RecordRevision)
    naming = rows.filter(proposal__kind=RecordKind.LOCATION, proposal__key__in=hidden)
    for key, content, base in naming.order_by().values_list("pk", "content", "base"):
        less = [_less(place, hidden) for place in (content, base)]
        if less != [content, base]:
            rows.filter(pk=key).update(content=less[0], base=less[1])


def _less(place: Document, hidden: Mapping[str, Document]) -> Document:
    """Return a place as it may be known, if that is less than it tells."""
    if not place:
        return place
    return _of_more({"location": place}, hidden).get(place["id"], place)


def beside(place: Document) -> Document:
    """Return what a listing says of a place, and the place does not say of itself."""
    return {name: place[name] for name in BESIDE if name in place}


def _of_more(document: Document, hidden: Mapping[str, Document]) -> dict[str, Document]:
    """Return those of the hidden places of which a version tells more than may be known."""
    told = _visibilities(document)
    return {
        key: place
        for key, place in hidden.items()
        if told.get(key, AddressVisibility.HIDDEN)
        not in {AddressVisibility.HIDDEN, place["address_visibility"]}
    }


def _visibilities(document: Document) -> dict[str, str]:
    return {place["id"]: place["address_visibility"] for place in places_of(document)}


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


def _version(service: Service, last: Snapshot | None, writing: Writing) -> Snapshot:
    before = last.version if last else None
    actor: Any = writing.actor
    return Snapshot(
        service=service,
        version=(before or 0) + 1,
        base_version=before,
        content=listing_document(service),
        organization=organization_document(service.organization),
        writer=writing.writer,
        actor=actor,
        at=writing.at,
        reason=writing.reason,
    )
