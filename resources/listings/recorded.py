"""Writing a row beside listings from its whole content, as a proposal has it.

Parts keep their keys while they stay, so that a form that was opened before still fits.
"""

import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model, ProtectedError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from resources.choices import Publication, RecordKind
from resources.curation.document import ORGANIZATION_FIELDS, PLACE_FIELDS, Document
from resources.curation.records import kind_of
from resources.curation.suppressing import suppressed_in_record
from resources.curation.workflow import NotAllowedError
from resources.models import (
    Collection,
    CollectionEntry,
    Location,
    Organization,
    OrganizationIdentifier,
    Region,
    SynonymGroup,
    Taxonomy,
    TaxonomyTerm,
    TermInUseError,
)

# A key that is made, and not counted up, stands far above those that are.
ENTRY_BITS: Final = 50
UNKEPT: Final = _lazy("This cannot be kept: two rows or two parts of it would be the same.")
GONE: Final = _lazy("Something that this names is not there any more.")
IN_USE: Final = _lazy("Listings or other rows still use this, so it is not deleted.")
TERM_FIELDS: Final = ("slug", "code", "name", "description", "synonyms", "position")


def write_record(kind: str, key: UUID, content: Document, now: datetime) -> None:
    """Let a row be as its content says, or not be at all; NotAllowedError where it cannot be."""
    try:
        with transaction.atomic():
            if not content:
                _delete(kind, key)
                return
            row = WRITERS[RecordKind(kind)](key, content, now)
            _refuse_suppressed(row)
    except ValidationError as error:
        raise NotAllowedError(_told(error)) from error
    except (TermInUseError, ProtectedError) as error:
        raise NotAllowedError(str(IN_USE)) from error
    except IntegrityError as error:
        raise NotAllowedError(str(UNKEPT)) from error


def _delete(kind: str, key: UUID) -> None:
    row = kind_of(kind).model._default_manager.filter(pk=key).first()
    if row is None:
        raise NotAllowedError(str(GONE))
    if isinstance(row, SynonymGroup) and row.shipped:
        raise NotAllowedError(_("A shipped group is switched off, not deleted."))
    row.delete()


def _told(error: ValidationError) -> str:
    """Return what is wrong, field by field, in one text."""
    if not hasattr(error, "error_dict"):
        return "; ".join(error.messages)
    fields = error.message_dict.items()
    return "; ".join(f"{field}: {' '.join(messages)}" for field, messages in fields)


def _refuse_suppressed(row: Model) -> None:
    found = suppressed_in_record(row)
    if found:
        raise ValidationError(found)


def _filled(model: type[Any], key: UUID, names: Iterable[str], content: Mapping[str, Any]) -> Any:
    """Return a row, there or new, with some fields as its content says; not saved."""
    row = model._default_manager.filter(pk=key).first() or model(pk=key)
    for name in names:
        default = model._meta.get_field(name).get_default()
        setattr(row, name, content.get(name, default))
    return row


def _saved(row: Any) -> Any:
    row.full_clean()
    row.save()
    return row


def _organization(key: UUID, content: Document, now: datetime) -> Organization:
    row: Organization = _filled(Organization, key, ORGANIZATION_FIELDS, content)
    if row.is_broker and row.services.filter(publication=Publication.PUBLISHED).exists():
        raise NotAllowedError(_("A broker's service can never be published."))
    row.last_modified = now
    _saved(row)
    there = {(one.scheme, one.identifier): one.pk for one in row.identifiers.all()}
    wanted = [(one["scheme"], one["identifier"]) for one in content.get("identifiers", [])]
    row.identifiers.exclude(pk__in=[there[one] for one in wanted if one in there]).delete()
    for scheme, identifier in wanted:
        if (scheme, identifier) not in there:
            made = uuid.uuid5(key, f"identifier:{scheme}:{identifier}")
            _saved(
                OrganizationIdentifier(
                    pk=made, organization=row, scheme=scheme, identifier=identifier
                )
            )
    return row


def _location(key: UUID, content: Document, _now: datetime) -> Location:
    names = ("address_visibility", *PLACE_FIELDS)
    row: Location = _filled(Location, key, names, content)
    row.region = _named(Region, content.get("region"))
    _saved(row)
    return row


def _named(model: type[Any], slug: str | None) -> Any:
    """Return the row of a slug; NotAllowedError where it is not there any more."""
    if not slug:
        return None
    row = model._default_manager.filter(slug=slug).first()
    if row is None:
        raise NotAllowedError(str(GONE))
    return row


def _taxonomy(key: UUID, content: Document, _now: datetime) -> Taxonomy:
    row: Taxonomy = _saved(_filled(Taxonomy, key, ("slug", "name", "description"), content))
    return row


def _term(key: UUID, content: Document, _now: datetime) -> TaxonomyTerm:
    row: TaxonomyTerm = _filled(TaxonomyTerm, key, TERM_FIELDS, content)
    row.taxonomy = _named(Taxonomy, content["taxonomy"])
    row.parent = _named(TaxonomyTerm, content.get("parent"))
    _saved(row)
    return row


def _synonyms(key: UUID, content: Document, _now: datetime) -> SynonymGroup:
    row: SynonymGroup = _saved(_filled(SynonymGroup, key, ("words", "note", "is_used"), content))
    return row


def _collection(key: UUID, content: Document, now: datetime) -> Collection:
    names = ("slug", "title", "intro", "post_url", "is_published")
    row: Collection = _filled(Collection, key, names, content)
    row.last_modified = now
    _saved(row)
    _write_entries(row, content.get("entries", []))
    return row


def _write_entries(row: Collection, entries: Iterable[Document]) -> None:
    listed = [(position, UUID(one["service"]), one) for position, one in enumerate(entries)]
    row.entries.exclude(service__in=[service for _position, service, _one in listed]).delete()
    there = dict(row.entries.values_list("service", "pk"))
    CollectionEntry.objects.bulk_create(
        [
            CollectionEntry(
                pk=there.get(service) or _entry_key(row, service),
                collection=row,
                service_id=service,
                position=position,
                note=one.get("note", ""),
            )
            for position, service, one in listed
        ],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["position", "note"],
    )


def _entry_key(row: Collection, service: UUID) -> int:
    """Return the same key each time: a form is shown once and sent back, and written in between."""
    return uuid.uuid5(row.pk, f"entry:{service}").int >> (128 - ENTRY_BITS)


WRITERS: Final[Mapping[RecordKind, Callable[[UUID, Document, datetime], Model]]] = {
    RecordKind.ORGANIZATION: _organization,
    RecordKind.LOCATION: _location,
    RecordKind.COLLECTION: _collection,
    RecordKind.TAXONOMY: _taxonomy,
    RecordKind.TERM: _term,
    RecordKind.SYNONYMS: _synonyms,
}
