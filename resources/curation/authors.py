"""Who wrote a part of something after a second person last approved it.

Whoever did cannot be that second person. All is asked for many rows at once: a list of what waits
costs as much for ten rows as for one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Max, Model, QuerySet

from resources.choices import ProposalState, Publication, RecordKind, SnapshotWriter
from resources.curation.records import kind_of
from resources.models import Location, Organization, RecordProposal, Review, Service, Snapshot

VISITED: Final = "service__service_at_locations__location"
BY_HAND: Final = (SnapshotWriter.FORM, SnapshotWriter.IMPORT)
Since = Mapping[Any, datetime]
# Of each row: each person, and when they last wrote a part of it.
Writers = Mapping[Any, list[tuple[Any, datetime]]]


@dataclass(frozen=True, slots=True)
class Shown:
    """A listing, the organisation that runs it, and its places, as they are or as proposed."""

    service: UUID
    organization: UUID
    places: tuple[UUID, ...]


def authors_of(service: Service) -> set[Any]:
    """Return everybody who wrote a part of a listing after it was last approved."""
    places = service.service_at_locations.values_list("location", flat=True)
    (found,) = authors_of_each([Shown(service.pk, service.organization_id, tuple(places))])
    return found


def authors_of_each(listings: Sequence[Shown]) -> list[set[Any]]:
    """Return the same of many listings, in a fixed number of queries.

    An organisation and a place can have been changed before any listing named them, so that no
    version tells. Then the staff's log does. They count as approved with any listing of theirs.
    """
    services = [one.service for one in listings]
    runs = {one.organization for one in listings}
    places = {place for one in listings for place in one.places}
    parts = (
        (_versions(services), _approvals("service", services)),
        (_logged(Organization, runs), _approvals("service__organization", runs)),
        (_logged(Location, places), _approvals(VISITED, places)),
    )
    return [
        {
            who
            for keys, (writers, since) in zip(
                ((one.service,), (one.organization,), one.places), parts, strict=True
            )
            for key in keys
            for who in _later(writers, since, key)
        }
        for one in listings
    ]


def _later(writers: Writers, since: Since, key: Any) -> set[Any]:
    approved = since.get(key)
    return {who for who, at in writers.get(key, []) if approved is None or at > approved}


def _versions(services: Iterable[UUID]) -> Writers:
    """Return who wrote versions of listings by hand."""
    versions = Snapshot.objects.filter(service__in=list(services), writer__in=BY_HAND)
    return _grouped(versions.order_by().values_list("service", "actor").annotate(Max("at")))


def _approvals(path: str, keys: Iterable[UUID]) -> Since:
    """Return when a listing of each row was last approved, by a path from reviews to the row."""
    approvals: Any = Review.objects.filter(
        **{f"{path}__in": list(keys)}, to_publication=Publication.PUBLISHED
    )
    return dict(approvals.order_by().values_list(path).annotate(Max("at")))


def record_authors(kind: str, keys: Iterable[UUID]) -> dict[UUID, set[Any]]:
    """Return who wrote each row beside listings in a form after it was last approved.

    An organisation and a place count as approved with a listing that shows them, too.
    """
    wanted = list(keys)
    writers = _logged(kind_of(kind).model, wanted)
    approvals = [_record_approvals(kind, wanted)]
    if kind == RecordKind.ORGANIZATION:
        approvals.append(_approvals("service__organization", wanted))
    if kind == RecordKind.LOCATION:
        approvals.append(_approvals(VISITED, wanted))
    found = {}
    for key in wanted:
        moments = [since[key] for since in approvals if key in since]
        found[key] = _later(writers, {key: max(moments)} if moments else {}, key)
    return found


def _record_approvals(kind: str, keys: Iterable[UUID]) -> Since:
    approved: Any = RecordProposal.objects.filter(
        kind=kind, key__in=list(keys), state=ProposalState.APPROVED
    )
    return dict(approved.order_by().values_list("key").annotate(Max("decided_at")))


def _logged(model: type[Model], keys: Iterable[UUID]) -> Writers:
    """Return who wrote rows in a form."""
    entries = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(model),
        object_id__in=[str(key) for key in keys],
        action_flag__in=(ADDITION, CHANGE),
    )
    rows = entries.order_by().values_list("object_id", "user").annotate(Max("action_time"))
    return _grouped((UUID(key), who, at) for key, who, at in rows)


def _grouped(rows: "Iterable[Any] | QuerySet[Any, Any]") -> Writers:
    found: dict[Any, list[tuple[Any, datetime]]] = {}
    for key, who, at in rows:
        found.setdefault(key, []).append((who, at))
    return found
