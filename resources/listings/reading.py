"""Reading a listings file: every line is checked before anything is written."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from resources.listings.rows import AnyRow, CollectionRow, OrganizationRow, ServiceRow
from resources.models import TaxonomyTerm

Shape = TypeVar("Shape", OrganizationRow, ServiceRow, CollectionRow)
_ADAPTER: TypeAdapter[Any] = TypeAdapter(AnyRow)


@dataclass(frozen=True, slots=True)
class BadRow:
    """What is wrong with a line: its number (from 1), the field, and why."""

    line: int
    field: str
    why: str


@dataclass(frozen=True, slots=True)
class Line(Generic[Shape]):
    """A good line: its number, its content, and a digest that changes when the content does."""

    number: int
    row: Shape
    digest: str


@dataclass(slots=True)
class Reading:
    """All good lines by kind, and everything that is wrong with the others."""

    organizations: list[Line[OrganizationRow]] = field(default_factory=list)
    services: list[Line[ServiceRow]] = field(default_factory=list)
    collections: list[Line[CollectionRow]] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)


def read(lines: Iterable[str]) -> Reading:
    """Read a file's lines. Nothing is raised: mistakes are listed. Blank lines are skipped."""
    reading = Reading()
    for number, text in enumerate(lines, start=1):
        if text.strip():
            _read_line(reading, number, text)
    _find_doubles(reading)
    _find_shared_parts(reading)
    _find_unknown_terms(reading)
    _find_unknown_references(reading)
    reading.bad.sort(key=lambda bad: (bad.line, bad.field))
    return reading


def _read_line(reading: Reading, number: int, text: str) -> None:
    try:
        raw = json.loads(text)
    except json.JSONDecodeError as error:
        reading.bad.append(BadRow(number, "line", f"not JSON: {error.msg}"))
        return
    try:
        row = _ADAPTER.validate_python(raw, strict=False)
    except ValidationError as error:
        for problem in error.errors():
            # The first part is the kind of record, which is no field of the line.
            place = ".".join(str(part) for part in problem["loc"][1:]) or "record"
            reading.bad.append(BadRow(number, place, problem["msg"]))
        return
    canonical = json.dumps(raw, sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    if isinstance(row, OrganizationRow):
        reading.organizations.append(Line(number, row, digest))
    elif isinstance(row, ServiceRow):
        reading.services.append(Line(number, row, digest))
    else:
        reading.collections.append(Line(number, row, digest))


def _find_doubles(reading: Reading) -> None:
    """Report every line that repeats an id, code or slug of its kind."""
    for lines, names in (
        (reading.organizations, ("id", "code", "slug")),
        (reading.services, ("id", "code", "slug")),
        (reading.collections, ("slug",)),
    ):
        for name in names:
            seen: Counter[object] = Counter()
            for line in lines:
                value = getattr(line.row, name)
                if seen[value]:
                    why = f"{value} stands on an earlier line too"
                    reading.bad.append(BadRow(line.number, name, why))
                seen[value] += 1


def _find_shared_parts(reading: Reading) -> None:
    """Report every contact or place that two lines claim: one would take it from the other."""
    seen: set[UUID] = set()
    for line in reading.services:
        parts = [(f"contacts.{at}.id", contact.id) for at, contact in enumerate(line.row.contacts)]
        parts += [("location.id", location.id) for location in line.row.locations]
        for name, value in parts:
            if value in seen:
                why = f"{value} stands on an earlier line or contact too"
                reading.bad.append(BadRow(line.number, name, why))
            seen.add(value)


def _find_unknown_terms(reading: Reading) -> None:
    """Report every term that its taxonomy does not have."""
    known = set(TaxonomyTerm.objects.values_list("taxonomy__slug", "slug"))
    for line in reading.services:
        for taxonomy, slugs in line.row.terms.by_taxonomy():
            for slug in slugs:
                if (taxonomy, slug) not in known:
                    why = f"there is no term {slug!r}"
                    reading.bad.append(BadRow(line.number, f"terms.{taxonomy}", why))


def _find_unknown_references(reading: Reading) -> None:
    """Report every reference to an organisation or service that is not in the file."""
    organizations = {line.row.id for line in reading.organizations}
    services = {line.row.id for line in reading.services}
    for line in reading.services:
        if line.row.organization not in organizations:
            why = f"no organization in this file has the id {line.row.organization}"
            reading.bad.append(BadRow(line.number, "organization", why))
    for listed in reading.collections:
        for index, entry in enumerate(listed.row.entries):
            if entry.service not in services:
                why = f"no service in this file has the id {entry.service}"
                reading.bad.append(BadRow(listed.number, f"entries.{index}.service", why))
