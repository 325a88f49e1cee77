"""Pages that a link leads to."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from resources.choices import RegionLevel
from resources.clock import this_minute
from resources.content.emergency import read_emergency
from resources.content.promises import read_promises
from resources.content.situations import read_situations
from resources.curation.reports import is_raised
from resources.filters import ServiceFilter
from resources.models import Collection, Organization, Service
from resources.presenters import (
    AreaUrls,
    PlainUrls,
    organization_page,
    service_card,
    service_groups,
    service_page,
    ways_in,
)
from resources.regions import all_regions, children_of, find_region
from resources.search import current_index
from resources.templatetags.open_lines import lines_open_at
from resources.views.lists import list_context

# The kinds of area that the front page links to; the others are one step further.
WAYS_IN = {RegionLevel.NATION, RegionLevel.REGION}
# The lines that fit most people; the list of what is open now has the others.
LINES_FIRST = 3

# What a partner may do with the words of the listings; the sources keep their own licences.
LICENCES = (
    _(
        "Our own words, such as the summaries, are free for everyone to use: we dedicate them to "
        "the public domain (CC0 1.0)."
    ),
)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the front page, in the order in which a frightened person needs it."""
    moment = this_minute()
    index = current_index()
    situations = read_situations()
    return render(
        request,
        "resources/home.html",
        {
            "danger": read_emergency(),
            "first": ways_in(situations.first, index.terms),
            "more": ways_in(situations.more, index.terms),
            "open_lines": lines_open_at(moment, index=index).lines[:LINES_FIRST],
            "collections": Collection.objects.published(),
            "areas": [area for area in all_regions() if area.level in WAYS_IN],
        },
    )


@require_safe
def service_list(request: HttpRequest) -> HttpResponse:
    """List services by area and kind of help. A part of a link that is wrong is left out."""
    moment = this_minute()
    # Words come by form alone: a link could otherwise put any text on a trusted page.
    linked = request.GET.copy()
    words = any(linked.pop("words", []))
    filterset = ServiceFilter(linked, lenient=True, moment=moment)
    urls = PlainUrls(tuple(filterset.chosen))
    context = list_context(filterset, request.GET.get("page"), moment, urls)
    left_out = [str(filterset.filters["words"].label)] if words else []
    context["ignored_parameters"] = [*filterset.ignored_parameters, *left_out]
    return render(request, "resources/service_list.html", context)


@require_safe
def area(request: HttpRequest, slug: str) -> HttpResponse:
    """List what serves one area: the way in for people who follow a link for their town."""
    region = find_region(slug)
    if region is None or region.slug != slug or region.level == RegionLevel.COUNTRY:
        raise Http404
    moment = this_minute()
    filterset = ServiceFilter(QueryDict(f"region={region.code}"), lenient=True, moment=moment)
    context = list_context(filterset, request.GET.get("page"), moment, AreaUrls())
    context["area"] = region
    context["within"] = children_of(region.code)
    context["around"] = [find_region(code) for code in region.lineage[1:-1]]
    return render(request, "resources/service_list.html", context)


@require_safe
def service_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show one service; of one that was public once, say kindly that it is not listed any more."""
    moment = this_minute()
    service = Service.objects.published().for_detail().filter(code=code).first()
    if service is None:
        return removed(request, code, moment)
    page = service_page(service, moment)
    return render(
        request,
        "resources/service_detail.html",
        {
            "danger": read_emergency(),
            "service": page,
            "code": code,
            "is_reported": is_raised(service),
        },
    )


def removed(request: HttpRequest, code: str, moment: datetime) -> HttpResponse:
    """Answer 410 and lead on, to what it became a part of first; Http404 if it was never public.

    The reason is for those who copied it. Here it might tell whoever checks a device, or looks for
    an address, more than the person whom the page is for.
    """
    removal = Service.objects.removed().filter(code=code).first()
    if removal is None:
        raise Http404
    context = {
        "instead": Service.objects.published().filter(pk=removal["merged_into"]).first(),
        "national": lines_open_at(moment),
    }
    return render(request, "resources/service_removed.html", context, status=410)


@require_safe
def organization_detail(request: HttpRequest, code: str) -> HttpResponse:
    organization = get_object_or_404(Organization.objects.published().for_listing(), code=code)
    services = Service.objects.published().filter(organization=organization)
    listed = services.by_name().for_listing()
    context = {
        "danger": read_emergency(),
        "organization": organization_page(organization),
        "groups": service_groups(listed, this_minute()),
    }
    return render(request, "resources/organization_detail.html", context)


@require_safe
def collection_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a list made for a post, in its own order."""
    collection = get_object_or_404(Collection.objects.published(), slug=slug)
    services = Service.objects.published().for_listing().in_collection(collection)
    moment = this_minute()
    entries = [(service_card(service, moment), service.note) for service in services]
    return render(
        request,
        "resources/collection_detail.html",
        {
            "danger": read_emergency(),
            "is_confirmed": any(card.checked.is_confirmed for card, _note in entries),
            "collection": collection,
            "paragraphs": collection.intro.split("\n\n"),
            "entries": entries,
            "national": lines_open_at(moment),
        },
    )


@require_safe
def safety(request: HttpRequest) -> HttpResponse:
    """Say in plain words what can and cannot be protected."""
    return render(request, "resources/safety.html", {"danger": read_emergency()})


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Say who makes this, how listings get in, and who may copy them."""
    counts = {
        "services": Service.objects.published().count(),
        "organizations": Organization.objects.published().count(),
    }
    return render(request, "resources/about.html", {"counts": counts, "licences": LICENCES})


@require_safe
def promises(request: HttpRequest) -> HttpResponse:
    """Say what is promised, and which test proves it."""
    return render(request, "resources/promises.html", {"chapters": read_promises()})
