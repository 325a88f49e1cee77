"""Services: where curators spend their day.

Nobody changes alone what the public sees: a change of a public listing is a proposal, which waits
for a colleague. A listing in review is read only: the second person has to see what was submitted.
"""

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from resources.admin.checking import check_page, may_check
from resources.admin.duplicates import NewListingForm
from resources.admin.forms import ServiceForm, ShownServiceForm, own_hours
from resources.admin.history import history_page
from resources.admin.hours import as_text
from resources.admin.listing_list import ListingListAdmin
from resources.admin.listing_page import layout, page_of
from resources.admin.listing_parts import AreaInline, ContactRouteInline, PlaceInline, is_fixed
from resources.admin.merging import merge_page
from resources.admin.permissions import OWN_WIDGETS, signed_in
from resources.admin.preview import preview_page
from resources.admin.proposing import REFUSAL, change_page, keep_as_proposal
from resources.admin.sheet_addresses import sheet_urls
from resources.admin.steps import recall_page, step_page, steps_of
from resources.choices import Publication, SnapshotWriter
from resources.curation import snapshots
from resources.curation.roles import can_step
from resources.models import Service


class NewServiceForm(NewListingForm, ServiceForm):
    """A listing that is not written yet."""


@admin.register(Service)
class ServiceAdmin(ListingListAdmin):
    """Services. The steps of the workflow stand on the page of each."""

    form = ServiceForm
    prepopulated_fields = {"slug": ("name",)}
    readonly_fields = ("code", "publication", "last_modified", "listing_loaded_at")
    inlines = (ContactRouteInline, AreaInline, PlaceInline)
    formfield_overrides = OWN_WIDGETS

    def get_urls(self) -> list[URLPattern]:
        """Add the pages on which facts are checked, and a listing takes a step."""
        guard = self.admin_site.admin_view
        name = "resources_service_"
        return [
            path("<uuid:object_id>/check/", guard(self.check_page), name=f"{name}check"),
            path("<uuid:object_id>/preview/", guard(self.preview_page), name=f"{name}preview"),
            path("<uuid:object_id>/recall/", guard(self.recall_page), name=f"{name}recall"),
            path("<uuid:object_id>/merge/", guard(self.merge_page), name=f"{name}merge"),
            path("<uuid:object_id>/step/<slug:step>/", guard(self.step_page), name=f"{name}step"),
            *sheet_urls(self),
            *super().get_urls(),
        ]

    def save_model(
        self, request: HttpRequest, obj: Service, form: ModelForm[Any], change: bool
    ) -> None:
        """Keep what stood there before anything of it is written."""
        if change:
            snapshots.found([obj.pk], timezone.now())
        super().save_model(request, obj, form, change)

    def save_related(
        self, request: HttpRequest, form: ModelForm[Any], formsets: Any, change: bool
    ) -> None:
        """Keep the version that the form and its parts have made."""
        super().save_related(request, form, formsets, change)
        if isinstance(form, ServiceForm):
            form.save_hours()
        keep_as_proposal(form)
        reason = form.cleaned_data["change_reason"]
        writing = snapshots.Writing(SnapshotWriter.FORM, timezone.now(), signed_in(request), reason)
        snapshots.written([form.instance.pk], writing)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> Any:
        """Let what is saved to a public listing be a proposal."""
        show = super().changeform_view
        if object_id is None:
            return show(request, object_id, form_url, extra_context)

        def answer(told: dict[str, Any]) -> Any:
            return show(request, object_id, form_url, {**(extra_context or {}), **told})

        return change_page(self, request, unquote(object_id), answer)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Show what was changed, with old and new values, and the steps between."""
        return history_page(self, request, object_id)

    def check_page(self, request: HttpRequest, object_id: UUID) -> HttpResponse:
        """Record which facts a curator has checked."""
        return check_page(self, request, str(object_id))

    def preview_page(self, request: HttpRequest, object_id: UUID) -> HttpResponse:
        """Show a listing as the public would see it."""
        return preview_page(self, request, str(object_id))

    def step_page(self, request: HttpRequest, object_id: UUID, step: str) -> HttpResponse:
        """Take a step with one listing."""
        return step_page(self, request, str(object_id), step)

    def recall_page(self, request: HttpRequest, object_id: UUID) -> HttpResponse:
        """Recall one listing."""
        return recall_page(self, request, str(object_id))

    def merge_page(self, request: HttpRequest, object_id: UUID) -> HttpResponse:
        """Merge one listing with another that is the same."""
        return merge_page(self, request, str(object_id))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Offer the pages of checks and steps to those who may use them."""
        user: Any = request.user
        service: Any = context.get("original")
        offered = {
            "may_check": may_check(self, request),
            "may_move": service is not None and can_step(user, "recall"),
            "steps": steps_of(service, user) if service is not None else [],
        }
        offered |= page_of(service, context, bool(offered["may_check"]))
        return super().render_change_form(request, {**context, **offered}, *args, **kwargs)

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """Lead to the public page of what has one."""
        is_public = isinstance(obj, Service) and obj.publication == Publication.PUBLISHED
        url: str | None = super().get_view_on_site_url(obj) if is_public else None
        return url

    def get_fieldsets(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        """Return the sections of the form."""
        is_shown = obj is not None and not self.has_change_permission(request, obj)
        return layout(is_new=obj is None, is_shown=is_shown)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """A listing in review is given back before it is changed."""
        return not is_fixed(request, obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Listings are withdrawn, never deleted."""
        return False

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: models.Model | None = None
    ) -> dict[str, Any]:
        """A slug is made from the name once, and never changes after."""
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        """A slug never changes once it is set."""
        return (*self.readonly_fields, "slug") if obj else self.readonly_fields

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm[Any]]:
        """Ask for no reason where nothing can be changed; offer duplicates of what is new."""
        if obj is None:
            kwargs["form"] = NewServiceForm
        if obj is not None and not self.has_change_permission(request, obj):
            kwargs["form"] = ShownServiceForm
        made: type[Any] = super().get_form(request, obj, change, **kwargs)
        made.refusal = getattr(request, REFUSAL, "")
        return made

    @admin.display(description=_("opening hours"))
    def hours(self, service: Service) -> str:
        """Say the hours of a listing that is only shown."""
        return as_text(own_hours(service)) or "-"
