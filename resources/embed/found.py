"""Which short list stands at an address: of a collection, or of a kind of help in an area."""

from datetime import datetime
from urllib.parse import urlsplit

from django.http import QueryDict
from django.urls import Resolver404, resolve

from resources.embed.short_list import ShortList, of_area, of_collection
from resources.filters import ServiceFilter
from resources.models import Collection, TaxonomyTerm
from resources.presenters import shared_frame_url
from resources.regions import area_at

# What an address of a list may ask for.
SHARED = frozenset({"region", "type"})
AREAS = frozenset({"area", "embed-region"})
COLLECTIONS = frozenset({"collection-detail", "embed-collection"})


def of_slug(slug: str, moment: datetime) -> ShortList | None:
    """Return the list of a published collection; None if there is none."""
    collection = Collection.objects.published().filter(slug=slug).first()
    return of_collection(collection, moment) if collection else None


def of_region(slug: str, moment: datetime) -> ShortList | None:
    """Return the list of all that an area has, by its slug; None if it is unknown."""
    region = area_at(slug)
    return of_area(region, None, moment) if region else None


def of_codes(slug: str, code: str, moment: datetime) -> ShortList | None:
    """Return the list of an area, by its slug, and a kind of help, by its code; None if unknown."""
    region = area_at(slug)
    kind = TaxonomyTerm.objects.filter(taxonomy__slug="type", code=code).first()
    return of_area(region, kind, moment) if region and kind else None


def at_address(address: str, host: str, moment: datetime) -> ShortList | None:
    """Return the list of which somebody pasted the address; None if it is not one of ours.

    `host` is the one under which we were asked: other hosts are somebody else's.
    """
    try:
        parts = urlsplit(address)
        match = resolve(parts.path)
    except (ValueError, Resolver404):
        return None
    if parts.scheme not in {"http", "https"} or parts.netloc != host:
        return None
    if match.view_name in COLLECTIONS:
        return of_slug(match.kwargs["slug"], moment)
    if match.view_name in AREAS:
        return of_region(match.kwargs["slug"], moment)
    if match.view_name == "service-list":
        return _of_query(QueryDict(parts.query), host, moment)
    if match.view_name == "embed-area":
        return of_codes(match.kwargs["slug"], match.kwargs["code"], moment)
    return None


def _of_query(asked: QueryDict, host: str, moment: datetime) -> ShortList | None:
    """Return the list that an address asks for, if it asks for nothing that may not be shared."""
    if any(asked.get(name) for name in asked if name not in SHARED):
        return None
    frame = shared_frame_url(ServiceFilter(asked, lenient=True, moment=moment).chosen)
    return at_address(f"http://{host}{frame}", host, moment) if frame else None
