"""A small cast: each factory makes the least that the constraints allow, and nothing random."""

from datetime import date, time
from typing import Any, Generic, TypeVar

import factory
from django.contrib.auth.models import User
from django.utils import timezone

from resources.choices import (
    AddressVisibility,
    Channel,
    ContactCost,
    DatePrecision,
    Publication,
    VerificationMethod,
)
from resources.models import (
    Collection,
    CollectionEntry,
    ContactRoute,
    Location,
    Organization,
    Region,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    TaxonomyTerm,
    Verification,
)
from resources.models.facts import CONTACT, kind_of, present_digest
from resources.validators import ALPHABET
from tests.publishing import note_written

Row = TypeVar("Row")


class Made(
    factory.django.DjangoModelFactory,  # type: ignore[type-arg]  # the row's type is our own `Row`
    Generic[Row],
):
    """A factory whose call returns the row it makes, for the type checker."""

    class Meta:
        abstract = True

    @classmethod
    def make(cls, **kwargs: Any) -> Row:
        row: Row = cls.create(**kwargs)
        return row

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        if model_class is not User:
            note_written()
        return super()._create(model_class, *args, **kwargs)


def region(slug: str) -> Region:
    """Return a shipped area; the test database holds them all."""
    return Region.objects.get(slug=slug)


def term(slug: str) -> TaxonomyTerm:
    """Return a shipped term; the test database holds them all."""
    return TaxonomyTerm.objects.get(slug=slug)


def code(number: int) -> str:
    """Return the n-th code of six characters."""
    text = ""
    for _ in range(6):
        number, rest = divmod(number, len(ALPHABET))
        text = ALPHABET[rest] + text
    return text


class UserFactory(Made[User]):
    """A curator with every permission."""

    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"curator{n}")
    is_staff = True
    is_superuser = True


class OrganizationFactory(Made[Organization]):
    """An organisation."""

    class Meta:
        model = Organization

    # From the other end, so that no organisation has the code of a service.
    code = factory.Sequence(lambda n: code(len(ALPHABET) ** 6 - 1 - n))
    slug = factory.Sequence(lambda n: f"organization-{n}")
    name = factory.Sequence(lambda n: f"Organization {n:04}")


class ServiceFactory(Made[Service]):
    """A published service with one free phone line; `areas`, `terms` are slugs of shipped rows.

    `hours` is a list of (byday, opens, closes) for that line; `phone=None` makes no line.
    """

    class Meta:
        model = Service
        skip_postgeneration_save = True

    organization = factory.SubFactory(OrganizationFactory)
    code = factory.Sequence(code)
    slug = factory.Sequence(lambda n: f"service-{n}")
    name = factory.Sequence(lambda n: f"Service {n:04}")
    summary = "Someone to talk to."
    publication = Publication.PUBLISHED

    @factory.post_generation
    def areas(self, create: bool, slugs: Any, **kwargs: Any) -> None:
        """Serve the whole country unless areas are named."""
        for slug in ("united-kingdom",) if slugs is None else slugs:
            ServiceArea.objects.create(service=self, region=region(slug))

    @factory.post_generation
    def terms(self, create: bool, slugs: Any, **kwargs: Any) -> None:
        """Carry the named terms."""
        self.terms.set([term(slug) for slug in slugs or ()])

    @factory.post_generation
    def hours(self, create: bool, rows: Any, **kwargs: Any) -> None:
        """Give the service a free line, with hours when they are named."""
        route = ContactRoute.objects.create(
            service=self, channel=Channel.PHONE, value="0808 801 0331", cost=ContactCost.FREE
        )
        for byday, opens, closes in rows or ():
            Schedule.objects.create(
                service=self,
                contact_route=route,
                byday=byday,
                opens_at=time.fromisoformat(opens),
                closes_at=time.fromisoformat(closes),
            )


class ContactRouteFactory(Made[ContactRoute]):
    """A further way to get in touch."""

    class Meta:
        model = ContactRoute

    service = factory.SubFactory(ServiceFactory)
    channel = Channel.EMAIL
    value = factory.Sequence(lambda n: f"help{n}@example.org")
    do_not_test_call = factory.SelfAttribute("is_crisis_line")
    is_crisis_line = False


class VerificationFactory(Made[Verification]):
    """A dated public source: of a way of contact as it is now, if one is given, or of the whole."""

    class Meta:
        model = Verification

    service = factory.SubFactory(ServiceFactory)
    contact_route = None
    fact = factory.LazyAttribute(lambda made: CONTACT if made.contact_route else "")
    fact_kind = factory.LazyAttribute(lambda made: kind_of(made.fact))
    digest = factory.LazyAttribute(
        lambda made: present_digest(
            made.service, made.fact, made.contact_route.pk if made.contact_route else None
        )
    )
    fields = "number"
    method = VerificationMethod.PUBLIC_SOURCE
    source_kind = "own_site"
    checked_on = date(2026, 10, 3)
    precision = DatePrecision.DAY


class LocationFactory(Made[Location]):
    """A place whose full address is public."""

    class Meta:
        model = Location

    address_visibility = AddressVisibility.FULL
    address_1 = "1 High Street"
    city = "Rotherham"
    postcode = "S60 1AE"


class ServiceAtLocationFactory(Made[ServiceAtLocation]):
    """A service that can be visited."""

    class Meta:
        model = ServiceAtLocation

    service = factory.SubFactory(ServiceFactory)
    location = factory.SubFactory(LocationFactory)


def at_point(service: Service, lat: float, lon: float) -> Service:
    """Let a service be visited at a public place with a point; return the service."""
    ServiceAtLocationFactory.make(
        service=service, location=LocationFactory.make(latitude=lat, longitude=lon)
    )
    return service


class CollectionFactory(Made[Collection]):
    """A published list; `services` become its entries, in their order."""

    class Meta:
        model = Collection
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"list-{n}")
    title = factory.Sequence(lambda n: f"List {n}")
    intro = "A few to begin with."
    is_published = True
    last_modified = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def services(self, create: bool, rows: Any, **kwargs: Any) -> None:
        for position, service in enumerate(rows or ()):
            CollectionEntry.objects.create(
                collection=self, service=service, position=position, note=f"Note {position}."
            )
