"""What happened to listings."""

from django.contrib import admin

from resources.admin.permissions import ReadOnlyAdmin
from resources.models import Recall, Review, Tombstone


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
