"""What is known of all public services at one data revision, held in memory to be asked.

Every value of every facet has its set of services, so that a list and its counts mean the same. A
set is one integer (`bitset`), 12 KB for 100,000 services. Nothing that is asked is kept.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, lru_cache
from math import log1p
from types import MappingProxyType
from typing import Any, Final, NamedTuple, TypeVar
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from resources.choices import FactKind, RegionLevel
from resources.language import FullText, Lexicon, Thesaurus, Words
from resources.models import HALF_LIVES, Service, TaxonomyTerm
from resources.regions import DEPTHS, RegionRecord, all_regions, find_region
from resources.search.bitset import Mask, Numbers, bitset, members, to_mask, union
from resources.search.dialled import Dialled
from resources.search.distance import Points
from resources.search.facets import touched
from resources.search.hours import Hours, open_at
from resources.search.kept_rows import KeptRows, kept_for_cards, kept_for_pages
from resources.search.names import Names
from resources.search.sorting import Tiers, tiers

Sets = Mapping[str, int]
Ranks = NDArray[np.int64]
Shares = NDArray[np.float64]
Made = TypeVar("Made")
# The columns of the texts that words are looked for in, and what a match in each counts.
NATION_DEPTH: Final = DEPTHS[RegionLevel.NATION]
# A term that at most so many services carry counts more the fewer they are.
RARE_FROM: Final = 10
# Things of one kind made of the data and kept with them: the forms of lists, some 15 kB each.
MOST_MADE: Final = 256
# Areas of which is kept how near all services are: a number for each service, and some sets.
MOST_NEAR: Final = 16
COLUMNS: Final = MappingProxyType({"names": 3.0, "summary": 1.0})


class Locality(NamedTuple):
    """All services in sets, the nearest to some areas first, and for each slot which set it is."""

    sets: Sequence[int]
    tiers: Tiers


def no_lexicon() -> Lexicon:
    """Return a lexicon that knows no word."""
    return Lexicon(Thesaurus(()), Words(), "")


@dataclass(frozen=True)
class Index:
    """The sets, as they were at one data revision. Never changed: a newer one takes its place.

    A service is known by its slot, its place in `services`; slots of services that have gone stay
    empty. `facets` are by name and value, `marks` by name, `areas` by the code of an area that
    services name themselves. `numbers` are those that are dialled, by their last figures
    (`dialled`), `hours` and `free_lines` slots by period, empty ones among them: few services share
    one. `standings`, `names` and `checked_on` are by slot: the names of a service are lines of
    words, and the day of its last check is counted as `date.toordinal` does, 0 where it is not
    known. `terms` are all that can be asked for.
    """

    revision: int
    services: Sequence[UUID] = ()
    slots: Mapping[UUID, int] = field(default_factory=dict)
    all: int = 0
    facets: Mapping[tuple[str, str], int] = field(default_factory=dict)
    marks: Sets = field(default_factory=dict)
    areas: Sets = field(default_factory=dict)
    numbers: Mapping[str, Sequence[Dialled]] = field(default_factory=dict)
    hours: Mapping[Hours, Sequence[int]] = field(default_factory=dict)
    free_lines: Mapping[Hours, Sequence[int]] = field(default_factory=dict)
    points: Points = field(default_factory=lambda: Points({}))
    standings: Sequence[float] = ()
    names: Sequence[str] = ()
    checked_on: Sequence[int] = ()
    texts: FullText = field(default_factory=lambda: FullText(COLUMNS))
    terms: Sequence[TaxonomyTerm] = ()
    lexicon: Lexicon = field(default_factory=no_lexicon)
    # Rows of the database by slot: an index that takes the place of this one goes on with them.
    rows: KeptRows = field(default_factory=kept_for_cards, repr=False)
    whole_rows: KeptRows = field(default_factory=kept_for_pages, repr=False)
    # Public services by the code in their address, as pages of them are shown.
    codes: dict[str, UUID] = field(default_factory=dict, init=False, repr=False)
    # Made of the above as it is asked for. Of names, those of an index before: one at most.
    _names_before: list[Names] = field(default_factory=list, init=False, repr=False)
    _kept: dict[datetime, dict[Any, Any]] = field(default_factory=dict, init=False, repr=False)
    _lasting: defaultdict[Hashable, dict[Any, Any]] = field(
        default_factory=lambda: defaultdict(dict), init=False, repr=False
    )
    _members: dict[tuple[str, str], Numbers] = field(default_factory=dict, init=False, repr=False)
    _carrying: dict[str, int] = field(default_factory=dict, init=False, repr=False)
    _masks: dict[str, Mask] = field(default_factory=dict, init=False, repr=False)
    _focused: dict[float, Shares] = field(default_factory=dict, init=False, repr=False)

    @property
    def size(self) -> int:
        """How many slots there are, empty ones included."""
        return len(self.services)

    @cached_property
    def rank(self) -> Ranks:
        """The place of each slot by standing, then by name; what is unconfirmed comes last."""
        keys = [
            (bool(unconfirmed), -standing, name, str(service))
            for unconfirmed, standing, name, service in zip(
                self.mask("unconfirmed"), self.standings, self.names, self.services, strict=True
            )
        ]
        ranks = np.empty(self.size, dtype=np.int64)
        ranks[sorted(range(self.size), key=keys.__getitem__)] = np.arange(self.size)
        return ranks

    @cached_property
    def term_by_slug(self) -> Mapping[str, TaxonomyTerm]:
        """All that can be asked for, by slug."""
        return {term.slug: term for term in self.terms}

    def answering(self, name: str, values: Iterable[str]) -> int:
        """Return the set of services that answer any of some values of a facet."""
        return union(self.facets.get((name, value), 0) for value in values)

    @cached_property
    def values_of(self) -> Mapping[str, Sequence[str]]:
        """The values of each facet, by its name."""
        values: defaultdict[str, list[str]] = defaultdict(list)
        for name, value in self.facets:
            values[name].append(value)
        return dict(values)

    def members_of(self, name: str, value: str) -> Numbers:
        """Return the slots of the services that answer a value of a facet."""
        key = (name, value)
        if key not in self._members:
            self._members[key] = members(self.facets.get(key, 0), self.size)
        return self._members[key]

    def carriers(self, facet: str, term: str) -> Numbers:
        """Return the slots of the services that carry a term, or one below it, themselves."""
        return self.members_of("" if facet == "audience" else facet, term)

    def carries(self, slot: int, term: str) -> bool:
        """Tell whether a service carries a term, or one below it, itself."""
        if term not in self._carrying:
            facets = ("", "type", "topic", "by_and_for")
            self._carrying[term] = union(self.facets.get((facet, term), 0) for facet in facets)
        return bool(self._carrying[term] >> slot & 1)

    def mask(self, mark: str) -> Mask:
        """Return for each slot whether the service has a mark."""
        if mark not in self._masks:
            self._masks[mark] = to_mask(self.marks.get(mark, 0), self.size)
        return self._masks[mark]

    @cached_property
    def standing(self) -> Shares:
        """The standing of each slot, to add to scores."""
        return np.array(self.standings, dtype=np.float64)

    def dated(self, today: date) -> Mask:
        """Return for each slot whether a way to get in touch was checked within its half-life."""
        first: int = (today - HALF_LIVES[FactKind.CONTACT]).toordinal()
        recent: Mask = self._days >= first
        return recent

    @cached_property
    def _days(self) -> Ranks:
        return np.array(self.checked_on, dtype=np.int64)

    @cached_property
    def placed(self) -> int:
        """The set of services that have a public place with a point."""
        return bitset(self.points.by_slot, self.size) & self.all

    @cached_property
    def focus(self) -> Shares:
        """One by the number of topics that the service of each slot carries."""
        topics = np.zeros(self.size)
        for name, term in self.facets:
            if name == "topic":
                topics[self.members_of(name, term)] += 1
        return 1.0 / np.maximum(topics, 1.0)

    def focused(self, power: float) -> Shares:
        """Return the power of each slot's focus: made once for each power."""
        if power not in self._focused:
            self._focused[power] = self.focus**power
        return self._focused[power]

    def rarity(self, facet: str, term: str) -> float:
        """Return one for a term that many services carry, and more for one that few do."""
        own = "" if facet == "audience" else facet
        carried = max(1, self.facets.get((own, term), 0).bit_count())
        share = self.all.bit_count() / carried
        return max(1.0, log1p(share) / log1p(RARE_FROM))

    @cached_property
    def by_name(self) -> Names:
        """The names of services, to be looked for in texts: those of an index before, and since."""
        before = self._names_before[-1:]
        # What the two share stays; the rest of that goes.
        self._names_before.clear()
        slots = self.slots.values()
        return before[0].after(self.names, slots) if before else Names(self.names, slots)

    def take_over(self, before: "Index") -> None:
        """Go on with what was made of an index that this one takes the place of, and still holds.

        That are the names, and what is kept of some services that are all as they were.
        """
        named = before.__dict__.get("by_name")
        self._names_before[:] = before._names_before[-1:] if named is None else [named]
        for moment, kept in list(before._kept.items()):
            self._kept[moment] = {
                key: made
                for key, made in list(kept.items())
                if _is_of_services(key)
                and all(self.slots.get(one, -1) == before.slots.get(one) for one in key[0])
            }

    @cached_property
    def counts_of_areas(self) -> Mapping[str, int]:
        """How many services serve each area, by its code: what most lists ask."""
        return self.counted_by_area(self.all)

    def counted_by_area(self, services: int) -> Mapping[str, int]:
        """Return how many services of a set serve each area, by its code."""
        return {
            region.code: (services & self.facets.get(("region", region.code), 0)).bit_count()
            for region in all_regions()
        }

    def whole(self, service: UUID) -> Service | None:
        """Return a public service with all that its own page shows; None if it is not public."""
        slot = self.slots.get(service)
        return None if slot is None else self.whole_rows.fetch({slot: service}).get(slot)

    def kept_at(self, moment: datetime) -> dict[Any, Any]:
        """Return what was made of these data for a moment; of an earlier one nothing is kept.

        Nothing that a person typed may be put into it. What has a key that begins with the ids of
        services is made of these alone: an index that takes the place of this one goes on with it.
        """
        kept = self._kept.get(moment)
        if kept is None:
            kept = {}
            self._kept.clear()
            self._kept[moment] = kept
        # Another thread may be a minute further by now, and have let go of it.
        return kept

    def made_once(
        self,
        key: tuple[Hashable, ...],
        make: Callable[[], Made],
        *,
        may_stay: Callable[[Made], bool] | None = None,
        most: int = MOST_MADE,
    ) -> Made:
        """Return what `make` makes of these data alone, whatever the moment: made once.

        The key begins with its kind. Nothing that a person typed may be in it. Where there are more
        than `most` of a kind, they go. What may not stay, if `may_stay` is given, is not kept.
        """
        kept = self._lasting[key[0]]
        found: Made | None = kept.get(key)
        if found is None:
            found = make()
            if may_stay is not None and not may_stay(found):
                return found
            if len(kept) >= most:
                kept.clear()
            kept[key] = found
        return found

    def open_at(self, moment: datetime) -> int:
        """Return the set of services that are known to be open at an aware moment."""
        return self._running(moment, "hours", self.hours)

    def lines_open_at(self, moment: datetime) -> int:
        """Return the national services of which a free line is known to be open at a moment."""
        return self._running(moment, "lines", self.free_lines)

    def _running(self, moment: datetime, name: str, hours: Mapping[Hours, Sequence[int]]) -> int:
        kept = self.kept_at(moment)
        if name not in kept:
            kept[name] = open_at(moment, hours, self._within, self.size) & self.all
        running: int = kept[name]
        return running

    def _within(self, nations: frozenset[str]) -> int:
        """Return the set of services for any of the nations, or for the whole country."""
        return union(
            services
            for code, services in self.areas.items()
            if (area := find_region(code))
            and (area.level == RegionLevel.COUNTRY or not nations.isdisjoint(area.lineage))
        )

    def locality(self, regions: Sequence[RegionRecord], *, may_keep: bool) -> Locality:
        """Return how near all services are to some areas; of a few that may be kept it is."""

        def made() -> Locality:
            sets = self.by_locality(regions)
            return Locality(sets, tiers(sets, self.size))

        if not may_keep:
            return made()
        codes = [region.code for region in regions]
        return self.made_once(("locality", *codes), made, most=MOST_NEAR)

    def by_locality(self, regions: Sequence[RegionRecord]) -> list[int]:
        """Return all services in sets: the nearest to some areas first.

        What names such an area itself comes first, then what serves a part of it, then what serves
        a wider area. Without areas the widest come first: nothing is local to nowhere.
        """
        if not regions:
            levels = [_codes_at(depth) for depth in sorted(set(DEPTHS.values()))]
        else:
            wider = sorted({depth_of(code) for region in regions for code in region.lineage})
            around = {code for region in regions for code in region.lineage}
            levels = [
                frozenset(region.code for region in regions),
                frozenset(code for region in regions for code in touched(region.code)) - around,
                *(frozenset(c for c in around if depth_of(c) == depth) for depth in wider[::-1]),
            ]
        left, sets = self.all, []
        for codes in levels:
            own = left & union(self.areas.get(code, 0) for code in codes)
            sets.append(own)
            left &= ~own
        return [*sets, left]

    def by_standing(self, services: int, most: int) -> list[int]:
        """Return the first slots of a set by standing."""
        slots = members(services, self.size)
        first: list[int] = slots[np.argsort(self.rank[slots])][:most].tolist()
        return first

    def local_to(self, regions: Sequence[RegionRecord]) -> list[int]:
        """Return the services that are more local than a nation, in sets: the most local first.

        To who asks for a nation nothing is local: parts of it may be far away.
        """
        local = [region for region in regions if region.depth > NATION_DEPTH]
        near = {code for region in local for code in touched(region.code)}
        own = {region.code for region in local} | {code for code in near if depth_of(code) > 2}
        around = {code for code in near - own if depth_of(code) > NATION_DEPTH}
        return [union(self.areas.get(code, 0) for code in codes) for codes in (own, around)]


def _is_of_services(key: Any) -> bool:
    """Tell whether a key begins with the ids of services: at least one."""
    first = key[0] if isinstance(key, tuple) and key else None
    return isinstance(first, tuple) and bool(first) and isinstance(first[0], UUID)


@lru_cache(maxsize=1024)
def depth_of(code: str) -> int:
    """Return how local an area is: 0 is a country, 3 is a district."""
    area = find_region(code)
    return area.depth if area else 0


def is_nation(code: str) -> bool:
    """Tell whether an area is a nation, or stands by itself like one."""
    return depth_of(code) == NATION_DEPTH


@lru_cache(maxsize=8)
def _codes_at(depth: int) -> frozenset[str]:
    return frozenset(region.code for region in all_regions() if region.depth == depth)
