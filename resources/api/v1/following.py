"""What is told of a service to whoever follows the changes: its record, or that it was removed."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.utils import translation
from rest_framework.renderers import JSONRenderer

from resources.api.v1.serializers.copied import CopiedServiceSerializer
from resources.clock import this_minute
from resources.models import Change, Service
from resources.search import Index

UPDATED: Final = "updated"
DELETED: Final = "deleted"
KIND: Final = "service"
# The reason of an item that is public, and not of the slice that is followed.
OUTSIDE: Final = "outside"
Item = dict[str, Any]


def digests(services: Sequence[UUID]) -> Mapping[UUID, str]:
    """Return the digest of what is told of each; one that was never public is left out."""
    shape = CopiedServiceSerializer(context={"moment": this_minute()})
    public = Service.objects.published().for_detail().in_bulk(services)
    # What a person who works in another language saves is told in the one of all.
    with translation.override(settings.LANGUAGE_CODE):
        told: dict[UUID, Any] = {key: shape.to_representation(row) for key, row in public.items()}
    written = {key: record.json for key, record in told.items()}
    written |= {row["id"]: JSONRenderer().render(_removal(row)) for row in _removed(services)}
    return {key: sha256(json).hexdigest() for key, json in written.items()}


def _removed(services: Iterable[UUID]) -> Iterable[Mapping[str, Any]]:
    rows: Iterable[Mapping[str, Any]] = Service.objects.removed().filter(pk__in=services)
    return rows


def _removal(row: Mapping[str, Any]) -> Item:
    return {"reason": row["reason"], "merged_into": row["merged_into"]}


def items(
    changes: Sequence[Change], index: Index, only: Iterable[UUID] | None, context: Item
) -> list[Item]:
    """Return what is told of some changes, which were read before the index was.

    So nothing is older than the revision that stands beside it. What changes in between is newer,
    and comes once more. `only` are the ids that are followed; None where all are.
    """
    keys = {change.pk for change in changes}
    wanted = keys & (index.slots.keys() if only is None else set(only))
    rows = {
        row.pk: row
        for row in index.whole_rows.fetch({index.slots[key]: key for key in wanted}).values()
    }
    removed = {row["id"]: row for row in _removed(keys - rows.keys())}
    shape = CopiedServiceSerializer(context=context)
    told = []
    for change in changes:
        item: Item = {"state": DELETED, "kind": KIND, "id": change.pk, "modified": change.revision}
        if change.pk in rows:
            item |= {"state": UPDATED, "data": shape.to_representation(rows[change.pk])}
        elif change.pk in removed:
            item |= _removal(removed[change.pk])
        else:
            item |= {"reason": OUTSIDE, "merged_into": None}
        told.append(item)
    return told
