"""Stopping what must not come back, where a listing is published or loaded."""

from collections.abc import Iterator

from resources.choices import SuppressedKind
from resources.models import Service, Suppression
from resources.models.organization import LINKS as ORGANIZATION_LINKS
from resources.models.organization import NAMES as ORGANIZATION_NAMES
from resources.models.service import LINKS, NAMES
from resources.models.suppression import contact_texts, named_texts, told


def suppressed_in(service: Service) -> dict[str, str]:
    """Return a sentence for each part of a listing that must not come back; empty for none."""
    return told(Suppression.objects.among(_texts(service)))


def _texts(service: Service) -> Iterator[tuple[str, SuppressedKind, str]]:
    yield from named_texts(service, NAMES, LINKS)
    runs = service.organization
    for field, kind, text in named_texts(runs, ORGANIZATION_NAMES, ORGANIZATION_LINKS):
        yield f"organization.{field}", kind, text
    for contact in service.contacts.all():
        yield from contact_texts(f"contacts: {contact.value}", contact.channel, contact.value)
    for visit in service.service_at_locations.select_related("location"):
        yield "location.name", SuppressedKind.NAME, visit.location.name
