"""Stopping what must not come back, where a listing is published or loaded."""

from collections.abc import Iterator
from typing import Any

import phonenumbers
from django.conf import settings

from resources.choices import SuppressedKind
from resources.models import (
    Collection,
    Service,
    Suppression,
    SynonymGroup,
    Taxonomy,
    TaxonomyTerm,
)
from resources.models.organization import LINKS as ORGANIZATION_LINKS
from resources.models.organization import NAMES as ORGANIZATION_NAMES
from resources.models.service import LINKS, NAMES
from resources.models.suppression import contact_texts, named_texts, told


def suppressed_in(service: Service) -> dict[str, str]:
    """Return a sentence for each part of a listing that must not come back; empty for none."""
    return told(Suppression.objects.among(_texts(service)))


def suppressed_in_record(row: Any) -> dict[str, str]:
    """Return the same of a term, a group of synonyms, or a collection with its notes.

    Organisations and places ask by themselves.
    """
    return told(Suppression.objects.among(_record_texts(row)))


def _record_texts(row: Any) -> Iterator[tuple[str, SuppressedKind, str]]:
    if isinstance(row, Taxonomy | TaxonomyTerm):
        yield from named_texts(row, ("name",))
    if isinstance(row, SynonymGroup):
        yield from (("words", SuppressedKind.NAME, word) for word in row.words)
    if isinstance(row, Collection):
        yield from named_texts(row, ("title",), ("post_url",))
        yield from _numbers("intro", row.intro)
        for entry in row.entries.all():
            yield from _numbers("entries", entry.note)


def _numbers(field: str, text: str) -> Iterator[tuple[str, SuppressedKind, str]]:
    """Yield the numbers that somebody would ring after reading a text."""
    found = phonenumbers.PhoneNumberMatcher(
        text, settings.PHONE_REGION, leniency=phonenumbers.Leniency.POSSIBLE
    )
    yield from ((field, SuppressedKind.NUMBER, match.raw_string) for match in found)


def _texts(service: Service) -> Iterator[tuple[str, SuppressedKind, str]]:
    yield from named_texts(service, NAMES, LINKS)
    runs = service.organization
    for field, kind, text in named_texts(runs, ORGANIZATION_NAMES, ORGANIZATION_LINKS):
        yield f"organization.{field}", kind, text
    for contact in service.contacts.all():
        yield from contact_texts(f"contacts: {contact.value}", contact.channel, contact.value)
    for visit in service.service_at_locations.select_related("location"):
        yield "location.name", SuppressedKind.NAME, visit.location.name
