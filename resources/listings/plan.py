"""What loading a file would do, row by row and with the reason: nothing is written here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from resources.choices import Publication
from resources.listings.reading import Line, Reading
from resources.listings.suppressed import suppressed_in_line
from resources.models import Collection, Organization, Service, Suppression, Tombstone
from resources.models.suppression import Listed

PUBLIC: Final = "it is public: change it by its page"
WITHDRAWN: Final = "it was withdrawn: change it by its page"


class Action(StrEnum):
    """What happens to a row."""

    CREATE = "create"
    CHANGE = "change"
    LEAVE = "leave"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the file, what happens to it, and why when that is not plain."""

    action: Action
    kind: str
    name: str
    line: Line[Any]
    why: str = ""


@dataclass(slots=True)
class Plan:
    """Every step, and how many rows of the database are not in the file."""

    steps: list[Step] = field(default_factory=list)
    untouched: int = 0
    # Whether what is new is public at once: in an empty directory alone.
    publishes: bool = False

    def of(self, kind: str, *actions: Action) -> list[Step]:
        return [step for step in self.steps if step.kind == kind and step.action in actions]

    def count(self, action: Action) -> int:
        return sum(step.action is action for step in self.steps)


def plan(reading: Reading, *, as_shipped: bool = False) -> Plan:
    """Compare a file with the database. Ids, codes, slugs never change; a curator's work stays.

    Nothing becomes public by a file, and nothing public is changed by one, but it can be taken
    away. Only with `as_shipped`, and into an empty directory, all is as the file says.
    """
    made = Plan()
    organizations = {organization.pk: organization for organization in Organization.objects.all()}
    services = {service.pk: service for service in Service.objects.all()}
    made.publishes = as_shipped and not services
    collections = {collection.slug: collection for collection in Collection.objects.all()}
    listed = Suppression.objects.listed()
    removed = {stone.pk: stone for stone in Tombstone.objects.all()}
    shown = {service.organization_id for service in services.values() if is_fixed(service)}
    for line in reading.organizations:
        step = _allowed(_identified("organization", line, organizations), listed)
        made.steps.append(_not_public(step, is_public=line.row.id in shown))
    refused = {step.line.row.id for step in made.of("organization", Action.REFUSE)} - shown
    for service in reading.services:
        why = ""
        if service.row.id in removed and not _is_taken_away_by(service, services):
            why = f"it was removed: {removed[service.row.id]}"
        elif service.row.organization in refused:
            why = "its organization is refused"
        if why:
            made.steps.append(Step(Action.REFUSE, "service", service.row.name, service, why))
        else:
            step = _allowed(_identified("service", service, services), listed)
            made.steps.append(_kept_back(step, services, publishes=made.publishes))
    for entry in reading.collections:
        collection = collections.get(entry.row.slug)
        step = _compared("collection", entry.row.title, entry, collection)
        made.steps.append(
            _not_public(step, is_public=collection is not None and collection.is_published)
        )
    in_file = {line.row.id for line in reading.services}
    made.untouched = len(services.keys() - in_file)
    return made


def is_fixed(service: Service) -> bool:
    """Tell whether a listing is public, or is being looked at to become so."""
    return service.publication in {Publication.PUBLISHED, Publication.IN_REVIEW}


def _not_public(step: Step, *, is_public: bool) -> Step:
    """Refuse to change what the public sees: that takes two people."""
    if step.action is Action.CHANGE and is_public:
        return replace(step, action=Action.REFUSE, why=PUBLIC)
    return step


def _kept_back(step: Step, services: Mapping[UUID, Service], *, publishes: bool) -> Step:
    """Let a listing become no more than a draft, and be taken away, but not changed, if public."""
    service = services.get(step.line.row.id)
    if step.action not in {Action.CREATE, Action.CHANGE} or publishes:
        return step
    if step.line.row.removal_reason is not None:
        return step
    if service is not None and service.publication == Publication.PUBLISHED:
        is_taken_away = step.line.row.publication == Publication.DRAFT
        return step if is_taken_away else _not_public(step, is_public=True)
    if service is not None and service.publication == Publication.WITHDRAWN:
        return replace(step, action=Action.REFUSE, why=WITHDRAWN)
    draft = step.line.row.model_copy(update={"publication": Publication.DRAFT.value})
    held = replace(step, line=replace(step.line, row=draft))
    return _not_public(held, is_public=service is not None and is_fixed(service))


def _is_taken_away_by(line: Line[Any], services: Mapping[UUID, Any]) -> bool:
    """Tell whether a line is the one that removed its listing: nothing is left to do then."""
    service = services.get(line.row.id)
    is_same = service is not None and service.listing_digest == line.digest
    return is_same and line.row.removal_reason is not None


def _identified(kind: str, line: Line[Any], rows: Mapping[UUID, Any]) -> Step:
    """Refuse a line whose code or slug is another row's, or differs from its own row's."""
    record = rows.get(line.row.id)
    if record is None:
        taken = _taken(line, rows.values())
        if taken:
            return Step(Action.REFUSE, kind, line.row.name, line, taken)
    elif record.code != line.row.code:
        why = f"code: its page address is {record.code} and never changes"
        return Step(Action.REFUSE, kind, line.row.name, line, why)
    elif record.slug != line.row.slug:
        why = f"slug: it is {record.slug} and never changes"
        return Step(Action.REFUSE, kind, line.row.name, line, why)
    return _compared(kind, line.row.name, line, record)


def _taken(line: Line[Any], rows: Iterable[Any]) -> str:
    """Say which of a new row's names already belongs to another row."""
    for record in rows:
        for name in ("code", "slug"):
            if getattr(record, name) == getattr(line.row, name):
                return f"{name}: {getattr(record, name)} belongs to another {type(record).__name__}"
    return ""


def _compared(kind: str, name: str, line: Line[Any], record: Any | None) -> Step:
    """Decide by what is known of the row: new, as it was, or changed by one side or both."""
    if record is None:
        return Step(Action.CREATE, kind, name, line)
    if record.listing_digest == line.digest:
        return Step(Action.LEAVE, kind, name, line)
    if record.is_curated:
        why = "a curator has changed it since it was loaded; make the change in the staff area"
        return Step(Action.REFUSE, kind, name, line, why)
    return Step(Action.CHANGE, kind, name, line)


def _allowed(step: Step, listed: Listed) -> Step:
    """Refuse to write what must not come back; what is there already is for a person to change."""
    if step.action not in {Action.CREATE, Action.CHANGE}:
        return step
    why = suppressed_in_line(step.line.row, listed)
    return replace(step, action=Action.REFUSE, why=why) if why else step
