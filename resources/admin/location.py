"""Places."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from resources.admin.permissions import ReadOnlyAdmin, signed_in
from resources.choices import AddressVisibility, Publication, SnapshotWriter
from resources.curation import snapshots
from resources.curation.document import place_document
from resources.curation.redaction import forget_earlier_values
from resources.models import Location, ServiceAtLocation, current_tables
from resources.models.location import ACCESSIBILITY_FIELDS


@admin.register(Location)
class LocationAdmin(admin.ModelAdmin[Any]):
    """Places. One that a public listing shows is read only."""

    list_display = ("__str__", "address_visibility", "region", "step_free")
    list_filter = ("address_visibility", *ACCESSIBILITY_FIELDS)
    list_select_related = ("region",)
    search_fields = ("name", "address_1", "city", "postcode")

    def _is_shown(self, place: models.Model | None) -> bool:
        if place is None:
            return False
        shown = ServiceAtLocation.objects.filter(
            location=place.pk, service__publication=Publication.PUBLISHED
        )
        return shown.exists()

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
        is_hidden = obj.address_visibility != AddressVisibility.FULL
        is_less = is_hidden and "address_visibility" in form.changed_data
        if is_less:  # the words beside it may tell the way to its door
            visits.update(description="")
        reason = _("A place was changed.")
        writing = snapshots.Writing(SnapshotWriter.FORM, now, signed_in(request), reason)
        snapshots.written(services, writing)
        if is_less:
            _forget_address(obj)
            forget_earlier_values(services)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Withdraw the listing first."""
        return not self._is_shown(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Withdraw the listing first."""
        return not self._is_shown(obj) and super().has_delete_permission(request, obj)


def _forget_address(place: Location) -> None:
    """Take the address of a place that has none any more out of all that was written of it.

    Also where it is no longer visited.
    """
    snapshots.hide_places([place_document(place)])
    entries = LogEntry.objects.filter(
        object_id=str(place.pk), content_type=ContentType.objects.get_for_model(Location)
    )
    entries.update(object_repr=str(place))


@admin.register(ServiceAtLocation)
class ServiceAtLocationAdmin(ReadOnlyAdmin):
    """Looked up here, changed on the page of the service."""

    list_display = ("service", "location")
    list_select_related = ("service", "location")
    search_fields = ("service__name", "location__city")
