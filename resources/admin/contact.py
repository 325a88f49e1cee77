"""Ways to get in touch, across all services: to find every listing that gives a number."""

from django.contrib import admin

from resources.admin.permissions import ReadOnlyAdmin
from resources.models import ContactRoute, Schedule
from resources.models.contact import TRACE_FIELDS


@admin.register(ContactRoute)
class ContactRouteAdmin(ReadOnlyAdmin):
    """Looked up here, changed on the page of the service, where the workflow guards them."""

    list_display = ("value", "channel", "label", "service", "cost", "is_crisis_line")
    list_filter = ("channel", "cost", "is_crisis_line", "do_not_test_call", *TRACE_FIELDS)
    list_select_related = ("service",)
    search_fields = ("value", "label", "service__name")


@admin.register(Schedule)
class ScheduleAdmin(ReadOnlyAdmin):
    """Looked up here, changed on the page of the service."""

    list_display = ("service", "contact_route", "byday", "opens_at", "closes_at", "bank_holidays")
    list_filter = ("bank_holidays",)
    list_select_related = ("service", "contact_route")
    search_fields = ("service__name",)
