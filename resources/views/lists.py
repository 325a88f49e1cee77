"""One list of services, for every view that shows one."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator

from resources.emergency import read_emergency
from resources.facets import Found
from resources.filters import ServiceFilter
from resources.models import Schedule, Service
from resources.presenters import (
    Addresses,
    OpenLine,
    chosen_filters,
    filter_form,
    list_heading,
    open_lines,
    service_groups,
)

# Few enough that a person in distress reaches the end, where the open lines stand.
PAGE_SIZE = 10


def lines_open_at(moment: datetime) -> list[OpenLine]:
    """Return the free lines for everyone in the country to talk to at a moment."""
    services = Service.objects.published().nationwide().welcoming("everyone").to_talk_to()
    return open_lines(Schedule.objects.of_free_lines(services), moment)


def listed(
    asked: ServiceFilter,
    page_wanted: str | None,
    moment: datetime,
    addressed: Callable[[ServiceFilter], Addresses],
    place: str = "",
) -> dict[str, Any]:
    """Return what the template of a list shows.

    `addressed` makes the addresses of its links once the question is understood; `place` is the
    name of the place that the areas stand for, if one was named.
    """
    found = Found(asked)
    page = Paginator(found, PAGE_SIZE).get_page(page_wanted)
    addresses = addressed(asked)
    chosen = chosen_filters(asked, addresses, place)
    return {
        "groups": service_groups(page, moment, asked.regions),
        "count": page.paginator.count,
        "heading": list_heading(asked, page.paginator.count, len(chosen), place),
        "page": _page_links(page, addresses),
        "filters": filter_form(asked, place),
        "chosen": chosen,
        "clear_url": "/services/",
        "danger": read_emergency(),
        "national": lines_open_at(moment),
    }


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
