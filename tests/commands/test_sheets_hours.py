"""Opening hours in a cell and in a form: read as people write them, and written so."""

import json
from typing import Any

import pytest

from resources.listings.sheets.hours import hours_rows, hours_text
from tests.shipped import LISTINGS


def a_period(days: str, opens: str, closes: str, **more: str) -> dict[str, Any]:
    hours = {"opens": opens, "closes": closes, "bank_holidays": "not_known"}
    return {"days": days.split(","), **hours, **more}


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Mon-Fri 9am-5pm", ("MO,TU,WE,TH,FR", "09:00", "17:00")),
        ("MO TU 09:00-17:30", ("MO,TU", "09:00", "17:30")),
        ("Saturday and Sunday 10am to 2pm", ("SA,SU", "10:00", "14:00")),
        ("Fri, Sat: 8pm\u20132am", ("FR,SA", "20:00", "02:00")),
        ("6pm-midnight", ("MO,TU,WE,TH,FR,SA,SU", "18:00", "00:00")),
        ("Fri to Mon 12pm-12am", ("MO,FR,SA,SU", "12:00", "00:00")),
        ("Wed noon to 5:30pm", ("WE", "12:00", "17:30")),
        ("Midnight-6am", ("MO,TU,WE,TH,FR,SA,SU", "00:00", "06:00")),
    ],
)
def test_hours_are_read_as_people_write_them(typed: str, stored: tuple[str, str, str]) -> None:
    (row,) = hours_rows(typed)
    assert (",".join(row["days"]), row["opens"], row["closes"]) == stored
    assert hours_rows(hours_text([row])) == [row]


@pytest.mark.parametrize("typed", ["sometimes", "Mon 9-5", "Xyz 9am-5pm", "Mon 25:00-26:00", "Mon"])
def test_hours_that_are_not_plain_are_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"is no|are no"):
        hours_rows(typed)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (a_period("MO,TU,WE", "18:00", "22:00"), "Mon-Wed 6pm-10pm"),
        (a_period("SA,SU", "10:30", "12:00"), "Sat, Sun 10:30am-noon"),
        (a_period("MO,WE,TH,FR,SU", "12:05", "00:30"), "Mon, Wed-Fri, Sun 12:05pm-12:30am"),
        (a_period("MO,TU,WE,TH,FR,SA,SU", "00:00", "09:00"), "Every day midnight-9am"),
        (
            a_period("TU", "09:00", "17:00", bank_holidays="closed", valid_from="2026-12-24"),
            "Tue 9am-5pm, closed on bank holidays, from 2026-12-24",
        ),
    ],
)
def test_hours_are_told_as_people_write_them(row: dict[str, Any], told: str) -> None:
    assert hours_text([row]) == told
    assert hours_rows(told) == [row]


def test_the_first_day_of_the_week_stands_first() -> None:
    rows = hours_rows("Sat 10am-noon; Fri 1pm-5pm; Fri 9am-noon; Mon-Thu 9am-5pm")
    assert hours_text(rows).splitlines() == [
        "Mon-Thu 9am-5pm",
        "Fri 9am-noon",
        "Fri 1pm-5pm",
        "Sat 10am-noon",
    ]


def test_the_hours_of_every_shipped_listing_come_back_as_they_were() -> None:
    lines = [json.loads(line) for line in LISTINGS.read_text(encoding="utf-8").splitlines()]
    owners = [
        owner
        for line in lines
        for owner in (line, *line.get("contacts", ()), *line.get("locations", ()))
    ]
    found = [owner["hours"] for owner in owners if isinstance(owner.get("hours"), list)]
    for rows in found:
        text = hours_text(rows)
        assert hours_rows(text) == sorted(
            ({"bank_holidays": "not_known", **row} for row in rows), key=str
        ), text
    assert len(found) > 50
