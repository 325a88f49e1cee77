"""Checks of facts. They are made on the page of a listing, beside the values that they are of."""

from django.contrib import admin

from resources.admin.permissions import ReadOnlyAdmin
from resources.models import Verification


@admin.register(Verification)
class VerificationAdmin(ReadOnlyAdmin):
    """One that was made is not changed."""

    list_display = ("service", "fact", "contact_route", "method", "checked_on", "checked_by")
    list_filter = ("method", "spoke_with", "fact_kind", "source_kind", "precision")
    list_select_related = ("service", "contact_route", "checked_by")
    search_fields = ("service__name", "fields", "source_url")
    date_hierarchy = "checked_on"
