"""The values of checked facts and their digests, as 0011_fill_checked_values wrote them.

Frozen: the code of the product may change how it writes a value, and then it changes the version in
front of the digests. A migration has to write the same rows for ever.
"""

import hashlib
import json

VERSION = "1:"
NEEDS = ("step_free", "accessible_toilet", "hearing_loop", "parking", "public_transport")
KINDS = {
    "contact": "contact",
    "hours": "hours",
    "location": "address",
    "referral_status": "referral",
    "accessibility_description": "access",
    "audience": "eligibility",
    "eligibility_description": "eligibility",
    "excludes_description": "eligibility",
    "maximum_age": "eligibility",
    "minimum_age": "eligibility",
} | dict.fromkeys(NEEDS, "access")
TRACES = (
    "on_itemised_bill",
    "voicemail",
    "caller_id",
    "needs_name",
    "needs_account",
    "transcript_kept",
)
TERMS = ("type", "topic", "audience", "by-and-for")
ADDRESS = ("address_visibility", "name", "address_1", "address_2", "city", "postcode")
PERIOD = ("byday", "opens_at", "closes_at", "valid_from", "valid_to", "bank_holidays")


def kind_of(fact):
    """Return the kind of a fact; by default it is a description."""
    return KINDS.get(fact, "description")


def present_digest(service, fact, route_id):
    """Return the digest of a fact as it stands; empty where there is no such fact."""
    value = present_value(service, fact, route_id)
    if value is None:
        return ""
    return VERSION + hashlib.sha256(f"{fact}\n{value}".encode()).hexdigest()


def present_value(service, fact, route_id):
    if fact == "contact":
        routes = [route for route in service.contacts.all() if route.pk == route_id]
        return contact_value(routes[0]) if routes else None
    if fact in TERMS:
        terms = service.terms.all()
        return as_text(sorted(term.slug for term in terms if term.taxonomy.slug == fact))
    reader = READERS.get(fact)
    if reader is not None:
        return as_text(reader(service, fact, route_id))
    if fact not in {field.name for field in service._meta.get_fields()}:
        return None
    return as_text(getattr(service, fact))


def as_text(value):
    return json.dumps(value, ensure_ascii=False, default=str)


def contact_value(route):
    return f"{route.channel}\n{route.value}"


def hours(service, _fact, route_id):
    rows = [row for row in service.schedules.all() if row.contact_route_id == route_id]
    return sorted([str(getattr(row, name)) for name in PERIOD] for row in rows)


def areas(service, _fact, _route_id):
    return sorted((area.region_id, area.is_partial) for area in service.areas.all())


def address(place):
    return [*(getattr(place, name) for name in ADDRESS), place.region_id or ""]


def places(service, _fact, _route_id):
    return sorted(address(visit.location) for visit in service.service_at_locations.all())


def access(service, need, _route_id):
    visits = service.service_at_locations.all()
    return sorted([*address(visit.location), getattr(visit.location, need)] for visit in visits)


def trace(service, name, _route_id):
    answers = ([contact_value(route), getattr(route, name)] for route in service.contacts.all())
    return sorted(answer for answer in answers if answer[1] != "not_known")


def referral(service, _fact, _route_id):
    return [service.referral_status, service.referral_status_as_of]


READERS = {
    "hours": hours,
    "areas": areas,
    "location": places,
    "referral_status": referral,
    **dict.fromkeys(NEEDS, access),
    **dict.fromkeys(TRACES, trace),
}
