"""A service of which everything is known, with all that belongs to it, for whoever needs one.

Whoever asks chooses the words of its facts: Greek letters, one short word, a secret.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from itertools import count
from types import MappingProxyType
from typing import Any, Final

from django.contrib.auth.models import User
from django.db.models import CharField, Model, TextField, URLField

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
    TraceAnswer,
    VerificationMethod,
)
from resources.models import (
    Collection,
    CollectionEntry,
    Organization,
    OrganizationIdentifier,
    Schedule,
    Service,
)
from resources.models.contact import TRACE_FIELDS
from resources.models.location import ACCESSIBILITY_FIELDS
from resources.presenters.checked import SOURCE_KINDS
from resources.validators import DIALLED
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

# Texts that only staff see, or that have a form of their own.
UNTOLD: Final = frozenset(
    {"code", "slug", "languages", "hold_kind", "hold_reason", "curator_note", "listing_digest"}
)
# What is no text of a service. Terms, areas and hours are the caller's.
KNOWN: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "status": ServiceStatus.TEMPORARILY_CLOSED,
        "alert_until": date(2027, 1, 1),
        "minimum_age": 13,
        "maximum_age": 25,
        "cost": ServiceCost.LOW_COST,
        "referral_routes": ReferralRoutes.SELF_OR_PROFESSIONAL,
        "referral_status": ReferralStatus.WAITING_LIST,
        "referral_status_as_of": date(2026, 10, 3),
        "languages": ",".join(LANGUAGE_NAMES),
        "interpreter": KnownAnswer.YES,
    }
)
LINKED: Final = frozenset(Channel) - DIALLED - {Channel.EMAIL, Channel.IN_PERSON, Channel.POST}


@dataclass(frozen=True, slots=True)
class Cast:
    """How facts are told: `tell` gives a text, and `link` a web address for a number."""

    tell: Callable[[], str]
    link: Callable[[int], str]
    email: str = "1@2.3"
    number: str = "07860 022 956"

    def texts(self, model: type[Model]) -> dict[str, str]:
        """Return something for every text of a model that a page could show."""
        links = count(1)
        told = {}
        for field in model._meta.concrete_fields:
            if isinstance(field, URLField):
                told[field.name] = self.link(next(links))
            elif (
                isinstance(field, CharField | TextField)
                and not field.choices
                and field.name not in UNTOLD
            ):
                told[field.name] = self.tell()
        return told

    def organization(self, **facts: Any) -> Organization:
        """Make an organisation that stands in every register."""
        made = OrganizationFactory.make(**{**self.texts(Organization), **facts})
        for number, scheme in enumerate(IdentifierScheme.values):
            OrganizationIdentifier.objects.create(
                organization=made, scheme=scheme, identifier=f"{number}"
            )
        return made

    def service(self, **facts: Any) -> Service:
        """Make a service that gives an answer to everything, with all of its parts."""
        made = ServiceFactory.make(**{**self.texts(Service), **KNOWN, **facts})
        self.contacts(made)
        self.sources(made)
        self.places(made)
        return made

    def contacts(self, service: Service) -> None:
        """Give a service every channel, with every answer, and checks of every kind."""
        somebody: User = UserFactory.make()
        for number, channel in enumerate(Channel):
            route = ContactRouteFactory.make(
                **dict.fromkeys(TRACE_FIELDS, TraceAnswer.values[number % len(TraceAnswer)]),
                service=service,
                channel=channel,
                value=self._value(channel, number),
                label=self.tell(),
                note=self.tell(),
                is_crisis_line=bool(number % 2),
                cost=ContactCost.values[number % len(ContactCost)],
            )
            VerificationFactory.make(
                service=service,
                contact_route=route,
                fields=self.tell(),
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

    def _value(self, channel: Channel, number: int) -> str:
        if channel in DIALLED:
            return self.number
        if channel in LINKED:
            return self.link(number)
        return self.email if channel is Channel.EMAIL else self.tell()

    def sources(self, service: Service) -> None:
        """Give a service sources of every kind, one that nobody knows, and one without a date."""
        for number, kind in enumerate((*SOURCE_KINDS, "unheard_of")):
            VerificationFactory.make(
                service=service,
                fields=self.tell(),
                source_kind=kind,
                source_url=self.link(number),
            )
        VerificationFactory.make(service=service, fields=self.tell(), checked_on=None, precision="")

    def places(self, service: Service) -> None:
        access = dict.fromkeys(ACCESSIBILITY_FIELDS, KnownAnswer.YES) | {"parking": KnownAnswer.NO}
        for visibility in AddressVisibility:
            is_full = visibility is AddressVisibility.FULL
            place = LocationFactory.make(
                address_visibility=visibility,
                address_1=self.tell() if is_full else "",
                postcode="1" if is_full else "",
                city="" if visibility is AddressVisibility.HIDDEN else self.tell(),
                **access,
            )
            ServiceAtLocationFactory.make(service=service, location=place, description=self.tell())

    def collection(self, *services: Service, **facts: Any) -> Collection:
        """Make a list for a post, with a note for each service."""
        made = CollectionFactory.make(**{**self.texts(Collection), **facts})
        for position, service in enumerate(services):
            CollectionEntry.objects.create(
                collection=made, service=service, position=position, note=self.tell()
            )
        return made
