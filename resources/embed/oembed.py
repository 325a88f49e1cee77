"""`/oembed`: how programs that write posts ask what to show for an address (oEmbed 1.0)."""

from collections.abc import Mapping
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from resources.clock import this_minute
from resources.embed.found import at_address
from resources.embed.html import WIDEST, copy_html, frame_height, frame_html
from resources.embed.short_list import ShortList

XML: Final = "text/xml; charset=utf-8"
FORMATS: Final = frozenset({"json", "xml"})
# Seconds: a copy is asked for again after a day.
CACHE_AGE: Final = 86_400


class WrongSizeError(ValueError):
    """A size is no positive number of pixels; the message names the parameter."""


@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """Answer `rich`: a frame alone, or with `html_only=1` the dated copy itself.

    404 for an address that is not a list of ours, 501 for a format that we do not speak, 400 for a
    size that is none: as oEmbed 1.0 has it.
    """
    wanted = request.GET.get("format", "json")
    if wanted not in FORMATS:
        return _refused(501, "The formats are json and xml.")
    try:
        sizes = {name: _size(request, name) for name in ("maxwidth", "maxheight")}
    except WrongSizeError as error:
        return _refused(400, f"{error} has to be a number of pixels above 0.")
    found = at_address(request.GET.get("url", ""), request.get_host(), this_minute())
    if found is None:
        return _refused(404, "url is not the address of a list of ours.")
    told = _told(request, found, sizes)
    if wanted == "xml":
        return HttpResponse(_xml(told), content_type=XML)
    return JsonResponse(told)


def _size(request: HttpRequest, name: str) -> int | None:
    given = request.GET.get(name)
    if given is None:
        return None
    if not given.isascii() or not given.isdigit() or not int(given[:9]) > 0:
        raise WrongSizeError(name)
    return int(given[:9])


def _told(
    request: HttpRequest, found: ShortList, sizes: Mapping[str, int | None]
) -> dict[str, str | int]:
    width = min(WIDEST, sizes["maxwidth"] or WIDEST)
    height = min(frame_height(found), sizes["maxheight"] or frame_height(found))
    is_copy = request.GET.get("html_only") == "1"
    html = copy_html(request, found) if is_copy else frame_html(request, found, width, height)
    return {
        "version": "1.0",
        "type": "rich",
        "provider_name": settings.SITE_NAME,
        "provider_url": request.build_absolute_uri("/"),
        "cache_age": CACHE_AGE,
        "width": width,
        "height": height,
        "html": html,
    }


def _xml(told: Mapping[str, str | int]) -> bytes:
    root = Element("oembed")
    for name, value in told.items():
        SubElement(root, name).text = str(value)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _refused(status: int, why: str) -> HttpResponse:
    return JsonResponse({"detail": why}, status=status)
