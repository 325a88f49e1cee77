"""Writing one listing from its whole content, as a proposal has it, and nothing beside it.

A way of contact keeps its id, so a check of it goes on counting while its value stays, and only
then. Sources and checks are not written: each belongs to the value that it is of. Nor are places:
a listing says which it is at, and what is told of a place is changed as a change of the place.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import CharField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from pydantic import ValidationError

from resources.choices import Publication
from resources.curation.document import PLACE_KEYS, Document
from resources.curation.workflow import NotAllowedError
from resources.listings import parts
from resources.listings.deciding import UNKEPT
from resources.listings.rows import ServiceRow
from resources.models import (
    ContactRoute,
    Location,
    Organization,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    TaxonomyTerm,
    publish_revision,
)

# The parts of a listing that are written together, and what of its content they are. Hours name the
# ways of contact and the places that they are of.
REACHED: Final = "reached"
AREAS: Final = "areas"
TERMS: Final = "terms"
PARTS: Final[Mapping[str, Sequence[str]]] = {
    REACHED: ("contacts", "hours", *PLACE_KEYS),
    AREAS: ("areas",),
    TERMS: ("terms",),
}
CONTACT_COLUMNS = tuple(
    field.name
    for field in ContactRoute._meta.concrete_fields
    if field.name not in {"id", "service"}
)


def row_of(content: Document) -> ServiceRow:
    """Read a proposed listing as the loader does; NotAllowedError names what is wrong with it."""
    # A listing without any term is none that a file has, but one that a form makes.
    line = {"terms": {}, **content, "publication": Publication.PUBLISHED.value}
    try:
        row = ServiceRow.model_validate(line)
    except ValidationError as error:
        wrong = {".".join(map(str, one["loc"])): one["msg"] for one in error.errors()}
        told = "; ".join(f"{field}: {why}" if field else why for field, why in wrong.items())
        raise NotAllowedError(_("This cannot be public: %(why)s") % {"why": told}) from error
    return row


def _refuse_unknown(row: ServiceRow) -> None:
    """Refuse a listing that names what is not there any more."""
    known = set(TaxonomyTerm.objects.values_list("taxonomy__slug", "slug"))
    named = {(taxonomy, slug) for taxonomy, slugs in row.terms.by_taxonomy() for slug in slugs}
    places = {place.id for place in row.locations}
    are_there = (
        named <= known,
        Organization.objects.filter(pk=row.organization).exists(),
        Location.objects.filter(pk__in=places).count() == len(places),
    )
    if not all(are_there):
        raise NotAllowedError(
            _("A term, a place or the organisation that this names is not there any more.")
        )


def write_proposed(content: Document, now: datetime) -> None:
    """Let a public listing be as its content says; NotAllowedError where it cannot be."""
    row = row_of(content)
    _refuse_unknown(row)
    try:
        with transaction.atomic():
            _write(row, now, PARTS)
            publish_revision(Service.objects.filter(pk=row.id))
    except IntegrityError as error:
        raise NotAllowedError(str(UNKEPT)) from error


def write_to_show(content: Document, standing: Document, now: datetime) -> None:
    """Let a listing be as its content says for one page, whose maker takes it back.

    Only the parts that differ from how it stands are written, and nothing is made from it.
    """
    changed = {
        part
        for part, keys in PARTS.items()
        if any(content.get(key) != standing.get(key) for key in keys)
    }
    row = row_of(content)
    named = ("organization", "terms", *PLACE_KEYS)
    if any(content.get(key) != standing.get(key) for key in named):
        _refuse_unknown(row)
    try:
        with transaction.atomic():
            _write(row, now, changed)
    except IntegrityError as error:
        raise NotAllowedError(str(UNKEPT)) from error


def _write(row: ServiceRow, now: datetime, changed: Collection[str]) -> None:
    Service.objects.filter(pk=row.id).update(**parts.service_values(row), last_modified=now)
    if REACHED in changed:
        _write_contacts(row)
        _write_hours(row, _write_visits(row))
    if AREAS in changed:
        _write_areas(row)
    if TERMS in changed:
        _write_terms(row)


def _write_contacts(row: ServiceRow) -> None:
    contacts = list(parts.contacts(row))
    keys = [contact.pk for contact in contacts]
    if ContactRoute.objects.filter(pk__in=keys).exclude(service=row.id).exists():
        raise NotAllowedError(_("A way of contact belongs to another listing."))
    # Hours go first: they name the ways of contact.
    Schedule.objects.filter(service=row.id).delete()
    own = ContactRoute.objects.filter(service=row.id)
    own.exclude(pk__in=keys).delete()
    # So that two of them can change their values with each other.
    own.update(label=Cast("pk", CharField(max_length=36)))
    ContactRoute.objects.bulk_create(
        contacts, update_conflicts=True, unique_fields=["id"], update_fields=CONTACT_COLUMNS
    )


def _write_areas(row: ServiceRow) -> None:
    ServiceArea.objects.filter(service=row.id).delete()
    ServiceArea.objects.bulk_create(parts.areas(row))


def _write_visits(row: ServiceRow) -> Mapping[UUID, UUID]:
    """Keep those visits that stay; return the key of each by the key that a file would give it."""
    rows = ServiceAtLocation.objects.filter(service=row.id)
    present = dict(rows.values_list("location", "pk"))
    keys = {}
    for visit in parts.visits(row):
        keys[visit.pk] = present.get(visit.location_id, visit.pk)
        if visit.location_id in present:
            rows.filter(location=visit.location_id).update(description=visit.description)
        else:
            visit.save(force_insert=True)
    rows.exclude(pk__in=keys.values()).delete()
    return keys


def _write_hours(row: ServiceRow, visits: Mapping[UUID, UUID]) -> None:
    hours = list(parts.schedules(row))
    for period in hours:
        if period.service_at_location_id:
            period.service_at_location_id = visits[period.service_at_location_id]
    Schedule.objects.bulk_create(hours)


def _write_terms(row: ServiceRow) -> None:
    known = {
        (taxonomy, slug): pk
        for taxonomy, slug, pk in TaxonomyTerm.objects.values_list("taxonomy__slug", "slug", "pk")
    }
    through: Any = Service.terms.through
    through.objects.filter(service=row.id).delete()
    through.objects.bulk_create(
        through(service_id=row.id, taxonomyterm_id=pk) for pk in parts.term_ids(row, known)
    )
