"""The facts of a listing that somebody can check, and digests of their values.

A check stores the digest of the value that was checked. If the value is changed in any way, by a
form, a file or a shell, the digests differ, and the check no longer counts. Nobody has to remember
to take it back.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import FieldDoesNotExist
from django.db.models import CharField, F, Func, Value
from django.db.models.functions import Concat

from resources.choices import AccessNeed, FactKind, TraceAnswer

# By its own type the modules would import each other.
Listing = Any

# Stands before each digest. It changes with the form of any value: older digests then count as
# those of other values, and 0011_fill_checked_values keeps the form that it was written with.
VERSION: Final = "1:"

CONTACT: Final = "contact"
HOURS: Final = "hours"
LOCATION: Final = "location"
REFERRAL_STATUS: Final = "referral_status"

_KINDS: Final[Mapping[str, FactKind]] = MappingProxyType(
    {
        CONTACT: FactKind.CONTACT,
        HOURS: FactKind.HOURS,
        LOCATION: FactKind.ADDRESS,
        REFERRAL_STATUS: FactKind.REFERRAL,
        "accessibility_description": FactKind.ACCESS,
        "audience": FactKind.ELIGIBILITY,
        "eligibility_description": FactKind.ELIGIBILITY,
        "excludes_description": FactKind.ELIGIBILITY,
        "maximum_age": FactKind.ELIGIBILITY,
        "minimum_age": FactKind.ELIGIBILITY,
    }
    | dict.fromkeys(AccessNeed.values, FactKind.ACCESS)
)
_TRACES: Final = (
    "on_itemised_bill",
    "voicemail",
    "caller_id",
    "needs_name",
    "needs_account",
    "transcript_kept",
)
_ADDRESS: Final = ("address_visibility", "name", "address_1", "address_2", "city", "postcode")
_PERIOD: Final = ("byday", "opens_at", "closes_at", "valid_from", "valid_to", "bank_holidays")


class Sha256(Func):
    """SHA-256 of a text as hexadecimal, without an extension on PostgreSQL."""

    function = "SHA256"
    template = "ENCODE(%(function)s(CONVERT_TO(%(expressions)s, 'UTF8')), 'hex')"
    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Use the function that Django gives to every connection with SQLite."""
        return super().as_sql(
            compiler, connection, template="%(function)s(%(expressions)s)", **context
        )


def kind_of(fact: str) -> FactKind:
    """Return the kind of a fact, which decides how it ages; by default it is a description."""
    return _KINDS.get(fact, FactKind.DESCRIPTION)


def digest_of(fact: str, value: str) -> str:
    """Return the digest of a value, which differs from that of the same value elsewhere."""
    return VERSION + hashlib.sha256(f"{fact}\n{value}".encode()).hexdigest()


def present_contact_digest(route: str) -> Concat:
    """Return the digest of a way of contact as SQL; `route` is the path to it.

    It equals `present_digest(service, CONTACT, ...)`.
    """
    value = Concat(
        Value(f"{CONTACT}\n"),
        F(f"{route}__channel"),
        Value("\n"),
        F(f"{route}__value"),
        output_field=CharField(),
    )
    return Concat(Value(VERSION), Sha256(value), output_field=CharField())


def present_digest(service: Listing, fact: str, route_id: UUID | None = None) -> str:
    """Return the digest of a fact as it stands now; empty where there is no such fact.

    `route_id` names the way of contact that a number or hours belong to. The parts of the service
    are asked for as `for_detail()` fetches them.
    """
    value = present_value(service, fact, route_id)
    return "" if value is None else digest_of(fact, value)


def present_value(service: Listing, fact: str, route_id: UUID | None = None) -> str | None:
    """Return the value of a fact in a form that can be compared; None where there is no such fact.

    The order of rows does not count.
    """
    if fact == CONTACT:
        return next((contact_value(route) for route in _routes(service, route_id)), None)
    if fact == HOURS:
        return _as_text(sorted(_hours(row) for row in hours_of(service, route_id)))
    reader = _READERS.get(fact)
    if reader is not None:
        return _as_text(reader(service, fact))
    try:
        service._meta.get_field(fact)
    except FieldDoesNotExist:
        return None
    return _as_text(getattr(service, fact))


def hours_of(service: Listing, route_id: UUID | None) -> list[Any]:
    """Return the hours of one way of contact; without one, those of the service and its places."""
    return [row for row in service.schedules.all() if row.contact_route_id == route_id]


def _routes(service: Listing, route_id: UUID | None) -> list[Any]:
    return [route for route in service.contacts.all() if route.pk == route_id]


def contact_value(route: Any) -> str:
    """Return what is checked of a way of contact: not its label, note or cost."""
    return f"{route.channel}\n{route.value}"


def _hours(row: Any) -> list[str]:
    return [str(getattr(row, name)) for name in _PERIOD]


def _as_text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _terms(service: Listing, taxonomy: str) -> object:
    return sorted(term.slug for term in service.terms.all() if term.taxonomy.slug == taxonomy)


def _areas(service: Listing, _fact: str) -> object:
    return sorted((area.region_id, area.is_partial) for area in service.areas.all())


def _locations(service: Listing, _fact: str) -> object:
    return sorted(_address(visit.location) for visit in service.service_at_locations.all())


def _address(location: Any) -> list[str]:
    return [*(getattr(location, name) for name in _ADDRESS), location.region_id or ""]


def _access(service: Listing, need: str) -> object:
    visits = service.service_at_locations.all()
    return sorted([*_address(visit.location), getattr(visit.location, need)] for visit in visits)


def _trace(service: Listing, trace: str) -> object:
    """Return the answers that are known: a further way of contact does not change them."""
    answers = ([contact_value(route), getattr(route, trace)] for route in service.contacts.all())
    return sorted(answer for answer in answers if answer[1] != TraceAnswer.NOT_KNOWN)


def _referral_status(service: Listing, _fact: str) -> object:
    return [service.referral_status, service.referral_status_as_of]


_READERS: Final[Mapping[str, Callable[[Listing, str], object]]] = MappingProxyType(
    {
        LOCATION: _locations,
        REFERRAL_STATUS: _referral_status,
        "areas": _areas,
        **dict.fromkeys(("type", "topic", "audience", "by-and-for"), _terms),
        **dict.fromkeys(AccessNeed.values, _access),
        **dict.fromkeys(_TRACES, _trace),
    }
)
