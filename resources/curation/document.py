"""A whole listing as data, in the shape of a line of a listings file (resources/data/README.md).

A missing key means "not known". The state of a listing is left out: it is told by its reviews.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from resources.choices import KnownAnswer, VerificationMethod
from resources.models import (
    ContactRoute,
    Location,
    Organization,
    Schedule,
    Service,
    ServiceAtLocation,
    Verification,
)
from resources.models.contact import TRACE_FIELDS
from resources.models.facts import CONTACT
from resources.models.location import ACCESSIBILITY_FIELDS

Document = dict[str, Any]

# Fields of a service that a line has under the same name.
NOT_IN_A_LINE: Final = frozenset(
    {"organization", "publication", "last_modified", "listing_digest", "listing_loaded_at"}
)
# What a line always says, also where it is not known.
ALWAYS_SAID: Final = frozenset({"cost", "referral_routes", "interpreter"})
PLACE_FIELDS: Final = (
    "name",
    "address_1",
    "address_2",
    "city",
    "postcode",
    "latitude",
    "longitude",
    *ACCESSIBILITY_FIELDS,
)
ORGANIZATION_FIELDS: Final = (
    "code",
    "slug",
    "name",
    "alternate_name",
    "description",
    "website",
    "email",
    "is_broker",
)
CONTACT_FIELDS: Final = ("label", "note", "is_crisis_line", "do_not_test_call", *TRACE_FIELDS)
PLACE_KEYS: Final = ("location", "other_locations")
NOTHING: Final = frozenset({"", None, KnownAnswer.NOT_KNOWN.value})


def listing_document(service: Service) -> Document:
    """Return a row from `for_detail()` as data; equal listings give equal data."""
    sources, of_contacts, of_facts = _sources(service)
    places = [_visit(service, visit) for visit in service.service_at_locations.all()]
    parts: Document = {
        "record": "service",
        **_own(service),
        "organization": str(service.organization_id),
        "terms": _terms(service),
        "areas": _areas(service),
        "contacts": [
            _contact(service, route, of_contacts.get(route.pk, []))
            for route in service.contacts.all()
        ],
        "hours": hours_document(_unowned(service)),
        "location": places[0] if places else None,
        "other_locations": places[1:],
        "sources": sources,
        "fact_sources": of_facts,
    }
    return {name: value for name, value in parts.items() if value not in (None, [], {})}


def organization_document(organization: Organization) -> Document:
    """Return an organisation as a line of a file has it, with what only a curator adds."""
    identifiers = [_said(one, ("scheme", "identifier")) for one in organization.identifiers.all()]
    return {
        "record": "organization",
        "id": str(organization.pk),
        **_said(organization, ORGANIZATION_FIELDS),
        **({"identifiers": identifiers} if identifiers else {}),
    }


def with_organization(listing: Document, organization: Document) -> Document:
    """Return a listing with its organisation in it, where a line only names it."""
    return {**listing, "organization": organization}


def _plain(value: Any) -> Any:
    """Return a value as JSON has it."""
    return value.isoformat() if isinstance(value, date) else value


def _said(row: Any, names: Iterable[str], always: frozenset[str] = frozenset()) -> Document:
    """Return what a row says in some fields."""
    values = {name: getattr(row, name) for name in names}
    return {
        name: _plain(value)
        for name, value in values.items()
        if name in always or (value is not False and value not in NOTHING)
    }


def _own(service: Service) -> Document:
    names = (field.name for field in Service._meta.concrete_fields)
    own = _said(service, (name for name in names if name not in NOT_IN_A_LINE), ALWAYS_SAID)
    if service.referral_status_as_of is None:
        own.pop("referral_status_precision", None)
    languages = {"languages": service.language_codes} if service.languages else {}
    return {**own, "id": str(service.pk), **languages}


def _terms(service: Service) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for term in sorted(service.terms.all(), key=lambda term: term.slug):
        found.setdefault(term.taxonomy.slug, []).append(term.slug)
    return found


def _areas(service: Service) -> list[Document]:
    rows = sorted(service.areas.all(), key=lambda area: area.region.slug)
    return [
        {"region": area.region.slug} | ({"part": True} if area.is_partial else {}) for area in rows
    ]


def _contact(service: Service, route: ContactRoute, sources: list[int]) -> Document:
    hours = [row for row in service.schedules.all() if row.contact_route_id == route.pk]
    parts: Document = {
        "id": str(route.pk),
        "channel": route.channel,
        "value": route.value,
        "cost": route.cost,
        **_said(route, CONTACT_FIELDS),
        "languages": route.language_codes,
        "hours": hours_document(hours),
        "sources": sources,
    }
    return {name: value for name, value in parts.items() if value != []}


def _unowned(service: Service) -> list[Schedule]:
    return [
        row
        for row in service.schedules.all()
        if row.contact_route_id is None and row.service_at_location_id is None
    ]


def hours_document(rows: Sequence[Schedule]) -> list[Document]:
    found = [
        {
            "days": row.byday.split(","),
            "opens": f"{row.opens_at:%H:%M}",
            "closes": f"{row.closes_at:%H:%M}",
            "bank_holidays": row.bank_holidays,
            **_said(row, ("valid_from", "valid_to")),
        }
        for row in rows
    ]
    return sorted(found, key=str)


def places_of(document: Document) -> list[Document]:
    """Return the places of a listing."""
    first = document.get("location")
    return [*([first] if first else []), *document.get("other_locations", [])]


def place_document(location: Location) -> Document:
    """Return a place as far as it may be known."""
    region = {"region": location.region.slug} if location.region else {}
    return {
        "id": str(location.pk),
        "address_visibility": str(location.address_visibility),
        **_said(location, PLACE_FIELDS),
        **region,
    }


def _visit(service: Service, visit: ServiceAtLocation) -> Document:
    hours = [row for row in service.schedules.all() if row.service_at_location_id == visit.pk]
    parts = {"description": visit.description, "hours": hours_document(hours)}
    return {
        **place_document(visit.location),
        **{name: value for name, value in parts.items() if value},
    }


def _sources(
    service: Service,
) -> tuple[list[Document], dict[UUID, list[int]], dict[str, list[int]]]:
    """Return the sources, and which of them state each way of contact and each other fact.

    Checks by the directory are no part of a line; they have rows of their own that stay.
    """
    read = [
        check
        for check in service.verifications.all()
        if check.method == VerificationMethod.PUBLIC_SOURCE
    ]
    sources = sorted({str(source): source for source in map(_source, read)}.values(), key=str)
    of_contacts: dict[UUID, list[int]] = {}
    of_facts: dict[str, list[int]] = {}
    for index, source in enumerate(sources):
        for check in read:
            if _source(check) != source:
                continue
            if check.fact == CONTACT and check.contact_route_id:
                of_contacts.setdefault(check.contact_route_id, []).append(index)
            elif check.fact:
                of_facts.setdefault(check.fact, []).append(index)
    return sources, of_contacts, dict(sorted(of_facts.items()))


def _source(check: Verification) -> Document:
    """Return a source as a line has it; one page states several facts."""
    return {
        "facts": check.fields,
        "kind": check.source_kind,
        **_said(check, ("checked_on", "precision")),
        **({"url": check.source_url} if check.source_url else {}),
    }
