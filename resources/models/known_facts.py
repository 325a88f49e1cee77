"""What is known of a listing, fact by fact, with the newest check of each value."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
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
        "hold_kind",
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
_OWN: Final = tuple(field for field in Service._meta.concrete_fields if field.name not in NOT_FACTS)
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
        """The first day on which the last check is too old; None where there is no date."""
        return _due_on(self.fact, self.last_check)


def facts_to_check(service: Service) -> list[FactToCheck]:
    """Return what is known of a listing, fact by fact: a row from `for_detail()`."""
    return [
        FactToCheck(fact, *words(), digest, route, last)
        for fact, route, words, digest, last in _checked(service)
    ]


def due_days(service: Service) -> Iterator[tuple[str, ContactRoute | None, date | None]]:
    """Yield the same facts, each with the day from which it is due, without a word of them."""
    for fact, route, _words, _digest, last in _checked(service):
        yield fact, route, _due_on(fact, last)


def _due_on(fact: str, last: Verification | None) -> date | None:
    day = last.checked_on if last else None
    return day + HALF_LIVES[kind_of(fact)] + timedelta(days=1) if day else None


# What gives the label and the value of a fact in words.
Words = Callable[[], tuple[str, str]]
Known = tuple[str, ContactRoute | None, Words]


def _checked(
    service: Service,
) -> "Iterator[tuple[str, ContactRoute | None, Words, str, Verification | None]]":
    newest: dict[tuple[str, UUID | None, str], Verification] = {}
    for check in service.verifications.all():
        newest.setdefault((check.fact, check.contact_route_id, check.digest), check)
    for fact, route, words in _known(service):
        route_id = route.pk if route else None
        digest = digest_of(fact, present_value(service, fact, route_id) or "")
        yield fact, route, words, digest, newest.get((fact, route_id, digest))


def _known(service: Service) -> Iterator[Known]:
    """Yield the name and way of contact of each fact that is known, and what words it."""
    for route in service.contacts.all():
        yield CONTACT, route, partial(_way, route)
        yield from _hours(service, route)
    yield from _hours(service, None)
    areas = service.areas.all()
    if areas:
        yield "areas", None, lambda: (_("Where it helps"), _joined(one.region for one in areas))
    yield from _terms(service)
    for field in _OWN:
        if getattr(service, field.name) not in UNKNOWN:
            yield field.name, None, partial(_own, service, field)
    yield from _places(service)


def _joined(named: Iterable[object], by: str = ", ") -> str:
    return by.join(map(str, named))


def _way(route: ContactRoute) -> tuple[str, str]:
    channel = str(route.get_channel_display())
    return f"{channel} ({route.label})" if route.label else channel, route.value


def _hours(service: Service, route: ContactRoute | None) -> Iterator[Known]:
    rows = hours_of(service, route.pk if route else None)
    if rows:
        yield HOURS, route, partial(_hours_words, route, rows)


def _hours_words(route: ContactRoute | None, rows: Sequence[object]) -> tuple[str, str]:
    label = _("Hours: %(way)s") % {"way": _way(route)[0]} if route else _("Hours of the service")
    return label, _joined(rows, "; ")


def _terms(service: Service) -> Iterator[Known]:
    names: dict[tuple[str, str], list[str]] = {}
    for term in service.terms.all():
        names.setdefault((term.taxonomy.slug, term.taxonomy.name), []).append(term.name)
    for (slug, label), found in sorted(names.items()):
        yield slug, None, partial(_named, label, found)


def _named(label: str, found: Sequence[str]) -> tuple[str, str]:
    return label, _joined(found)


def _own(service: Service, field: "models.Field[Any, Any]") -> tuple[str, str]:
    label = str(field.verbose_name)
    # Django's own method for every field, which its stubs do not know.
    shown: Any = service
    return label[:1].upper() + label[1:], str(shown._get_FIELD_display(field))


def _places(service: Service) -> Iterator[Known]:
    locations = [visit.location for visit in service.service_at_locations.all()]
    if locations:
        yield LOCATION, None, lambda: (_("Address"), _joined(locations, "; "))
    for need in AccessNeed:
        answers = [KnownAnswer(getattr(location, need.value)) for location in locations]
        known = [answer for answer in answers if answer is not KnownAnswer.NOT_KNOWN]
        if known:
            yield need.value, None, partial(_answered, need, known)


def _answered(need: AccessNeed, known: Sequence[KnownAnswer]) -> tuple[str, str]:
    return str(need.label), _joined(answer.label for answer in known)
