"""Short lists in frames, and the page where an author of a post takes one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from resources.clock import COPY_LASTS, this_minute
from resources.embed.found import of_codes, of_region, of_slug
from resources.embed.html import WIDEST, copy_html, frame_height, frame_html, wordpress_line
from resources.embed.short_list import ShortList
from resources.models import Collection, TaxonomyTerm
from resources.presenters import oembed_url, render_page
from resources.regions import RegionRecord, all_regions, area_at


@dataclass(frozen=True, slots=True)
class FramePage:
    """A short list alone, for the frame of a post; the addresses are absolute."""

    template: ClassVar[str] = "embed/frame.html"

    list: ShortList
    page_url: str
    oembed_url: str


@dataclass(frozen=True, slots=True)
class GonePage:
    """What a frame shows whose list is not there: a post may be older than the list."""

    template: ClassVar[str] = "embed/gone.html"

    home_url: str


@dataclass(frozen=True, slots=True)
class Forms:
    """One list in each form in which a post can take it."""

    copy: str
    frame: str
    oembed_url: str
    wordpress: str
    page_url: str
    frame_url: str
    made_of: ShortList


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """What an author chooses from, and what was chosen in each form; `is_unknown` where none is."""

    template: ClassVar[str] = "embed/preview.html"

    collections: Sequence[Collection]
    areas: Sequence[RegionRecord]
    kinds: Sequence[TaxonomyTerm]
    list_chosen: str
    area_chosen: str
    kind_chosen: str
    forms: Forms | None
    is_unknown: bool
    days: int


@require_safe
def collection_frame(request: HttpRequest, slug: str) -> HttpResponse:
    return _frame(request, of_slug(slug, this_minute()))


@require_safe
def area_frame(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    return _frame(request, of_codes(slug, code, this_minute()))


@require_safe
def region_frame(request: HttpRequest, slug: str) -> HttpResponse:
    return _frame(request, of_region(slug, this_minute()))


def _frame(request: HttpRequest, found: ShortList | None) -> HttpResponse:
    absolute = request.build_absolute_uri
    if found is None:
        return render_page(request, GonePage(absolute(reverse("service-list"))), status=404)
    page = FramePage(found, absolute(found.page_url), oembed_url(absolute, found.frame_url))
    return render_page(request, page)


@require_safe
def preview(request: HttpRequest) -> HttpResponse:
    """Show a list as a post would, with what to paste for it."""
    names = ("list", "area", "kind")
    slug, area, kind = (request.GET.get(name, "") for name in names)
    moment = this_minute()
    found = of_slug(slug, moment) if slug else of_codes(area, kind, moment)
    page = PreviewPage(
        collections=list(Collection.objects.published()),
        areas=[region for region in all_regions() if area_at(region.slug)],
        kinds=list(TaxonomyTerm.objects.filter(taxonomy__slug="type")),
        list_chosen=slug,
        area_chosen=area,
        kind_chosen=kind,
        forms=_forms(request, found) if found else None,
        is_unknown=found is None and any((slug, area, kind)),
        days=COPY_LASTS,
    )
    return render_page(request, page)


def _forms(request: HttpRequest, found: ShortList) -> Forms:
    return Forms(
        copy=copy_html(request, found),
        frame=frame_html(request, found, WIDEST, frame_height(found)),
        oembed_url=oembed_url(request.build_absolute_uri, found.frame_url),
        wordpress=wordpress_line(request),
        page_url=request.build_absolute_uri(found.page_url),
        frame_url=found.frame_url,
        made_of=found,
    )
