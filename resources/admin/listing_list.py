"""The list of listings: what each row says, how rows are found, and the steps that several take."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from resources.admin.checking import ChecksFilter
from resources.admin.forms import ReasonForm
from resources.admin.permissions import CuratedAdmin, signed_in
from resources.admin.sheets import sheet_rights
from resources.curation import workflow
from resources.curation.roles import can_step
from resources.models import Service
from resources.models.service import ANSWER_FIELDS


class ListingListAdmin(CuratedAdmin):
    """The list of services. Steps stand on the page of each listing; a few also above the list."""

    list_display = ("name", "publication", "checked", "organization", "status", "hold_reason")
    list_filter = (
        "publication",
        ChecksFilter,
        "status",
        "cost",
        "referral_routes",
        *ANSWER_FIELDS,
        "terms__taxonomy",
        "terms",
    )
    list_select_related = ("organization",)
    list_per_page = 50
    search_fields = ("name", "alternate_name", "summary", "organization__name", "contacts__value")
    action_form = ReasonForm
    # One listing at a time is published or recalled, on a page that shows what it does.
    actions = ("submit", "return_to_author", "withdraw")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Offer spreadsheets to those who may bring or take them."""
        return super().changelist_view(request, {**(extra_context or {}), **sheet_rights(request)})

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Say of each listing when its contacts were checked."""
        services: Any = super().get_queryset(request)
        checked: QuerySet[Any] = services.with_checks()
        return checked

    @admin.display(description=_("contacts checked"), ordering="last_checked")
    def checked(self, service: Service) -> str:
        """Say when the contacts that stand there were last checked."""
        if service.confirmed_on is not None:
            return gettext("Confirmed %(day)s") % {"day": service.confirmed_on}
        if service.last_checked_precision is None:
            return gettext("Not checked")
        return str(service.last_checked or gettext("Date not known"))

    def has_submit_permission(self, request: HttpRequest) -> bool:
        return can_step(signed_in(request), "submit")

    def has_return_permission(self, request: HttpRequest) -> bool:
        return can_step(signed_in(request), "return_to_author")

    def has_withdraw_permission(self, request: HttpRequest) -> bool:
        return can_step(signed_in(request), "withdraw")

    @admin.action(permissions=("submit",), description=_("Hand to a colleague for review"))
    def submit(self, request: HttpRequest, services: QuerySet[Service]) -> None:
        """Draft or withdrawn -> in review."""
        self._step(request, services, workflow.submit)

    @admin.action(
        permissions=("return",), description=_("Give back to the author (say the reason)")
    )
    def return_to_author(self, request: HttpRequest, services: QuerySet[Service]) -> None:
        """In review -> draft."""
        self._step(request, services, workflow.return_to_author)

    @admin.action(
        permissions=("withdraw",), description=_("Withdraw from the public now (say the reason)")
    )
    def withdraw(self, request: HttpRequest, services: QuerySet[Service]) -> None:
        """Anything -> withdrawn; a few at most, as nobody takes much of the directory away."""
        try:
            workflow.limit_withdrawals(services, signed_in(request), timezone.localtime())
        except workflow.NotAllowedError as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return
        self._step(request, services, workflow.withdraw)

    def _step(
        self,
        request: HttpRequest,
        services: QuerySet[Service],
        step: Callable[[Service, Any, Any, str], object],
    ) -> None:
        """Take one step with each listing; say which ones could not take it, and the reason."""
        done = 0
        actor = signed_in(request)
        now = timezone.localtime()
        for service in services.select_related("organization"):
            try:
                step(service, actor, now, request.POST.get("reason", ""))
            except workflow.NotAllowedError as refusal:
                self.message_user(request, f"{service}: {refusal}", messages.ERROR)
            else:
                done += 1
        if done:
            self.message_user(request, _("%(count)d done.") % {"count": done})
