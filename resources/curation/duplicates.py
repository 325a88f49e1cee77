"""Listings that a new one may be: the same number, site or register number, or nearly its name.

All that is there is read once, into tables of keys; each new listing is then looked up in them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from resources.models import (
    ContactRoute,
    Organization,
    OrganizationIdentifier,
    Service,
    ServiceArea,
    Tombstone,
)
from resources.models.keys import host_key, name_key, number_key
from resources.regions import RegionRecord, find_region
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


def find_duplicates(listing: NewListing, known: "KnownListings | None" = None) -> list[Duplicate]:
    """Return what a new listing may be, the most alike first; recalled listings do not count.

    `known` is given where several are looked for, so that the database is read once.
    """
    known = known or KnownListings()
    found: dict[UUID, list[str]] = {}
    for reason, keys in (
        (_("same number"), known.by_number(listing)),
        (_("same register number"), known.by_register(listing)),
        (_("same website"), known.by_host(listing)),
        (_("almost the same name, same area"), known.by_name(listing)),
    ):
        for key in keys & known.names.keys():
            found.setdefault(key, []).append(reason)
    duplicates = [Duplicate(key, known.names[key], tuple(found[key])) for key in found]
    return sorted(duplicates, key=lambda one: (-len(one.reasons), one.name))[:MOST]


class KnownListings:
    """Every listing that was not recalled, by what two listings of the same service share."""

    def __init__(self) -> None:
        recalled = Tombstone.objects.order_by().values("pk")
        rows = (
            Service.objects.order_by()
            .exclude(pk__in=recalled)
            .values_list("pk", "organization", "name", "alternate_name", "url")
        )
        self.names: dict[UUID, str] = {}
        self._links: list[tuple[UUID, str]] = []
        self._alike: list[tuple[UUID, str]] = []
        self._run_by: dict[UUID, set[UUID]] = defaultdict(set)
        for key, organization, name, other_name, url in rows:
            self.names[key] = name
            if url:
                self._links.append((key, url))
            self._run_by[organization].add(key)
            self._alike += [(key, words) for text in (name, other_name) if (words := _words(text))]
        self._read_contacts()
        self._read_organizations()
        self._areas: dict[UUID, set[str]] = defaultdict(set)
        for key, region in ServiceArea.objects.order_by().values_list("service", "region"):
            self._areas[key].add(region)
        # Many services have the site of their organisation, or one that others have too.
        host = cache(host_key)
        self._hosts: dict[str, set[UUID]] = defaultdict(set)
        for key, link in self._links:
            self._hosts[host(link)].add(key)

    def _read_contacts(self) -> None:
        # Most rows of a file ask for numbers that are there once, and each takes long to read.
        self._number = cache(number_key)
        self._dialled: dict[str, list[tuple[UUID, str]]] = defaultdict(list)
        routes = ContactRoute.objects.filter(channel__in=DIALLED | LINKED)
        for key, channel, value in routes.order_by().values_list("service", "channel", "value"):
            if channel in DIALLED:
                self._dialled[_digits(value)[-TAIL:]].append((key, value))
            if channel in LINKED:
                self._links.append((key, value))

    def _read_organizations(self) -> None:
        self._websites = dict(Organization.objects.order_by().values_list("pk", "website"))
        for organization, website in self._websites.items():
            if website:
                self._links += [(key, website) for key in self._run_by.get(organization, ())]
        self._registered: dict[UUID, set[tuple[str, str]]] = defaultdict(set)
        self._in_register: dict[tuple[str, str], set[UUID]] = defaultdict(set)
        identifiers = OrganizationIdentifier.objects.order_by().values_list(
            "organization", "scheme", "identifier"
        )
        for organization, *number in identifiers:
            scheme, identifier = number
            self._registered[organization].add((scheme, identifier))
            self._in_register[scheme, identifier].add(organization)

    def by_number(self, listing: NewListing) -> set[UUID]:
        wanted = {self._number(value) for channel, value in listing.contacts if channel in DIALLED}
        return {
            key
            for number in wanted - {""}
            for key, value in self._dialled.get(_digits(number)[-TAIL:], ())
            if self._number(value) == number
        }

    def by_register(self, listing: NewListing) -> set[UUID]:
        """Return services of other organisations that a register knows under the same number."""
        if listing.organization is None:
            return set()
        numbers = self._registered.get(listing.organization, set())
        others = {other for number in numbers for other in self._in_register[number]}
        return {
            key for other in others - {listing.organization} for key in self._run_by.get(other, ())
        }

    def by_host(self, listing: NewListing) -> set[UUID]:
        links = [value for channel, value in listing.contacts if channel in LINKED]
        own = (
            [self._websites[listing.organization]] if listing.organization in self._websites else []
        )
        wanted = {host_key(link) for link in (*links, *listing.links, *own)} - {""}
        return {key for host in wanted for key in self._hosts.get(host, ())}

    def by_name(self, listing: NewListing) -> set[UUID]:
        """Compare names word by word, in any order."""
        wanted = _words(listing.name)
        if not wanted:
            return set()
        alike = process.extract_iter(
            wanted, (words for _key, words in self._alike), scorer=fuzz.ratio, score_cutoff=ALIKE
        )
        keys = {self._alike[index][0] for _words_of_it, _score, index in alike}
        regions = list(_areas(listing.regions))
        return {key for key in keys if _is_shared(list(_areas(self._areas[key])), regions)}


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdecimal())


def _words(name: str) -> str:
    """Return the words of a name in the order of letters."""
    return " ".join(sorted(name_key(name).split()))


def _areas(codes: Collection[str]) -> Iterator[RegionRecord]:
    yield from (area for code in codes if (area := find_region(code)))


def _is_shared(areas: Sequence[RegionRecord], wanted: Sequence[RegionRecord]) -> bool:
    """Tell whether one of a service's areas is one of the regions, around one or within one."""
    return any(
        area.code in other.lineage or other.code in area.lineage
        for area in areas
        for other in wanted
    )
