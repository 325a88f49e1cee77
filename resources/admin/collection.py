"""Lists made for a post: one that is not public is written freely, and two people publish it."""

from typing import Any

from django.contrib import admin

from resources.admin.permissions import CuratedAdmin
from resources.admin.recording import ProposedAdmin
from resources.models import Collection, CollectionEntry


class EntryInline(admin.TabularInline[Any, Any]):
    """The services of a list, in order."""

    model = CollectionEntry
    extra = 0
    autocomplete_fields = ("service",)


@admin.register(Collection)
class CollectionAdmin(ProposedAdmin, CuratedAdmin):
    """Lists made for a post."""

    list_display = ("title", "slug", "is_published", "post_url", "last_modified")
    list_filter = ("is_published",)
    search_fields = ("title", "slug", "intro")
    readonly_fields = ("last_modified",)
    inlines = (EntryInline,)
