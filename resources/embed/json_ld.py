"""A list for programs that read schema.org: at an address of its own, never inside a page.

A page with it would tell search engines, and whoever reads over a shoulder, what it is about.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from resources.choices import Channel
from resources.clock import this_minute
from resources.embed.found import of_slug
from resources.embed.short_list import Entry, ShortList

MEDIA_TYPE = "application/ld+json"


@require_safe
def collection_json_ld(request: HttpRequest, slug: str) -> HttpResponse:
    found = of_slug(slug, this_minute())
    if found is None:
        raise Http404
    return JsonResponse(_item_list(request, found), content_type=MEDIA_TYPE)


def _item_list(request: HttpRequest, found: ShortList) -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": "ItemList",
        "name": found.title,
        "url": request.build_absolute_uri(found.page_url),
        "dateModified": found.made_on.isoformat(),
        "expires": found.must_refresh_by.isoformat(),
        "numberOfItems": len(found.entries),
        "itemListElement": [
            {"@type": "ListItem", "position": number, "item": _service(request, entry)}
            for number, entry in enumerate(found.entries, 1)
        ],
    }


def _service(request: HttpRequest, entry: Entry) -> dict[str, Any]:
    told: dict[str, Any] = {
        "@type": "Service",
        "name": entry.name,
        "url": request.build_absolute_uri(entry.url),
    }
    if entry.way is None:
        return told
    channel: dict[str, Any] = {"@type": "ServiceChannel"}
    if entry.way.channel in {Channel.PHONE, Channel.RELAY_UK}:
        channel["servicePhone"] = {"@type": "ContactPoint", "telephone": entry.way.value}
    elif entry.way.channel == Channel.TEXT:
        channel["serviceSmsNumber"] = {"@type": "ContactPoint", "telephone": entry.way.value}
    elif entry.way.href:
        channel["serviceUrl"] = entry.way.href
    return {**told, "availableChannel": channel}
