"""Listings with all their parts, in any state, by queries that are put together once.

Whatever the staff do to a listing reads it several times, and to put these queries together took
most of the time of that.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from uuid import UUID

from django.db.models import prefetch_related_objects

from resources.models.compiled import CompiledRows
from resources.models.service import Service


def whole_listing(key: UUID) -> Service:
    """Return a listing as `for_detail()` fetches it, for reading; Service.DoesNotExist."""
    found = _rows().in_bulk([key])
    if key not in found:
        raise Service.DoesNotExist(key)
    service: Service = found[key]
    return service


def whole_listings(keys: Iterable[UUID]) -> Mapping[UUID, Service]:
    """Return those that are there by key, in the order of these, for reading.

    Each comes with its organisation, and that with its numbers in registers.
    """
    found = _rows().in_bulk(sorted(keys))
    prefetch_related_objects(list(found.values()), "organization__identifiers")
    return {key: found[key] for key in sorted(found)}


@lru_cache(maxsize=1)
def _rows() -> CompiledRows:
    return CompiledRows(Service.objects.for_detail())
