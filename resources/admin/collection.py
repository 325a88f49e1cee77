"""Lists made for a post: one that is not public is written freely, and two people publish it."""

from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest

from resources.admin.permissions import CuratedAdmin
from resources.admin.recording import ProposedAdmin
from resources.models import Collection, CollectionEntry, Service, publish_revision


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

    def save_related(
        self, request: HttpRequest, form: ModelForm[Any], formsets: Any, change: bool
    ) -> None:
        """Announce the list: pages that are kept for a moment have it on them."""
        super().save_related(request, form, formsets, change)
        publish_revision(Service.objects.none())
