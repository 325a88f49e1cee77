"""The national lines that every list ends with: open at the moment, and for whoever was asked for.

Promise 8 of docs/promises.md: there is always one. Where none of those that are open is for the
people or the age that were asked for, the lines for everyone are given, and the page says so.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from resources.filters import Choice, Row, ServiceFilter
from resources.search.current import current_index
from resources.search.index import EVERYONE, URGENT, Index

# As many as a page shows, and one for chance.
ENOUGH: Final = 6
# A line for grown-ups is no line for a child. Any year of childhood tells the two apart.
CHILDREN: Final = "children"
A_CHILD: Final = Choice("12", "12")


@dataclass(frozen=True, slots=True)
class NationalLines:
    """Services, the most fitting first. `fits` is false where they are for everyone instead."""

    services: tuple[UUID, ...]
    fits: bool


def national_lines(
    moment: datetime, asked: ServiceFilter | None = None, index: Index | None = None
) -> NationalLines:
    """Return the national services that are open at an aware moment and fit a question, if any."""
    index = index or current_index()
    open_now = index.lines_open_at(moment)
    audience, ages = ([], []) if asked is None else _people(asked)
    for_all = open_now & index.facets.get(EVERYONE, 0)
    fitting = for_all
    if audience:
        fitting = open_now & index.serving_any("audience", audience)
    if asked is not None and ages:
        fitting &= index.of_ages(ages)
    # What is made for them comes before what is for everyone.
    tiers = (fitting & ~for_all, fitting) if fitting else (for_all,)
    return NationalLines(_first(index, tiers), bool(fitting) or not (audience or ages))


def _people(asked: ServiceFilter) -> tuple[list[Row], list[Row]]:
    """Return the audiences and the ages of a question."""
    asked.is_valid()
    audience: list[Row] = asked.form.cleaned_data.get("audience", [])
    ages: list[Row] = asked.form.cleaned_data.get("age", [])
    if not ages and [_slug(row) for row in audience] == [CHILDREN]:
        ages = [A_CHILD]
    return audience, ages


def _slug(row: Row) -> str:
    """Return the readable word of a term."""
    return getattr(row, "slug", "")


def _first(index: Index, tiers: tuple[int, ...]) -> tuple[UUID, ...]:
    """Return the services of some sets in turn: in each the urgent ones, then by name."""
    urgent = index.facets.get(URGENT, 0)
    slots: list[int] = []
    for tier in tiers:
        for part in (tier & urgent, tier & ~urgent):
            slots += index.by_name(part, 0, ENOUGH)
    return tuple(index.services[slot] for slot in dict.fromkeys(slots))[:ENOUGH]
