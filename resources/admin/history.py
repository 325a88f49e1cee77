"""The history of a listing: its versions with old and new values, and the steps that it took."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from resources.admin.permissions import ReadOnlyAdmin
from resources.choices import ProposalState, Publication, RecordKind, SnapshotWriter
from resources.curation.differences import Difference, differences
from resources.curation.document import Document, with_organization
from resources.models import RecordProposal, Review, Service, Snapshot

PAGE: Final = "admin/resources/service/history.html"
ON_A_PAGE: Final = 50
# So many stand on the page of the listing itself.
ON_ITS_PAGE: Final = 5
VERSION: Final = "version"
STEP: Final = "step"


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened to a listing: its first version, a change, or a step."""

    at: datetime
    what: str
    who: str
    reason: str
    changes: tuple[Difference, ...] = ()
    approval: str = ""


def history_page(
    model_admin: "admin.ModelAdmin[Any]", request: HttpRequest, object_id: str
) -> HttpResponse:
    """Show a page of a listing's history, the newest first."""
    service = get_object_or_404(Service, pk=object_id)
    if not model_admin.has_view_permission(request, service):
        raise PermissionDenied
    page = Paginator(_happened(service), ON_A_PAGE).get_page(request.GET.get("page"))
    page.object_list = _entries(service, list(page.object_list))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("History"),
        "subtitle": str(service),
        "opts": model_admin.opts,
        "service": service,
        "page": page,
    }
    return TemplateResponse(request, PAGE, context)


def last_entries(service: Service) -> list[Entry]:
    """Return what happened to a listing last, the newest first."""
    return _entries(service, list(_happened(service)[:ON_ITS_PAGE]))


def _happened(service: Service) -> "models.QuerySet[Any, Any]":
    """Return when something happened to a listing, of which kind, and its key; the newest first."""
    versions, steps = (
        rows.order_by().annotate(kind=models.Value(kind)).values_list("at", "kind", "pk")
        for rows, kind in ((service.snapshots, VERSION), (service.reviews, STEP))
    )
    everything: models.QuerySet[Any, Any] = versions.union(steps, all=True)
    return everything.order_by("-at", "-kind", "-pk")


def _entries(service: Service, happened: list[tuple[datetime, str, int]]) -> list[Entry]:
    """Return one page of entries; of versions also the one before each is fetched, and no other."""
    keys = {kind: [pk for _at, one, pk in happened if one == kind] for kind in (VERSION, STEP)}
    versions = service.snapshots.select_related("actor").in_bulk(keys[VERSION])
    wanted = [version.base_version for version in versions.values()]
    before = {row.version: row for row in service.snapshots.filter(version__in=wanted)}
    steps = service.reviews.select_related("actor").in_bulk(keys[STEP])
    approvals = _approvals(versions.values())
    return [
        _version(versions[pk], before.get(versions[pk].base_version), approvals)
        if kind == VERSION
        else _step(steps[pk])
        for _at, kind, pk in happened
    ]


def _approvals(versions: Iterable[Snapshot]) -> dict[datetime, str]:
    """Say who approved what was changed beside a listing, by the moment that made the version.

    An approval of the listing's own change is a step, and stands as one.
    """
    moments = [one.at for one in versions if one.writer == SnapshotWriter.PROPOSAL]
    approved = RecordProposal.objects.filter(state=ProposalState.APPROVED, decided_at__in=moments)
    return {
        one.decided_at: _("%(kind)s, approved by %(who)s")
        % {"kind": RecordKind(one.kind).label, "who": who_did(one.decided_by)}
        for one in approved.select_related("decided_by")
        if one.decided_at is not None
    }


def _version(
    version: Snapshot, before: Snapshot | None, approvals: Mapping[datetime, str]
) -> Entry:
    what = _("Version %(number)d: %(writer)s") % {
        "number": version.version,
        "writer": version.get_writer_display(),
    }
    changes = tuple(differences(_told(before), _told(version))) if before else ()
    approval = approvals.get(version.at, "")
    return Entry(version.at, what, who_did(version.actor), version.reason, changes, approval)


def _told(version: Snapshot) -> Document:
    return with_organization(version.content, version.organization)


def _step(review: Review) -> Entry:
    what = _("%(origin)s to %(target)s") % {
        "origin": Publication(review.from_publication).label,
        "target": Publication(review.to_publication).label,
    }
    return Entry(review.at, what, who_did(review.actor), review.reason)


def who_did(actor: Any) -> str:
    """Return the name of who did something; where it was no person, that."""
    return str(actor) if actor else _("Not by a person")


@admin.register(Snapshot)
class SnapshotAdmin(ReadOnlyAdmin):
    """Versions of all listings, the newest first. A listing's own history shows what changed."""

    list_display = ("at", "service", "version", "writer", "actor", "reason")
    list_filter = ("writer",)
    list_select_related = ("service", "actor")
    search_fields = ("service__name", "reason")
    date_hierarchy = "at"
