"""Taking away again what was taken away after a backup was made."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from resources.choices import AddressVisibility, Publication
from resources.curation import snapshots
from resources.curation.journal import VISIBILITIES, Event, Removal
from resources.models import (
    Change,
    Location,
    Review,
    Service,
    ServiceAtLocation,
    Tombstone,
    publish_revision,
)

REASON: Final = "Withdrawn again after a backup was restored. Look at it before it is public."
OF_ADDRESS: Final = {
    "name": "",
    "address_1": "",
    "address_2": "",
    "postcode": "",
    "latitude": None,
    "longitude": None,
}
OF_AREA: Final = {"city": "", "region": None}
LISTINGS: Final = frozenset({Event.WITHDRAWN, Event.RECALLED, Event.RECALL_UNDONE, Event.REDACTED})


@dataclass(frozen=True, slots=True)
class Replayed:
    """What was taken away again, in numbers."""

    withdrawn: int
    recalled: int
    hidden: int
    redactions: int


@transaction.atomic
def replay(removals: Iterable[Removal], now: datetime) -> Replayed:
    """Take away again what a journal says, in one transaction. Doing it twice changes nothing.

    What a redaction touched is withdrawn until somebody has looked: the value is not known here.
    """
    told = list(removals)
    hidden: set[UUID] = set()
    for removal in told:
        if removal.event in VISIBILITIES:
            hidden |= _hide(removal.ids, VISIBILITIES[removal.event])
    visited = Service.objects.filter(service_at_locations__location__in=hidden)
    named = {key for removal in told if removal.event in LISTINGS for key in removal.ids}
    withdrawn = _withdraw({*named, *visited.values_list("pk", flat=True)}, now)
    recalled = _recall(told)
    # Copies of others may know more than the backup did.
    Change.objects.begin_again()
    # All: the address of a removed listing is part of every list.
    publish_revision(Service.objects.all())
    redactions = sum(removal.event is Event.REDACTED for removal in told)
    return Replayed(withdrawn, recalled, len(hidden), redactions)


def _withdraw(keys: Iterable[UUID], now: datetime) -> int:
    shown = Service.objects.filter(pk__in=list(keys)).exclude(publication=Publication.WITHDRAWN)
    steps = [
        Review(
            service_id=key,
            from_publication=origin,
            to_publication=Publication.WITHDRAWN,
            at=now,
            reason=REASON,
        )
        for key, origin in shown.values_list("pk", "publication")
    ]
    shown.update(publication=Publication.WITHDRAWN, last_modified=now)
    return len(Review.objects.bulk_create(steps))


def _recall(removals: Iterable[Removal]) -> int:
    """Write the tombstones that are missing: people who copied a listing go by them."""
    final: dict[UUID, Removal] = {}
    for removal in removals:
        for key in removal.ids:
            if removal.event is Event.RECALLED:
                final[key] = removal
            elif removal.event is Event.RECALL_UNDONE:
                final.pop(key, None)
    there = set(Tombstone.objects.filter(pk__in=list(final)).values_list("pk", flat=True))
    rows = [
        Tombstone(id=key, reason=removal.reason, at=removal.at, merged_into=removal.merged_into)
        for key, removal in final.items()
        if key not in there
    ]
    return len(Tombstone.objects.bulk_create(rows))


def _hide(keys: Iterable[UUID], visibility: AddressVisibility) -> set[UUID]:
    """Forget the addresses of places, in history too; return those that had told more."""
    knowing: models.QuerySet[Location] = Location.objects.filter(pk__in=list(keys))
    knowing = knowing.exclude(address_visibility__in={AddressVisibility.HIDDEN, visibility})
    places = set(knowing.values_list("pk", flat=True))
    is_hidden = visibility == AddressVisibility.HIDDEN
    less: dict[str, Any] = OF_ADDRESS | (OF_AREA if is_hidden else {})
    Location.objects.filter(pk__in=places).update(address_visibility=visibility, **less)
    ServiceAtLocation.objects.filter(location__in=places).update(description="")
    shown = [{"id": str(key), "address_visibility": visibility.value} for key in places]
    snapshots.hide_places(shown)
    of_places = ContentType.objects.get_for_model(Location)
    names = [str(key) for key in places]
    LogEntry.objects.filter(content_type=of_places, object_id__in=names).update(
        object_repr=visibility.label
    )
    return places
