"""Organisations. The standard wants a description of each, and few have one.

Until a curator writes it, the description says what the organisation runs, and nothing else.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from resources.choices import IdentifierScheme
from resources.models import Organization, Service
from resources.openreferral.values import Addresses, Object, filled, moment_of, own
from resources.search import Index
from resources.validators import is_email

# Services that a derived description names before it counts the rest.
MOST_NAMED: Final = 3
Runs = Mapping[UUID, Sequence[str]]


def services_run(index: Index, moment: datetime) -> Runs:
    """Return the names of the public services of each organisation, read once a minute.

    Where a service is published or changed, there is another index, which has kept nothing yet.
    """
    kept = index.kept_at(moment)
    if "openreferral runs" not in kept:
        runs: dict[UUID, list[str]] = {}
        rows = Service.objects.published().by_name()
        for run_by, name in rows.values_list("organization_id", "name"):
            runs.setdefault(run_by, []).append(name)
        kept["openreferral runs"] = runs
    found: Runs = kept["openreferral runs"]
    return found


def runs_words(names: Sequence[str]) -> str:
    """Say what an organisation runs: "Runs A, B, C and 2 more services."."""
    named = list(dict.fromkeys(names))
    shown, more = named[:MOST_NAMED], len(named) - MOST_NAMED
    if more > 0:
        shown.append(f"{more} more service{'s' if more > 1 else ''}")
    *first, last = shown or ["services"]
    return f"Runs {', '.join(first)} and {last}." if first else f"Runs {last}."


def organization(row: Organization, names: Sequence[str], addresses: Addresses) -> Object:
    """Return an organisation without arrays, as it stands in lists and in services.

    `names` are those of its public services.
    """
    told = filled(
        id=str(row.pk),
        name=row.name,
        alternate_name=row.alternate_name,
        description=row.description or runs_words(names),
        email=row.email if is_email(row.email) else None,
        website=row.website,
        uri=addresses.of("organizations", row.pk),
    )
    return told | own(
        description_is_derived=not row.description,
        last_modified=moment_of(row.last_modified),
        page_url=addresses.site + row.get_absolute_url(),
    )


def identifiers(row: Organization) -> list[Object]:
    """Return the numbers under which registers know an organisation."""
    return [
        filled(
            id=str(number.pk),
            organization_id=str(row.pk),
            identifier_scheme=number.scheme,
            identifier_type=str(IdentifierScheme(number.scheme).label),
            identifier=number.identifier,
        )
        for number in row.identifiers.all()
    ]


def whole_organization(row: Organization, names: Sequence[str], addresses: Addresses) -> Object:
    """Return an organisation with its register numbers."""
    return organization(row, names, addresses) | filled(organization_identifiers=identifiers(row))


def told_of(
    organizations: Collection[UUID], runs: Runs, addresses: Addresses, *, is_whole: bool
) -> dict[UUID, Object]:
    """Return some organisations by their ids, in one query or two; `runs` has the public ones."""
    rows = Organization.objects.filter(pk__in=[key for key in organizations if key in runs])
    tell = whole_organization if is_whole else organization
    found = rows.for_listing() if is_whole else rows
    return {row.pk: tell(row, runs[row.pk], addresses) for row in found}
