"""Which services are open at a moment, from hours that many of them share."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from resources.opening_hours import DAY_CODES, BankHolidays
from resources.opening_hours.bank_holidays import closed_nations
from resources.search.bitset import bitset


@dataclass(frozen=True, slots=True)
class Hours:
    """One weekly period, as a row of `Schedule` holds it. Many services have the same."""

    byday: str
    opens_at: time
    closes_at: time
    valid_from: date | None
    valid_to: date | None
    bank_holidays: str

    @property
    def is_always(self) -> bool:
        """Whether the period is day and night, on every day."""
        whole_day = self.opens_at == self.closes_at == time()
        return whole_day and all(day in self.byday for day in DAY_CODES)

    def starts_on(self, day: date) -> bool:
        """Tell whether the period starts on a day, holidays apart."""
        return (
            DAY_CODES[day.weekday()] in self.byday
            and (self.valid_from is None or self.valid_from <= day)
            and (self.valid_to is None or day <= self.valid_to)
        )

    def running_since(self, today: date, clock: time) -> list[date]:
        """Return the days among today and yesterday whose period covers the time on the clock."""
        past_midnight = self.closes_at <= self.opens_at
        days = []
        if self.opens_at <= clock and (clock < self.closes_at or past_midnight):
            days.append(today)
        if past_midnight and clock < self.closes_at:
            days.append(today - timedelta(days=1))
        return [day for day in days if self.starts_on(day)]


def open_at(
    moment: datetime,
    hours: Mapping[Hours, Sequence[int]],
    serving: Callable[[frozenset[str]], int],
    size: int,
) -> int:
    """Return the set of services known to be open at an aware moment.

    `hours` are the slots by period, of `size` slots; `serving` gives the set of services that serve
    any of some nations (by GSS code), or the whole country: on a bank holiday there, hours may not
    hold.
    """
    wall = wall_clock(moment)
    today, clock = wall.date(), wall.time()
    certain: set[int] = set()
    # By the day on which a period that runs now has started.
    expected: dict[date, set[int]] = {today: set(), today - timedelta(days=1): set()}
    for period, slots in hours.items():
        for day in period.running_since(today, clock):
            is_sure = period.bank_holidays == BankHolidays.OPEN
            (certain if is_sure else expected[day]).update(slots)
    running = bitset(certain, size)
    for day, some in expected.items():
        closed = closed_nations(day)
        running |= bitset(some, size) & ~(serving(closed) if closed else 0)
    return running


def wall_clock(moment: datetime) -> datetime:
    """Return what clocks on the wall say, without a zone.

    When clocks go back an hour is read twice, and hours that end in it end at the first reading.
    All of the second reading is therefore the instant before it ends.
    """
    if moment.tzinfo is None:
        raise ValueError("A moment needs its time zone.")
    end = moment
    while end.fold:
        end = (end.astimezone(UTC) + timedelta(minutes=1)).astimezone(moment.tzinfo)
        if not end.fold:
            return end.replace(tzinfo=None, second=0, microsecond=0) - timedelta.resolution
    return moment.replace(tzinfo=None)
