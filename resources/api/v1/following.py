"""What is told of a service to whoever follows the changes: its record, or that it was removed."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.utils import translation

from resources.api.v1.rendering import KeptRecord
from resources.api.v1.serializers.beside import told_beside
from resources.api.v1.serializers.copied import CopiedServiceSerializer, UndatedServiceSerializer
from resources.clock import this_minute
from resources.models import Service
from resources.models.change import Told
from resources.models.compiled import CompiledRows
from resources.models.compiled_columns import CompiledColumns
from resources.models.due import CHUNK
from resources.search import FACETS, Index
from resources.search.reading import read_entries

UPDATED: Final = "updated"
DELETED: Final = "deleted"
KIND: Final = "service"
# The reason of an item that is public, and not of the slice that is followed.
OUTSIDE: Final = "outside"
_TOLD_OF_REMOVALS: Final = ("id", "reason", "merged_into")
Item = dict[str, Any]


class Place(NamedTuple):
    """A place in the order of all changes: the service, and the data revision of its last one."""

    pk: UUID
    revision: int


def digests(services: Sequence[UUID]) -> Mapping[UUID, Told]:
    """Return the digests of what is told of each; one that was never public is left out."""
    shape = UndatedServiceSerializer(context={"moment": this_minute()})
    public = _rows().in_bulk(services)
    prefetch_related_objects(list(public.values()), "organization__identifiers")
    # What a person who works in another language saves is told in the one of all.
    with translation.override(settings.LANGUAGE_CODE):
        told: dict[UUID, Any] = {key: shape.to_representation(row) for key, row in public.items()}
    written = {key: told[key].json + told_beside(row) for key, row in public.items()}
    # A takedown leaves nothing that could be found by a filter.
    answered = _answered(list(written)) if written else {}
    written |= {row["id"]: KeptRecord(_removal(row)).json for row in _removed(services)}
    return {
        key: Told(
            digest=sha256(json + answered.get(key, b"")).hexdigest(),
            record=sha256(json).hexdigest(),
        )
        for key, json in written.items()
    }


@lru_cache(maxsize=1)
def _rows() -> CompiledRows:
    """Return the query for the rows: to put it together takes most of the time of a saving."""
    return CompiledRows(Service.objects.published().for_detail())


def _answered(services: Sequence[UUID]) -> Mapping[UUID, bytes]:
    """Return what each answers of every filter, as part of what is told of it.

    A term that gets another place below the others changes no record, and moves services into a
    slice, or out of it, all the same.
    """
    return {
        entry.service: "\n".join(
            f"{name} {_in_order(frozenset(facet(entry)))}" for name, facet in FACETS.items()
        ).encode()
        for entries in read_entries(services, CHUNK)
        for entry in entries
    }


@lru_cache(maxsize=4096)
def _in_order(values: frozenset[str]) -> str:
    return " ".join(sorted(values))


def _removed(services: Iterable[UUID]) -> Iterable[Mapping[str, Any]]:
    """Yield the id of each that was removed, and with that what is told of its removal."""
    for row in _removals().find(list(services)):
        yield dict(zip(_TOLD_OF_REMOVALS, row, strict=True))


@lru_cache(maxsize=1)
def _removals() -> CompiledColumns:
    removed = Service.objects.removed().order_by("removed_at", "id")
    return CompiledColumns(removed.values_list(*_TOLD_OF_REMOVALS), "pk__in")


def _removal(row: Mapping[str, Any]) -> Item:
    return {"reason": row["reason"], "merged_into": row["merged_into"]}


def items(
    changes: Sequence[Place], index: Index, only: Iterable[UUID] | None, context: Item
) -> list[KeptRecord]:
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
    gone = keys - rows.keys()
    removed = {row["id"]: row for row in _removed(gone)} if gone else {}
    shape = CopiedServiceSerializer(context=context)
    told = []
    for change in changes:
        if change.pk in rows:
            told.append(_updated(change, shape.to_representation(rows[change.pk])))
            continue
        item: Item = {"state": DELETED, "kind": KIND, "id": change.pk, "modified": change.revision}
        if change.pk in removed:
            item |= _removal(removed[change.pk])
        else:
            item |= {"reason": OUTSIDE, "merged_into": None}
        told.append(KeptRecord(item))
    return told


def _updated(change: Place, record: KeptRecord) -> KeptRecord:
    """Return what is told of a change around a record, whose JSON is not written again."""
    head = f'{{"state":"{UPDATED}","kind":"{KIND}","id":"{change.pk}","modified":{change.revision}'
    return KeptRecord.written(b'%b,"data":%b}' % (head.encode(), record.json))
