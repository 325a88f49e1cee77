"""Entries as the index holds them, and the coverage of them, without a database."""

from collections import defaultdict
from collections.abc import Iterable

from resources.listings import coverage
from resources.search.bitset import bitset
from resources.search.build import _sets, _Slots
from resources.search.entry import Entry
from resources.search.index import Index


def index_of(entries: Iterable[Entry]) -> Index:
    """Return the sets of some entries; words and places are left out."""
    placed = dict(enumerate(entries))
    slots, size = _Slots(), len(placed)
    slots.add(placed)
    return Index(
        1,
        services=[entry.service for entry in placed.values()],
        slots={entry.service: slot for slot, entry in placed.items()},
        all=bitset(placed.keys(), size),
        facets=_sets(slots.facets, size),
        marks=_sets(slots.marks, size),
        areas=_sets(slots.areas, size),
    )


def measure(entries: Iterable[Entry]) -> coverage.Coverage:
    """Count some services by check and area."""
    known = list(entries)
    partly: dict[str, set[int]] = defaultdict(set)
    for slot, entry in enumerate(known):
        for code in entry.partly:
            partly[code].add(slot)
    served = {code: bitset(some, len(known)) for code, some in partly.items()}
    return coverage.measure(index_of(known), served)
