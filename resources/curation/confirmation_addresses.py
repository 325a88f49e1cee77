"""To which addresses a provider may be written: those of a role, never those of a person.

What is known as a role passes; everything else might be somebody's own and is refused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from resources.choices import Channel
from resources.models import Service, Suppression
from resources.models.suppression import contact_texts, told
from resources.validators import is_email

ROLE_WORDS: Final = frozenset(
    {
        "access", "admin", "administration", "administrator", "advice", "advocacy", "advocate",
        "advocates", "ask", "bookings", "care", "centre", "center", "charity", "chat", "comms",
        "communications", "community", "contact", "contactus", "coordinator", "counselling", "desk",
        "duty", "email", "engagement", "enquire", "enquiries", "enquiry", "feedback", "general",
        "hello", "help", "helpdesk", "helpline", "hub", "info", "information", "inquiries", "line",
        "mail", "main", "manager", "media", "office", "online", "outreach", "partnerships", "post",
        "press", "reception", "referral", "referrals", "secretary", "service", "services",
        "support", "supportline", "talk", "team", "trustees", "us", "volunteer", "volunteering",
        "web", "webmaster", "website", "welcome", "young", "youth",
    }
)  # fmt: skip
# "infoleeds" and "westhelpline" are a role with something beside it.
_JOINED: Final = tuple(sorted(word for word in ROLE_WORDS if len(word) >= 4))


@dataclass(frozen=True, slots=True)
class Published:
    """An address of a listing or its organisation; `refusal` says what is against it."""

    address: str
    where: str
    refusal: str


def published_addresses(service: Service) -> list[Published]:
    """Return every e-mail address of a listing and of its organisation, each once."""
    found: dict[str, str] = {}
    for address, where in _addresses(service):
        found.setdefault(address, where)
    return [
        Published(address, where, refusal(service, address)) for address, where in found.items()
    ]


def _addresses(service: Service) -> Iterator[tuple[str, str]]:
    for route in service.contacts.all():
        if route.channel == Channel.EMAIL:
            yield route.value, route.label or _("the listing")
    if service.organization.email:
        yield service.organization.email, _("the organisation")


def refusal(service: Service, address: str) -> str:
    """Return the reason for which nobody may be written to at an address; "" when they may."""
    if not is_email(address):
        return _("This is not an e-mail address.")
    if not is_role_address(service, address):
        return _(
            "This looks like a person's own address. Write to a role: info@, office@, helpline@."
        )
    suppressed = Suppression.objects.among(contact_texts("address", Channel.EMAIL, address))
    return "; ".join(told(suppressed).values())


def is_role_address(service: Service, address: str) -> bool:
    """Tell whether an address is known to be that of a role, an office or the service itself."""
    local, _at, host = address.lower().partition("@")
    of_the_service = {
        *_words(service.name),
        *_words(service.alternate_name),
        *_words(service.organization.name),
        *_words(service.organization.alternate_name),
        *_words(host.partition(".")[0]),
        *(word for area in service.areas.all() for word in _words(area.region.name)),
    }
    parts = _words(local)
    return bool(parts) and all(_is_role(part, of_the_service) for part in parts)


def _words(text: str) -> list[str]:
    """Return the words of a text, without digits."""
    return re.findall(r"[^\W\d_]+", text.lower())


def _is_role(part: str, of_the_service: set[str]) -> bool:
    if part in ROLE_WORDS or part in of_the_service:
        return True
    rests = {part.removeprefix(word) for word in _JOINED} | {
        part.removesuffix(word) for word in _JOINED
    }
    return not rests.isdisjoint(of_the_service | ROLE_WORDS)
