"""What loading a file would do, row by row and with the reason: nothing is written here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any
from uuid import UUID

from resources.listings.reading import Line, Reading
from resources.listings.suppressed import suppressed_in_line
from resources.models import Collection, Organization, Service, Suppression, Tombstone
from resources.models.suppression import Listed


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

    def of(self, kind: str, *actions: Action) -> list[Step]:
        return [step for step in self.steps if step.kind == kind and step.action in actions]

    def count(self, action: Action) -> int:
        return sum(step.action is action for step in self.steps)


def plan(reading: Reading) -> Plan:
    """Compare a file with the database. Ids, codes, slugs never change; a curator's work stays."""
    made = Plan()
    organizations = {organization.pk: organization for organization in Organization.objects.all()}
    services = {service.pk: service for service in Service.objects.all()}
    collections = {collection.slug: collection for collection in Collection.objects.all()}
    listed = Suppression.objects.listed()
    removed = {stone.pk: stone for stone in Tombstone.objects.all()}
    for line in reading.organizations:
        made.steps.append(_allowed(_identified("organization", line, organizations), listed))
    refused = {step.line.row.id for step in made.of("organization", Action.REFUSE)}
    for service in reading.services:
        why = ""
        if service.row.id in removed and not _is_taken_away_by(service, services):
            why = f"it was removed: {removed[service.row.id]}"
        elif service.row.organization in refused:
            why = "its organization is refused"
        if why:
            made.steps.append(Step(Action.REFUSE, "service", service.row.name, service, why))
        else:
            made.steps.append(_allowed(_identified("service", service, services), listed))
    for entry in reading.collections:
        collection = collections.get(entry.row.slug)
        made.steps.append(_compared("collection", entry.row.title, entry, collection))
    in_file = {line.row.id for line in reading.services}
    made.untouched = len(services.keys() - in_file)
    return made


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
