"""The national lines that every list ends with: open at the moment, and for whoever was asked for.

Promise 8 of docs/promises.md: there is always one. Where none of those that are open is for the
people or the age that were asked for, the lines for everyone are given, and the page says so.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from resources.search.bitset import bitset
from resources.search.facets import UNDER_18
from resources.search.index import Index
from resources.search.query import Query

# As many as a page shows, and one for chance.
ENOUGH: Final = 6
# A line for grown-ups is no line for a child. Any year of childhood tells the two apart.
CHILDREN: Final = "children"
A_CHILD: Final = "12"


@dataclass(frozen=True, slots=True)
class NationalLines:
    """Services, the most fitting first. `fits` is false where they are for everyone instead."""

    services: tuple[UUID, ...]
    fits: bool


def national_lines(index: Index, moment: datetime, query: Query | None = None) -> NationalLines:
    """Return the national services that are open at an aware moment and fit a query, if any."""
    open_now = index.lines_open_at(moment)
    audiences = query.values.get("audience", ()) if query else ()
    ages = query.values.get("age", ()) if query else ()
    if not ages and audiences == (CHILDREN,):
        ages = (A_CHILD,)
    for_all = open_now & index.marks.get("everyone", 0)
    fitting = for_all
    if UNDER_18 in ages:
        fitting |= open_now & index.marks.get("for the young", 0)
    if audiences:
        fitting = open_now & index.answering("audience", audiences)
    if ages:
        fitting &= index.answering("age", ages)
    # What is made for them comes before what is for everyone.
    tiers = (fitting & ~for_all, fitting) if fitting else (for_all,)
    return NationalLines(_first(index, tiers), bool(fitting) or not (audiences or ages))


def lines_at_any_time(index: Index, most: int) -> tuple[UUID, ...]:
    """Return the national services with a free line, open or not: those for everyone first."""
    slots = {slot for some in index.free_lines.values() for slot in some}
    with_a_line = bitset(slots, index.size) & index.all
    return _first(index, (with_a_line & index.marks.get("everyone", 0), with_a_line), most)


def _first(index: Index, tiers: tuple[int, ...], most: int = ENOUGH) -> tuple[UUID, ...]:
    """Return the first services of some sets in turn: in each the urgent ones, then by standing."""
    urgent = index.marks.get("urgent", 0)
    slots: list[int] = []
    for tier in tiers:
        for part in (tier & urgent, tier & ~urgent):
            slots += index.by_standing(part, most)
    return tuple(index.services[slot] for slot in dict.fromkeys(slots))[:most]
