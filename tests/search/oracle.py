"""The oracle: what a query finds, by looping over all entries. Slow, short and plainly right."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain
from uuid import UUID

from resources.opening_hours import BankHolidays, Period, bank_holidays, days_of, is_open
from resources.regions import find_region
from resources.search import FACETS, NEEDS_ALL, Query
from resources.search.entry import Entry
from resources.search.facets import combination
from resources.search.reading import read_entries
from tests.conftest import LONDON


def all_entries() -> list[Entry]:
    """Read every public service, a few at a time."""
    return list(chain.from_iterable(read_entries(None, 7)))


def matching(
    entries: Iterable[Entry], query: Query, worded: frozenset[UUID] | None = None
) -> set[UUID]:
    """Return the services that answer every facet; `worded` are those that fit the words."""
    return {
        entry.service
        for entry in entries
        if all(answers(entry, name, values) for name, values in query.values.items())
        and (not query.open_now or is_open_at(entry, query.moment))
        and (worded is None or entry.service in worded)
    }


def answers(entry: Entry, name: str, values: Sequence[str]) -> bool:
    """Tell whether a service answers any of some values, or all where all are needed."""
    wanted = {combination(values)} if name in NEEDS_ALL else set(values)
    return not wanted.isdisjoint(FACETS[name](entry))


def is_open_at(entry: Entry, moment: datetime | None, which: str = "hours") -> bool:
    """Tell whether a service is known to be open, by the pure rules of opening hours.

    `which` are its hours, or its `free_lines`.
    """
    assert moment
    periods = [
        Period(
            days_of(hours.byday),
            hours.opens_at,
            hours.closes_at,
            valid_from=hours.valid_from,
            valid_to=hours.valid_to,
            bank_holidays=BankHolidays(hours.bank_holidays),
        )
        for hours in getattr(entry, which)
    ]
    holidays = bank_holidays.around(nations_of(entry.areas), moment.date())
    return is_open(periods, moment, zone=LONDON, holidays=holidays)


def nations_of(areas: Iterable[str]) -> set[str]:
    """Return the nations in which some areas lie; all of them for the whole country."""
    nations: set[str] = set()
    for area in filter(None, map(find_region, areas)):
        within = set(area.lineage) & set(bank_holidays.NATIONS)
        nations |= within or set(bank_holidays.NATIONS)
    return nations
