"""What happened to listings, and what visitors have reported."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from resources.admin.permissions import ReadOnlyAdmin
from resources.models import Correction, Recall, Review, Tombstone


@admin.register(Review)
class ReviewAdmin(ReadOnlyAdmin):
    """The steps that listings took: by whom, when, and the reason."""

    list_display = ("at", "service", "from_publication", "to_publication", "actor", "reason")
    list_filter = ("to_publication",)
    list_select_related = ("service", "actor")
    search_fields = ("service__name", "reason")
    date_hierarchy = "at"


@admin.register(Tombstone)
class TombstoneAdmin(ReadOnlyAdmin):
    """Removed listings, as they were announced."""

    list_display = ("id", "reason", "at", "merged_into")
    list_filter = ("reason",)
    search_fields = ("id",)


@admin.register(Recall)
class RecallAdmin(ReadOnlyAdmin):
    """Recalls that were asked for, made or taken back; each is made on the page of its listing."""

    list_display = ("service", "reason", "asked_by", "asked_at", "decided_by", "undone_by")
    list_filter = ("reason",)
    list_select_related = ("service", "asked_by", "decided_by", "undone_by")
    search_fields = ("service__name",)
    date_hierarchy = "asked_at"


@admin.register(Correction)
class CorrectionAdmin(admin.ModelAdmin[Any]):
    """Reports of visitors: only whether they are dealt with can be changed."""

    list_display = ("service", "reason", "reported_on", "is_handled")
    list_editable = ("is_handled",)
    list_filter = ("is_handled", "reason")
    list_select_related = ("service",)
    search_fields = ("service__name",)
    readonly_fields = ("service", "reason", "reported_on")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only visitors report."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """A report is dealt with, never deleted."""
        return False
