"""Which public service answers which question, held in memory as sets.

Every choice of every filter has its set, which is what the filter's own word of the QuerySet finds:
so a list and its counts mean the same. A set is one integer (`bits`), 12 KB for 100,000
services. What changed since is asked for alone; everything is made anew only when much has changed.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import Any, Final
from uuid import UUID

from resources.choices import RegionLevel
from resources.filters import Row
from resources.language import Expression, Phrase, Question, Vocabulary
from resources.models import SearchDocument, TaxonomyTerm
from resources.models.search_document import MOST_RANKED
from resources.models.search_engines import documents_holding
from resources.models.synonyms import TermRow
from resources.regions import RegionRecord, all_regions
from resources.search.bits import bits_of, either, first_in, in_order, numbers_in
from resources.search.carried import Ages, Met
from resources.search.nearest import Spot
from resources.search.openings import Hours, open_at
from resources.search.postings import Postings

# Fewer than this are sorted; of more, the first in the order of all are picked.
FEW: Final = 2_000
# Sets that no parameter asks for: meant for urgent need, made for deaf people, made for everyone.
URGENT: Final = ("", "urgent")
DEAF: Final = ("", "deaf")
EVERYONE: Final = ("", "everyone")

Facet = tuple[str, str]


@dataclass(frozen=True)
class Index:
    """The sets, as they were at one data revision. Never changed: a newer one takes its place.

    A service is known by its slot, its place in `services`. `order` holds the slots by name, and
    `spots` the public places of each slot. `ages` are by lowest and highest age, `places` by all
    that is known of how one place can be got into, `words` the tokens that documents hold, `terms`
    all that can be asked for, `term_words` what people say for them.
    """

    revision: int
    documents: Mapping[int, int] = field(default_factory=dict)
    services: Sequence[UUID] = ()
    all: int = 0
    order: Sequence[int] = ()
    areas: Mapping[str, int] = field(default_factory=dict)
    facets: Mapping[Facet, int] = field(default_factory=dict)
    hours: Mapping[Hours, int] = field(default_factory=dict)
    spots: Mapping[int, tuple[Spot, ...]] = field(default_factory=dict)
    lines: Mapping[Hours, int] = field(default_factory=dict)
    ages: Mapping[Ages, int] = field(default_factory=dict)
    places: Mapping[Met, int] = field(default_factory=dict)
    words: Postings = field(default_factory=Postings)
    terms: Sequence[TaxonomyTerm] = ()
    term_words: Sequence[TermRow] = ()
    # Made of the above as it is asked for.
    _serving: dict[str, int] = field(default_factory=dict, init=False, repr=False)
    _open: dict[datetime, int] = field(default_factory=dict, init=False, repr=False)
    _kept: dict[datetime, dict[Any, Any]] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def keys(self) -> Sequence[int]:
        """The keys of the documents, by slot."""
        found = [0] * len(self.services)
        for key, slot in self.documents.items():
            found[slot] = key
        return found

    @cached_property
    def first_free(self) -> int:
        """The number after the last slot, which stands for documents that nobody may see."""
        return len(self.services)

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
        wanted = documents if isinstance(documents, list) else list(documents)
        return bits_of(self._slots(wanted), self.first_free + 1) & ~(1 << self.first_free)

    def holding_words(self, asked: Expression | None) -> int:
        """Return the set of services whose documents hold what is asked; none for None."""
        if asked is None:
            return 0
        return (
            self.words.holding(asked, lambda one: self.holding(documents_holding(one))) & self.all
        )

    def _holding_phrase(self, phrase: Phrase) -> int:
        """Return the set of services whose documents hold tokens one after another."""
        return self.holding(documents_holding(phrase))

    def first_holding(self, asked: Expression, question: Question) -> list[int]:
        """Return the keys of the first documents that hold what is asked, as many as are ranked.

        With this an index is a `search.Directory`: it settles what words ask for in the end.
        """
        found = self.holding_words(asked)
        return [self.keys[slot] for slot in first_in(found, MOST_RANKED)]

    def name_words(self) -> Vocabulary:
        """Return the words of public names."""
        return SearchDocument.objects.name_words()

    def _slots(self, documents: list[int]) -> Collection[int]:
        """Return the slot of each document; the first free one for what is not known here."""
        if len(documents) < 2:
            return [self.documents.get(key, self.first_free) for key in documents]
        try:
            slots: tuple[int, ...] = itemgetter(*documents)(self._slot_by_key)
        except IndexError:  # made since
            return [self.documents.get(key, self.first_free) for key in documents]
        return slots

    @cached_property
    def _slot_by_key(self) -> Sequence[int]:
        """The slot of each document's key from 0 up to the highest."""
        table = [self.first_free] * (max(self.documents, default=0) + 1)
        for key, slot in self.documents.items():
            table[key] = slot
        return table

    def serving(self, code: str) -> int:
        """Return the set of services for people in an area: `ServiceQuerySet.serving`."""
        if code not in self._serving:
            self._serving[code] = either(self.areas.get(one.code, 0) for one in touched(code))
        return self._serving[code]

    def counts_of_areas(self, found: int) -> Mapping[str, int]:
        """Return how many services of a set serve each area, by its code."""
        return self._of_all_by_area if found == self.all else self._counted_by_area(found)

    @cached_property
    def _of_all_by_area(self) -> Mapping[str, int]:
        """How many services serve each area: what most lists ask, in which only an area is on."""
        return self._counted_by_area(self.all)

    def _counted_by_area(self, found: int) -> Mapping[str, int]:
        """Count the services of a set that serve each area."""
        return {one.code: (found & self.serving(one.code)).bit_count() for one in all_regions()}

    def serving_any(self, name: str, rows: Iterable[Row]) -> int:
        """Return the set of services that any of some choices of a filter finds."""
        return either(self.facets.get((name, row.code), 0) for row in rows)

    def of_ages(self, rows: Iterable[Row]) -> int:
        """Return the set of services for any of some ages: `fitting_age`."""
        years = [int(row.code) for row in rows]
        return either(
            bits
            for (low, high), bits in self.ages.items()
            if any((low is None or low <= one) and (high is None or one <= high) for one in years)
        )

    def meeting(self, rows: Iterable[Row]) -> int:
        """Return the set of services with one place that meets all of some needs: `accessible`."""
        needs = {row.code for row in rows}
        return either(bits for known, bits in self.places.items() if needs <= known)

    def open_at(self, moment: datetime) -> int:
        """Return the set of services that are known to be open at an aware moment.

        Kept for as long as the same moment is asked for: pages ask by the minute.
        """
        if moment not in self._open:
            self._open.clear()
            self._open[moment] = open_at(moment, self.hours, self._within) & self.all
        return self._open[moment]

    def kept_at(self, moment: datetime) -> dict[Any, Any]:
        """Return what was made of these data for a moment; of an earlier one nothing is kept.

        Nothing that a person typed may be put into it.
        """
        if moment not in self._kept:
            self._kept.clear()
            self._kept[moment] = {}
        return self._kept[moment]

    def lines_open_at(self, moment: datetime) -> int:
        """Return the national services of which a free line is known to be open at a moment."""
        kept = self.kept_at(moment)
        if "lines" not in kept:
            kept["lines"] = open_at(moment, self.lines, self._within) & self.all
        lines: int = kept["lines"]
        return lines

    def by_reach(self, regions: Sequence[RegionRecord]) -> list[int]:
        """Return all services by how near they are: the first key of `ServiceQuerySet.in_order`."""
        near = {one for region in regions for one in touched(region.code)}
        counted = near if regions else set(all_regions())
        depths = sorted({one.depth for one in counted}, reverse=bool(regions))
        left, tiers = self.all, []
        for depth in depths:
            tier = left & either(self.areas.get(o.code, 0) for o in counted if o.depth == depth)
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
        return either(
            bits
            for code, bits in self.areas.items()
            if _levels()[code] == RegionLevel.COUNTRY or not nations.isdisjoint(_lineage(code))
        )


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
