"""What a query finds: how many, which on a page, how many each other choice would find, and why.

Rows are those of the database at the data revision of the index, and only public ones: a listing
that was withdrawn a moment ago is shown on no page.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from functools import cached_property, lru_cache
from typing import Any, Final, overload
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from resources.models import Service
from resources.regions import RegionRecord, all_regions
from resources.search.bitset import Mask, members, to_mask, union
from resources.search.counting import Counts
from resources.search.facets import NEEDS_ALL, combination
from resources.search.index import Index, Locality, depth_of, is_nation
from resources.search.list_order import dated_at, places_as_near
from resources.search.query import Query
from resources.search.ranking import Fit, Weighed, fit, weigh
from resources.search.shown import Gap, Reasons, Section
from resources.search.sorting import Order, first_of, tiers

# A local service comes first if it fits at least so much of what fits best.
LOCAL_FLOOR: Final = 0.3
# What serves the nation of the place, and not the whole country, gains so much.
OWN_NATION: Final = 0.4
# What else a service gains that is made for such a nation alone.
ONLY_THERE: Final = 0.5
OPEN_NOW: Final = 0.03
# What has a date comes before what fits as well and has none, though that is open now.
DATED: Final = 0.04
# How surely the text has to mean a term for a card to name it as the reason.
SURE: Final = 0.3
# What else the query may ask under these names: an area changes how words are weighed.
NO_FACETS: Final = frozenset({"open", "region", "words"})
# Where distance decides among what fits about equally well: quarters of the best.
BANDS: Final = 4

Keys = list[NDArray[Any]]


@lru_cache(maxsize=1)
def _area_codes() -> tuple[str, ...]:
    return tuple(area.code for area in all_regions())


class Results:
    """The services that a query finds, as a sequence that is cut before it is fetched.

    A paginator of Django takes it: it has `count()` and can be sliced.
    """

    def __init__(self, index: Index, query: Query) -> None:
        """Keep the query and the index it is put to; nothing is looked for yet."""
        self.index = index
        self.query = query
        self._best: Order = np.zeros(0, dtype=np.int64)

    def count(self) -> int:
        """Return how many services are found."""
        return self._found.bit_count()

    def __len__(self) -> int:
        return self.count()

    @overload
    def __getitem__(self, at: int) -> Service: ...
    @overload
    def __getitem__(self, at: slice) -> list[Service]: ...
    def __getitem__(self, at: int | slice) -> Service | list[Service]:
        """Fetch some of the services, in their order, with what a card shows."""
        if isinstance(at, int):
            return self._fetch(self._first(at + 1 if at >= 0 else -1)[[at]])[0]
        is_open = at.stop is None or (at.start or 0) < 0
        return self._fetch(self._first(-1 if is_open else at.stop)[at])

    def __iter__(self) -> Iterator[Service]:
        return iter(self[:])

    @property
    def ids(self) -> list[UUID]:
        """The keys of all services found, in their order."""
        return [self.index.services[slot] for slot in self._order]

    def counts(self, name: str) -> Mapping[str, int]:
        """Return how many services each value of a facet would find, the others as they are.

        The facet's own other values do not count, except where all are needed at once.
        """
        others = self._without(name)
        if name == "open":
            return {"now": (others & self._open_now).bit_count()}
        if name == "region" and others == self.index.all:
            return self.index.counts_of_areas
        values = _area_codes() if name == "region" else self.index.values_of.get(name, ())
        facets, own = self.index.facets, self.query.values.get(name, ())

        def found(value: str) -> int:
            return (others & facets.get((name, value), 0)).bit_count()

        def found_with_all(value: str) -> int:
            return (others & self._answer(name, (*own, value))).bit_count()

        return Counts(values, found_with_all if name in NEEDS_ALL else found)

    def counts_by_depth(self) -> Mapping[int, int]:
        """Return how many services are found by an area of which depth: 3 a district, 0 a country.

        What serves a part of an area that was asked for counts with the area, the nearest first.
        """
        areas = self.query.areas
        tiers = [tier & self._found for tier in self._locality.sets]
        counts = {max((area.depth for area in areas), default=0): 0}
        # The first sets hold the areas themselves and their parts; one for each wider depth follow.
        own = next(iter(counts))
        depths = sorted({depth_of(code) for area in areas for code in area.lineage}, reverse=True)
        for depth, tier in zip([own, own, *depths], tiers, strict=False):
            counts[depth] = counts.get(depth, 0) + tier.bit_count()
        return counts

    def counted_among(self, name: str) -> int:
        """Return among how many services the values of a facet are counted.

        A value that finds none of them, or all, tells nothing apart.
        """
        return (self._found if name in NEEDS_ALL else self._without(name)).bit_count()

    def count_placed(self) -> int:
        """Return how many of the services found have a public place with a point."""
        return (self._found & self.index.placed).bit_count()

    def count_without(self, name: str, value: str | None = None) -> int:
        """Return how many services are found without a value of a facet; without all where None."""
        return self._without_choice(name, value).count()

    def _without_choice(self, name: str, value: str | None) -> "Results":
        """Return what is found without a choice; the same words are not weighed once more."""
        others = Results(self.index, self.query.without(name, value))
        if others.query.text is self.query.text:
            others._weighed = self._weighed
            if bool(others.query.areas) == bool(self.query.areas):
                others._fit = self._fit
        return others

    def reasons(self, service: Service) -> Reasons:
        """Return why a service is shown; nothing where no words were asked."""
        text, slot = self.query.text, self.index.slots.get(service.pk)
        if text is None or self._fit is None or slot is None:
            return Reasons()
        terms = [
            concept.term
            for concept in text.concepts
            if concept.confidence >= SURE and self.index.carries(slot, concept.term)
        ]
        is_named, is_general = (
            bool(some >> slot & 1) for some in (self._fit.named, self._fit.general)
        )
        return Reasons(tuple(terms), is_named, is_general)

    def sections(self, services: Iterable[Service]) -> list[Section]:
        """Return the part of the list in which each of some services stands."""
        return self._sections_of([self.index.slots.get(service.pk, 0) for service in services])

    def section_at(self, place: int) -> Section:
        """Return the part of the list in which the service at a place of its order stands."""
        return self._sections_of([int(self._first(place + 1)[place])])[0]

    def _sections_of(self, slots: Sequence[int]) -> list[Section]:
        if self._fit is not None:
            general = self._fit.general
            return [Section.GENERAL if general >> slot & 1 else Section.FOUND for slot in slots]
        reports = self.index.mask("only reporting")[slots].tolist()
        others = ~self.index.mask("support")[slots] if self.query.areas else [False] * len(slots)
        return [
            Section.REPORTING if reporting else Section.OTHER if other else Section.FOUND
            for reporting, other in zip(reports, others, strict=True)
        ]

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """The groups in which nobody answers, of a list that is grouped by nearness alone."""
        if not self.query.areas or self.query.text is not None or self.query.start is not None:
            return ()
        support = self._found & self.index.marks.get("support", 0)
        answering = support & self.index.marks.get("reachable", 0)
        if not answering:
            return (Gap(0, None, is_everywhere=True),) if support else ()
        tiers = [tier & support for tier in self._locality.sets]
        return tuple(
            Gap(self._first_of(tier) or 0, self._next_wider(tiers[wider:], answering))
            for wider, tier in enumerate(tiers, 1)
            if tier and not tier & answering
        )

    @cached_property
    def _locality(self) -> Locality:
        """How near all services are to the areas: asked for thrice by one page."""
        return self.index.locality(self.query.areas, may_keep=self.query.is_linked)

    def _next_wider(self, tiers: Sequence[int], answering: int) -> int | None:
        """Return the place of the nearest service of some tiers that answers; open now first."""
        wider = answering & union(tiers)
        is_open = self._open_now if self.query.moment is not None else 0
        now = self._first_of(wider & is_open)
        return self._first_of(wider) if now is None else now

    def _first_of(self, services: int) -> int | None:
        """Return the place in the order of the first of some services."""
        places = np.flatnonzero(to_mask(services, self.index.size)[self._order])
        return int(places[0]) if places.size else None

    @cached_property
    def _found(self) -> int:
        return self._without("")

    def _without(self, name: str) -> int:
        """Return the set that the query finds without one of its facets."""
        if name and name not in self.query.values and name not in NO_FACETS:
            return self._found
        found = self.index.all
        for other, values in self.query.values.items():
            if other != name:
                found &= self._answer(other, values)
        if self.query.open_now and name != "open":
            found &= self._open_now
        fitting = self._fit_of_areas if name == "region" else self._fit
        if fitting is not None and name != "words":
            found &= fitting.found
        return found

    def _answer(self, name: str, values: Sequence[str]) -> int:
        wanted = (combination(set(values)),) if name in NEEDS_ALL else values
        return self.index.answering(name, wanted)

    @cached_property
    def _open_now(self) -> int:
        if self.query.moment is None:
            raise ValueError("A question about now needs its moment.")
        return self.index.open_at(self.query.moment)

    @property
    def is_unsure(self) -> bool:
        """Whether words were asked whose meaning is not sure: somebody may be at risk."""
        return self._fit is not None and self._fit.is_unsure

    @cached_property
    def _fit(self) -> Fit | None:
        """How well services fit the text; None without one."""
        if self._weighed is None:
            return None
        return fit(self.index, self._weighed, has_areas=bool(self.query.areas))

    @cached_property
    def _fit_of_areas(self) -> Fit | None:
        """How well services fit the text once an area is chosen: what is there counts more then."""
        if self._weighed is None or self.query.areas or self._weighed.text.areas:
            return self._fit
        return fit(self.index, self._weighed, has_areas=True)

    @cached_property
    def _weighed(self) -> Weighed | None:
        """What the text counts wherever somebody is: looked up once for both fits."""
        return weigh(self.index, self.query.text) if self.query.text else None

    @cached_property
    def _order(self) -> Order:
        """The slots of all services found, the best first."""
        moment = self.query.moment
        if moment is None or not self.query.is_plain:
            return self._sorted(self._found)
        # Nothing that was typed can be in it: one order of all is kept for every such list.
        kept = self.index.kept_at(moment)
        if "order" not in kept:
            kept["order"] = self._sorted(self.index.all)
        order: Order = kept["order"]
        is_whole = self._found == self.index.all
        return order if is_whole else order[to_mask(self._found, self.index.size)[order]]

    def _first(self, most: int) -> Order:
        """Return at least so many of the best slots, or all where `most` is below 0.

        Few of all that words, or an area, find are ever looked at.
        """
        if self.query.is_plain or most < 0 or "_order" in self.__dict__:
            return self._order
        if len(self._best) < min(most, self.count()):
            self._best = self._sorted(self._found, most)
        return self._best

    def _sorted(self, services: int, most: int | None = None) -> Order:
        keys = self._keys_without_text() if self._fit is None else self._keys_of_text(self._fit)
        slots = members(services, self.index.size)
        return first_of(slots, keys, most)

    def _keys_without_text(self) -> Keys:
        """Nearest where that is asked; then what is local, by subject; then what has a date.

        Places that only take reports come after all support, wherever they are. What is as near
        is in an order of its own.
        """
        keys = []
        if self.query.start is not None:
            keys += [self._unconfirmed(), self._miles]
        if self.query.areas:
            keys.append(~self.index.mask("support"))
        keys.append(self.index.mask("only reporting"))
        as_near = places_as_near(self.index, self.query.moment, open_first=self.query.open_first)
        return [*keys, self._locality.tiers, as_near]

    def _keys_of_text(self, fitting: Fit) -> Keys:
        """General lines where little was understood; then what is local, if it fits; then fit."""
        areas = (*self.query.areas, *(self.query.text.areas if self.query.text else ()))
        scores = fitting.scores.copy()
        # A line for some people, of whom nobody spoke, gains nothing by being near.
        own = self._own_nations(areas)
        scores[own & ~fitting.aside] += OWN_NATION
        scores[own & ~fitting.aside & self.index.mask("of one small nation")] += ONLY_THERE
        scores[dated_at(self.index, self.query.moment)] += DATED
        if self.query.moment is not None:
            scores[to_mask(self._open_now, self.index.size)] += OPEN_NOW
        found = to_mask(self._found, self.index.size)
        best = float(scores[found].max(initial=0.0))
        keys: Keys = [fitting.excluded]
        if areas:
            local = tiers(self.index.local_to(areas), self.index.size)
            comes_first = (scores >= LOCAL_FLOOR * best) & ~fitting.aside
            keys.append(np.where(comes_first, local, local.max(initial=0)))
        keys.append(tiers([fitting.general], self.index.size))
        keys.append(self._unconfirmed(fitting.named))
        if self.query.start is not None:
            keys += [-np.ceil(BANDS * scores / max(best, 1e-9)), self._miles]
        return [*keys, -scores, self.index.rank]

    def _unconfirmed(self, named: int = 0) -> Mask:
        """Return true for what nobody confirmed in its period: it is listed last in its group.

        What somebody asks for by its name is found where they look, with the same mark.
        """
        if not named:
            return self.index.mask("unconfirmed")
        last = self.index.marks.get("unconfirmed", 0) & ~named
        return to_mask(last, self.index.size)

    def _own_nations(self, areas: Sequence[RegionRecord]) -> Mask:
        """Return for each slot whether it names the nations of some areas as its own."""
        codes = {code for area in areas for code in area.lineage}
        nations = (code for code in codes if is_nation(code))
        return to_mask(union(self.index.areas.get(code, 0) for code in nations), self.index.size)

    @cached_property
    def _miles(self) -> NDArray[np.float64]:
        start = self.query.start
        size = self.index.size
        return np.zeros(size) if start is None else self.index.points.miles_from(start, size)

    def _fetch(self, slots: Order) -> list[Service]:
        """Return rows in the order of their slots, with distances where these were asked for."""
        wanted = {int(slot): self.index.services[slot] for slot in slots}
        rows = self.index.rows.fetch(wanted)
        found = [(slot, rows[slot]) for slot in wanted if slot in rows]
        if self.query.start is None:
            return [row for _slot, row in found]
        return [self._placed(slot, row) for slot, row in found]

    def _placed(self, slot: int, row: Service) -> Service:
        """Return a row with its distance: a copy, as others are shown the same row."""
        placed = copy(row)
        placed.made = None
        miles = self._miles[slot]
        placed.miles = float(miles) if np.isfinite(miles) else None
        return placed
