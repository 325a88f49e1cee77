"""Areas of the country, from the shipped data."""

from django.contrib import admin

from resources.admin.records import ReadOnlyAdmin
from resources.models import Region, ServiceArea


@admin.register(Region)
class RegionAdmin(ReadOnlyAdmin):
    """Looked up here; they come from resources/data/places."""

    list_display = ("name", "level", "code", "parent")
    list_filter = ("level",)
    list_select_related = ("parent",)
    search_fields = ("name", "code", "slug")


@admin.register(ServiceArea)
class ServiceAreaAdmin(ReadOnlyAdmin):
    """Looked up here, changed on the page of the service."""

    list_display = ("service", "region", "is_partial")
    list_filter = ("is_partial", "region__level")
    list_select_related = ("service", "region")
    search_fields = ("service__name", "region__name")
