"""At any hour of a week with bank holidays, a free line to talk to is open for everyone."""

from datetime import date, datetime, timedelta
from itertools import groupby

import pytest

from resources.models import Schedule, Service
from resources.presenters import open_lines
from tests.conftest import LONDON
from tests.search.oracle import all_entries

CHRISTMAS_WEEK = [date(2026, 12, day) for day in range(21, 29)]


def lines_for_everyone() -> list[list[Schedule]]:
    """Return the hours of each free line for everyone to talk to, line by line."""
    for_everyone = [
        entry.service
        for entry in all_entries()
        if entry.free_lines and entry.carries("audience", "everyone")
    ]
    services = Service.objects.published().filter(pk__in=for_everyone)
    hours = Schedule.objects.of_free_lines(services)
    return [list(rows) for _route, rows in groupby(hours, key=lambda row: row.contact_route_id)]


@pytest.mark.proves("DESIGN 2.8")
@pytest.mark.django_db
@pytest.mark.usefixtures("shipped_once")
@pytest.mark.long
def test_a_free_national_line_to_talk_to_is_open_at_every_half_hour_of_christmas_week() -> None:
    every_line = lines_for_everyone()
    silent = [
        moment.isoformat()
        for day in CHRISTMAS_WEEK
        for half_hours in range(48)
        for moment in [
            datetime(day.year, day.month, day.day, tzinfo=LONDON)
            + timedelta(minutes=30 * half_hours)
        ]
        if not any(open_lines(line, moment) for line in every_line)
    ]
    assert silent == []


@pytest.mark.django_db
@pytest.mark.usefixtures("shipped_once")
@pytest.mark.parametrize("day", [24, 25, 28])
def test_a_voice_and_a_text_line_are_among_those_that_are_open_at_night(day: int) -> None:
    night = datetime(2026, 12, day, 3, 30, tzinfo=LONDON)
    found = open_lines([row for line in lines_for_everyone() for row in line], night)
    assert {"phone", "text"} <= {line.contact.channel for line in found}
    assert all(line.contact.is_free for line in found)
