"""Opening hours: the rules by example, and by property against a slow oracle.

No database, clock or network. The oracle shares no arithmetic with the module: it walks UTC
minute by minute and keeps the latest time the clock on the wall has shown.
"""

import re
from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resources.opening_hours import (
    DAY_CODES,
    DAYS_LOOKED_AT,
    BankHolidays,
    Openness,
    Period,
    closes_at,
    is_always_open,
    is_open,
    next_opening,
    openness,
    summary,
    words,
)

LONDON = ZoneInfo("Europe/London")
MINUTE = timedelta(minutes=1)
OPEN, CLOSED, NOT_KNOWN = Openness.OPEN, Openness.CLOSED, Openness.NOT_KNOWN
EVERY_DAY = ",".join(DAY_CODES)
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)  # clocks go forward, go back
GOOD_FRIDAY = date(2026, 4, 3)


@pytest.fixture(autouse=True, scope="module")
def _british_english() -> Iterator[None]:
    with translation.override("en-gb"):
        yield


def hours(byday: str, spell: str, **rules: object) -> Period:
    """A period from "09:00-17:00"; `rules` are the other fields of Period."""
    opens, closes = (time.fromisoformat(part) for part in spell.split("-"))
    return Period.from_byday(byday, opens, closes, **rules)  # type: ignore[arg-type]


def london(text: str) -> datetime:
    """A London time, "2026-06-01 09:00", given as a moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


ALWAYS = [hours(EVERY_DAY, "00:00-00:00")]
OFFICE = [hours("MO,TU,WE,TH,FR", "09:00-17:00")]
NIGHT = [hours(EVERY_DAY, "22:00-06:00")]


# The periods themselves


def test_a_byday_is_read_in_any_case_and_with_spaces() -> None:
    assert Period.from_byday("mo, SU", time(9), time(17)).days == {0, 6}


@pytest.mark.parametrize(("byday", "bad"), [("MO,XX", "XX"), ("1MO", "1MO"), ("", "''")])
def test_a_byday_that_is_not_plain_weekdays_is_refused_by_name(byday: str, bad: str) -> None:
    with pytest.raises(ValueError, match=bad):
        Period.from_byday(byday, time(9), time(17))


@pytest.mark.parametrize("days", [frozenset(), frozenset({7}), frozenset({-1, 2})])
def test_days_outside_the_week_are_refused(days: frozenset[int]) -> None:
    with pytest.raises(ValueError, match="days must be"):
        Period(days, time(9), time(17))


def test_times_with_a_zone_are_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        Period(frozenset({0}), time(9), time(17, tzinfo=UTC))
    with pytest.raises(ValueError, match="naive"):
        Period(frozenset({0}), time(9, tzinfo=UTC), time(17))


@pytest.mark.parametrize("ask", [openness, is_open, closes_at, next_opening, words])
def test_a_naive_moment_is_refused(ask: object) -> None:
    assert callable(ask)
    with pytest.raises(ValueError, match="naive"):
        ask(OFFICE, datetime(2026, 6, 1), zone=LONDON)  # noqa: DTZ001


# Open, closed, not known


def test_no_hours_are_not_known_rather_than_closed() -> None:
    assert openness([], london("2026-06-01 12:00"), zone=LONDON) is NOT_KNOWN


@pytest.mark.parametrize(
    ("clock", "answer"),
    [("08:59", CLOSED), ("09:00", OPEN), ("16:59", OPEN), ("17:00", CLOSED)],
)
def test_an_opening_includes_its_start_and_not_its_end(clock: str, answer: Openness) -> None:
    moment = london(f"2026-06-01 {clock}")
    assert openness(OFFICE, moment, zone=LONDON) is answer
    assert is_open(OFFICE, moment, zone=LONDON) is (answer is OPEN)


def test_a_line_open_past_midnight_is_open_at_one_in_the_morning() -> None:
    friday = [hours("FR", "22:00-02:00")]
    assert is_open(friday, london("2026-06-06 01:00"), zone=LONDON)
    assert not is_open(friday, london("2026-06-05 01:00"), zone=LONDON)
    assert not is_open(friday, london("2026-06-06 22:30"), zone=LONDON)


def test_the_same_opening_and_closing_time_lasts_a_whole_day() -> None:
    monday = [hours("MO", "09:00-09:00")]
    assert closes_at(monday, london("2026-06-01 10:00"), zone=LONDON) == london("2026-06-02 09:00")


def test_the_moment_is_read_on_the_clock_of_the_zone() -> None:
    assert is_open(OFFICE, utc("2026-06-01 08:30"), zone=LONDON)
    assert not is_open(OFFICE, utc("2026-06-01 08:30"), zone=UTC)
    assert is_open(OFFICE, utc("2026-06-01 08:30").astimezone(ZoneInfo("Asia/Tokyo")), zone=LONDON)


def test_a_schedule_wholly_expired_is_not_known() -> None:
    old = [hours("MO", "09:00-17:00", valid_to=date(2026, 6, 1))]
    assert openness(old, london("2026-06-01 18:00"), zone=LONDON) is CLOSED
    assert openness(old, london("2026-06-02 00:00"), zone=LONDON) is NOT_KNOWN
    assert openness(old + OFFICE, london("2026-06-02 08:00"), zone=LONDON) is CLOSED


def test_a_night_that_starts_on_the_last_valid_day_is_still_open_after_it() -> None:
    last = [hours(EVERY_DAY, "22:00-06:00", valid_to=date(2026, 6, 1))]
    assert openness(last, london("2026-06-02 05:59"), zone=LONDON) is OPEN
    assert openness(last, london("2026-06-02 06:00"), zone=LONDON) is NOT_KNOWN


def test_a_schedule_still_to_begin_is_closed_and_tells_when_it_opens() -> None:
    later = [hours(EVERY_DAY, "09:00-17:00", valid_from=date(2026, 6, 4))]
    moment = london("2026-06-01 10:00")
    assert openness(later, moment, zone=LONDON) is CLOSED
    assert next_opening(later, moment, zone=LONDON) == london("2026-06-04 09:00")


# Bank holidays


@pytest.mark.parametrize(
    ("rule", "answer"),
    [
        (BankHolidays.OPEN, OPEN),
        (BankHolidays.CLOSED, CLOSED),
        (BankHolidays.NOT_KNOWN, NOT_KNOWN),
    ],
)
def test_a_bank_holiday_follows_what_the_period_says(rule: BankHolidays, answer: Openness) -> None:
    week = [hours(EVERY_DAY, "09:00-17:00", bank_holidays=rule)]
    noon = london("2026-04-03 12:00")
    assert openness(week, noon, zone=LONDON, holidays=[GOOD_FRIDAY]) is answer
    assert openness(week, noon, zone=LONDON) is OPEN
    early = london("2026-04-03 08:00")
    assert openness(week, early, zone=LONDON, holidays=[GOOD_FRIDAY]) is CLOSED


def test_a_known_period_settles_what_an_unknown_one_leaves_open() -> None:
    both = [
        hours("FR", "09:00-17:00"),
        hours("FR", "12:00-13:00", bank_holidays=BankHolidays.OPEN),
    ]
    at = {"zone": LONDON, "holidays": {GOOD_FRIDAY}}
    assert openness(both, london("2026-04-03 12:30"), **at) is OPEN  # type: ignore[arg-type]
    assert openness(both, london("2026-04-03 14:00"), **at) is NOT_KNOWN  # type: ignore[arg-type]
    assert closes_at(both, london("2026-04-03 12:30"), **at) is None  # type: ignore[arg-type]


def test_the_night_before_a_bank_holiday_runs_into_it() -> None:
    night = [hours(EVERY_DAY, "22:00-06:00", bank_holidays=BankHolidays.CLOSED)]
    holidays = [GOOD_FRIDAY]
    assert is_open(night, london("2026-04-03 03:00"), zone=LONDON, holidays=holidays)
    assert not is_open(night, london("2026-04-03 23:00"), zone=LONDON, holidays=holidays)
    assert not is_open(night, london("2026-04-04 03:00"), zone=LONDON, holidays=holidays)


def test_no_closing_time_is_named_when_the_opening_runs_into_unknown_hours() -> None:
    eve = london("2026-04-02 12:00")
    assert closes_at(ALWAYS, eve, zone=LONDON, holidays=[GOOD_FRIDAY]) is None
    most = [hours(EVERY_DAY, "00:00-00:00", bank_holidays=BankHolidays.CLOSED)]
    end = closes_at(most, eve, zone=LONDON, holidays=[GOOD_FRIDAY])
    assert end == london("2026-04-03 00:00")


# Clock changes


@pytest.mark.parametrize(("day", "length"), [(SPRING, 7), (AUTUMN, 9)])
def test_a_night_line_is_open_right_through_a_clock_change(day: date, length: int) -> None:
    start = london(f"{day - timedelta(days=1)} 22:00")
    for minute in range(length * 60):
        assert is_open(NIGHT, start + minute * MINUTE, zone=LONDON)
    assert not is_open(NIGHT, start + length * 60 * MINUTE, zone=LONDON)
    end = closes_at(NIGHT, start, zone=LONDON)
    assert end is not None
    assert end.astimezone(UTC) == start + timedelta(hours=length)


@pytest.mark.parametrize("day", [SPRING, AUTUMN])
def test_a_line_that_never_closes_is_open_through_a_clock_change(day: date) -> None:
    for minute in range(0, 26 * 60, 5):
        assert is_open(ALWAYS, london(f"{day} 00:00") + minute * MINUTE, zone=LONDON)
    assert closes_at(ALWAYS, london(f"{day} 00:30"), zone=LONDON) is None


@pytest.mark.parametrize(
    ("spell", "first", "after"),
    [
        # Clocks go forward at 01:00 UTC: the wall goes from 00:59 to 02:00.
        ("01:30-05:00", "2026-03-29 01:00", "2026-03-29 04:00"),
        ("00:30-01:30", "2026-03-29 00:30", "2026-03-29 01:00"),
        ("01:00-02:00", None, None),
        ("01:15-01:45", None, None),
        # Clocks go back at 01:00 UTC: the wall shows 01:00 at 00:00 UTC and at 01:00 UTC.
        ("01:30-05:00", "2026-10-25 00:30", "2026-10-25 05:00"),
        ("00:30-01:30", "2026-10-24 23:30", "2026-10-25 00:30"),
        ("01:00-02:00", "2026-10-25 00:00", "2026-10-25 02:00"),
        ("01:15-01:45", "2026-10-25 00:15", "2026-10-25 00:45"),
    ],
)
def test_hours_on_the_edge_of_a_clock_change(
    spell: str, first: str | None, after: str | None
) -> None:
    sunday = [hours("SU", spell)]
    if first is None or after is None:
        start = next_opening(sunday, london("2026-03-28 12:00"), zone=LONDON)
        assert start is not None
        assert start.date() == date(2026, 4, 5)
        return
    assert not is_open(sunday, utc(first) - MINUTE, zone=LONDON)
    assert is_open(sunday, utc(first), zone=LONDON)
    assert next_opening(sunday, utc(first) - MINUTE, zone=LONDON) == utc(first).astimezone(LONDON)
    assert closes_at(sunday, utc(first), zone=LONDON) == utc(after).astimezone(LONDON)
    assert is_open(sunday, utc(after) - MINUTE, zone=LONDON)
    assert not is_open(sunday, utc(after), zone=LONDON)


# When it changes


def test_periods_that_touch_or_overlap_are_one_opening() -> None:
    parts = [
        hours("MO", "17:00-00:00"),
        hours("TU", "00:00-02:00"),
        hours("TU", "01:00-03:00"),
        hours("TU", "01:30-02:30"),
    ]
    end = closes_at(parts, london("2026-06-01 20:00"), zone=LONDON)
    assert end == london("2026-06-02 03:00")
    assert next_opening(parts, london("2026-06-01 20:00"), zone=LONDON) is None


def test_the_changes_come_back_on_the_clock_of_the_zone() -> None:
    end = closes_at(OFFICE, london("2026-06-01 12:00"), zone=LONDON)
    assert end is not None
    assert (end.tzinfo, end.hour) == (LONDON, 17)


def test_a_closed_service_has_no_closing_time_and_an_open_one_no_next_opening() -> None:
    assert closes_at(OFFICE, london("2026-06-01 08:00"), zone=LONDON) is None
    assert next_opening(OFFICE, london("2026-06-01 12:00"), zone=LONDON) is None


def test_changes_are_looked_for_eight_days_ahead_and_no_further() -> None:
    start = date(2026, 6, 1) + timedelta(days=DAYS_LOOKED_AT)
    later = [hours(EVERY_DAY, "09:00-17:00", valid_from=start)]
    assert next_opening(later, london("2026-06-01 09:00"), zone=LONDON) == london(f"{start} 09:00")
    assert next_opening(later, london("2026-06-01 08:59"), zone=LONDON) is None
    ending = [hours(EVERY_DAY, "00:00-00:00", valid_to=start)]
    end = london(f"{start + timedelta(days=1)} 00:00")
    assert closes_at(ending, london("2026-06-02 00:00"), zone=LONDON) == end
    assert closes_at(ending, london("2026-06-01 23:59"), zone=LONDON) is None


# Always open


@pytest.mark.parametrize(
    ("periods", "answer"),
    [
        (ALWAYS, True),
        ([hours(EVERY_DAY, "09:00-09:00")], True),
        ([hours(EVERY_DAY, "09:00-21:00"), hours(EVERY_DAY, "20:00-10:00")], True),
        ([hours("MO,TU,WE,TH,FR,SA", "00:00-00:00"), hours("SU", "00:00-23:59")], False),
        ([hours(EVERY_DAY, "00:00-00:00", valid_to=date(2030, 1, 1))], False),
        ([hours(EVERY_DAY, "00:00-00:00", valid_from=date(2020, 1, 1))], False),
        ([hours(EVERY_DAY, "00:00-00:00", bank_holidays=BankHolidays.CLOSED)], False),
        ([hours(EVERY_DAY, "00:00-00:00", bank_holidays=BankHolidays.OPEN)], True),
        ([], False),
    ],
)
def test_always_open_is_a_full_week_without_end(periods: list[Period], answer: bool) -> None:
    assert is_always_open(periods) is answer


# The week in words

SUMMARIES: list[tuple[list[Period], list[str]]] = [
    ([], []),
    (ALWAYS, ["24 hours a day, every day"]),
    (
        [hours("MO,TU,WE,TH", "10:00-21:00"), hours("FR", "10:00-18:00")],
        ["Monday to Thursday, 10am to 9pm", "Friday, 10am to 6pm"],
    ),
    ([hours(EVERY_DAY, "17:00-00:00")], ["Every day, 5pm to midnight"]),
    ([hours("SU,SA", "11:00-16:00")], ["Saturday and Sunday, 11am to 4pm"]),
    (
        [hours("MO,TU,TH,FR", "08:30-17:00")],
        ["Monday, Tuesday, Thursday and Friday, 8:30am to 5pm"],
    ),
    (
        [hours("MO,TU,WE,FR,SA,SU", "12:30-13:05")],
        ["Monday to Wednesday and Friday to Sunday, 12:30pm to 1:05pm"],
    ),
    (
        [hours("MO,TU,WE,TH,FR", "12:30-16:30"), hours("MO,TU,WE,TH,FR", "09:30-12:00")],
        ["Monday to Friday, 9:30am to noon and 12:30pm to 4:30pm"],
    ),
    (
        [hours("WE", "00:30-01:00"), hours("WE", "12:00-13:00"), hours("WE", "00:00-00:15")],
        ["Wednesday, midnight to 12:15am, 12:30am to 1am and noon to 1pm"],
    ),
    ([hours("FR,SA", "18:00-02:00")], ["Friday and Saturday, 6pm to 2am the next day"]),
    ([hours("MO", "09:00-09:00")], ["Monday, 9am to 9am the next day"]),
    ([hours("SA,SU", "00:00-00:00")], ["Saturday and Sunday, all day"]),
    (
        [hours("FR", "09:00-17:00"), hours("MO", "09:00-17:00"), hours("TU", "09:00-12:00")],
        ["Monday and Friday, 9am to 5pm", "Tuesday, 9am to noon"],
    ),
    ([hours("MO", "09:00-12:00"), hours("MO", "11:00-15:00")], ["Monday, 9am to 3pm"]),
    # A night given in two parts is one night, over the end of the week too.
    (
        [hours("FR,SU", "17:00-00:00"), hours("SA,MO", "00:00-02:00")],
        ["Friday and Sunday, 5pm to 2am the next day"],
    ),
    # What lasts more than a day is cut at midnight, over the end of the week too.
    (
        [hours("FR", "17:00-00:00"), hours("SA,SU", "00:00-00:00"), hours("MO", "00:00-09:00")],
        ["Monday, midnight to 9am", "Friday, 5pm to midnight", "Saturday and Sunday, all day"],
    ),
    (
        [hours("SA", "22:00-06:00"), hours("SU", "06:00-00:00"), hours("MO", "00:00-02:00")],
        ["Monday, midnight to 2am", "Saturday, 10pm to midnight", "Sunday, all day"],
    ),
    (
        [
            hours("MO", "10:00-12:00", valid_from=date(2026, 12, 1), valid_to=date(2027, 1, 5)),
            hours("MO", "09:00-17:00", valid_to=date(2026, 11, 30)),
            hours("MO", "09:00-16:00", valid_from=date(2026, 12, 1)),
            hours("TU", "09:00-17:00"),
        ],
        [
            "Tuesday, 9am to 5pm",
            "Monday, 9am to 5pm, until 30 November 2026",
            "Monday, 10am to noon, from 1 December 2026, until 5 January 2027",
            "Monday, 9am to 4pm, from 1 December 2026",
        ],
    ),
    (
        [hours(EVERY_DAY, "00:00-00:00", bank_holidays=BankHolidays.OPEN)],
        ["24 hours a day, every day", "Open on bank holidays too"],
    ),
    (
        [hours(EVERY_DAY, "00:00-00:00", bank_holidays=BankHolidays.CLOSED)],
        ["Every day, all day", "Closed on bank holidays"],
    ),
    (
        [
            hours("MO", "09:00-17:00", bank_holidays=BankHolidays.CLOSED),
            hours("TU", "09:00-17:00", bank_holidays=BankHolidays.OPEN),
        ],
        ["Monday and Tuesday, 9am to 5pm"],
    ),
]


@pytest.mark.parametrize(("periods", "lines"), SUMMARIES, ids=lambda value: str(value)[-40:])
def test_the_week_in_words(periods: list[Period], lines: list[str]) -> None:
    assert summary(periods) == lines


# The moment in words (1 June 2026 is a Monday)

WORDS: list[tuple[list[Period], str, str]] = [
    (ALWAYS, "2026-06-01 12:00", "Open now, 24 hours a day"),
    (OFFICE, "2026-06-01 12:00", "Open now until 5pm"),
    (OFFICE, "2026-06-01 08:00", "Opens today at 9am"),
    (OFFICE, "2026-06-01 18:00", "Opens tomorrow at 9am"),
    (OFFICE, "2026-06-05 18:00", "Opens Monday at 9am"),
    ([hours("TU", "10:00-11:00")], "2026-05-30 12:00", "Opens Tuesday at 10am"),
    ([hours("MO", "10:00-11:00")], "2026-06-01 12:00", "Opens Monday 8 June 2026 at 10am"),
    (NIGHT, "2026-06-01 23:00", "Open now until 6am tomorrow"),
    (NIGHT, "2026-06-02 05:00", "Open now until 6am"),
    ([hours("MO", "17:00-00:00")], "2026-06-01 23:59", "Open now until midnight"),
    ([hours("SA,SU", "00:00-00:00")], "2026-06-06 09:00", "Open now until midnight tomorrow"),
    (
        [hours("FR,SA,SU", "00:00-00:00"), hours("MO", "00:00-09:30")],
        "2026-06-05 09:00",
        "Open now until 9:30am on Monday",
    ),
    ([hours("WE", "00:00-04:00")], "2026-06-02 12:00", "Opens today at midnight"),
    ([hours("WE", "00:00-04:00")], "2026-06-01 12:00", "Opens tomorrow at midnight"),
    ([hours("SA", "00:00-04:00")], "2026-06-01 12:00", "Opens Friday at midnight"),
    (
        [hours(EVERY_DAY, "00:00-00:00", bank_holidays=BankHolidays.CLOSED)],
        "2026-06-01 12:00",
        "Open now",
    ),
    (
        [hours("MO", "09:00-17:00", valid_from=date(2026, 7, 1))],
        "2026-06-01 12:00",
        "Closed now",
    ),
    ([], "2026-06-01 12:00", "Hours not known"),
    (
        [hours("MO", "09:00-17:00", valid_to=date(2026, 5, 1))],
        "2026-06-01 12:00",
        "Hours not known",
    ),
]


@pytest.mark.parametrize(("periods", "clock", "text"), WORDS)
def test_the_moment_in_words(periods: list[Period], clock: str, text: str) -> None:
    assert words(periods, london(clock), zone=LONDON) == text


SHUT_ON_HOLIDAYS = [hours("MO,TU,WE,TH,FR", "09:00-17:00", bank_holidays=BankHolidays.CLOSED)]


@pytest.mark.parametrize(
    ("periods", "clock", "text"),
    [
        (OFFICE, "2026-04-03 12:00", "Bank holiday hours not known"),
        (ALWAYS, "2026-04-03 12:00", "Bank holiday hours not known"),
        # "Opens Monday" would say that it is closed on Friday, which nobody has said.
        (OFFICE, "2026-04-02 18:00", "Closed now"),
        (OFFICE, "2026-04-03 18:00", "Opens Monday at 9am"),
        (OFFICE, "2026-04-01 18:00", "Opens tomorrow at 9am"),
        (SHUT_ON_HOLIDAYS, "2026-04-02 18:00", "Opens Monday at 9am"),
        (ALWAYS, "2026-04-02 18:00", "Open now, 24 hours a day"),
    ],
)
def test_the_words_about_a_bank_holiday_claim_nothing_unknown(
    periods: list[Period], clock: str, text: str
) -> None:
    assert words(periods, london(clock), zone=LONDON, holidays=[GOOD_FRIDAY]) == text


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
    latest = datetime.min  # noqa: DTZ901
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
