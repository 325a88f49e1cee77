"""What a question finds: how many, which on a page, and how many each other choice would find.

It means what `ServiceFilter.qs` means, in the same order; property tests hold the two equal. Rows
themselves always come from the database, and only public ones: a listing that was withdrawn a
moment ago is shown on no page, whatever an index holds.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Final, overload

from resources.filters import Row, ServiceFilter
from resources.models import Service
from resources.search.bits import either
from resources.search.building import answering
from resources.search.current import current_index
from resources.search.fitting import by_fit, found_by_words
from resources.search.index import Index
from resources.search.nearest import Nearest

# Filters whose answer is no set of a single choice, by their word of the QuerySet.
_WORDS_OF_ITS_OWN: Final[Mapping[str, Callable[[Index, Sequence[Row]], int]]] = {
    "fitting_age": Index.of_ages,
    "accessible": Index.meeting,
}


@dataclass(frozen=True, slots=True)
class ByName:
    """A set of services, by name."""

    index: Index
    found: int

    def __len__(self) -> int:
        """Return how many they are."""
        return self.found.bit_count()

    def between(self, start: int, stop: int) -> list[int]:
        """Return the slots from one place in the order to another."""
        return self.index.by_name(self.found, start, stop)


class Found:
    """The services that a question finds, as a sequence that is cut before it is fetched.

    A paginator of Django takes it: it has `count()` and can be sliced.
    """

    def __init__(self, asked: ServiceFilter, index: Index | None = None) -> None:
        """Keep a question and the index it is put to; a value it does not know is left out."""
        self.asked = asked
        self.index = current_index() if index is None else index
        # They are at hand: the question need not ask for them.
        asked.known_terms, asked.known_words = self.index.terms, self.index.term_words
        asked.is_valid()
        self.search = asked.search.put_to(self.index) if asked.search else None

    @classmethod
    def by(cls, data: Mapping[str, Any], moment: datetime) -> "Found":
        """Return what the parameters of a page find at a moment; what is not known is left out."""
        return cls(ServiceFilter(data, lenient=True, moment=moment))

    @property
    def meant(self) -> str:
        """The words that were looked for instead; empty where it was those that were typed."""
        return self.search.suggestion if self.search else ""

    def count(self) -> int:
        """Return how many services are found."""
        return self._all.bit_count()

    def __len__(self) -> int:
        """Return how many services are found."""
        return self.count()

    @overload
    def __getitem__(self, at: int) -> Service: ...
    @overload
    def __getitem__(self, at: slice) -> list[Service]: ...
    def __getitem__(self, at: int | slice) -> Service | list[Service]:
        """Fetch some of the services, in their order, with what a card shows."""
        if isinstance(at, int):
            return self._between(at, at + 1)[0]
        start, stop, _step = at.indices(self.count())
        return self._between(start, stop)

    def __iter__(self) -> Iterator[Service]:
        """Fetch all."""
        return iter(self[:])

    def counts(self, name: str) -> Mapping[str, int]:
        """Return how many services each choice of a filter would find, the others as they are.

        The filter's own other choices do not count, except where a service has to have them all.
        Areas are among them by their codes.
        """
        others = self._others(name)
        if name == "region":
            return self.index.counts_of_areas(others)
        return {
            row.code: (others & bits).bit_count()
            for row in self.asked.choices(name)
            if (bits := self._choice(name, row)) is not None
        }

    def count_without(self, name: str, row: Row | None = None) -> int:
        """Return how many services are found without a value of a filter; without all of them."""
        left = [one for one in self.asked.form.cleaned_data[name] if row and one != row]
        found = self._others(name)
        return (found & self._answer(name, left) if left else found).bit_count()

    def _choice(self, name: str, row: Row) -> int | None:
        """Return the set of one choice; None where it is not in the index."""
        if name == "open":
            return self._open_now
        own = self.asked.form.cleaned_data[name]
        if own and self.asked.filters[name].needs_all:
            # All at one place: two places that have one each do not make up for it.
            return self._answer(name, [*own, row])
        return self.index.facets.get((name, row.code))

    @cached_property
    def _answers(self) -> dict[str, int]:
        """The set of each filter that is on."""
        asked = self.asked.form.cleaned_data
        return {
            name: self._answer(name, asked[name]) for name in self.asked.filters if asked.get(name)
        }

    def _answer(self, name: str, rows: Sequence[Row]) -> int:
        """Return the set of one filter with some values."""
        if name == "near":
            return self.index.all  # an order leaves nothing out
        if name == "words" and self.search is not None:
            return found_by_words(self.index, self.search)
        if name == "open":
            return self._open_now
        if name == "region":
            return either(self.index.serving(row.code) for row in rows)
        one = self.asked.filters[name]
        known = _WORDS_OF_ITS_OWN.get(getattr(one, "word", ""))
        if known is not None:
            return known(self.index, rows)
        sets = [self.index.facets.get((name, row.code)) for row in rows]
        if one.needs_all or None in sets:
            return answering(self.index, self.asked, name, rows)
        return either(bits for bits in sets if bits is not None)

    @cached_property
    def _open_now(self) -> int:
        """The set of services known to be open at the moment of the question."""
        if self.asked.moment is None:
            raise ValueError("A question about now needs its moment.")
        return self.index.open_at(self.asked.moment)

    @cached_property
    def _all(self) -> int:
        """The set that the whole question finds."""
        return self._others("")

    def _others(self, name: str) -> int:
        """Return the set that the question finds without one of its filters."""
        found = self.index.all
        for other, bits in self._answers.items():
            if other != name:
                found &= bits
        return found

    def _parts(self) -> Iterator["Nearest | ByName"]:
        """Yield the found services in parts, the best first."""
        fits = [self._all] if self.search is None else by_fit(self.index, self.search, self._all)
        tiers = self._tiers()
        for fit in filter(None, fits):
            left = fit
            if self.asked.start:
                nearest = Nearest(self.index, fit, self.asked.start.point, tiers)
                yield nearest
                left &= ~nearest.found
            for tier in tiers:
                yield ByName(self.index, left & tier)

    def _tiers(self) -> list[int]:
        """Return all services in sets, the best first; within one the name decides."""
        reached = self.index.by_reach(self.asked.regions)
        if not self.asked.puts_open_first:
            return reached
        now = self._open_now
        return [part for tier in reached for part in (tier & now, tier & ~now)]

    def _between(self, start: int, stop: int) -> list[Service]:
        """Fetch the services from one place in the order to another."""
        slots: list[int] = []
        for part in self._parts():
            size = len(part)
            if start < size and stop > 0:
                slots += part.between(max(start, 0), stop)
            start, stop = start - size, stop - size
            if stop <= 0:
                break
        keys = [self.index.services[slot] for slot in slots]
        listed = Service.objects.published().for_listing()
        if self.asked.start:
            listed = listed.with_miles_from(self.asked.start.point)
        rows = listed.in_bulk(keys)
        return [rows[key] for key in keys if key in rows]
