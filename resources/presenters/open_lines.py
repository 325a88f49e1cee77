"""The free national lines that are open at a moment: what every list ends with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from typing import Final
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from resources.choices import Channel
from resources.models import Schedule
from resources.opening_hours import bank_holidays
from resources.page_language import page_language
from resources.presenters.areas import area_words
from resources.presenters.cards import alert_now
from resources.presenters.checked import route_date_words
from resources.presenters.contacts import ContactLine, contact_line
from resources.presenters.who_for import fit_words, marks

# Enough to choose from, few enough to read in distress.
LINES_SHOWN = 5
TEMPLATE: Final = "components/open_lines.html"


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A service with the way to reach it that is free and open now (always exactly one)."""

    name: str
    url: str
    fit: str
    marks: tuple[str, ...]
    contact: ContactLine


def open_lines(
    schedules: Iterable[Schedule],
    moment: datetime,
    order: Sequence[UUID] = (),
    limit: int = LINES_SHOWN,
    *,
    whenever: bool = False,
) -> list[OpenLine]:
    """Return the lines that are known to be open, one for each service.

    With `whenever` also those that are closed: their hours are to be said.

    `schedules` come from `of_free_lines()`, so rows of one route stand together. Services come in
    the given order of their ids, if there is one; else urgent ones first, and phone lines before
    others: they ask least of a person.
    """
    place = {key: number for number, key in enumerate(order)}
    holidays = bank_holidays.around(bank_holidays.NATIONS, moment.date())
    found: list[tuple[int, bool, bool, OpenLine]] = []
    for route, rows in groupby(schedules, key=lambda schedule: schedule.contact_route):
        if route is None:
            continue
        periods = list(rows)
        checked_on, precision = periods[0].route_checked_on, periods[0].route_precision
        words = route_date_words(checked_on, precision, moment.date())
        line = contact_line(route, periods, words, moment, holidays)
        if line.is_open or (whenever and line.hours):
            not_urgent, not_phone = not route.is_crisis_line, route.channel != Channel.PHONE
            first = place.get(periods[0].service_id, 0)
            found.append((first, not_urgent, not_phone, _line(periods[0], line, moment)))
    found.sort(key=lambda one: one[:3])
    first_of_each = {line.url: line for *_order, line in reversed(found)}
    return [line for *_order, line in found if first_of_each[line.url] is line][:limit]


def _line(schedule: Schedule, contact: ContactLine, moment: datetime) -> OpenLine:
    service = schedule.service
    service.unconfirmed_since = schedule.unconfirmed_since
    return OpenLine(
        name=service.name,
        url=service.get_absolute_url(),
        fit=fit_words(service, area_words(service)),
        marks=marks(service, alert_now(service, moment)),
        contact=contact,
    )


def open_lines_markup(lines: Sequence[OpenLine], not_for: str) -> SafeString:
    """Return the end of a list as markup: the same on nearly every page of a minute."""
    return _markup(tuple(lines), not_for, page_language())


# The lines themselves are the key, so that a changed one is never shown as it was.
@lru_cache(maxsize=32)
def _markup(lines: tuple[OpenLine, ...], not_for: str, _language: str | None) -> SafeString:
    return SafeString(render_to_string(TEMPLATE, {"lines": lines, "not_for": not_for}))
