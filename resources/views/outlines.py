"""What a list says beside its services: of a list for everybody it is made once.

Its heading, form, filters and page numbers stay as they are until the data change, or somebody
opens or closes. What was asked with words, or for a place, is kept nowhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.utils.safestring import SafeString

from resources.filters import ServiceFilter
from resources.models import Service
from resources.page_language import page_language
from resources.presenters import (
    ActiveFilter,
    AreaNearby,
    FormErrors,
    ListHeading,
    ListUrls,
    Reading,
    active_filters,
    areas_nearby,
    filter_markup,
    list_heading,
    page_title,
    reading,
)
from resources.regions import RegionRecord

# Few enough that a person in distress reaches the end, where the open lines stand.
PAGE_SIZE = 10
# So few that a person may want to take a filter off, and is told what that would find.
FEW = 3


@dataclass(frozen=True, slots=True)
class PageLinks:
    """Which page of a list this is, and the addresses beside it: empty where there is none."""

    number: int
    pages: int
    previous_url: str
    next_url: str


@dataclass(frozen=True, slots=True)
class ListAddress:
    """Under which address a list stands.

    `urls` are those of its links. `place` is the name of what its areas stand for, if any; `area`
    is the area of which it is the page; `errors` have to be corrected in the form; `is_search` says
    that a title calls it no more than results, and that it is nobody else's.
    """

    urls: ListUrls
    place: str = ""
    area: RegionRecord | None = None
    errors: FormErrors | None = None
    is_search: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """A page of a list without its services and without the lines at its end.

    `first` is the place of its first service in the list, from 0. `narrowing` is what was chosen
    but an order, which leaves nothing out; `nearby` and the counts of `chosen` are there only where
    hardly anything was found.
    """

    title: str
    heading: ListHeading
    reading: Reading | None
    filters: SafeString
    chosen: Sequence[ActiveFilter]
    narrowing: Sequence[ActiveFilter]
    count: int
    first: int
    page: PageLinks
    nearby: Sequence[AreaNearby]


def outline_of(
    filterset: ServiceFilter, wanted: str | None, address: ListAddress, *, is_quiet: bool
) -> Outline:
    """Return what a page says: `wanted` is its number, as it was asked for.

    `is_quiet` where the words are not to be repeated.
    """

    def made() -> Outline:
        return _outline(filterset, wanted, address, is_quiet=is_quiet)

    is_somebodys = address.is_search or address.place or address.errors or filterset.wants_nearest
    is_number = wanted is None or (wanted.isascii() and wanted.isdecimal())
    if is_somebodys or filterset.text is not None or filterset.moment is None or not is_number:
        return made()
    is_open = filterset.index.open_at(filterset.moment)
    key = ("outline", address, wanted, is_open, page_language())
    return filterset.index.made_once(key, made)


def _outline(
    filterset: ServiceFilter, wanted: str | None, address: ListAddress, *, is_quiet: bool
) -> Outline:
    urls, place, results = address.urls, address.place, filterset.results
    page = _page(Paginator(results, PAGE_SIZE), wanted)
    count = page.paginator.count
    # Counted only where it helps: what to take off when nothing was found, or hardly anything.
    remaining = results.count_without if count <= FEW else None
    chosen = active_filters(filterset, urls, place, remaining, is_quiet=is_quiet)
    narrowing = [active for active in chosen if not active.is_order]
    links = _links(page, urls)
    return Outline(
        title=_title(links, address),
        heading=list_heading(filterset, place),
        reading=reading(filterset, urls, is_quiet=is_quiet),
        filters=filter_markup(filterset, place, address.errors, len(narrowing), is_quiet=is_quiet),
        chosen=chosen,
        narrowing=narrowing,
        count=count,
        first=max(0, page.start_index() - 1),
        page=links,
        nearby=[] if count else areas_nearby(filterset, urls, results.counts("region")),
    )


def _page(paginator: Paginator[Service], wanted: str | None) -> Page[Service]:
    """Return a page that exists, as the library chooses it, without its rows."""
    try:
        number = paginator.validate_number(wanted or "")
    except PageNotAnInteger:
        number = 1
    except EmptyPage:
        number = paginator.num_pages
    return Page([], number, paginator)


def _title(page: PageLinks, address: ListAddress) -> str:
    area = address.area.name if address.area else ""
    errors = address.errors.heading if address.errors else ""
    return page_title(page.number, page.pages, area, errors, is_search=address.is_search)


def _links(page: Page[Service], urls: ListUrls) -> PageLinks:
    return PageLinks(
        number=page.number,
        pages=page.paginator.num_pages,
        previous_url=urls.page(page.number - 1) if page.has_previous() else "",
        next_url=urls.page(page.number + 1) if page.has_next() else "",
    )
