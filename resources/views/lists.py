"""One list of services, for every view that shows one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final

from django.core.paginator import Page, Paginator
from django.utils.safestring import SafeString

from resources.content.emergency import Emergency, read_emergency
from resources.filters import ServiceFilter
from resources.models import Service
from resources.presenters import (
    ActiveFilter,
    AreaNearby,
    FormErrors,
    GroupGap,
    ListHeading,
    ListUrls,
    OpenLine,
    Reading,
    ResultNotes,
    RiskPanel,
    ServiceGroup,
    active_filters,
    answers_at_once,
    areas_nearby,
    filter_markup,
    group_gap,
    list_heading,
    open_lines_markup,
    page_title,
    reading,
    service_groups,
)
from resources.regions import RegionRecord
from resources.templatetags.open_lines import OpenNow, lines_open_at
from resources.views.risk import risk_panel

# Few enough that a person in distress reaches the end, where the open lines stand.
PAGE_SIZE = 10
# So few that a person may want to take a filter off, and is told what that would find.
FEW = 3
NO_MARKUP: Final = SafeString("")


@dataclass(frozen=True, slots=True)
class PageLinks:
    """Which page of a list this is, and the addresses beside it: empty where there is none."""

    number: int
    pages: int
    previous_url: str
    next_url: str


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """A place that may be meant, and the address of the whole question with it."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """A list of services, under whatever address.

    The last fields are for some addresses alone: `place_note`, `place` and `place_choices` say how
    a typed place was read; `ignored_parameters` what was left out of a link; `area`, `within` and
    `around` belong to the list of one area, `oembed_url` to one that may stand in a post.
    `narrowing` is what was chosen but an order, which leaves nothing out; `nearby` and the counts
    of `chosen` are there only where hardly anything was found. `open_first` is a line above the
    services, where they are few or lead to nobody.
    `filters` is the form as markup, `open_lines` the end of the list, `words` what its short forms
    stand for. `is_spoken` says that a card names the language in which somebody asked.
    """

    template: ClassVar[str] = "resources/service_list.html"

    title: str
    danger: Emergency
    form_errors: FormErrors | None
    risk: RiskPanel | None
    heading: ListHeading
    reading: Reading | None
    filters: SafeString
    chosen: Sequence[ActiveFilter]
    narrowing: Sequence[ActiveFilter]
    count: int
    open_first: OpenLine | None
    groups: Sequence[ServiceGroup]
    is_spoken: bool
    is_confirmed: bool
    page: PageLinks
    nearby: Sequence[AreaNearby]
    open_lines: SafeString
    area: RegionRecord | None
    words: SafeString = NO_MARKUP
    place_note: str = ""
    place: str = ""
    place_choices: Sequence[PlaceChoice] = ()
    ignored_parameters: Sequence[str] = ()
    oembed_url: str = ""
    within: Sequence[RegionRecord] = ()
    around: Sequence[RegionRecord] = ()


@dataclass(frozen=True, slots=True)
class ListAddress:
    """Under which address a list stands.

    `urls` are those of its links. `place` is the name of what its areas stand for, if any; `area`
    is the area of which it is the page; `errors` have to be corrected in the form; `is_search` says
    that a title calls it no more than results.
    """

    urls: ListUrls
    place: str = ""
    area: RegionRecord | None = None
    errors: FormErrors | None = None
    is_search: bool = False


def list_page(
    filterset: ServiceFilter, page_wanted: str | None, moment: datetime, address: ListAddress
) -> ListPage:
    """Return the list of what a form asks for, under an address of its own."""
    urls, place = address.urls, address.place
    results = filterset.results
    page = Paginator(results, PAGE_SIZE).get_page(page_wanted)
    count = page.paginator.count
    # Counted only where it helps: what to take off when nothing was found, or hardly anything.
    remaining = results.count_without if count <= FEW else None
    risk = risk_panel(filterset, moment)
    is_quiet = risk is not None
    chosen = active_filters(filterset, urls, place, remaining, is_quiet=is_quiet)
    groups = _groups(filterset, page, moment)
    cards = [card for group in groups for card in group.cards]
    links = _page_links(page, urls)
    national = lines_open_at(moment, filterset)
    narrowing = [active for active in chosen if not active.is_order]
    return ListPage(
        title=_title(links, address),
        form_errors=address.errors,
        area=address.area,
        danger=read_emergency(),
        risk=risk,
        heading=list_heading(filterset, place),
        reading=reading(filterset, urls, is_quiet=is_quiet),
        filters=filter_markup(filterset, place, address.errors, len(narrowing), is_quiet=is_quiet),
        chosen=chosen,
        narrowing=narrowing,
        count=count,
        open_first=_open_first(page, groups, national, risk, is_unsure=results.is_unsure),
        groups=groups,
        is_spoken=any(card.speaks for card in cards),
        is_confirmed=any(card.checked.is_confirmed for card in cards),
        page=links,
        nearby=[] if count else areas_nearby(filterset, urls, results.counts("region")),
        open_lines=open_lines_markup(national.lines, national.not_for),
        place=place,
    )


def _open_first(
    page: Page[Service],
    groups: Sequence[ServiceGroup],
    national: OpenNow,
    risk: RiskPanel | None,
    *,
    is_unsure: bool,
) -> OpenLine | None:
    """Return the open line that stands above a list, if its first services may lead to nobody.

    That is where hardly any was found, where none of the first can be rung or written to, or where
    nobody can be sure what was meant. The panel for somebody at risk, and a group that names the
    next who answers, do the same.
    """
    if risk or page.number > 1 or not groups or not national.lines:
        return None
    first = [card for group in groups for card in group.cards][:FEW]
    is_few = page.paginator.count <= FEW
    is_told = groups[0].gap is not None and groups[0].gap.next_wider is not None
    leads_nowhere = not is_told and not any(map(answers_at_once, first))
    return national.lines[0] if is_few or is_unsure or leads_nowhere else None


def _title(page: PageLinks, address: ListAddress) -> str:
    area = address.area.name if address.area else ""
    errors = address.errors.heading if address.errors else ""
    return page_title(page.number, page.pages, area, errors, is_search=address.is_search)


def _groups(filterset: ServiceFilter, page: Page[Service], moment: datetime) -> list[ServiceGroup]:
    regions = () if filterset.is_mixed else filterset.regions
    start = max(0, page.start_index() - 1)
    notes = ResultNotes(filterset.results, start)
    return service_groups(page, moment, regions, notes, _gaps(filterset, page, start, moment))


def _gaps(
    filterset: ServiceFilter, page: Page[Service], start: int, moment: datetime
) -> dict[int, GroupGap]:
    """Return the gaps of the groups that begin on a page, by their row on it."""
    results = filterset.results
    rows = dict(enumerate(page.object_list, start))
    found = {}
    for gap in results.gaps:
        if gap.at in rows:
            wider = gap.next_wider
            row = None if wider is None else rows.get(wider) or results[wider]
            found[gap.at - start] = group_gap(gap, row, moment)
    return found


def _page_links(page: Page[Service], urls: ListUrls) -> PageLinks:
    return PageLinks(
        number=page.number,
        pages=page.paginator.num_pages,
        previous_url=urls.page(page.number - 1) if page.has_previous() else "",
        next_url=urls.page(page.number + 1) if page.has_next() else "",
    )
