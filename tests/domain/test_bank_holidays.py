"""Each nation has bank holidays of its own, and a year has a year before and after it."""

from datetime import date

import pytest

from resources.opening_hours import bank_holidays
from resources.regions import find_region

ENGLAND, SCOTLAND, WALES, NORTHERN_IRELAND = "E92000001", "S92000003", "W92000004", "N92000002"
ISLE_OF_MAN, CHANNEL_ISLANDS = "M83000003", "L93000001"
ALL = (ENGLAND, SCOTLAND, WALES, NORTHERN_IRELAND, ISLE_OF_MAN, CHANNEL_ISLANDS)


@pytest.mark.parametrize(
    ("day", "nations"),
    [
        (date(2026, 1, 1), ALL),
        (date(2026, 1, 2), (SCOTLAND,)),
        (date(2026, 3, 17), (NORTHERN_IRELAND,)),
        (date(2026, 4, 3), ALL),
        (date(2026, 4, 6), tuple(code for code in ALL if code != SCOTLAND)),
        (date(2026, 5, 9), (CHANNEL_ISLANDS,)),
        (date(2026, 6, 5), (ISLE_OF_MAN,)),
        # The twelfth of July is a Sunday in 2026; the Monday is given instead.
        (date(2026, 7, 12), (NORTHERN_IRELAND,)),
        (date(2026, 7, 13), (NORTHERN_IRELAND,)),
        (date(2026, 8, 3), (SCOTLAND,)),
        (date(2026, 11, 30), (SCOTLAND,)),
        (date(2026, 12, 25), ALL),
        # Boxing Day is a Saturday in 2026; the Monday is given instead.
        (date(2026, 12, 28), ALL),
        (date(2026, 12, 29), ()),
        (date(2026, 6, 3), ()),
    ],
)
def test_a_bank_holiday_is_one_in_its_own_nations_and_in_no_other(
    day: date, nations: tuple[str, ...]
) -> None:
    assert tuple(code for code in ALL if day in bank_holidays.in_nation(code, 2026)) == nations


def test_every_nation_that_is_known_is_an_area_that_is_shipped() -> None:
    assert set(bank_holidays.NATIONS) == set(ALL)
    assert all(find_region(code) for code in bank_holidays.NATIONS)


@pytest.mark.parametrize("code", ["", "E08000018", "K02000001", "FR"])
def test_a_nation_that_is_not_known_has_no_bank_holidays(code: str) -> None:
    assert bank_holidays.in_nation(code, 2026) == frozenset()


def test_a_service_for_two_nations_counts_the_bank_holidays_of_both() -> None:
    found = bank_holidays.around([SCOTLAND, NORTHERN_IRELAND], date(2026, 6, 1))
    assert {date(2026, 1, 2), date(2026, 7, 13)} <= found
    assert date(2026, 1, 2) not in bank_holidays.around([ENGLAND], date(2026, 6, 1))


@pytest.mark.parametrize("day", [date(2026, 12, 31), date(2027, 1, 1)])
def test_the_turn_of_the_year_is_seen_from_both_sides(day: date) -> None:
    found = bank_holidays.around([ENGLAND], day)
    assert {date(2026, 12, 28), date(2027, 1, 1)} <= found


def test_a_service_for_no_nation_has_no_bank_holidays() -> None:
    assert bank_holidays.around([], date(2026, 6, 1)) == frozenset()
