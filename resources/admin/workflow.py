"""What happened to listings, and what visitors have reported."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from resources.admin.permissions import ReadOnlyAdmin
from resources.models import Correction, Review, Tombstone


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
