"""Which services are open at a moment, from hours that many of them share.

The rule is `ScheduleQuerySet.running_at`, put to sets: a property test holds the two equal.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from resources.models import wall_clock
from resources.opening_hours import DAY_CODES, BankHolidays
from resources.opening_hours.bank_holidays import closed_nations


@dataclass(frozen=True, slots=True)
class Hours:
    """One weekly period, as a row of `Schedule` holds it. Many services have the same."""

    byday: str
    opens_at: time
    closes_at: time
    valid_from: date | None
    valid_to: date | None
    bank_holidays: str

    def start_on(self, day: date) -> bool:
        """Tell whether the period starts on a day, holidays apart."""
        return (
            DAY_CODES[day.weekday()] in self.byday
            and (self.valid_from is None or self.valid_from <= day)
            and (self.valid_to is None or day <= self.valid_to)
        )

    def cover_since(self, today: date, clock: time) -> list[date]:
        """Return the days among today and yesterday whose period covers the time on the clock."""
        past_midnight = self.closes_at <= self.opens_at
        days = []
        if self.opens_at <= clock and (clock < self.closes_at or past_midnight):
            days.append(today)
        if past_midnight and clock < self.closes_at:
            days.append(today - timedelta(days=1))
        return [day for day in days if self.start_on(day)]


def open_at(
    moment: datetime, hours: Mapping[Hours, int], within: Callable[[frozenset[str]], int]
) -> int:
    """Return the set of services known to be open at an aware moment.

    `hours` are the sets by period; `within` gives the set of services that serve any of some
    nations (by GSS code), or the whole country.
    """
    wall = wall_clock(moment)
    today, clock = wall.date(), wall.time()
    doubtful = {
        day: within(closed) if (closed := closed_nations(day)) else 0
        for day in (today, today - timedelta(days=1))
    }
    found = 0
    for period, services in hours.items():
        for day in period.cover_since(today, clock):
            sure = period.bank_holidays == BankHolidays.OPEN
            found |= services if sure else services & ~doubtful[day]
    return found
