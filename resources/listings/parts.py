"""From one line about a service to the rows of its parts.

Ids are made from the line's own ids, so that loading the same line again makes the same rows.
"""

import uuid
from collections.abc import Iterator, Mapping
from datetime import time
from typing import Any

from resources.choices import HoldKind, Publication, VerificationMethod
from resources.listings.rows import ContactRow, HoursRow, LocationRow, OrganizationRow, ServiceRow
from resources.models import (
    ContactRoute,
    Location,
    OrganizationIdentifier,
    Schedule,
    ServiceArea,
    ServiceAtLocation,
    Verification,
)
from resources.models.contact import TRACE_FIELDS
from resources.models.facts import CONTACT, kind_of
from resources.models.location import ACCESSIBILITY_FIELDS
from resources.models.service_rules import ANSWER_FIELDS
from resources.opening_hours import DAY_CODES
from resources.regions import Tables, find_region

# Fields of a line that have the same name and form in the database.
PLAIN_FIELDS = (
    "name",
    "alternate_name",
    "summary",
    "card_line",
    "description",
    "url",
    "status",
    "hold_reason",
    "minimum_age",
    "maximum_age",
    "eligibility_description",
    "excludes_description",
    "what_happens_next",
    "who_answers",
    "what_they_ask",
    "call_back",
    "confidentiality",
    "cost",
    "fees_description",
    "referral_routes",
    "referral_status",
    "referral_status_as_of",
    "referral_status_precision",
    "alert",
    "alert_until",
    "coverage_description",
    "accessibility_description",
    "easy_read_url",
    "bsl_url",
    "curator_note",
    *ANSWER_FIELDS,
)
ALWAYS = HoursRow(days=DAY_CODES, opens="00:00", closes="00:00", bank_holidays="open")


def service_values(row: ServiceRow) -> dict[str, Any]:
    """Return the fields of the service itself, but for its id, code and slug."""
    return {
        "organization_id": row.organization,
        "publication": Publication(row.publication),
        "languages": ",".join(row.languages),
        # A line of an older shape holds a listing in words alone.
        "hold_kind": row.hold_kind or (HoldKind.OTHER if row.hold_reason else ""),
        **{name: getattr(row, name) for name in PLAIN_FIELDS},
    }


def identifiers(row: OrganizationRow) -> Iterator[OrganizationIdentifier]:
    for number in row.identifiers:
        yield OrganizationIdentifier(
            id=uuid.uuid5(row.id, f"{number.scheme}:{number.identifier}"),
            organization_id=row.id,
            scheme=number.scheme,
            identifier=number.identifier,
        )


def contacts(row: ServiceRow) -> Iterator[ContactRoute]:
    """Yield the ways to get in touch, in the order of the line."""
    for position, contact in enumerate(row.contacts):
        yield ContactRoute(
            id=contact.id,
            service_id=row.id,
            channel=contact.channel,
            value=contact.value,
            label=contact.label,
            note=contact.note,
            cost=contact.cost,
            languages=",".join(contact.languages),
            is_crisis_line=contact.is_crisis_line,
            do_not_test_call=contact.do_not_test_call or contact.is_crisis_line,
            position=position,
            **{name: getattr(contact, name) for name in TRACE_FIELDS},
        )


def schedules(row: ServiceRow) -> Iterator[Schedule]:
    """Yield the hours of every way to get in touch, of the whole and of its places, if known."""
    for contact in row.contacts:
        yield from _periods(row, contact.id, _hours(contact), contact_route_id=contact.id)
    yield from _periods(row, row.id, row.hours)
    for place in row.locations:
        visit = _visit_id(row, place)
        yield from _periods(row, visit, place.hours, service_at_location_id=visit)


def _periods(
    row: ServiceRow, owner: uuid.UUID, rows: tuple[HoursRow, ...], **owned_by: uuid.UUID
) -> Iterator[Schedule]:
    for index, hours in enumerate(rows):
        yield Schedule(
            id=uuid.uuid5(owner, f"hours:{index}"),
            service_id=row.id,
            byday=",".join(hours.days),
            opens_at=time.fromisoformat(hours.opens),
            closes_at=time.fromisoformat(hours.closes),
            bank_holidays=hours.bank_holidays,
            valid_from=hours.valid_from,
            valid_to=hours.valid_to,
            **owned_by,
        )


def _hours(contact: ContactRow) -> tuple[HoursRow, ...]:
    """Return the hours as rows. A line that a source calls "24/7" is open on bank holidays too."""
    return (ALWAYS,) if contact.hours == "24/7" else contact.hours


def areas(row: ServiceRow) -> Iterator[ServiceArea]:
    for area in row.areas:
        region = find_region(area.region)
        if region is None:  # the reading has refused such a line
            raise LookupError(area.region)
        yield ServiceArea(
            id=uuid.uuid5(row.id, f"area:{region.code}"),
            service_id=row.id,
            region_id=region.code,
            is_partial=area.part,
        )


def locations(row: ServiceRow, tables: Tables) -> Iterator[Location]:
    """Yield the places of a service, each where the line says, or else where its postcode is."""
    for place in row.locations:
        region = find_region(place.region)
        stored = Location(
            id=place.id,
            address_visibility=place.address_visibility,
            name=place.name,
            address_1=place.address_1,
            address_2=place.address_2,
            city=place.city,
            postcode=place.postcode,
            latitude=place.latitude,
            longitude=place.longitude,
            region_id=region.code if region else None,
            **{name: getattr(place, name) for name in ACCESSIBILITY_FIELDS},
        )
        if place.latitude is None:
            stored.take_point(tables)
        yield stored


def visits(row: ServiceRow) -> Iterator[ServiceAtLocation]:
    for place in row.locations:
        yield ServiceAtLocation(
            id=_visit_id(row, place),
            service_id=row.id,
            location_id=place.id,
            description=place.description,
        )


def _visit_id(row: ServiceRow, place: LocationRow) -> uuid.UUID:
    return uuid.uuid5(row.id, f"at:{place.id}")


def verifications(row: ServiceRow) -> Iterator[Verification]:
    """Yield a row for each fact that a source states, still without the digest of its value.

    A source without a note of what it states counts for the description.
    """
    for index in range(len(row.sources)):
        stated = [contact.id for contact in row.contacts if index in contact.sources]
        for contact_id in stated:
            yield _check(row, index, str(contact_id), fact=CONTACT, contact_route_id=contact_id)
        named = sorted(fact for fact in row.fact_sources if index in row.fact_sources[fact])
        for fact in named:
            yield _check(row, index, fact, fact=fact)
        if not stated and not named:
            yield _check(row, index, "None", fact="")


def _check(row: ServiceRow, index: int, of: str, *, fact: str, **values: Any) -> Verification:
    """Make the row of one source; `of` tells it from the others of the same source."""
    source = row.sources[index]
    return Verification(
        id=uuid.uuid5(row.id, f"source:{index}:{of}"),
        service_id=row.id,
        fact=fact,
        fact_kind=kind_of(fact),
        fields=source.facts,
        method=VerificationMethod.PUBLIC_SOURCE,
        source_kind=source.kind,
        source_url=source.url,
        checked_on=source.checked_on,
        precision=source.precision or "",
        **values,
    )


def term_ids(row: ServiceRow, known: Mapping[tuple[str, str], uuid.UUID]) -> list[uuid.UUID]:
    """Return the ids of a line's terms; `known` maps (taxonomy, slug) to an id."""
    return [known[taxonomy, slug] for taxonomy, slugs in row.terms.by_taxonomy() for slug in slugs]
