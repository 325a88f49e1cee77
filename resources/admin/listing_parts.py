"""The parts of a listing in its form: ways of contact with their hours, areas, and places."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from resources.admin.hours import HoursField, as_text, write_hours
from resources.admin.named import NamedField, NamingForm
from resources.choices import Publication
from resources.models import ContactRoute, Location, Region, Service, ServiceArea, ServiceAtLocation
from resources.models.contact import TRACE_FIELDS


def is_fixed(request: HttpRequest, service: models.Model | None) -> bool:
    """Tell whether a listing is only shown, as it is in review.

    A form that was opened before and is sent now is refused with what was typed still in it.
    """
    in_review = isinstance(service, Service) and service.publication == Publication.IN_REVIEW
    return in_review and request.method != "POST"


class PartForm(NamingForm):
    """A part that has hours of its own; `owner` is what it is to them."""

    hours = HoursField()
    owner = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.initial["hours"] = as_text(self.instance.schedules.all())

    def save(self, commit: bool = True) -> Any:
        """Save the part, and then its hours."""
        saved = super().save(commit)
        if commit and "hours" in self.changed_data:
            write_hours(saved.service, self.cleaned_data["hours"], **{self.owner: saved})
        return saved


class ContactForm(PartForm):
    """A way of contact, with its hours."""

    owner = "contact_route"

    class Meta:
        model = ContactRoute
        exclude = ("service",)
        labels: ClassVar = {
            "channel": _("Way"),
            "value": _("Number, link or address"),
            "label": _("Its name, where there are several"),
        }
        help_texts: ClassVar = {"value": "", "label": _("“Out of hours”")}


class PlaceForm(PartForm):
    """A place to visit, with its hours."""

    owner = "service_at_location"
    location = NamedField(
        Location,
        label=_("Place"),
        help_text=_("Its address as it is shown, or its postcode. Add it under Locations first."),
    )

    class Meta:
        model = ServiceAtLocation
        exclude = ("service",)


class AreaForm(NamingForm):
    """An area served."""

    region = NamedField(Region, label=_("Area"))

    class Meta:
        model = ServiceArea
        fields = ("region", "is_partial")
        labels: ClassVar = {"is_partial": _("Only a part of it")}
        help_texts: ClassVar = {"is_partial": ""}


class ContactFormSet(BaseInlineFormSet[Any, Any, Any]):
    """Ways of contact: a new one comes after those that there are."""

    def save_new(self, form: forms.ModelForm[Any], commit: bool = True) -> Any:
        """Give a new way of contact the next position, unless one was typed."""
        if "position" not in form.changed_data:
            form.instance.position = self.initial_form_count() + self.extra_forms.index(form)
        return super().save_new(form, commit)


class PartInline(admin.StackedInline[Any, Any]):
    """A part of a service: read only while the service is in review.

    Empty ones are offered, so that one can be added without a script.
    """

    extra = 1
    # Whether an empty one is folded away until somebody opens it.
    is_folded = True

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return not is_fixed(request, obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return not is_fixed(request, obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return not is_fixed(request, obj) and super().has_delete_permission(request, obj)

    @admin.display(description=_("opening hours"))
    def hours(self, part: Any) -> str:
        """Say the hours of a part that is only shown."""
        return as_text(part.schedules.all()) or "-"


class ContactRouteInline(PartInline):
    """Ways to get in touch, with their hours and what each one leaves behind."""

    model = ContactRoute
    verbose_name = _("way of contact")
    verbose_name_plural = _("ways of contact")
    form = ContactForm
    formset = ContactFormSet
    extra = 2
    fieldsets = (
        (None, {"fields": ("channel", "value", "label", "cost", "hours", "note")}),
        (
            _("Languages, urgent line, order"),
            {
                "classes": ("collapse",),
                "fields": ("languages", "position", "is_crisis_line", "do_not_test_call"),
            },
        ),
        (_("What it leaves behind"), {"classes": ("collapse",), "fields": TRACE_FIELDS}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Read the hours of all rows at once."""
        routes: QuerySet[Any] = super().get_queryset(request)
        return routes.prefetch_related("schedules")


class AreaInline(PartInline):
    """Areas served."""

    model = ServiceArea
    form = AreaForm
    extra = 2
    is_folded = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Read the names of all areas at once."""
        areas: QuerySet[Any] = super().get_queryset(request)
        return areas.select_related("region")


class PlaceInline(PartInline):
    """Places to visit."""

    model = ServiceAtLocation
    verbose_name = _("place to visit")
    verbose_name_plural = _("places to visit")
    form = PlaceForm
    fields = ("location", "hours", "description")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Read the addresses and the hours of all rows at once."""
        visits: QuerySet[Any] = super().get_queryset(request)
        return visits.select_related("location").prefetch_related("schedules")
