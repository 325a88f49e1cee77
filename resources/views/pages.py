"""Pages that a link leads to."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache, partial
from typing import ClassVar
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from resources.choices import RegionLevel
from resources.clock import this_minute
from resources.content.emergency import Emergency, read_emergency
from resources.content.situations import read_situations
from resources.curation.reports import marked_services
from resources.filters import ServiceFilter, linked_question
from resources.models import Collection, Organization, Service, Tombstone, public_key
from resources.page_language import page_language
from resources.presenters import (
    AreaUrls,
    OpenLine,
    OrganizationPage,
    PlainUrls,
    ServiceCard,
    ServiceGroup,
    WayIn,
    host_of,
    made_once,
    oembed_url,
    organization_page,
    render_page,
    service_body,
    service_card,
    service_groups,
    shared_frame_url,
    ways_in,
    write_page,
)
from resources.regions import RegionRecord, all_regions, area_at, children_of, find_region
from resources.search import Index, current_index
from resources.templatetags.open_lines import OpenNow, lines_open_at
from resources.templatetags.plain_words import words_explained
from resources.views.list_markup import show_list, write_list
from resources.views.lists import list_page
from resources.views.outlines import ListAddress

# Makes an address of our own whole, with the site that was asked.
Absolute = Callable[[str], str]
# The kinds of area that the front page links to; the others are one step further.
WAYS_IN = {RegionLevel.NATION, RegionLevel.REGION}
# The lines that fit most people; the list of what is open now has the others.
LINES_FIRST = 3
# One listing can become part of another, and that of a third.
MOST_MERGES = 5


@dataclass(frozen=True, slots=True)
class HomePage:
    """The front page: first choices, more ways to start, lines open now, short lists and areas."""

    template: ClassVar[str] = "resources/home.html"

    danger: Emergency
    first: Sequence[WayIn]
    more: Sequence[WayIn]
    open_lines: Sequence[OpenLine]
    collections: Iterable[Collection]
    areas: Sequence[RegionRecord]


@dataclass(frozen=True, slots=True)
class ServiceDetailPage:
    """The page of one service, as markup; `words` explains the rare words of it."""

    template: ClassVar[str] = "resources/service_detail.html"

    danger: Emergency
    body: SafeString
    words: SafeString


@dataclass(frozen=True, slots=True)
class RemovedPage:
    """The page of a service that is not listed any more."""

    template: ClassVar[str] = "resources/service_removed.html"

    national: OpenNow


@dataclass(frozen=True, slots=True)
class OrganizationDetailPage:
    """The page of an organisation, with its services in one group."""

    template: ClassVar[str] = "resources/organization_detail.html"

    danger: Emergency
    organization: OrganizationPage
    groups: Sequence[ServiceGroup]


@dataclass(frozen=True, slots=True)
class CollectionPage:
    """A list made for a post: its words, and its cards.

    `post_host` is the site of the post, "" where it names none; `oembed_url` is for programs.
    """

    template: ClassVar[str] = "resources/collection_detail.html"

    danger: Emergency
    collection: Collection
    paragraphs: Sequence[str]
    cards: Sequence[ServiceCard]
    is_confirmed: bool
    national: OpenNow
    post_host: str
    oembed_url: str


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the front page, in the order in which a frightened person needs it."""
    moment = this_minute()
    index = current_index()
    situations = read_situations()
    page = HomePage(
        danger=read_emergency(),
        first=ways_in(situations.first, index.terms),
        more=ways_in(situations.more, index.terms),
        open_lines=lines_open_at(moment, index=index).lines[:LINES_FIRST],
        collections=Collection.objects.published(),
        areas=[area for area in all_regions() if area.level in WAYS_IN],
    )
    return render_page(request, page)


@require_safe
def service_list(request: HttpRequest) -> HttpResponse:
    """List services by area and kind of help."""
    return HttpResponse(list_of(request.GET, request.build_absolute_uri))


def list_of(query: QueryDict, absolute: Absolute) -> str:
    """Return the page of a list. A part of a link that is wrong is left out."""
    moment = this_minute()
    # Words come by form alone: a link could otherwise put any text on a trusted page.
    words = any(query.getlist("words"))
    linked = query
    if "words" in query:
        linked = query.copy()
        del linked["words"]
    filterset = linked_question(linked, moment, lenient=True)
    urls = PlainUrls(tuple(filterset.chosen))
    left_out = [str(filterset.filters["words"].label)] if words else []
    page = replace(
        list_page(filterset, query.get("page"), moment, ListAddress(urls)),
        ignored_parameters=[*filterset.ignored_parameters, *left_out],
        oembed_url=_shared_url(absolute, filterset),
    )
    return write_list(page, filterset)


@require_safe
def area(request: HttpRequest, slug: str) -> HttpResponse:
    """List what serves one area: the way in for people who follow a link for their town."""
    region = area_at(slug)
    if region is None:
        raise Http404
    moment = this_minute()
    filterset = linked_question(QueryDict(f"region={region.code}"), moment, lenient=True)
    wider = (find_region(code) for code in region.lineage[1:-1])
    page = replace(
        list_page(filterset, request.GET.get("page"), moment, ListAddress(AreaUrls(), area=region)),
        within=tuple(children_of(region.code)),
        around=[one for one in wider if one],
        oembed_url=_shared_url(request.build_absolute_uri, filterset),
    )
    return show_list(page, filterset)


def _shared_url(absolute: Absolute, filterset: ServiceFilter) -> str:
    """Return where programs ask for a list as a post shows it; "" for what is nobody's post.

    It names the frame, so that nothing that stood in the address is repeated in the page.
    """
    frame = shared_frame_url(filterset.chosen)
    return oembed_url(absolute, frame) if frame else ""


@require_safe
def service_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show one service; of one that was public once, say kindly that it is not listed any more."""
    moment = this_minute()
    index = current_index()
    key = public_key("code", code)
    service = index.whole(key) if key else None
    if service is None:
        return removed(request, code, moment)
    index.codes[code] = service.pk
    return HttpResponse(page_of(service, moment, index))


def known_page(code: str) -> bytes | None:
    """Return the page of a service that was shown since the data changed; None of any other."""
    index = current_index()
    key = index.codes.get(code)
    service = index.whole(key) if key else None
    return page_of(service, this_minute(), index) if service else None


def page_of(service: Service, moment: datetime, index: Index) -> bytes:
    """Return the page of a service, with the note that a problem with it was reported."""
    return whole_page(service, moment, is_reported=_is_reported(service, moment, index))


def whole_page(service: Service, moment: datetime, *, is_reported: bool) -> bytes:
    """Return the page of a service as it is sent: written once, until somebody opens or closes."""
    make = partial(_written, is_reported=is_reported)
    return made_once(service, moment, ("page", is_reported), make)


def _written(service: Service, moment: datetime, *, is_reported: bool) -> bytes:
    body = service_body(service, moment, is_reported=is_reported)
    page = ServiceDetailPage(danger=read_emergency(), body=body, words=_explained(body))
    return write_page(page).encode()


def _is_reported(service: Service, moment: datetime, index: Index) -> bool:
    """Tell whether a page says that somebody reported a problem: a report told has a revision."""
    kept = index.kept_at(moment)
    if "reported" not in kept:
        kept["reported"] = marked_services()
    marked: frozenset[UUID] = kept["reported"]
    return service.pk in marked


def _explained(body: SafeString) -> SafeString:
    """Explain the rare words of a page, those of the advice for danger among them."""
    return words_explained(_danger(page_language()), body)


@lru_cache(maxsize=8)
def _danger(_language: str | None) -> SafeString:
    """Return the advice for danger as every page of a service shows it: the same on all of them."""
    return render_to_string("components/danger.html", {"danger": read_emergency()})


def removed(request: HttpRequest, code: str, moment: datetime) -> HttpResponse:
    """Lead to what it became a part of, or answer 410; Http404 if it was never public.

    The reason is for those who copied it. Here it might tell whoever checks a device, or looks for
    an address, more than the person whom the page is for.
    """
    removal = Service.objects.removed().filter(code=code).first()
    if removal is None:
        raise Http404
    instead = _merged_into(removal["merged_into"])
    if instead is not None:
        # Found, and not for ever: browsers remember a permanent redirect, but a merge is taken back
        # within the hour, and what it leads to can be withdrawn.
        return redirect(instead)
    return render_page(request, RemovedPage(lines_open_at(moment)), status=410)


def _merged_into(key: UUID | None) -> Service | None:
    """Return the public listing that another became part of, in a few steps at most."""
    for _step in range(MOST_MERGES):
        if key is None:
            break
        service = Service.objects.published().filter(pk=key).first()
        if service is not None:
            return service
        stone = Tombstone.objects.filter(pk=key).first()
        key = stone.merged_into if stone else None
    return None


@require_safe
def organization_detail(request: HttpRequest, code: str) -> HttpResponse:
    organization = get_object_or_404(Organization.objects.published().for_listing(), code=code)
    services = Service.objects.published().filter(organization=organization)
    listed = services.by_name().for_listing()
    page = OrganizationDetailPage(
        danger=read_emergency(),
        organization=organization_page(organization),
        groups=service_groups(listed, this_minute()),
    )
    return render_page(request, page)


@require_safe
def collection_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a list made for a post, in its own order."""
    collection = get_object_or_404(Collection.objects.published(), slug=slug)
    services = Service.objects.published().for_listing().in_collection(collection)
    moment = this_minute()
    cards = [service_card(service, moment, note=service.note) for service in services]
    page = CollectionPage(
        danger=read_emergency(),
        collection=collection,
        paragraphs=collection.intro.split("\n\n"),
        cards=cards,
        is_confirmed=any(card.checked.is_confirmed for card in cards),
        national=lines_open_at(moment),
        post_host=host_of(collection.post_url),
        oembed_url=oembed_url(request.build_absolute_uri, request.path),
    )
    return render_page(request, page)
