"""The history of a listing: its versions with old and new values, and the steps that it took."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any, Final

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from resources.admin.permissions import ReadOnlyAdmin
from resources.choices import Publication
from resources.curation.differences import Difference, differences
from resources.models import Service, Snapshot

PAGE: Final = "admin/resources/service/history.html"
ON_A_PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened to a listing: its first version, a change, or a step."""

    at: datetime
    what: str
    who: str
    reason: str
    changes: tuple[Difference, ...] = ()


def history_page(
    model_admin: "admin.ModelAdmin[Any]", request: HttpRequest, object_id: str
) -> HttpResponse:
    """Show a page of a listing's history, the newest first."""
    service = get_object_or_404(Service, pk=object_id)
    if not model_admin.has_view_permission(request, service):
        raise PermissionDenied
    entries = sorted([*_versions(service), *_steps(service)], key=lambda entry: entry.at)
    pages = Paginator(entries[::-1], ON_A_PAGE)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("History"),
        "subtitle": str(service),
        "opts": model_admin.opts,
        "service": service,
        "page": pages.get_page(request.GET.get("page")),
    }
    return TemplateResponse(request, PAGE, context)


def _versions(service: Service) -> Iterator[Entry]:
    rows = Snapshot.objects.filter(service=service).select_related("actor").order_by("version")
    versions = list(rows)
    if versions:
        yield _entry(versions[0], ())
    for before, after in pairwise(versions):
        yield _entry(after, tuple(differences(before.content, after.content)))


def _entry(version: Snapshot, changes: tuple[Difference, ...]) -> Entry:
    what = _("Version %(number)d: %(writer)s") % {
        "number": version.version,
        "writer": version.get_writer_display(),
    }
    return Entry(version.at, what, str(version.actor or ""), version.reason, changes)


def _steps(service: Service) -> Iterator[Entry]:
    for review in service.reviews.select_related("actor"):
        what = _("%(origin)s to %(target)s") % {
            "origin": Publication(review.from_publication).label,
            "target": Publication(review.to_publication).label,
        }
        yield Entry(review.at, what, str(review.actor or ""), review.reason)


@admin.register(Snapshot)
class SnapshotAdmin(ReadOnlyAdmin):
    """Versions of all listings, the newest first. A listing's own history shows what changed."""

    list_display = ("at", "service", "version", "writer", "actor", "reason")
    list_filter = ("writer",)
    list_select_related = ("service", "actor")
    search_fields = ("service__name", "reason")
    date_hierarchy = "at"
