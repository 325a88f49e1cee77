"""Everything the page of one service says, with "not known" where nobody has told us."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from resources.choices import AccessNeed, AddressVisibility, KnownAnswer
from resources.models import Location, Organization, Service
from resources.models.location import ACCESSIBILITY_FIELDS
from resources.page_language import page_language
from resources.presenters.areas import AreaWords, area_words
from resources.presenters.cards import alert_now, best_way
from resources.presenters.checked import Checked, Source, service_checked, sources
from resources.presenters.contacts import ContactLine, contact_lines, host_of
from resources.presenters.facts import Fact, Facts, ServiceFacts, facts_of, service_facts
from resources.presenters.who_for import fit_words, marks
from resources.regions import RegionRecord
from resources.validators import is_web_address

BODY: Final = "components/service_body.html"


@dataclass(frozen=True, slots=True)
class Place:
    """A place that can be visited: its address as lines, and facts about getting in."""

    lines: tuple[str, ...]
    note: str
    access: Facts


@dataclass(frozen=True, slots=True)
class Link:
    """A page of another site about the service, and the site that it leads to."""

    label: str
    url: str
    host: str


@dataclass(frozen=True, slots=True)
class ServicePage:
    """What the page of one service says, in the order of the page."""

    name: str
    alternate_name: str
    organization: str
    organization_url: str
    marks: tuple[str, ...]
    fit: str
    summary: str
    description: tuple[str, ...]
    area: AreaWords
    coverage: str
    contacts: tuple[ContactLine, ...]
    facts: ServiceFacts
    places: tuple[Place, ...]
    links: tuple[Link, ...]
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
            RegisterNumber(str(number.get_scheme_display()), number.identifier)
            for number in organization.identifiers.all()
        ),
    )


def _access(location: Location) -> Facts:
    """Answer every question about getting in; a "no" is shown like a "yes"."""
    answers = tuple(KnownAnswer(getattr(location, name)) for name in ACCESSIBILITY_FIELDS)
    return _answered(answers, page_language())


# Of most places nobody knows anything yet, and of the others there are few answers.
@lru_cache(maxsize=256)
def _answered(answers: tuple[KnownAnswer, ...], _language: str | None) -> Facts:
    found = []
    for name, answer in zip(ACCESSIBILITY_FIELDS, answers, strict=True):
        field = Location._meta.get_field(name)
        told = "" if answer is KnownAnswer.NOT_KNOWN else str(answer.label)
        question = str(getattr(field, "verbose_name", name))
        found.append(Fact(question, told, str(AccessNeed(name).label).lower()))
    return facts_of(*found)


def _links(service: Service) -> tuple[Link, ...]:
    pages = (
        (_("Their own page about this service"), service.url),
        (_("Easy read"), service.easy_read_url),
        (_("In British Sign Language"), service.bsl_url),
    )
    return tuple(Link(label, url, host_of(url)) for label, url in pages if is_web_address(url))


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
    area = area_words(service, regions)
    lines = contact_lines(service, moment, checks)
    best = best_way(lines)
    return ServicePage(
        name=service.name,
        alternate_name=service.alternate_name,
        organization=organization.name,
        organization_url=organization.get_absolute_url(),
        marks=marks(service, alert_now(service, moment)),
        fit=fit_words(service, area),
        summary=service.summary,
        description=tuple(part for part in service.description.split("\n\n") if part),
        area=area,
        coverage=service.coverage_description,
        # The best way now comes first, and the others in the curators' order.
        contacts=tuple(sorted(lines, key=lambda line: line is not best)),
        facts=service_facts(service, area, lines, moment.date()),
        places=tuple(
            _place(visit.location, visit.public_description)
            for visit in service.service_at_locations.all()
        ),
        links=_links(service),
        checked=service_checked(service, moment.date()),
        sources=tuple(sources(checks)),
    )


def service_body(service: Service, moment: datetime, *, is_reported: bool) -> SafeString:
    """Return the same as markup."""
    page = service_page(service, moment)
    variables = {"service": page, "code": service.code, "is_reported": is_reported}
    return SafeString(render_to_string(BODY, variables))
