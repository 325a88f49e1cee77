"""Which short list stands at an address: of a collection, or of a kind of help in an area."""

from datetime import datetime
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

from resources.embed.short_list import ShortList, of_area, of_collection
from resources.models import Collection, TaxonomyTerm
from resources.regions import area_at

COLLECTIONS = frozenset({"collection-detail", "embed-collection"})


def of_slug(slug: str, moment: datetime) -> ShortList | None:
    """Return the list of a published collection; None if there is none."""
    collection = Collection.objects.published().filter(slug=slug).first()
    return of_collection(collection, moment) if collection else None


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
    if match.view_name == "embed-area":
        return of_codes(match.kwargs["slug"], match.kwargs["code"], moment)
    return None
