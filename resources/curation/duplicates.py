"""Listings that a new one may be: the same number, site or register number, or nearly its name."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from resources.models import (
    ContactRoute,
    Organization,
    OrganizationIdentifier,
    Service,
    ServiceArea,
    Tombstone,
)
from resources.models.keys import host_key, name_key, number_key
from resources.regions import find_region
from resources.validators import DIALLED, LINKED

# So alike, of 100, are names that may be the same one: "Rotherham Rise" and "Rotherham Rise Ltd".
ALIKE: Final = 90
# Only numbers that end so are written in one way, which takes long.
TAIL: Final = 6
MOST: Final = 10


@dataclass(frozen=True, slots=True)
class NewListing:
    """What is known of a listing that is not written yet; `regions` are codes of its areas."""

    name: str
    organization: UUID | None
    contacts: Sequence[tuple[str, str]] = ()
    links: Sequence[str] = ()
    regions: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A listing that a new one may be, and what both have."""

    key: UUID
    name: str
    reasons: tuple[str, ...]


def find_duplicates(listing: NewListing) -> list[Duplicate]:
    """Return what a new listing may be, the most alike first; recalled listings do not count."""
    found: dict[UUID, list[str]] = {}
    for reason, keys in (
        (_("same number"), _by_number(listing)),
        (_("same register number"), _by_register(listing)),
        (_("same website"), _by_host(listing)),
        (_("almost the same name, same area"), _by_name(listing)),
    ):
        for key in keys:
            found.setdefault(key, []).append(reason)
    recalled = set(Tombstone.objects.filter(pk__in=found).values_list("pk", flat=True))
    names = dict(Service.objects.filter(pk__in=found.keys() - recalled).values_list("pk", "name"))
    duplicates = [Duplicate(key, names[key], tuple(found[key])) for key in found if key in names]
    return sorted(duplicates, key=lambda one: -len(one.reasons))[:MOST]


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdecimal())


def _by_number(listing: NewListing) -> set[UUID]:
    wanted = {number_key(value) for channel, value in listing.contacts if channel in DIALLED} - {""}
    tails = {_digits(key)[-TAIL:] for key in wanted}
    if not wanted:
        return set()
    routes = ContactRoute.objects.filter(channel__in=DIALLED).values_list("service", "value")
    return {
        service
        for service, value in routes.iterator()
        if _digits(value)[-TAIL:] in tails and number_key(value) in wanted
    }


def _by_register(listing: NewListing) -> set[UUID]:
    """Return services of other organisations that a register knows under the same number."""
    own = OrganizationIdentifier.objects.filter(organization=listing.organization)
    same = Q(pk__in=[])
    for scheme, identifier in own.values_list("scheme", "identifier"):
        same |= Q(scheme=scheme, identifier=identifier)
    others = OrganizationIdentifier.objects.filter(same).exclude(organization=listing.organization)
    services = Service.objects.filter(organization__in=others.values("organization"))
    return set(services.values_list("pk", flat=True))


def _by_host(listing: NewListing) -> set[UUID]:
    links = [value for channel, value in listing.contacts if channel in LINKED]
    runs = [listing.organization] if listing.organization else []
    own = Organization.objects.filter(pk__in=runs).values_list("website", flat=True)
    wanted = {host_key(link) for link in (*links, *listing.links, *own)} - {""}
    if not wanted:
        return set()
    return {service for service, link in _links() if host_key(link) in wanted}


def _links() -> Iterator[tuple[UUID, str]]:
    """Yield each link by which a service, or its organisation, is on the web."""
    routes = ContactRoute.objects.filter(channel__in=LINKED)
    yield from routes.values_list("service", "value").iterator()
    for key, url, website in Service.objects.values_list("pk", "url", "organization__website"):
        yield from ((key, link) for link in (url, website) if link)


def _by_name(listing: NewListing) -> set[UUID]:
    wanted = name_key(listing.name)
    alike: set[Any] = {
        key
        for key, *names in Service.objects.values_list("pk", "name", "alternate_name")
        if any(_is_alike(wanted, name_key(name)) for name in names)
    }
    return {key for key in alike if _shares_an_area(key, listing.regions)}


def _is_alike(wanted: str, name: str) -> bool:
    """Compare names word by word, in any order."""
    return bool(wanted and name) and fuzz.token_sort_ratio(wanted, name) >= ALIKE


def _shares_an_area(service: UUID, regions: Collection[str]) -> bool:
    """Tell whether one of a service's areas is one of the regions, around one or within one."""
    codes = ServiceArea.objects.filter(service=service).values_list("region", flat=True)
    areas = [area for code in codes if (area := find_region(code))]
    wanted = [area for code in regions if (area := find_region(code))]
    return any(
        area.code in other.lineage or other.code in area.lineage
        for area in areas
        for other in wanted
    )
