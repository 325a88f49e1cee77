"""What is known of a listing, fact by fact, with the newest check of each value."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from resources.choices import AccessNeed, KnownAnswer, ReferralStatus
from resources.models.contact import ContactRoute
from resources.models.facts import (
    CONTACT,
    HOURS,
    LOCATION,
    digest_of,
    hours_of,
    kind_of,
    present_value,
)
from resources.models.service import Service
from resources.models.verification import HALF_LIVES, Verification

# What is no fact of the service by itself; every other field can be checked.
NOT_FACTS: Final = frozenset(
    {
        "id",
        "code",
        "slug",
        "organization",
        "publication",
        "hold_reason",
        "curator_note",
        "referral_status_as_of",
        "referral_status_precision",
        "alert_until",
        "last_modified",
        "listing_digest",
        "listing_loaded_at",
    }
)
UNKNOWN: Final = frozenset({"", None, KnownAnswer.NOT_KNOWN.value, ReferralStatus.NOT_KNOWN.value})


@dataclass(frozen=True, slots=True)
class FactToCheck:
    """A fact of a listing as it stands, and the newest check of this value, if there is one."""

    fact: str
    label: str
    value: str
    digest: str
    route: ContactRoute | None = None
    last_check: Verification | None = None

    @property
    def key(self) -> str:
        """Names the fact, where it stands, and its value: what a form sends back."""
        return f"{self.fact}:{self.route.pk if self.route else ''}:{self.digest}"

    @property
    def due_on(self) -> date | None:
        """The day after which the last check is too old; None where there is no date."""
        day = self.last_check.checked_on if self.last_check else None
        return day + HALF_LIVES[kind_of(self.fact)] + timedelta(days=1) if day else None


def facts_to_check(service: Service) -> list[FactToCheck]:
    """Return what is known of a listing, fact by fact: a row from `for_detail()`."""
    newest: dict[tuple[str, UUID | None, str], Verification] = {}
    for check in service.verifications.all():
        newest.setdefault((check.fact, check.contact_route_id, check.digest), check)
    found = []
    for fact, label, shown, route in _known(service):
        route_id = route.pk if route else None
        digest = digest_of(fact, present_value(service, fact, route_id) or "")
        last = newest.get((fact, route_id, digest))
        found.append(FactToCheck(fact, label, shown, digest, route, last))
    return found


Known = tuple[str, str, str, ContactRoute | None]


def _known(service: Service) -> Iterator[Known]:
    """Yield the name, label, value and way of contact of each fact that is known."""
    for route in service.contacts.all():
        name = f"{route.get_channel_display()} ({route.label})" if route.label else ""
        way = name or str(route.get_channel_display())
        yield CONTACT, way, route.value, route
        yield from _hours(service, _("Hours: %(way)s") % {"way": way}, route)
    yield from _hours(service, _("Hours of the service"), None)
    areas = ", ".join(str(area.region) for area in service.areas.all())
    yield from _if_known("areas", _("Where it helps"), areas)
    yield from _terms(service)
    for field in Service._meta.concrete_fields:
        if field.name not in NOT_FACTS:
            yield from _own(service, field)
    yield from _places(service)


def _if_known(fact: str, label: str, value: str) -> Iterator[Known]:
    if value:
        yield fact, label, value, None


def _hours(service: Service, label: str, route: ContactRoute | None) -> Iterator[Known]:
    rows = hours_of(service, route.pk if route else None)
    if rows:
        yield HOURS, label, "; ".join(str(row) for row in rows), route


def _terms(service: Service) -> Iterator[Known]:
    names: dict[tuple[str, str], list[str]] = {}
    for term in service.terms.all():
        names.setdefault((term.taxonomy.slug, term.taxonomy.name), []).append(term.name)
    for (slug, label), found in sorted(names.items()):
        yield slug, label, ", ".join(found), None


def _own(service: Service, field: "models.Field[Any, Any]") -> Iterator[Known]:
    if getattr(service, field.name) in UNKNOWN:
        return
    label = str(field.verbose_name)
    # Django's own method for every field, which its stubs do not know.
    shown: Any = service
    value = shown._get_FIELD_display(field)
    yield field.name, label[:1].upper() + label[1:], str(value), None


def _places(service: Service) -> Iterator[Known]:
    locations = [visit.location for visit in service.service_at_locations.all()]
    yield from _if_known(LOCATION, _("Address"), "; ".join(map(str, locations)))
    for need in AccessNeed:
        answers = [KnownAnswer(getattr(location, need.value)) for location in locations]
        known = [str(answer.label) for answer in answers if answer is not KnownAnswer.NOT_KNOWN]
        yield from _if_known(need.value, str(need.label), ", ".join(known))
