"""Writing what a plan says, in one transaction: all of it or nothing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from resources.choices import Publication, SnapshotWriter, TombstoneReason, VerificationMethod
from resources.curation import journal, snapshots
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
from resources.models.facts import present_digest

WRITTEN = (Action.CREATE, Action.CHANGE)
LOADED = "Loaded from the shipped listings."


def apply(plan: Plan, now: datetime, reason: str = LOADED) -> None:
    """Create and change what the plan says; leave what it leaves and refuses.

    Rows of one kind go in together, so that a whole file costs a few dozen statements.
    Each listing leaves the version that it was and the one that it is.
    """
    _apply(plan, snapshots.Writing(SnapshotWriter.LOAD, now, reason=reason))


def apply_sheet(plan: Plan, writing: snapshots.Writing) -> None:
    """Do the same for rows that a curator brings: they count as the curator's own work.

    Sources stay as they are. Each belongs to the value that it stated, and to no new one.
    """
    _apply(plan, writing)


@transaction.atomic
def _apply(plan: Plan, writing: snapshots.Writing) -> None:
    now = writing.at
    services = _concerned(plan)
    snapshots.found(services, now)
    is_loaded = writing.writer is SnapshotWriter.LOAD
    _write_organizations(plan.of("organization", *WRITTEN), now, is_loaded=is_loaded)
    _write_services(plan.of("service", *WRITTEN), now, is_loaded=is_loaded)
    for step in plan.of("collection", *WRITTEN):
        _write_collection(step, now, is_published=plan.publishes)
    services |= _concerned(plan)
    snapshots.written(services, writing)
    _announce(plan)


def _announce(plan: Plan) -> None:
    """Let search, counts and kept pages follow; an organisation's name is one of its services."""
    if any(plan.of(record, *WRITTEN) for record in ("organization", "service", "collection")):
        publish_revision(Service.objects.filter(pk__in=_concerned(plan)))


def _concerned(plan: Plan) -> set[UUID]:
    """Return the services in a database whose lines, or whose organisations, are written."""
    organizations = [step.line.row.id for step in plan.of("organization", *WRITTEN)]
    services = [step.line.row.id for step in plan.of("service", *WRITTEN)]
    concerned = Q(organization__in=organizations) | Q(pk__in=services)
    return set(Service.objects.filter(concerned).values_list("pk", flat=True))


def _loaded(step: Step, now: datetime, *, is_loaded: bool = True) -> dict[str, Any]:
    """Return what a row stores about the line that wrote it; a curator's row stores its date."""
    if not is_loaded:
        return {"last_modified": now}
    return {"last_modified": now, "listing_digest": step.line.digest, "listing_loaded_at": now}


def _write_organizations(steps: Sequence[Step], now: datetime, *, is_loaded: bool) -> None:
    rows = []
    for step in steps:
        organization = step.line.row
        rows.append(
            Organization(
                id=organization.id,
                code=organization.code,
                slug=organization.slug,
                name=organization.name,
                description=organization.description,
                website=organization.website,
                **_loaded(step, now, is_loaded=is_loaded),
            )
        )
    ids = [row.pk for row in rows]
    OrganizationIdentifier.objects.filter(organization__in=ids).delete()
    _upsert(Organization, rows, ("name", "description", "website"), is_loaded=is_loaded)
    OrganizationIdentifier.objects.bulk_create(
        identifier for step in steps for identifier in parts.identifiers(step.line.row)
    )


def _write_services(steps: Sequence[Step], now: datetime, *, is_loaded: bool) -> None:
    """Write services, then their parts, then what happened to their publication."""
    services: list[ServiceRow] = [step.line.row for step in steps]
    ids = [service.id for service in services]
    before = dict(Service.objects.filter(pk__in=ids).values_list("pk", "publication"))
    rows = [
        Service(
            id=service.id,
            code=service.code,
            slug=service.slug,
            **parts.service_values(service),
            **_loaded(step, now, is_loaded=is_loaded),
        )
        for step, service in zip(steps, services, strict=True)
    ]
    fields = tuple(parts.service_values(services[0])) if services else ()
    _upsert(Service, rows, fields, is_loaded=is_loaded)
    if is_loaded:
        _clear_sources(services)
    _clear_parts(services)
    _write_parts(services, is_loaded=is_loaded)
    _write_terms(services)
    if is_loaded:
        _write_checks(services)
    _write_steps(services, before, now)


def _write_steps(services: Sequence[ServiceRow], before: Mapping[UUID, str], now: datetime) -> None:
    """Record each change of publication; what the public had seen gets a tombstone."""
    moved = [
        service
        for service in services
        if before.get(service.id, Publication.DRAFT) != service.publication
    ]
    Review.objects.bulk_create(
        Review(
            service_id=service.id,
            from_publication=before.get(service.id, Publication.DRAFT),
            to_publication=service.publication,
            at=now,
            reason=_why(service),
        )
        for service in moved
    )
    gone = [
        Tombstone(id=service.id, reason=service.removal_reason, at=now)
        for service in moved
        if service.removal_reason and before.get(service.id) == Publication.PUBLISHED
    ]
    Tombstone.objects.bulk_create(gone)
    for tombstone in gone:
        journal.note(journal.Event.RECALLED, [tombstone.pk], tombstone.reason)


def _why(service: ServiceRow) -> str:
    """Return the reason of a step: the loading, or why a line takes its listing away."""
    if service.removal_reason is None:
        return LOADED
    return f"{TombstoneReason(service.removal_reason).label}. {service.hold_reason}".strip()


def _upsert(model: type[Any], rows: list[Any], fields: Sequence[str], *, is_loaded: bool) -> None:
    """Create rows, or change the fields that a listings file contains."""
    about = ("listing_digest", "listing_loaded_at") if is_loaded else ()
    model.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[*fields, "last_modified", *about],
    )


def _clear_sources(services: Sequence[ServiceRow]) -> None:
    """Delete what the lines are about to state again."""
    ids = [service.id for service in services]
    Verification.objects.filter(service__in=ids, method=VerificationMethod.PUBLIC_SOURCE).delete()


def _clear_parts(services: Sequence[ServiceRow]) -> None:
    """Delete what the lines are about to write again, and contacts they have dropped."""
    ids = [service.id for service in services]
    kept = [contact.id for service in services for contact in service.contacts]
    # Read before the links are deleted: a place that only these listings have shown goes with them.
    shown = list(
        ServiceAtLocation.objects.filter(service__in=ids).values_list("location", flat=True)
    )
    Schedule.objects.filter(service__in=ids).delete()
    ServiceArea.objects.filter(service__in=ids).delete()
    ServiceAtLocation.objects.filter(service__in=ids).delete()
    ContactRoute.objects.filter(service__in=ids).exclude(pk__in=kept).delete()
    Location.objects.filter(pk__in=shown, service_at_locations__isnull=True).delete()


def _write_parts(services: Sequence[ServiceRow], *, is_loaded: bool) -> None:
    ContactRoute.objects.bulk_create(
        (contact for service in services for contact in parts.contacts(service)),
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
    ServiceArea.objects.bulk_create(area for service in services for area in parts.areas(service))
    tables = current_tables()
    Location.objects.bulk_create(
        (location for service in services for location in parts.locations(service, tables)),
        # A place that other listings show too is there already: a row changes none of it.
        ignore_conflicts=not is_loaded,
    )
    ServiceAtLocation.objects.bulk_create(
        visit for service in services for visit in parts.visits(service)
    )
    Schedule.objects.bulk_create(
        schedule for service in services for schedule in parts.schedules(service)
    )


def _write_terms(services: Sequence[ServiceRow]) -> None:
    through = Service.terms.through
    known = {
        (taxonomy, slug): pk
        for taxonomy, slug, pk in TaxonomyTerm.objects.values_list("taxonomy__slug", "slug", "pk")
    }
    through.objects.filter(service__in=[service.id for service in services]).delete()
    through.objects.bulk_create(
        through(service_id=service.id, taxonomyterm_id=pk)
        for service in services
        for pk in parts.term_ids(service, known)
    )


def _write_checks(services: Sequence[ServiceRow]) -> None:
    """Write what the sources state, each with the digest of the value that now stands there."""
    written = Service.objects.for_detail().in_bulk([service.id for service in services])
    checks = [check for service in services for check in parts.verifications(service)]
    for check in checks:
        service = written[check.service_id]
        check.digest = present_digest(service, check.fact, check.contact_route_id)
    Verification.objects.bulk_create(checks)


def _write_collection(step: Step, now: datetime, *, is_published: bool) -> None:
    row: CollectionRow = step.line.row
    collection, _created = Collection.objects.update_or_create(
        slug=row.slug,
        defaults={
            "title": row.title,
            "intro": row.intro,
            "post_url": row.post_url,
            "is_published": is_published,
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
