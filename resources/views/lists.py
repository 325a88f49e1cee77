"""One list of services, for every view that shows one."""

from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator

from resources.content.emergency import read_emergency
from resources.filters import ServiceFilter
from resources.models import Service
from resources.presenters import (
    GroupGap,
    ListUrls,
    ResultNotes,
    ServiceGroup,
    active_filters,
    areas_nearby,
    filter_form,
    group_gap,
    list_heading,
    reading,
    service_groups,
)
from resources.templatetags.open_lines import lines_open_at
from resources.views.risk import risk_panel

# Few enough that a person in distress reaches the end, where the open lines stand.
PAGE_SIZE = 10
# So few that a person may want to take a filter off, and is told what that would find.
FEW = 3


def list_context(
    filterset: ServiceFilter,
    page_wanted: str | None,
    moment: datetime,
    urls: ListUrls,
    place: str = "",
) -> dict[str, Any]:
    """Return what the template of a list shows.

    `urls` are those of its links; `place` is the name of what its areas stand for, if any.
    """
    results = filterset.results
    page = Paginator(results, PAGE_SIZE).get_page(page_wanted)
    # Counted only where it helps: what to take off when nothing was found, or hardly anything.
    remaining = results.count_without if results.count() <= FEW else None
    risk = risk_panel(filterset, moment)
    is_quiet = risk is not None
    chosen = active_filters(filterset, urls, place, remaining, is_quiet=is_quiet)
    filters = [active for active in chosen if not active.is_order]
    groups = _groups(filterset, page, moment)
    nearby = [] if results.count() else areas_nearby(filterset, urls, results.counts("region"))
    return {
        "gap": _gap(filterset, page, moment),
        "risk": risk,
        "reading": reading(filterset, urls, is_quiet=is_quiet),
        "groups": groups,
        "is_spoken": any(card.speaks for group in groups for card in group.cards),
        "is_confirmed": any(card.checked.is_confirmed for group in groups for card in group.cards),
        "count": page.paginator.count,
        "is_few": 0 < page.paginator.count <= FEW,
        "heading": list_heading(filterset, place),
        "page": _page_links(page, urls),
        "filters": filter_form(filterset, place, results.counts, is_quiet=is_quiet),
        "chosen": chosen,
        # An order leaves nothing out: to take it off would find nothing more.
        "narrowing": filters,
        "nearby": nearby,
        "danger": read_emergency(),
        "national": lines_open_at(moment, filterset),
    }


def _groups(filterset: ServiceFilter, page: Page[Service], moment: datetime) -> list[ServiceGroup]:
    regions = () if filterset.is_mixed else filterset.regions
    notes = ResultNotes(filterset.results, max(0, page.start_index() - 1))
    return service_groups(page, moment, regions, notes)


def _gap(filterset: ServiceFilter, page: Page[Service], moment: datetime) -> GroupGap | None:
    """Return what the first page of a list says where nobody near answers."""
    reach = filterset.results.reach
    if page.number > 1 or not reach.is_gap:
        return None
    wider = reach.next_wider
    if wider is None:
        return group_gap(reach, None, moment)
    is_here = wider < len(page.object_list)
    return group_gap(
        reach, page.object_list[wider] if is_here else filterset.results[wider], moment
    )


def _page_links(page: Page[Service], urls: ListUrls) -> dict[str, Any]:
    before = page.number - 1 if page.has_previous() else 0
    after = page.number + 1 if page.has_next() else 0
    return {
        "number": page.number,
        "pages": page.paginator.num_pages,
        "previous_url": urls.page(before) if before else "",
        "next_url": urls.page(after) if after else "",
    }
