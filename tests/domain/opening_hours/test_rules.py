"""When a service is open, and when that changes, by example."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from resources.opening_hours import (
    DAYS_LOOKED_AT,
    BankHolidays,
    Openness,
    Period,
    closes_at,
    days_of,
    is_always_open,
    is_open,
    next_opening,
    openness,
    words,
)
from tests.domain.opening_hours.periods import (
    ALWAYS,
    AUTUMN,
    CLOSED,
    EVERY_DAY,
    GOOD_FRIDAY,
    LONDON,
    MINUTE,
    NIGHT,
    NOT_KNOWN,
    OFFICE,
    OPEN,
    SPRING,
    hours,
    london,
    utc,
)

# The periods themselves


def test_a_byday_is_read_in_any_case_and_with_spaces() -> None:
    assert days_of("mo, SU") == {0, 6}


@pytest.mark.parametrize(("byday", "bad"), [("MO,XX", "XX"), ("1MO", "1MO"), ("", "''")])
def test_a_byday_that_is_not_plain_weekdays_is_refused_by_name(byday: str, bad: str) -> None:
    with pytest.raises(ValueError, match=bad):
        days_of(byday)


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
        ask(OFFICE, datetime.fromisoformat("2026-06-01"), zone=LONDON)


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
    at: dict[str, Any] = {"zone": LONDON, "holidays": {GOOD_FRIDAY}}
    assert openness(both, london("2026-04-03 12:30"), **at) is OPEN
    assert openness(both, london("2026-04-03 14:00"), **at) is NOT_KNOWN
    assert closes_at(both, london("2026-04-03 12:30"), **at) is None


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
