"""A listing as the public would see it, for the staff alone: its card, and its page."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from resources.admin.proposing import as_proposed
from resources.clock import this_minute
from resources.content.emergency import Emergency, read_emergency
from resources.curation.reports import is_raised
from resources.models import Service
from resources.models.whole import whole_listing
from resources.presenters import ServiceCard, render_page, service_body, service_card


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """The variables of the public page, and of the card; `key` is that of the listing.

    `is_proposed` where it is shown as a proposal that waits would change it.
    """

    template: ClassVar[str] = "admin/resources/service/preview.html"

    danger: Emergency
    body: SafeString
    card: ServiceCard
    key: str
    state: str
    is_proposed: bool


def preview_page(
    model_admin: "admin.ModelAdmin[Any]", request: HttpRequest, object_id: str
) -> HttpResponse:
    """Show a listing in any state by the public presenters and templates."""
    listing = get_object_or_404(Service, pk=object_id)
    if not model_admin.has_view_permission(request, listing):
        raise PermissionDenied
    return _preview(request, listing)


@require_safe
def _preview(request: HttpRequest, listing: Service) -> HttpResponse:
    moment = this_minute()

    def shown(is_proposed: bool) -> HttpResponse:
        service = whole_listing(listing.pk)
        page = PreviewPage(
            danger=read_emergency(),
            body=service_body(service, moment, is_reported=is_raised(service)),
            card=service_card(service, moment),
            key=str(service.pk),
            state=str(listing.get_publication_display()),
            is_proposed=is_proposed,
        )
        return render_page(request, page)

    return as_proposed(listing, shown)
