"""Lists made for a post: one that is not public is written freely, and two people publish it."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from resources.admin.named import NamedField, NamingForm
from resources.admin.permissions import CuratedAdmin
from resources.admin.recording import ProposedAdmin
from resources.models import Collection, CollectionEntry, Service, publish_revision


class EntryForm(NamingForm):
    """A service of a list, by its name."""

    service = NamedField(Service, label=_("Service"))

    class Meta:
        model = CollectionEntry
        fields = ("service", "position", "note")


class EntryInline(admin.TabularInline[Any, Any]):
    """The services of a list, in order."""

    model = CollectionEntry
    extra = 0
    form = EntryForm

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Read the names of all services at once."""
        entries: models.QuerySet[Any] = super().get_queryset(request)
        return entries.select_related("service")


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
