"""The free national lines that are open at a moment, which lists and dead ends lead to."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django import template
from django.db import DatabaseError

from resources.clock import this_minute
from resources.filters import ServiceFilter
from resources.models import Schedule, Service
from resources.page_language import page_language
from resources.presenters import OpenLine, joined_areas, open_lines
from resources.search import Index, current_index, lines_at_any_time, national_lines

register = template.Library()
# What is said when nothing else works: whoever reads it cannot look further.
LINES_KEPT: Final = 12
# The lines differ by these alone.
PEOPLE: Final = frozenset({"audience", "age"})


@dataclass(frozen=True, slots=True)
class OpenNow:
    """The end of a list: free national lines, and the people they are not made for, if any."""

    lines: list[OpenLine]
    not_for: str = ""


def lines_open_at(
    moment: datetime, filterset: ServiceFilter | None = None, index: Index | None = None
) -> OpenNow:
    """Return the free lines in the country to talk to at a moment, for whoever was asked for."""
    index = index or (current_index() if filterset is None else filterset.index)
    if filterset is not None and not PEOPLE.isdisjoint(filterset.data):
        return _open_now(moment, filterset, index)
    # The lines for everybody: what else was asked changes nothing of them.
    kept, key = index.kept_at(moment), ("open now", page_language())
    if key not in kept:
        kept[key] = _open_now(moment, None, index)
    found: OpenNow = kept[key]
    return found


def _open_now(moment: datetime, filterset: ServiceFilter | None, index: Index) -> OpenNow:
    found = national_lines(index, moment, filterset.query if filterset else None)
    lines = _lines(moment, found.services, index)
    chosen = [] if filterset is None else filterset.chosen
    people = joined_areas([row.name for name, row in chosen if name in PEOPLE])
    return OpenNow(lines, "" if found.fits else people)


def _lines(moment: datetime, services: tuple[UUID, ...], index: Index) -> list[OpenLine]:
    """Return the open lines of some services: made once a minute, the same on every page."""
    kept, key = index.kept_at(moment), (services, page_language())
    if key not in kept:
        public = Service.objects.published().filter(pk__in=services)
        kept[key] = open_lines(Schedule.objects.of_free_lines(public), moment, services)
    lines: list[OpenLine] = kept[key]
    return lines


def lines_to_keep(moment: datetime, index: Index) -> list[OpenLine]:
    """Return the free lines, open at a moment or not: for when nothing else works."""
    services = lines_at_any_time(index, LINES_KEPT)
    public = Service.objects.published().filter(pk__in=services)
    schedules = Schedule.objects.of_free_lines(public)
    return open_lines(schedules, moment, services, LINES_KEPT, whenever=True)


@register.simple_tag
def lines_open_now() -> list[OpenLine]:
    """Return the lines for a page that says that something went wrong; none without a database."""
    try:
        return lines_open_at(this_minute(), index=current_index()).lines
    except DatabaseError:
        return []
