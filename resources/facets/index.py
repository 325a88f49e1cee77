"""Which public service answers which question, held in memory as sets.

Every choice of every filter has its set, made by the filter's own word of the QuerySet: so a list
and its counts cannot mean different things. A set is one integer (`bits`), 12 KB for 100,000
services. What changed since is asked for alone; everything is made anew only when much has changed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Final, TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Lower

from resources.choices import RegionLevel
from resources.facets.bits import bits_of, in_order, numbers_in
from resources.facets.carried import DOCUMENT, carried
from resources.facets.nearest import Spot, spots_among
from resources.facets.openings import Hours, open_at
from resources.filters import Row, ServiceFilter
from resources.models import Schedule, SearchDocument, Service, ServiceArea
from resources.models.schedule import ScheduleQuerySet
from resources.models.service_queries import ServiceQuerySet
from resources.regions import RegionRecord, all_regions

# Asked for in ways of their own below, or of rows that only the question knows.
NOT_LISTED: Final = frozenset({"region", "open", "near", "words"})
# More changes than this are not picked out one by one.
MUCH: Final = 1_000
# Fewer than this are sorted; of more, the first in the order of all are picked.
FEW: Final = 2_000
# Sets that no parameter asks for: for the whole country to talk to, meant for urgent need, made
# for deaf people, and made for everyone.
NATIONAL: Final = ("", "national")
URGENT: Final = ("", "urgent")
DEAF: Final = ("", "deaf")
EVERYONE: Final = ("", "everyone")
_HOURS: Final = ("byday", "opens_at", "closes_at", "valid_from", "valid_to", "bank_holidays")

Facet = tuple[str, str]
Key = TypeVar("Key")


@dataclass(frozen=True)
class Index:
    """The sets, as they were at one data revision. Never changed: a newer one takes its place.

    A service is known by its slot, its place in `services`. `order` holds the slots by name, and
    `spots` the public places of each slot.
    """

    revision: int
    documents: Mapping[int, int]
    services: Sequence[UUID]
    all: int
    order: Sequence[int]
    areas: Mapping[str, int]
    facets: Mapping[Facet, int]
    hours: Mapping[Hours, int]
    spots: Mapping[int, tuple[Spot, ...]]
    lines: Mapping[Hours, int]
    _serving: dict[str, int] = field(default_factory=dict, repr=False)
    _open: dict[datetime, int] = field(default_factory=dict, repr=False)

    @cached_property
    def keys(self) -> Sequence[int]:
        """The keys of the documents, by slot."""
        found = [0] * len(self.services)
        for key, slot in self.documents.items():
            found[slot] = key
        return found

    @cached_property
    def rank(self) -> Mapping[int, int]:
        """The place of each slot in the order by name."""
        return {slot: place for place, slot in enumerate(self.order)}

    @cached_property
    def with_a_spot(self) -> int:
        """The set of services with a public place of which the point is known."""
        return bits_of(self.spots, len(self.services))

    def holding(self, documents: Iterable[int]) -> int:
        """Return the set of services with some search documents, by the documents' keys."""
        slots = self.documents
        return bits_of((slots[key] for key in documents if key in slots), len(self.services))

    def serving(self, code: str) -> int:
        """Return the set of services for people in an area: `ServiceQuerySet.serving`."""
        if code not in self._serving:
            self._serving[code] = _either(self.areas.get(one.code, 0) for one in touched(code))
        return self._serving[code]

    def serving_any(self, name: str, rows: Iterable[Row]) -> int:
        """Return the set of services that any of some choices of a filter finds."""
        return _either(self.facets.get((name, row.code), 0) for row in rows)

    def open_at(self, moment: datetime) -> int:
        """Return the set of services that are known to be open at an aware moment.

        Kept for as long as the same moment is asked for: pages ask by the minute.
        """
        if moment not in self._open:
            self._open.clear()
            self._open[moment] = open_at(moment, self.hours, self._within) & self.all
        return self._open[moment]

    def lines_open_at(self, moment: datetime) -> int:
        """Return the national services of which a free line is known to be open at a moment."""
        return open_at(moment, self.lines, self._within) & self.facets.get(NATIONAL, 0)

    def by_reach(self, regions: Sequence[RegionRecord]) -> list[int]:
        """Return all services by how near they are: the first key of `ServiceQuerySet.in_order`."""
        near = {one for region in regions for one in touched(region.code)}
        counted = near if regions else set(all_regions())
        depths = sorted({one.depth for one in counted}, reverse=bool(regions))
        left, tiers = self.all, []
        for depth in depths:
            tier = left & _either(self.areas.get(o.code, 0) for o in counted if o.depth == depth)
            tiers.append(tier)
            left &= ~tier
        return [*tiers, left]

    def by_name(self, found: int, start: int, stop: int) -> list[int]:
        """Return the slots of a set that come from `start` to `stop` by name."""
        if found.bit_count() > FEW:
            return in_order(found, self.order, start, stop)
        return sorted(numbers_in(found), key=self.rank.__getitem__)[start:stop]

    def _within(self, nations: frozenset[str]) -> int:
        """Return the set of services for any of the nations, or for the whole country."""
        return _either(
            bits
            for code, bits in self.areas.items()
            if _levels()[code] == RegionLevel.COUNTRY or not nations.isdisjoint(_lineage(code))
        )


def _either(sets: Iterable[int]) -> int:
    """Return the union of sets."""
    union = 0
    for one in sets:
        union |= one
    return union


@lru_cache(maxsize=1)
def _levels() -> dict[str, RegionLevel]:
    """Return the kind of each area."""
    return {one.code: one.level for one in all_regions()}


@lru_cache(maxsize=512)
def _lineage(code: str) -> frozenset[str]:
    """Return an area and the areas around it."""
    return frozenset(next(one.lineage for one in all_regions() if one.code == code))


@lru_cache(maxsize=512)
def touched(code: str) -> tuple[RegionRecord, ...]:
    """Return the areas that contain, equal or lie within an area."""
    around = _lineage(code)
    return tuple(one for one in all_regions() if one.code in around or code in one.lineage)


def build(revision: int) -> Index:
    """Make the whole index from the database."""
    return _filled(Index(revision, {}, (), 0, (), {}, {}, {}, {}, {}), None)


def follow(index: Index, revision: int) -> Index:
    """Return the index for a later revision: only what has changed since is asked for."""
    public = SearchDocument.objects.filter(service__in=Service.objects.published().values("pk"))
    changed = list(
        public.filter(revision__gt=index.revision).values_list("pk", flat=True)[: MUCH + 1]
    )
    if revision < index.revision or len(changed) > MUCH:
        return build(revision)
    there = set(public.values_list("pk", flat=True))
    gone = {slot for key, slot in index.documents.items() if key not in there}
    kept = {key: slot for key, slot in index.documents.items() if key in there}
    stale = gone | {kept[key] for key in changed if key in kept}
    without = ~bits_of(stale, len(index.services))
    emptied = replace(
        index,
        revision=revision,
        documents=kept,
        all=index.all & without,
        areas={code: bits & without for code, bits in index.areas.items()},
        facets={facet: bits & without for facet, bits in index.facets.items()},
        hours={hours: left for hours, bits in index.hours.items() if (left := bits & without)},
        spots={slot: spots for slot, spots in index.spots.items() if slot not in stale},
        lines={hours: left for hours, bits in index.lines.items() if (left := bits & without)},
        _serving={},
        _open={},
    )
    return _filled(emptied, changed)


def _filled(index: Index, changed: Sequence[int] | None) -> Index:
    """Return the index with some documents put in: those that changed, or all where None."""
    documents = SearchDocument.objects.filter(service__in=Service.objects.published().values("pk"))
    if changed is not None:
        documents = documents.filter(pk__in=changed)
    slots, services = dict(index.documents), list(index.services)
    came = list(documents.order_by("pk").values_list("pk", "service"))
    for key, service in came:
        if key not in slots:
            slots[key] = len(services)
            services.append(service)
    new = replace(index, documents=slots, services=services)
    keys = None if changed is None else [key for key, _service in came]
    return replace(
        new,
        all=index.all | new.holding(key for key, _service in came),
        order=_by_name(new),
        areas=_joined(index.areas, _areas(new, keys)),
        facets=_joined(index.facets, _facets(new, keys)),
        spots={**index.spots, **spots_among(slots, _public(keys))},
        hours=_joined(index.hours, _hours(new, Schedule.objects.all(), keys)),
        lines=_joined(index.lines, _hours(new, _of_national_lines(), keys)),
    )


def _joined(first: Mapping[Key, int], second: Mapping[Key, int]) -> dict[Key, int]:
    """Return the sets of both."""
    return {key: first.get(key, 0) | second.get(key, 0) for key in {**first, **second}}


def _public(keys: Sequence[int] | None) -> ServiceQuerySet:
    """Return the public services, or those of some documents."""
    public = Service.objects.published().filter(search_document__isnull=False)
    return public if keys is None else public.filter(search_document__in=keys)


def _by_name(index: Index) -> list[int]:
    """Return the slots in the order of the services' names."""
    named = _public(None).order_by(Lower("name"), "id").values_list(DOCUMENT, flat=True)
    return [index.documents[key] for key in named if key in index.documents]


def _areas(index: Index, keys: Sequence[int] | None) -> dict[str, int]:
    """Return the set of services for each area that any of them names."""
    rows = ServiceArea.objects.filter(service__in=_public(keys).values("pk")).order_by()
    return _grouped(index, rows.values_list("region", f"service__{DOCUMENT}"))


def _of_national_lines() -> ScheduleQuerySet:
    """Return the hours of the free lines of services for the whole country to talk to."""
    national = Service.objects.published().nationwide().to_talk_to()
    return Schedule.objects.of_free_lines(national)


def _hours(
    index: Index, schedules: ScheduleQuerySet, keys: Sequence[int] | None
) -> dict[Hours, int]:
    """Return the set of services for each period that any of them has."""
    rows = schedules.filter(service__in=_public(keys).values("pk")).order_by()
    found = rows.values_list(*_HOURS, f"service__{DOCUMENT}")
    return _grouped(index, ((Hours(*period), key) for *period, key in found.iterator()))


def _grouped(index: Index, pairs: Iterable[tuple[Key, int]]) -> dict[Key, int]:
    """Return the set of services for each first part of pairs with a document's key."""
    by_key: dict[Key, list[int]] = {}
    for value, key in pairs:
        by_key.setdefault(value, []).append(key)
    return {value: index.holding(keys) for value, keys in by_key.items()}


def _facets(index: Index, keys: Sequence[int] | None) -> dict[Facet, int]:
    """Return the set of services for each choice of each filter with a closed list."""
    asked = ServiceFilter({}, lenient=True)
    public = _public(keys).order_by()
    others = {
        NATIONAL: public.nationwide().to_talk_to().with_a_free_line(),
        URGENT: public.filter(contacts__is_crisis_line=True),
        DEAF: public.welcoming("deaf"),
        EVERYONE: public.welcoming("everyone"),
    }
    unasked = {
        facet: index.holding(rows.values_list(DOCUMENT, flat=True))
        for facet, rows in others.items()
    }
    known = carried(asked, public)
    return unasked | {
        (name, row.code): index.holding(
            known[name].get(row.code, ()) if name in known else _answering(asked, name, [row], keys)
        )
        for name in asked.filters
        if name not in NOT_LISTED
        for row in asked.choices(name)
    }


def _answering(
    asked: ServiceFilter, name: str, rows: Sequence[Row], keys: Sequence[int] | None = None
) -> QuerySet[Service, int]:
    """Return the document keys of the services that answer some values of a filter."""
    answering: ServiceQuerySet = asked.filters[name].filter(_public(keys), list(rows))
    return answering.order_by().values_list(DOCUMENT, flat=True)


def answering(index: Index, asked: ServiceFilter, name: str, rows: Sequence[Row]) -> int:
    """Return the set of services that answer some values of a filter without a closed list."""
    return index.holding(_answering(asked, name, rows))
