"""Places."""

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from resources.admin.permissions import ReadOnlyAdmin, signed_in
from resources.admin.recording import FactForm, ProposedAdmin
from resources.choices import SnapshotWriter
from resources.curation import snapshots
from resources.curation.hiding import clear_directions, forget_address, is_kept_quiet
from resources.curation.records import waits
from resources.models import Location, ServiceAtLocation, Snapshot, current_tables
from resources.models.location import ACCESSIBILITY_FIELDS

KEPT = _lazy(
    "The address stays in the history of its listings, which staff see. If nobody may know it, it "
    "has to be redacted."
)


@admin.register(Location)
class LocationAdmin(ProposedAdmin):
    """Places. A change of one that a public listing shows is a proposal."""

    form = FactForm
    list_display = ("__str__", "address_visibility", "region", "step_free")
    list_filter = ("address_visibility", *ACCESSIBILITY_FIELDS)
    list_select_related = ("region",)
    search_fields = ("name", "address_1", "city", "postcode")

    def save_model(
        self, request: HttpRequest, obj: Location, form: ModelForm[Any], change: bool
    ) -> None:
        """Take the point of the postcode, unless a curator has set one."""
        set_by_hand = {"latitude", "longitude"} & set(form.changed_data)
        if not set_by_hand and (obj.latitude is None or "postcode" in form.changed_data):
            obj.take_point(current_tables())
        now = timezone.now()
        visits = ServiceAtLocation.objects.filter(location=obj.pk)
        services = list(visits.values_list("service", flat=True))
        snapshots.found(services, now)
        super().save_model(request, obj, form, change)
        is_less = is_kept_quiet(obj) and "address_visibility" in form.changed_data
        if is_less:
            clear_directions(obj)
        reason = form.cleaned_data["change_reason"] or _("A place was changed.")
        writing = snapshots.Writing(SnapshotWriter.FORM, now, signed_in(request), reason)
        snapshots.written(services, writing)
        if is_less:
            forget_address(obj)

    def delete_model(self, request: HttpRequest, obj: Location) -> None:
        """Delete a place; what was written of it stays as far as it may be known.

        An address that was public until the end stays in the versions of its listings, which staff
        alone see: a history says what visitors were told. Of any other place versions keep no more
        than the row told, however it was hidden. What nobody may know at all is redacted.
        """
        forget_address(obj)
        is_kept = not is_kept_quiet(obj)
        if is_kept and Snapshot.objects.filter(places=obj.pk).exists():
            self.message_user(request, KEPT, messages.WARNING)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        """Do the same for those that were ticked in the list."""
        for place in queryset.select_related("region"):
            self.delete_model(request, place)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """One that a public listing shows is kept: the listing is changed first."""
        is_shown = obj is not None and waits(self.kind, obj.pk)
        return not is_shown and super().has_delete_permission(request, obj)


@admin.register(ServiceAtLocation)
class ServiceAtLocationAdmin(ReadOnlyAdmin):
    """Looked up here, changed on the page of the service."""

    list_display = ("service", "location")
    list_select_related = ("service", "location")
    search_fields = ("service__name", "location__city")
