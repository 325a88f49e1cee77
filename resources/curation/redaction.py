"""Taking a confidential value out of every table: a refuge's address, a private number, a name.

Withdrawing a listing hides a value from the public, but histories, staff logs and search indexes
would go on holding it. Rows are read and compared here, in Python, so that the value is in no
statement that a database could log; nothing here returns or prints it.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Any, Final

import phonenumbers
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models, transaction

from resources.choices import AddressVisibility, SnapshotWriter
from resources.curation import journal, snapshots
from resources.curation.document import Document, place_document, places_of
from resources.curation.records import kind_of
from resources.models import (
    ContactRoute,
    Location,
    ProposalRevision,
    RecordProposal,
    RecordRevision,
    Region,
    Review,
    Service,
    ServiceAtLocation,
    Snapshot,
    Suppression,
    Taxonomy,
    TaxonomyTerm,
    Verification,
    publish_revision,
)
from resources.models.importing import ImportedModel
from resources.validators import is_number

REMOVED: Final = "[removed]"
REASON: Final = "A confidential value was taken out of every table."
# Shorter ones occur in words by chance.
SHORTEST: Final = 4
# Between two characters of a value: spaces, dots, hyphens, or how a link writes a space.
BETWEEN: Final = r"(?:%20|[\W_])*"
# Shipped with the product and read by everyone, or somebody's way in: changed by hand, if at all.
BY_HAND_MODELS: Final = (Region, Taxonomy, TaxonomyTerm)
BY_HAND_APPS: Final = frozenset({"auth", "contenttypes"})
# Random, and part of addresses: what looks like a value there is chance.
CHANCE: Final = frozenset({"code", "listing_digest", "session_key", "session_data"})
# Names that the code gives, from a list: "contact" there is no word of anybody.
NAMED_BY_CODE: Final = frozenset({"fact"})
# Keys of data that are the same: an id is no text of a person.
CHANCE_KEYS: Final = frozenset({"id", "organization", "code"})
VERSIONS: Final = frozenset({Snapshot, ProposalRevision})
NEARER: Final = ("name", "address_1", "address_2", "city", "postcode")
# Fields of an organisation or a collection that are a link or an e-mail address as a whole.
LEADING: Final = frozenset({"website", "email", "post_url"})


class NotRedactableError(Exception):
    """A value that cannot be looked for; the text says the reason, and never the value."""


@dataclass(frozen=True, slots=True)
class Match:
    """A row that holds the value: the model, the key, and the fields that hold it."""

    model: type[models.Model]
    pk: Any
    fields: tuple[str, ...]

    @property
    def by_hand(self) -> bool:
        """Tell whether a person has to decide what happens to the row."""
        is_reference = self.model in BY_HAND_MODELS
        return is_reference or self.model._meta.app_label in BY_HAND_APPS

    @property
    def action(self) -> str:
        """Return what happens to the row: "clear", "delete", "hide" or "by hand"."""
        if self.by_hand:
            return "by hand"
        if self.model in {ContactRoute, Suppression} and "value" in self.fields:
            return "delete"
        if self.model is Location and set(self.fields) & set(NEARER):
            return "hide"
        return "clear"

    def __str__(self) -> str:
        """Name the row without any of its content."""
        return f"{self.action} {self.model._meta.label_lower} {self.pk}: {', '.join(self.fields)}"


def pattern_of(value: str) -> re.Pattern[str]:
    """Return what finds a value in any case and with any spacing, but not inside a longer word."""
    signs = [sign for sign in value if sign.isalnum()]
    if len(signs) < SHORTEST:
        raise NotRedactableError(f"Give at least {SHORTEST} letters or digits.")
    prefix = ""
    if is_number(value.strip()):
        prefix, signs = _dialled(value.strip(), signs)
    whole = prefix + BETWEEN.join(_written(sign) for sign in signs)
    return re.compile(rf"(?<![^\W_]){whole}(?![^\W_])", re.IGNORECASE)


def _written(sign: str) -> str:
    """Let a letter be found as it is, and as the staff's log writes letters with accents."""
    return sign if sign.isascii() else rf"(?:{sign}|\\u{ord(sign):04x})"


def _dialled(value: str, signs: list[str]) -> tuple[str, list[str]]:
    """Let a number be found as it is dialled at home and from abroad."""
    try:
        number = phonenumbers.parse(value, settings.PHONE_REGION)
    except phonenumbers.NumberParseException:
        return "", signs
    if not phonenumbers.is_possible_number(number):
        return "", signs
    country = BETWEEN.join(f"{number.country_code}")
    abroad = rf"(?:\+|0{BETWEEN}0)?{BETWEEN}{country}{BETWEEN}(?:0{BETWEEN})?"
    return rf"(?:{abroad}|0{BETWEEN})?", list(f"{number.national_number}")


def find(pattern: re.Pattern[str]) -> list[Match]:
    """Return every row of every table that holds the value, in a fixed order."""
    return [match for model in _models() for match in _in_model(model, pattern)]


def _models() -> list[type[models.Model]]:
    managed = (model for model in apps.get_models() if model._meta.managed)
    return sorted(managed, key=lambda model: model._meta.label_lower)


def _texts(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Return the fields of a model that can hold text written by people."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField | models.JSONField)
        and not field.choices
        and field.name not in CHANCE | NAMED_BY_CODE
    ]


def _in_model(model: type[models.Model], pattern: re.Pattern[str]) -> Iterator[Match]:
    fields = _texts(model)
    if not fields:
        return
    names = [field.attname for field in fields]
    rows: Any = models.QuerySet(model).order_by("pk").values_list("pk", *names)
    for pk, *values in rows.iterator(chunk_size=1000):
        held = [name for name, value in zip(names, values, strict=True) if _holds(value, pattern)]
        if held:
            yield Match(model, pk, tuple(held))


def _holds(value: Any, pattern: re.Pattern[str]) -> bool:
    """Tell whether a stored value, or any part of a structure, holds the value."""
    if isinstance(value, str):
        return pattern.search(value) is not None
    if isinstance(value, dict):
        pairs = (pair for pair in value.items() if pair[0] not in CHANCE_KEYS)
        return any(_holds(part, pattern) for pair in pairs for part in pair)
    return isinstance(value, list) and any(_holds(part, pattern) for part in value)


@transaction.atomic
def clear(pattern: re.Pattern[str], matches: Iterable[Match], now: datetime) -> None:
    """Take the value out of the rows, in one transaction; write down that it was done, not what.

    A way of contact with that value is deleted; a place becomes a hidden one. Listings get a new
    date, so that people who copied them fetch them again. NotRedactableError for the name of an
    area or of a kind of help: that would empty the directory.
    """
    everything = list(matches)
    if any(match.model in BY_HAND_MODELS for match in everything):
        raise NotRedactableError("It stands in shipped areas or terms, so it is not confidential.")
    to_clear = [match for match in everything if not match.by_hand]
    touched = {pk for match in to_clear for pk in _services_of(match)}
    places = _places_with(pattern, to_clear)
    for match in to_clear:
        _clear_row(match, pattern, now)
    _hide_everywhere(places)
    _end_sessions(now)
    listings: models.QuerySet[Service] = models.QuerySet(Service).filter(pk__in=touched)
    for service in listings:
        Review.objects.create(
            service=service,
            from_publication=service.publication,
            to_publication=service.publication,
            at=now,
            reason=REASON,
        )
    listings.update(last_modified=now)
    journal.note(journal.Event.REDACTED, touched)
    # Of all listings: a number that was changed long ago stands in no row, but its digest does.
    forget_earlier_values(Service.objects.values_list("pk", flat=True))
    # Only now: a version of what stood there before would be written with the value.
    snapshots.written(touched, snapshots.Writing(SnapshotWriter.REDACTION, now, reason=REASON))
    # All of them: the words of one row, such as an organisation's name, are those of others.
    publish_revision(Service.objects.all())


def _places_with(pattern: re.Pattern[str], matches: Iterable[Match]) -> set[str]:
    """Return the places whose address holds the value, in a row or in any version."""
    found = set()
    for match in matches:
        if match.action == "hide":
            found.add(str(match.pk))
        elif match.model in VERSIONS and "content" in match.fields:
            (content,) = (
                models.QuerySet(match.model).filter(pk=match.pk).values_list("content", flat=True)
            )
            found |= _hidden_in(content, pattern).keys()
    return found


def _hide_everywhere(keys: Collection[str]) -> None:
    """Hide places in versions that spell their address in another way, too.

    A place that has a public address now, another one, goes on having it.
    """
    rows = {str(place.pk): place for place in Location.objects.filter(pk__in=keys)}
    snapshots.hide_places(
        place_document(rows[key]) if key in rows else _no_more_than_hidden(key) for key in keys
    )


def sessions() -> type[AbstractBaseSession]:
    """Return the table of sessions. Their content is encoded, so that no value is found in it."""
    store: type[AbstractBaseSession] = import_module(
        settings.SESSION_ENGINE
    ).SessionStore.get_model_class()
    return store


def _end_sessions(now: datetime) -> None:
    """Empty and end every session: a message of a step names its listing.

    The rows stay with their persons, so that a form which somebody is writing just now is kept
    until they have signed in again.
    """
    models.QuerySet(sessions()).update(session_data="", expire_date=now)


def _no_more_than_hidden(key: str) -> dict[str, Any]:
    return {"id": key, "address_visibility": AddressVisibility.HIDDEN.value}


def _hidden_in(document: dict[str, Any], pattern: re.Pattern[str]) -> dict[str, dict[str, Any]]:
    """Return the places of a version whose address holds the value, as they are when hidden."""
    return {
        place["id"]: _no_more_than_hidden(place["id"])
        for place in places_of(document)
        if any(_holds(place.get(name), pattern) for name in NEARER)
    }


def forget_earlier_values(services: Iterable[Any]) -> None:
    """Empty the digests of values that are gone: a short one could be found by trying."""
    checked = Verification.objects.exclude(digest="").values("service")
    whole = Service.objects.for_detail().filter(pk__in=services).filter(pk__in=checked)
    outdated = [
        check.pk
        for service in whole.iterator(chunk_size=snapshots.CHUNK)
        for check in service.verifications.all()
        if check.value_has_changed
    ]
    Verification.objects.filter(pk__in=outdated).update(digest="")


def _services_of(match: Match) -> Sequence[Any]:
    services = Service.objects.values_list("pk", flat=True)
    paths = {
        "resources.service": "pk",
        "resources.organization": "organization",
        "resources.organizationidentifier": "organization__identifiers",
        "resources.contactroute": "contacts",
        "resources.location": "service_at_locations__location",
        "resources.serviceatlocation": "service_at_locations",
        "resources.proposal": "proposals",
        "resources.proposalrevision": "proposals__revisions",
        "resources.snapshot": "snapshots",
        "resources.verification": "verifications",
    }
    if match.model in {RecordProposal, RecordRevision}:
        return _services_beside(match)
    path = paths.get(match.model._meta.label_lower)
    return list(services.filter(**{path: match.pk})) if path else []


def _services_beside(match: Match) -> Sequence[Any]:
    """Return the listings that show a proposed organisation or place; a term is only found by."""
    path = "pk" if match.model is RecordProposal else "revisions"
    proposal = RecordProposal.objects.get(**{path: match.pk})
    how = kind_of(proposal.kind)
    return list(how.services(proposal.key).values_list("pk", flat=True)) if how.is_fact else []


def _clear_row(match: Match, pattern: re.Pattern[str], now: datetime) -> None:
    """Clear, delete or hide one row. A plain QuerySet: histories refuse changes otherwise."""
    row: models.QuerySet[Any] = models.QuerySet(match.model).filter(pk=match.pk)
    values = row.values(*match.fields).first()
    if values is None:  # it went with a way of contact
        return
    if match.action == "delete":
        row.delete()
        return
    changes: dict[str, Any] = {}
    if match.action == "hide":
        changes = dict.fromkeys(NEARER, "") | dict.fromkeys(("latitude", "longitude", "region_id"))
        changes["address_visibility"] = AddressVisibility.HIDDEN
    if issubclass(match.model, ImportedModel):
        changes["last_modified"] = now
    for name in set(match.fields) - changes.keys():
        field = match.model._meta.get_field(name)
        changes[name] = _without(values[name], field, match.pk, pattern)
    row.update(**changes)
    if match.action == "hide":  # the words beside it may tell the way to its door
        ServiceAtLocation.objects.filter(location=match.pk).update(description="")


def _without(value: Any, field: Any, pk: Any, pattern: re.Pattern[str]) -> Any:
    if isinstance(field, models.SlugField):
        return f"removed-{str(pk).replace('-', '')[:12]}"
    if isinstance(field, models.URLField | models.EmailField):
        return ""
    if field.model in VERSIONS and field.name == "content":
        return _part_without(_listing_without(value, pattern), pattern)
    if isinstance(field, models.JSONField):
        is_row = field.model is RecordRevision
        return _part_without(_record_without(value, pattern) if is_row else value, pattern)
    text = pattern.sub(REMOVED, value)
    return text if field.max_length is None else text[: field.max_length]


def _listing_without(document: dict[str, Any], pattern: re.Pattern[str]) -> dict[str, Any]:
    """Return a listing without the ways of contact and the places that a table would lose too."""
    contacts = [
        contact for contact in document.get("contacts", []) if not _holds(contact["value"], pattern)
    ]
    hidden = _hidden_in(document, pattern)
    return snapshots.with_places({**document, "contacts": contacts}, hidden)


def _record_without(document: Document, pattern: re.Pattern[str]) -> Document:
    """Return a row beside listings as a table would be left: no place, and no link, with it."""
    if "address_visibility" in document:
        place: Document = _listing_without({"location": document}, pattern)["location"]
        return place
    return {
        name: said
        for name, said in document.items()
        if name not in LEADING or not _holds(said, pattern)
    }


def _part_without(value: Any, pattern: re.Pattern[str]) -> Any:
    """Return a structure without the value, in keys and in values."""
    if isinstance(value, str):
        return pattern.sub(REMOVED, value)
    if isinstance(value, dict):
        return {
            _part_without(key, pattern): part
            if key in CHANCE_KEYS
            else _part_without(part, pattern)
            for key, part in value.items()
        }
    if isinstance(value, list):
        return [_part_without(part, pattern) for part in value]
    return value


def changed_models(matches: Iterable[Match]) -> set[type[models.Model]]:
    """Return the models that `clear` has written to: sessions are always ended."""
    return {sessions(), *(match.model for match in matches)}
