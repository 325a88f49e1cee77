"""The free national lines that are open at a moment: what every list ends with."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from resources import bank_holidays
from resources.models import Schedule
from resources.presenters.contacts import ContactLine, contact_line

# Enough to choose from, few enough to read in distress.
LINES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A service with one way to reach it that is free and open now."""

    name: str
    url: str
    summary: str
    contact: ContactLine


def open_lines(
    schedules: Iterable[Schedule], moment: datetime, limit: int = LINES_SHOWN
) -> list[OpenLine]:
    """Return the lines that are known to be open, urgent ones first, one for each service.

    `schedules` come from `of_free_lines()`, so rows of one route stand together. Phone lines come
    before others: they ask least of a person.
    """
    holidays = bank_holidays.around(bank_holidays.NATIONS, moment.date())
    found: list[tuple[bool, bool, OpenLine]] = []
    for route, rows in groupby(schedules, key=lambda schedule: schedule.contact_route):
        if route is None:
            continue
        periods = list(rows)
        line = contact_line(route, periods, (), moment, holidays)
        if line.is_open:
            found.append((not route.is_crisis_line, route.channel != "phone", _line(periods[0], line)))
    found.sort(key=lambda one: one[:2])
    unique = {line.url: line for _urgent, _phone, line in reversed(found)}
    return [line for _urgent, _phone, line in found if unique[line.url] is line][:limit]


def _line(schedule: Schedule, contact: ContactLine) -> OpenLine:
    """Put a service and its open route together."""
    service = schedule.service
    return OpenLine(service.name, service.get_absolute_url(), service.summary, contact)


