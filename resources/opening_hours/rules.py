"""Opening hours: whether a service is open, when that changes, and how to say so.

Shapes: a schedule is a collection of `Period`; a weekday is an int, 0 for Monday; `opens` and
`closes` are naive times on a clock on the wall in `zone`. Moments are aware; those handed back
are in `zone` (compare them in UTC: between two datetimes of one zone Python ignores a change).
Clock changes: hours start and end the first time that clock reads the time or has jumped past
it. So 10pm to 6am is one opening through both changes (7 or 9 hours), a time read twice counts
at its first reading (as RFC 5545, 3.3.5), and hours all inside the skipped hour do not happen.
Sources: day codes are `schedule.byday` of Open Referral UK 3.0 (RFC 5545 weekdays without a
number); times are worded as in the GOV.UK style guide (5:30pm, noon, midnight).
Nothing here reads a clock or a database: moment, zone and holidays are arguments.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from functools import lru_cache
from typing import Literal, TypeVar, get_args

DayCode = Literal["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
DAY_CODES: tuple[DayCode, ...] = get_args(DayCode)
DAYS_LOOKED_AT = 8  # how far ahead an opening or a closing is looked for
DAY = timedelta(days=1)
NO_LIMITS = (date.min, date.max)
_Point = TypeVar("_Point", datetime, timedelta)
Spell = tuple[timedelta, timedelta]  # since a midnight; the end may pass 24 hours
Spans = list[tuple[datetime, datetime]]  # in UTC, the end not included


class BankHolidays(StrEnum):
    """What a period does on a bank holiday; NOT_KNOWN when no source says."""

    OPEN = "open"
    CLOSED = "closed"
    NOT_KNOWN = "not_known"


class Openness(StrEnum):
    """Whether a service is open at a moment; not knowing is never called closed."""

    OPEN = "open"
    CLOSED = "closed"
    NOT_KNOWN = "not_known"


def days_of(byday: str) -> frozenset[int]:
    """Read days, 0 for Monday, from Open Referral `byday` ("MO,TU", any case, spaces allowed).

    ValueError naming a code not in DAY_CODES. "1MO", the first Monday of a month, is refused too:
    taken for every Monday it would send people to a closed door.
    """
    codes = [code.strip().upper() for code in byday.split(",")]
    if bad := [code for code in codes if code not in DAY_CODES]:
        raise ValueError(f"unknown day code {bad[0]!r} in byday {byday!r}")
    return frozenset(DAY_CODES.index(code) for code in codes)


@dataclass(frozen=True, slots=True)
class Period:
    """The same hours on one or more weekdays.

    `closes` at or before `opens` is on the next day; 00:00 to 00:00 is the whole day. The weekday,
    the validity (both dates included) and the bank holiday are those of the local date on which
    it starts. ValueError: no days, a day not 0 to 6, or times that are aware.
    """

    days: frozenset[int]
    opens: time
    closes: time
    valid_from: date | None = None
    valid_to: date | None = None
    bank_holidays: BankHolidays = BankHolidays.NOT_KNOWN

    def __post_init__(self) -> None:
        if not self.days or not self.days <= set(range(7)):
            raise ValueError(f"days must be some of 0 to 6, not {sorted(self.days)}")
        if self.opens.tzinfo or self.closes.tzinfo:
            raise ValueError("opens and closes must be naive local times")

    @property
    def limits(self) -> tuple[date, date]:
        """The first and last local dates on which it can start."""
        return self.valid_from or date.min, self.valid_to or date.max

    @property
    def spell(self) -> Spell:
        """Start and end since midnight of the day it starts; the end is always later."""
        start, end = (
            datetime.combine(date.min, at) - datetime.combine(date.min, time.min)
            for at in (self.opens, self.closes)
        )
        return start, end if end > start else end + DAY


def openness(
    periods: Collection[Period], moment: datetime, *, zone: tzinfo, holidays: Collection[date] = ()
) -> Openness:
    """Whether the service is open at an aware `moment`; `holidays` are local dates.

    NOT_KNOWN: no periods; or on a bank holiday only periods that do not say what they do then
    cover the moment; or the whole schedule has expired (every `valid_to` is before the local
    date), as we were never told what replaced it. Otherwise, even before its first valid date,
    the schedule speaks for the moment: CLOSED. ValueError: `moment` is naive.
    """
    known, perhaps = openings(periods, moment, zone, holidays)
    if covers(known, moment):
        return Openness.OPEN
    today = moment.astimezone(zone).date()
    expired = all(period.limits[1] < today for period in periods)
    return Openness.NOT_KNOWN if expired or covers(perhaps, moment) else Openness.CLOSED


def is_open(
    periods: Collection[Period], moment: datetime, *, zone: tzinfo, holidays: Collection[date] = ()
) -> bool:
    """Whether the service is known to be open; arguments and errors as `openness`."""
    return openness(periods, moment, zone=zone, holidays=holidays) is Openness.OPEN


def closes_at(
    periods: Collection[Period], moment: datetime, *, zone: tzinfo, holidays: Collection[date] = ()
) -> datetime | None:
    """When the present opening ends, following periods that touch; errors as `openness`.

    None when not open, when it lasts more than DAYS_LOOKED_AT days, and when it runs into a bank
    holiday whose hours are not known (to name an end there would be a guess).
    """
    known, perhaps = openings(periods, moment, zone, holidays)
    ends = [end for start, end in known if start <= moment < end and not covers(perhaps, end)]
    return ends[0].astimezone(zone) if ends and _within_reach(moment, ends[0]) else None


def next_opening(
    periods: Collection[Period], moment: datetime, *, zone: tzinfo, holidays: Collection[date] = ()
) -> datetime | None:
    """The next known start within DAYS_LOOKED_AT days; None when open now; errors as `openness`."""
    known, _perhaps = openings(periods, moment, zone, holidays)
    starts = [start for start, _end in known if moment < start and _within_reach(moment, start)]
    return starts[0].astimezone(zone) if starts and not covers(known, moment) else None


def is_always_open(periods: Collection[Period]) -> bool:
    """Whether periods with no validity dates, and not closed on bank holidays, fill the week."""
    lasting = [period for period in periods if period.bank_holidays is not BankHolidays.CLOSED]
    week = weeks([period for period in lasting if period.limits == NO_LIMITS])
    return any(start <= timedelta() and end >= 7 * DAY for start, end in week)


def _within_reach(moment: datetime, change: datetime) -> bool:
    return change - moment.astimezone(UTC) <= DAYS_LOOKED_AT * DAY


def covers(spans: Spans, moment: datetime) -> bool:
    return any(start <= moment < end for start, end in spans)


def _merge(spans: Iterable[tuple[_Point, _Point]]) -> list[tuple[_Point, _Point]]:
    """The same time as spans in order that neither touch nor overlap."""
    merged: list[tuple[_Point, _Point]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


# The same times of the same few days are asked for by most services of a list.
@lru_cache(maxsize=4096)
def _instant(wall: datetime, zone: tzinfo) -> datetime:
    """The first moment, in UTC, when a clock in `zone` reads the naive `wall` or later."""
    early, late = sorted(wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))

    def reads(second: int) -> bool:
        at = early + timedelta(seconds=second)
        return at.astimezone(zone).replace(tzinfo=None) >= wall

    # `early` is right away from a change (it is `late`) and for a time read twice. For a skipped
    # time it is before the jump: no tzinfo tells when that is, so its second is searched for.
    skipped = 0 if reads(0) else round((late - early).total_seconds())
    return early + timedelta(seconds=bisect_left(range(skipped), x=True, key=reads))


def openings(
    periods: Collection[Period], moment: datetime, zone: tzinfo, holidays: Collection[date]
) -> tuple[Spans, Spans]:
    """Spans about the days looked at: surely open, and open unless a bank holiday closes it."""
    if moment.utcoffset() is None:
        raise ValueError("moment must be aware, not naive")
    today = moment.astimezone(zone).date()
    known, perhaps = _openings_about(frozenset(periods), today, zone, frozenset(holidays))
    return [*known], [*perhaps]


# Many services keep the same hours, and a line of words about them asks several times.
@lru_cache(maxsize=2048)
def _openings_about(
    periods: frozenset[Period], today: date, zone: tzinfo, holidays: frozenset[date]
) -> tuple[Spans, Spans]:
    spans: dict[BankHolidays, Spans] = {rule: [] for rule in BankHolidays}
    # From yesterday, whose night may last into today, to a day past the last one looked at, which
    # a clock change can bring within reach.
    for day in (today + ahead * DAY for ahead in range(-1, DAYS_LOOKED_AT + 2)):
        for period in periods:
            if day.weekday() in period.days and period.limits[0] <= day <= period.limits[1]:
                midnight = datetime.combine(day, time.min)
                start, end = (_instant(midnight + at, zone) for at in period.spell)
                rule = period.bank_holidays if day in holidays else BankHolidays.OPEN
                if start < end:  # not so when both are in the skipped hour
                    spans[rule].append((start, end))
    return _merge(spans[BankHolidays.OPEN]), _merge(spans[BankHolidays.NOT_KNOWN])


def weeks(periods: Iterable[Period]) -> list[Spell]:
    """Merged hours of the week, since Monday, with those of the weeks before and after it."""
    return _merge(
        (day * DAY + period.spell[0], day * DAY + period.spell[1])
        for period in periods
        for day in range(-7, 14)
        if day % 7 in period.days
    )
