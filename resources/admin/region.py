"""Areas of the country, from the shipped data."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from resources.admin.permissions import ReadOnlyAdmin
from resources.models import PlaceTables, Region, ServiceArea


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


@admin.register(PlaceTables)
class PlaceTablesAdmin(ReadOnlyAdmin):
    """Made by `load_postcodes`; the first of the list is in use."""

    list_display = ("source_name", "made_at", "row_count")
    search_fields = ("source_name",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[PlaceTables]:
        """Leave the tables themselves where they are: each is more than a megabyte."""
        return PlaceTables.objects.defer("content")
