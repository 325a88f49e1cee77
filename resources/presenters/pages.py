"""Everything the page of one service says, with "not known" where nobody has told us."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from resources.choices import (
    LANGUAGE_NAMES,
    AddressVisibility,
    KnownAnswer,
    ReferralStatus,
    ServiceCost,
    ServiceStatus,
)
from resources.models import Location, Organization, Service
from resources.models.location import ACCESSIBILITY_FIELDS
from resources.presenters.areas import AreaWords, area_words
from resources.presenters.cards import alert_now, term_names
from resources.presenters.checked import Checked, Source, date_words, service_checked, sources
from resources.presenters.contacts import ContactLine, contact_lines, host_of
from resources.regions import RegionRecord


@dataclass(frozen=True, slots=True)
class Fact:
    """A question a person has before getting in touch, and the answer.

    `is_known` is false where the answer is "not known", so that a page can show it quietly.
    """

    question: str
    answer: str
    is_known: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A place that can be visited: its address as lines, and facts about getting in."""

    lines: tuple[str, ...]
    note: str
    access: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class ServicePage:
    """What the page of one service says, in the order of the page."""

    name: str
    alternate_name: str
    organization: str
    organization_url: str
    summary: str
    description: tuple[str, ...]
    is_closed: bool
    alert: str
    types: tuple[str, ...]
    topics: tuple[str, ...]
    who_for: tuple[str, ...]
    area: AreaWords
    coverage: str
    contacts: tuple[ContactLine, ...]
    facts: tuple[Fact, ...]
    places: tuple[Place, ...]
    checked: Checked
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class RegisterNumber:
    """A number under which a register knows an organisation."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class OrganizationPage:
    """What the page of an organisation says of the organisation itself."""

    name: str
    alternate_name: str
    description: str
    website: str
    host: str
    identifiers: tuple[RegisterNumber, ...]


def organization_page(organization: Organization) -> OrganizationPage:
    """Return what a page says about a row from `for_listing()`."""
    return OrganizationPage(
        name=organization.name,
        alternate_name=organization.alternate_name,
        description=organization.description,
        website=organization.website,
        host=host_of(organization.website),
        identifiers=tuple(
            RegisterNumber(str(one.get_scheme_display()), one.identifier)
            for one in organization.identifiers.all()
        ),
    )


def _fact(question: str, answer: str) -> Fact:
    """Return a fact, "Not known" where there is no answer."""
    return Fact(question, answer or _("Not known"), bool(answer))


def _ages(service: Service) -> str:
    """Say for which ages a service is."""
    low, high = service.minimum_age, service.maximum_age
    if low is not None and high is not None:
        return _("%(low)d to %(high)d") % {"low": low, "high": high}
    if low is not None:
        return _("%(low)d and over") % {"low": low}
    if high is not None:
        return _("Up to %(high)d") % {"high": high}
    return ""


def _cost(service: Service) -> str:
    """Say what the service costs."""
    if service.cost == ServiceCost.NOT_KNOWN:
        return service.fees_description
    return " ".join(
        part for part in (service.get_cost_display() + ".", service.fees_description) if part
    )


def _referral(service: Service) -> str:
    """Say who makes the first contact."""
    return (
        ""
        if service.referral_routes == KnownAnswer.NOT_KNOWN
        else str(service.get_referral_routes_display())
    )


def _waiting(service: Service) -> str:
    """Say whether the service takes new people; always with the date, because it rots."""
    if service.referral_status == ReferralStatus.NOT_KNOWN:
        return ""
    return _("%(status)s (as of %(date)s)") % {
        "status": service.get_referral_status_display(),
        "date": date_words(service.referral_status_as_of, "day"),
    }


def _languages(service: Service) -> str:
    """Name the languages in which the service is given."""
    names = [str(LANGUAGE_NAMES.get(code, code)) for code in service.language_codes]
    return ", ".join(names)


def _interpreter(service: Service) -> str:
    """Say whether an interpreter can be asked for."""
    return {
        KnownAnswer.YES: _("Yes"),
        KnownAnswer.NO: _("No"),
        KnownAnswer.NOT_KNOWN: "",
    }[KnownAnswer(service.interpreter)]


def _facts(service: Service) -> tuple[Fact, ...]:
    """Answer what a person needs to know before getting in touch."""
    return (
        _fact(_("Who is it for?"), service.eligibility_description),
        _fact(_("Who is it not for?"), service.excludes_description),
        _fact(_("What ages?"), _ages(service)),
        _fact(_("What does it cost?"), _cost(service)),
        _fact(_("Who makes the first contact?"), _referral(service)),
        _fact(_("What happens next?"), service.what_happens_next),
        _fact(_("What must they pass on?"), service.confidentiality),
        _fact(_("Is there a wait?"), _waiting(service)),
        _fact(_("Which languages?"), _languages(service)),
        _fact(_("Can you have an interpreter?"), _interpreter(service)),
        _fact(_("Access"), service.accessibility_description),
    )


def _access(location: Location) -> tuple[Fact, ...]:
    """Answer every question about getting in; a "no" is shown like a "yes"."""
    found = []
    for name in ACCESSIBILITY_FIELDS:
        field = Location._meta.get_field(name)
        answer = KnownAnswer(getattr(location, name))
        known = answer is not KnownAnswer.NOT_KNOWN
        found.append(Fact(str(getattr(field, "verbose_name", name)), str(answer.label), known))
    return tuple(found)


def _place(location: Location, description: str) -> Place:
    """Show as much of a place as may be known."""
    if location.address_visibility == AddressVisibility.FULL:
        lines = (
            location.name,
            location.address_1,
            location.address_2,
            location.city,
            location.postcode,
        )
        shown = tuple(line for line in lines if line)
    elif location.city:
        shown = (location.city, _("The address is not public. Ask when you get in touch."))
    else:
        shown = (_("The address is private, to keep people safe."),)
    return Place(shown, description, _access(location))


def service_page(
    service: Service, moment: datetime, regions: Sequence[RegionRecord] = ()
) -> ServicePage:
    """Return everything a page says about a row from `for_detail()`; `moment` is aware."""
    checks = list(service.verifications.all())
    organization = service.organization
    return ServicePage(
        name=service.name,
        alternate_name=service.alternate_name,
        organization=organization.name,
        organization_url=organization.get_absolute_url(),
        summary=service.summary,
        description=tuple(part for part in service.description.split("\n\n") if part),
        is_closed=service.status == ServiceStatus.TEMPORARILY_CLOSED,
        alert=alert_now(service, moment),
        types=term_names(service, "type"),
        topics=term_names(service, "topic"),
        who_for=term_names(service, "audience"),
        area=area_words(service, regions),
        coverage=service.coverage_description,
        contacts=tuple(contact_lines(service, moment, checks)),
        facts=_facts(service),
        places=tuple(
            _place(visit.location, visit.description)
            for visit in service.service_at_locations.all()
        ),
        checked=service_checked(service, moment.date()),
        sources=tuple(sources(checks)),
    )
