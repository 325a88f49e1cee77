"""A service of which everything is known, one of which nothing is, and what they belong to.

None of their facts holds a letter of English: they are "Ω1", "Ω2", and figures.
"""

from datetime import date, time
from itertools import count

from django.utils import timezone

from resources.choices import (
    LANGUAGE_NAMES,
    AddressVisibility,
    Channel,
    ContactCost,
    DatePrecision,
    IdentifierScheme,
    KnownAnswer,
    ReferralRoutes,
    ReferralStatus,
    ServiceCost,
    ServiceStatus,
    TombstoneReason,
    TraceAnswer,
    VerificationMethod,
)
from resources.curation import workflow
from resources.models import (
    CollectionEntry,
    Organization,
    OrganizationIdentifier,
    Schedule,
    Service,
    TaxonomyTerm,
)
from resources.models.contact import TRACE_FIELDS
from resources.presenters.checked import SOURCE_KINDS
from tests.factories import (
    CollectionFactory,
    ContactRouteFactory,
    LocationFactory,
    OrganizationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    UserFactory,
    VerificationFactory,
)

ALL, LEAST, GONE = "bcdfgh", "bcdfgj", "bcdfgk"
FACTS = (
    "alternate_name",
    "description",
    "eligibility_description",
    "excludes_description",
    "what_happens_next",
    "confidentiality",
    "fees_description",
    "accessibility_description",
    "coverage_description",
    "alert",
)
DIALLED = {Channel.PHONE, Channel.TEXT, Channel.RELAY_UK, Channel.WHATSAPP}
_numbers = count()


def greek() -> str:
    """Return a text without a letter of English, another one each time."""
    return f"Ω{next(_numbers)}"


def make_greek_cast() -> Service:
    """Make everything, and return the service of which all is known."""
    for term in TaxonomyTerm.objects.all():
        TaxonomyTerm.objects.filter(pk=term.pk).update(name=greek(), description=greek())
    organization = OrganizationFactory.make(
        code=ALL,
        name=greek(),
        alternate_name=greek(),
        description=greek(),
        website="https://1.23",
    )
    for scheme in IdentifierScheme.values:
        OrganizationIdentifier.objects.create(
            organization=organization, scheme=scheme, identifier="1"
        )
    ServiceFactory.make(code=LEAST, name=greek(), summary=greek(), organization=organization)
    gone = ServiceFactory.make(code=GONE, name=greek(), summary=greek(), organization=organization)
    service = _known(organization)
    merged = TombstoneReason.MERGED_INTO
    workflow.recall(gone, UserFactory.make(), timezone.now(), merged, service.pk)
    _contacts(service)
    _sources(service)
    _places(service)
    collection = CollectionFactory.make(slug="list", title=greek(), intro=greek())
    CollectionEntry.objects.create(collection=collection, service=service, position=0, note=greek())
    return service


def _known(organization: Organization) -> Service:
    """Return a service that gives an answer to everything a page asks."""
    return ServiceFactory.make(
        **{fact: greek() for fact in FACTS},
        code=ALL,
        name=greek(),
        summary=greek(),
        organization=organization,
        status=ServiceStatus.TEMPORARILY_CLOSED,
        minimum_age=1,
        maximum_age=2,
        cost=ServiceCost.LOW_COST,
        referral_routes=ReferralRoutes.SELF_OR_PROFESSIONAL,
        referral_status=ReferralStatus.WAITING_LIST,
        referral_status_as_of=date(2026, 10, 3),
        languages=",".join(LANGUAGE_NAMES),
        interpreter=KnownAnswer.YES,
        areas=["rotherham", "barnsley", "leeds", "york"],
        terms=["helpline", "counselling", "women", "deaf", "child-sexual-abuse"],
        hours=[("MO,TU,WE,TH", "09:00", "12:00"), ("SA,SU", "22:30", "02:00")],
    )


def _value(channel: Channel, number: int) -> str:
    """Return a value that fits a channel."""
    if channel in DIALLED:
        return "07860 022 956"
    if channel is Channel.EMAIL:
        return "1@2.3"
    return greek() if channel in {Channel.IN_PERSON, Channel.POST} else f"https://{number}.23/"


def _contacts(service: Service) -> None:
    """Give a service every channel, with every answer, and checks of every kind."""
    somebody = UserFactory.make()
    for number, channel in enumerate(Channel):
        answer = TraceAnswer.values[number % len(TraceAnswer)]
        route = ContactRouteFactory.make(
            **dict.fromkeys(TRACE_FIELDS, answer),
            service=service,
            channel=channel,
            value=_value(channel, number),
            label=greek(),
            note=greek(),
            is_crisis_line=bool(number % 2),
            cost=ContactCost.values[number % len(ContactCost)],
        )
        VerificationFactory.make(
            service=service,
            contact_route=route,
            fields=greek(),
            precision=DatePrecision.values[number % len(DatePrecision)],
            method=VerificationMethod.values[number % len(VerificationMethod)],
            checked_by=somebody,
        )
    Schedule.objects.create(
        service=service,
        contact_route=service.contacts.first(),
        byday="FR",
        opens_at=time(0),
        closes_at=time(0),
        valid_from=date(2026, 11, 1),
        valid_to=date(2026, 12, 31),
        bank_holidays="closed",
    )


def _sources(service: Service) -> None:
    """Give a service a source of every kind, one of a kind nobody knows, and one without a date."""
    for number, kind in enumerate((*SOURCE_KINDS, "unheard_of")):
        url = f"https://{number}.23/"
        VerificationFactory.make(service=service, fields=greek(), source_kind=kind, source_url=url)
    VerificationFactory.make(service=service, fields=greek(), checked_on=None, precision="")


def _places(service: Service) -> None:
    """Give a service a place of each visibility."""
    for visibility in AddressVisibility:
        full = visibility is AddressVisibility.FULL
        place = LocationFactory.make(
            address_visibility=visibility,
            address_1=greek() if full else "",
            postcode="1" if full else "",
            city="" if visibility is AddressVisibility.HIDDEN else greek(),
            step_free=KnownAnswer.YES,
            parking=KnownAnswer.NO,
        )
        ServiceAtLocationFactory.make(service=service, location=place, description=greek())
