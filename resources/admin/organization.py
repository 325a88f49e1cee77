"""Organisations, with their register numbers."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from resources.admin.permissions import CuratedAdmin
from resources.models import Organization, OrganizationIdentifier, Service


class IdentifierInline(admin.TabularInline[Any, Any]):
    """Register numbers of an organisation."""

    model = OrganizationIdentifier
    extra = 0


@admin.register(Organization)
class OrganizationAdmin(CuratedAdmin):
    """Organisations."""

    list_display = ("name", "website", "is_broker", "service_count", "last_modified")
    list_filter = ("is_broker",)
    # Said again, as the count of services drops the order of the model.
    ordering = ("name", "id")
    search_fields = ("name", "alternate_name", "website", "identifiers__identifier")
    prepopulated_fields = {"slug": ("name",)}
    readonly_fields = ("code", "last_modified")
    inlines = (IdentifierInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        organizations: QuerySet[Any] = super().get_queryset(request)
        counted: QuerySet[Any] = organizations.annotate(service_total=Count("services"))
        return counted

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """What the public sees of an organisation is not changed alone: withdraw its listings."""
        if obj is not None and Service.objects.published().filter(organization=obj.pk).exists():
            return False
        return super().has_change_permission(request, obj)

    @admin.display(description=_("services"), ordering="service_total")
    def service_count(self, organization: Any) -> int:
        return int(organization.service_total)
