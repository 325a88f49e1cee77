"""Writing what a plan says, in one transaction: all of it or nothing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from resources.choices import Publication, TombstoneReason, VerificationMethod
from resources.listings import parts
from resources.listings.plan import Action, Plan, Step
from resources.listings.rows import CollectionRow, ServiceRow
from resources.models import (
    Collection,
    CollectionEntry,
    ContactRoute,
    Location,
    Organization,
    OrganizationIdentifier,
    Review,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    TaxonomyTerm,
    Tombstone,
    Verification,
    current_tables,
    publish_revision,
)
from resources.models.contact import TRACE_FIELDS

WRITTEN = (Action.CREATE, Action.CHANGE)
LOADED = "Loaded from the shipped listings."


@transaction.atomic
def apply(plan: Plan, now: datetime) -> None:
    """Create and change what the plan says; leave what it leaves and refuses.

    Rows of one kind go in together, so that a whole file costs a few dozen statements.
    """
    _write_organizations(plan.of("organization", *WRITTEN), now)
    _write_services(plan.of("service", *WRITTEN), now)
    for step in plan.of("collection", *WRITTEN):
        _write_collection(step, now)
    _announce(plan)


def _announce(plan: Plan) -> None:
    """Let search and counts follow; an organisation's name is a name of its services."""
    organizations = [step.line.row.id for step in plan.of("organization", *WRITTEN)]
    services = [step.line.row.id for step in plan.of("service", *WRITTEN)]
    if organizations or services:
        concerned = Q(organization__in=organizations) | Q(pk__in=services)
        publish_revision(Service.objects.filter(concerned))


def _loaded(step: Step, now: datetime) -> dict[str, Any]:
    """Return what a row stores about the line that wrote it."""
    return {"last_modified": now, "listing_digest": step.line.digest, "listing_loaded_at": now}


def _write_organizations(steps: Sequence[Step], now: datetime) -> None:
    rows = []
    for step in steps:
        row = step.line.row
        rows.append(
            Organization(
                id=row.id,
                code=row.code,
                slug=row.slug,
                name=row.name,
                website=row.website,
                **_loaded(step, now),
            )
        )
    ids = [row.pk for row in rows]
    OrganizationIdentifier.objects.filter(organization__in=ids).delete()
    _upsert(Organization, rows, ("name", "website"))
    OrganizationIdentifier.objects.bulk_create(
        identifier for step in steps for identifier in parts.identifiers(step.line.row)
    )


def _write_services(steps: Sequence[Step], now: datetime) -> None:
    """Write services, then their parts, then what happened to their publication."""
    lines: list[ServiceRow] = [step.line.row for step in steps]
    ids = [row.id for row in lines]
    before = dict(Service.objects.filter(pk__in=ids).values_list("pk", "publication"))
    rows = [
        Service(
            id=row.id,
            code=row.code,
            slug=row.slug,
            **parts.service_values(row),
            **_loaded(step, now),
        )
        for step, row in zip(steps, lines, strict=True)
    ]
    fields = tuple(parts.service_values(lines[0])) if lines else ()
    _upsert(Service, rows, fields)
    _clear_parts(lines)
    _write_parts(lines)
    _write_terms(lines)
    _write_steps(lines, before, now)


def _write_steps(lines: Sequence[ServiceRow], before: Mapping[UUID, str], now: datetime) -> None:
    """Record each change of publication; what the public had seen gets a tombstone."""
    moved = [row for row in lines if before.get(row.id, Publication.DRAFT) != row.publication]
    Review.objects.bulk_create(
        Review(
            service_id=row.id,
            from_publication=before.get(row.id, Publication.DRAFT),
            to_publication=row.publication,
            at=now,
            reason=_why(row),
        )
        for row in moved
    )
    Tombstone.objects.bulk_create(
        Tombstone(id=row.id, reason=row.removal_reason, at=now)
        for row in moved
        if row.removal_reason and before.get(row.id) == Publication.PUBLISHED
    )


def _why(row: ServiceRow) -> str:
    """Return the reason of a step: the loading, or why a line takes its listing away."""
    if row.removal_reason is None:
        return LOADED
    return f"{TombstoneReason(row.removal_reason).label}. {row.hold_reason}".strip()


def _upsert(model: type[Any], rows: list[Any], fields: Sequence[str]) -> None:
    """Create rows, or change the fields that a listings file contains."""
    model.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[*fields, "last_modified", "listing_digest", "listing_loaded_at"],
    )


def _clear_parts(lines: Sequence[ServiceRow]) -> None:
    """Delete what the lines are about to write again, and contacts they have dropped."""
    ids = [row.id for row in lines]
    kept = [contact.id for row in lines for contact in row.contacts]
    # Read before the links are deleted: a place that only these listings have shown goes with them.
    shown = list(
        ServiceAtLocation.objects.filter(service__in=ids).values_list("location", flat=True)
    )
    Schedule.objects.filter(service__in=ids).delete()
    ServiceArea.objects.filter(service__in=ids).delete()
    ServiceAtLocation.objects.filter(service__in=ids).delete()
    Verification.objects.filter(service__in=ids, method=VerificationMethod.PUBLIC_SOURCE).delete()
    ContactRoute.objects.filter(service__in=ids).exclude(pk__in=kept).delete()
    Location.objects.filter(pk__in=shown, service_at_locations__isnull=True).delete()


def _write_parts(lines: Sequence[ServiceRow]) -> None:
    ContactRoute.objects.bulk_create(
        (contact for row in lines for contact in parts.contacts(row)),
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[
            "channel",
            "value",
            "label",
            "note",
            "cost",
            "languages",
            "is_crisis_line",
            "do_not_test_call",
            "position",
            *TRACE_FIELDS,
        ],
    )
    Schedule.objects.bulk_create(schedule for row in lines for schedule in parts.schedules(row))
    ServiceArea.objects.bulk_create(area for row in lines for area in parts.areas(row))
    tables = current_tables()
    Location.objects.bulk_create(filter(None, (parts.location(row, tables) for row in lines)))
    ServiceAtLocation.objects.bulk_create(visit for row in lines for visit in parts.visits(row))
    Verification.objects.bulk_create(
        verification for row in lines for verification in parts.verifications(row)
    )


def _write_terms(lines: Sequence[ServiceRow]) -> None:
    """Give each service the terms of its line and no others."""
    carried = Service.terms.through
    known = {
        (taxonomy, slug): pk
        for taxonomy, slug, pk in TaxonomyTerm.objects.values_list("taxonomy__slug", "slug", "pk")
    }
    carried.objects.filter(service__in=[row.id for row in lines]).delete()
    carried.objects.bulk_create(
        carried(service_id=row.id, taxonomyterm_id=pk)
        for row in lines
        for pk in parts.term_ids(row, known)
    )


def _write_collection(step: Step, now: datetime) -> None:
    """Write a list made for a post, and its entries in their order."""
    row: CollectionRow = step.line.row
    collection, _created = Collection.objects.update_or_create(
        slug=row.slug,
        defaults={
            "title": row.title,
            "intro": row.intro,
            "post_url": row.post_url,
            "is_published": True,
            **_loaded(step, now),
        },
    )
    collection.entries.all().delete()
    present = set(Service.objects.values_list("pk", flat=True))
    CollectionEntry.objects.bulk_create(
        CollectionEntry(
            collection=collection, service_id=entry.service, position=position, note=entry.note
        )
        for position, entry in enumerate(row.entries)
        if entry.service in present
    )
