"""Which services are open: the sets of the index agree with the pure rule, at any moment."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from resources.opening_hours import DAY_CODES, BankHolidays
from resources.regions import find_region
from resources.search.entry import Entry
from resources.search.hours import Hours, open_at
from tests.conftest import LONDON
from tests.search.entries import EVERY_DAY, entry, hours
from tests.search.oracle import is_open_at, nations_of

CLOCKS = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
DATES = st.none() | st.dates(date(2026, 3, 20), date(2026, 12, 31))
DAYS = st.sets(st.sampled_from(DAY_CODES), min_size=1)
# The weeks around both clock changes, and two with bank holidays that nations do not share.
STARTS = st.sampled_from(
    [
        datetime(2026, 3, 27, tzinfo=UTC),
        datetime(2026, 10, 23, tzinfo=UTC),
        datetime(2026, 12, 23, tzinfo=UTC),
        datetime(2025, 12, 30, tzinfo=UTC),
    ]
)
MOMENTS = st.builds(
    lambda start, minutes: start + timedelta(minutes=minutes), STARTS, st.integers(0, 5 * 24 * 60)
)
AREAS = st.sampled_from([("united-kingdom",), ("rotherham",), ("scotland", "wales"), ()])


@st.composite
def periods(draw: st.DrawFn) -> Hours:
    """Draw hours that the database accepts."""
    first, last = sorted([draw(DATES), draw(DATES)], key=lambda day: day or date.min)
    return Hours(
        byday=",".join(sorted(draw(DAYS), key=DAY_CODES.index)),
        opens_at=draw(CLOCKS),
        closes_at=draw(CLOCKS),
        valid_from=first,
        valid_to=last,
        bank_holidays=draw(st.sampled_from([kind.value for kind in BankHolidays])),
    )


def is_open(service: Entry, moment: datetime) -> bool:
    """Tell whether the sets of an index of this service alone say that it is open."""
    served = nations_of(service.areas)
    found = open_at(
        moment,
        dict.fromkeys(service.hours, (0,)),
        lambda nations: 0 if served.isdisjoint(nations) else 1,
        1,
    )
    return bool(found)


@hypothesis_settings(max_examples=400, deadline=None)
@given(st.lists(periods(), max_size=3), MOMENTS, AREAS)
def test_the_index_and_the_pure_rule_agree_on_who_is_open(
    drawn: list[Hours], instant: datetime, areas: tuple[str, ...]
) -> None:
    service = entry(hours=drawn, areas=areas)
    moment = instant.astimezone(LONDON)
    assert is_open(service, moment) is is_open_at(service, moment)


def test_a_line_open_past_midnight_is_found_at_one_in_the_morning() -> None:
    night = entry(hours=[hours("MO", "18:00", "02:00")])
    tuesday = datetime(2026, 11, 24, 1, 0, tzinfo=LONDON)
    assert is_open(night, tuesday)
    assert not is_open(night, tuesday + timedelta(hours=1))
    assert not is_open(night, tuesday + timedelta(days=1))


def test_a_service_of_unknown_hours_is_not_said_to_be_open(a_tuesday: datetime) -> None:
    assert not is_open(entry(), a_tuesday)


@pytest.mark.parametrize(
    ("on_holidays", "areas", "said"),
    [
        (BankHolidays.OPEN, ["scotland"], True),
        (BankHolidays.NOT_KNOWN, ["scotland"], False),
        (BankHolidays.CLOSED, ["scotland"], False),
        (BankHolidays.NOT_KNOWN, ["england"], True),
        (BankHolidays.NOT_KNOWN, ["united-kingdom"], False),
    ],
)
def test_on_a_holiday_of_scotland_hours_hold_there_only_where_a_source_says_so(
    on_holidays: BankHolidays, areas: list[str], said: bool
) -> None:
    second_of_january = datetime(2026, 1, 2, 12, 0, tzinfo=LONDON)
    always = hours(EVERY_DAY, "00:00", "00:00", bank_holidays=on_holidays.value)
    assert is_open(entry(hours=[always], areas=areas), second_of_january) is said


@pytest.mark.parametrize(("fold", "is_still_open"), [(0, True), (1, False)])
def test_a_line_that_closes_in_the_hour_that_is_read_twice_closes_at_its_first_reading(
    fold: int, is_still_open: bool
) -> None:
    night = entry(hours=[hours("SA", "22:00", "01:30")])
    clocks_go_back = datetime(2026, 10, 25, 1, 15, tzinfo=LONDON, fold=fold)
    assert is_open(night, clocks_go_back) is is_still_open
    assert is_open_at(night, clocks_go_back) is is_still_open


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        is_open(entry(), datetime.fromisoformat("2026-11-24T12:00"))


@pytest.mark.parametrize(
    ("period", "is_always"),
    [
        (hours(EVERY_DAY, "00:00", "00:00"), True),
        (hours("MO,TU,WE,TH,FR", "00:00", "00:00"), False),
        (hours(EVERY_DAY, "09:00", "09:00"), False),
        (hours(EVERY_DAY, "00:00", "23:59"), False),
    ],
)
def test_day_and_night_is_every_day_from_midnight_to_midnight(
    period: Hours, is_always: bool
) -> None:
    assert period.is_always is is_always


def test_every_nation_of_the_tests_is_an_area() -> None:
    assert all(find_region(nation) for nation in nations_of(entry().areas))
