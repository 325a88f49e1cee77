"""Any hours at any moment: the rules against an oracle that shares no arithmetic with them.

It walks UTC minute by minute and keeps the latest time the clock on the wall has shown.
"""

import re
from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resources.opening_hours import (
    DAYS_LOOKED_AT,
    BankHolidays,
    Openness,
    Period,
    closes_at,
    is_open,
    next_opening,
    openness,
    summary,
    words,
)
from tests.domain.opening_hours.periods import (
    AUTUMN,
    CLOSED,
    MINUTE,
    NOT_KNOWN,
    OPEN,
    SPRING,
)

# Properties

ZONES = ("Europe/London", "UTC", "Australia/Lord_Howe", "America/Havana", "Asia/Kathmandu")
# Around changes of the clock in London, Lord Howe (by half an hour) and Havana (at midnight).
MIDDLES = (SPRING, AUTUMN, date(2026, 4, 5), date(2026, 10, 4), date(2026, 3, 8), date(2026, 11, 1))
Schedule = tuple[list[Period], datetime, ZoneInfo, list[date]]


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    """Periods, a moment, a zone and holidays, all near one date."""
    middle = draw(st.sampled_from(MIDDLES))
    near = st.integers(-3, 9).map(lambda days: middle + timedelta(days=days))
    clock = st.builds(time, st.integers(0, 23), st.sampled_from((0, 0, 15, 30, 59)))
    period = st.builds(
        Period,
        days=st.frozensets(st.integers(0, 6), min_size=1),
        opens=clock,
        closes=clock,
        valid_from=st.none() | near,
        valid_to=st.none() | near,
        bank_holidays=st.sampled_from(BankHolidays),
    )
    periods = draw(st.lists(period, max_size=4))
    start = datetime.combine(middle, time(), UTC)
    moment = start + draw(st.integers(-2000, 2000)) * MINUTE
    zone = ZoneInfo(draw(st.sampled_from(ZONES)))
    return periods, moment, zone, draw(st.lists(near, max_size=3))


def wall_minutes(
    periods: Collection[Period], days: list[date], rules: dict[date, set[BankHolidays]]
) -> set[datetime]:
    """Each minute of the wall clock within a period, walked one by one from its opening."""
    found = set()
    for period in periods:
        for day in days:
            if (
                day.weekday() not in period.days
                or (period.valid_from and day < period.valid_from)
                or (period.valid_to and day > period.valid_to)
                or period.bank_holidays not in rules[day]
            ):
                continue
            now = datetime.combine(day, period.opens)
            while True:
                found.add(now)
                now += MINUTE
                if now.time() == period.closes:
                    break
    return found


def oracle(
    periods: list[Period], moment: datetime, zone: tzinfo, holidays: list[date], length: int
) -> list[Openness]:
    """The openness at `moment` and at each of the `length` minutes after it, slowly."""
    today = moment.astimezone(zone).date()
    days = [today + timedelta(days=n) for n in range(-2, length // 1440 + 4)]
    sure = {d: {BankHolidays.OPEN} if d in holidays else set(BankHolidays) for d in days}
    unsure = {d: {BankHolidays.NOT_KNOWN} if d in holidays else set() for d in days}
    known, perhaps = wall_minutes(periods, days, sure), wall_minutes(periods, days, unsure)
    answers = []
    latest = datetime.fromisoformat("0001-01-01")  # before every wall clock, which has no zone
    for minute in range(-180, length + 1):
        wall = (moment + minute * MINUTE).astimezone(zone).replace(tzinfo=None)
        latest = max(latest, wall)
        expired = [p for p in periods if p.valid_to and p.valid_to < wall.date()]
        if minute < 0:
            continue
        if latest in known:
            answers.append(OPEN)
        elif latest in perhaps or len(expired) == len(periods):
            answers.append(NOT_KNOWN)
        else:
            answers.append(CLOSED)
    return answers


# A time with neither am nor pm, or with an hour past 12 or begun by 0.
CLOCK_OF_24_HOURS = r"\d:\d\d(?!am|pm)|(?<![:\d])(0\d*|1[3-9]|2\d)(:\d\d)?(am|pm)"
SLOW = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


@SLOW
@given(schedules())
def test_openness_is_what_a_walk_minute_by_minute_finds(schedule: Schedule) -> None:
    periods, moment, zone, holidays = schedule
    expected = oracle(periods, moment, zone, holidays, 1500)
    for minute in range(0, 1501, 15):
        at = moment + minute * MINUTE
        assert openness(periods, at, zone=zone, holidays=holidays) is expected[minute]


@SLOW
@given(schedules())
def test_the_next_changes_are_the_first_a_walk_finds(schedule: Schedule) -> None:
    periods, moment, zone, holidays = schedule
    length = DAYS_LOOKED_AT * 1440
    walk = oracle(periods, moment, zone, holidays, length)
    end = closes_at(periods, moment, zone=zone, holidays=holidays)
    start = next_opening(periods, moment, zone=zone, holidays=holidays)
    stop = next((n for n, answer in enumerate(walk) if answer is not OPEN), None)
    go = next((n for n, answer in enumerate(walk) if answer is OPEN), None)
    if walk[0] is OPEN:
        assert start is None
        if end is None:
            assert stop is None or walk[stop] is NOT_KNOWN
        else:
            assert end.astimezone(UTC) == moment + (stop or 0) * MINUTE
    else:
        assert end is None
        expected = None if go is None else moment + go * MINUTE
        assert (start and start.astimezone(UTC)) == expected


@SLOW
@given(schedules())
def test_just_before_and_after_a_change_the_answer_differs(schedule: Schedule) -> None:
    periods, moment, zone, holidays = schedule
    tick = timedelta.resolution
    end = closes_at(periods, moment, zone=zone, holidays=holidays)
    start = next_opening(periods, moment, zone=zone, holidays=holidays)
    changes = [(end, True), (start, False)]
    for change, before in changes:
        if change is not None:
            at = change.astimezone(UTC)
            assert at > moment
            assert is_open(periods, at - tick, zone=zone, holidays=holidays) is before
            assert is_open(periods, at, zone=zone, holidays=holidays) is not before


@SLOW
@given(schedules())
def test_the_words_agree_with_the_openness(schedule: Schedule) -> None:
    periods, moment, zone, holidays = schedule
    text = words(periods, moment, zone=zone, holidays=holidays)
    answer = openness(periods, moment, zone=zone, holidays=holidays)
    starts = {OPEN: ("Open now",), CLOSED: ("Opens ", "Closed now"), NOT_KNOWN: ("Hours", "Bank")}
    assert text.startswith(starts[answer])
    assert not re.search(CLOCK_OF_24_HOURS, text)


DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def days_told(line: str) -> set[int]:
    """The weekdays a line of a summary speaks of."""
    if line.startswith(("Every day", "24 hours")):
        return set(range(7))
    told = {n for n, name in enumerate(DAY_NAMES) if name in line}
    for first, last in re.findall(r"(\w+day) to (\w+day)", line):
        told |= set(range(DAY_NAMES.index(first), DAY_NAMES.index(last) + 1))
    if "the next day" in line:
        told |= {(n + 1) % 7 for n in told}
    return told


@SLOW
@given(schedules())
def test_a_summary_tells_every_day_and_never_a_24_hour_clock(schedule: Schedule) -> None:
    periods = schedule[0]
    lines = summary(periods)
    assert bool(lines) is bool(periods)
    text = "\n".join(lines)
    assert not re.search(CLOCK_OF_24_HOURS, text)
    told = set().union(*(days_told(line) for line in lines))
    assert told >= {day for period in periods for day in period.days}


@SLOW
@given(schedules())
def test_a_summary_does_not_depend_on_the_order_or_the_split_of_periods(
    schedule: Schedule,
) -> None:
    periods = schedule[0]
    single = [
        Period(frozenset({day}), p.opens, p.closes, p.valid_from, p.valid_to, p.bank_holidays)
        for p in reversed(periods)
        for day in p.days
    ]
    assert summary(single) == summary(periods)
