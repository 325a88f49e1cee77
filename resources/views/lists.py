"""One list of services, for every view that shows one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.utils.translation import get_language

from resources.content.emergency import read_emergency
from resources.filters import ServiceFilter
from resources.models import Schedule, Service
from resources.presenters import (
    Addresses,
    OpenLine,
    areas_nearby,
    chosen_filters,
    filter_form,
    joined,
    list_heading,
    open_lines,
    service_groups,
)
from resources.search import Found, Index, current_index, national_lines

# Few enough that a person in distress reaches the end, where the open lines stand.
PAGE_SIZE = 10


@dataclass(frozen=True, slots=True)
class OpenNow:
    """The end of a list: free national lines, and the people they are not made for, if any."""

    lines: list[OpenLine]
    not_for: str = ""


def lines_open_at(
    moment: datetime, asked: ServiceFilter | None = None, index: Index | None = None
) -> OpenNow:
    """Return the free lines in the country to talk to at a moment, for whoever was asked for."""
    index = index or current_index()
    found = national_lines(moment, asked, index)
    lines = _lines(moment, found.services, index)
    chosen = [] if asked is None else asked.chosen
    people = joined([row.name for name, row in chosen if name in {"audience", "age"}])
    return OpenNow(lines, "" if found.fits else people)


def _lines(moment: datetime, services: tuple[UUID, ...], index: Index) -> list[OpenLine]:
    """Return the open lines of some services: made once a minute, the same on every page."""
    kept, key = index.kept_at(moment), (services, get_language())
    if key not in kept:
        public = Service.objects.published().filter(pk__in=services)
        kept[key] = open_lines(Schedule.objects.of_free_lines(public), moment, services)
    lines: list[OpenLine] = kept[key]
    return lines


def listed(
    found: Found,
    page_wanted: str | None,
    moment: datetime,
    addressed: Callable[[ServiceFilter], Addresses],
    place: str = "",
) -> dict[str, Any]:
    """Return what the template of a list shows.

    `addressed` makes the addresses of its links once the question is understood; `place` is the
    name of the place that the areas stand for, if one was named.
    """
    asked = found.asked
    page = Paginator(found, PAGE_SIZE).get_page(page_wanted)
    addresses = addressed(asked)
    # Counted only where it helps: what to take off when nothing was found.
    remaining = None if found.count() else found.count_without
    chosen = chosen_filters(asked, addresses, place, remaining)
    filters = [one for one in chosen if not one.is_order]
    return {
        "groups": service_groups(page, moment, () if asked.is_mixed else asked.regions),
        "count": page.paginator.count,
        "heading": list_heading(asked, page.paginator.count, len(filters), place),
        "page": _page_links(page, addresses),
        "filters": filter_form(asked, place, found.counts),
        "chosen": chosen,
        # An order leaves nothing out: to take it off would find nothing more.
        "narrowing": filters,
        "nearby": [] if found.count() else areas_nearby(asked, addresses, found.counts("region")),
        "words": _words_told(found),
        "clear_url": "/services/",
        "danger": read_emergency(),
        "national": lines_open_at(moment, asked, found.index),
    }


def _words_told(found: Found) -> dict[str, str]:
    """Return what was typed and the words that were looked for instead, where they differ."""
    return {"typed": found.asked.typed, "meant": found.meant} if found.meant else {}


def _page_links(page: Page[Service], addresses: Addresses) -> dict[str, Any]:
    """Return the number of a page, how many there are, and the addresses beside it."""
    before = page.number - 1 if page.has_previous() else 0
    after = page.number + 1 if page.has_next() else 0
    return {
        "number": page.number,
        "pages": page.paginator.num_pages,
        "previous_url": addresses.page(before) if before else "",
        "next_url": addresses.page(after) if after else "",
    }
