"""Asking providers whether a listing is still right, and what they answered."""

from datetime import date
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from resources.admin.permissions import ReadOnlyAdmin
from resources.choices import Publication
from resources.curation.confirmation import (
    Asking,
    ask_for_confirmation,
    deal_with,
    ends_at,
    letter_for,
    revoke,
)
from resources.curation.confirmation_addresses import Published, published_addresses
from resources.curation.roles import can_step
from resources.curation.workflow import NotAllowedError
from resources.models import Confirmation, ProviderChange, Service
from resources.models.confirmation import ConfirmationState

ASK_PAGE: Final = "admin/resources/confirmation/ask.html"
PAGE: Final = "admin/resources/confirmation/answer.html"
OTHER: Final = "other"
# Where the secret of a link will stand in the message.
NOT_MADE_YET: Final = "link"
SHOWN_BEFORE: Final = 20


class AskForm(forms.Form):
    """To which address: one that is published, or another role's with the place of its reading."""

    address = forms.ChoiceField(label=_lazy("Send it to"), widget=forms.RadioSelect)
    other = forms.EmailField(required=False, label=_lazy("Another address of a role"))
    source = forms.CharField(
        required=False, max_length=500, label=_lazy("Where you read that address")
    )

    def __init__(self, published: list[Published], *args: Any, **kwargs: Any) -> None:
        """Offer those addresses that may be written to."""
        super().__init__(*args, **kwargs)
        free = [
            (one.address, f"{one.address} ({one.where})") for one in published if not one.refusal
        ]
        field: Any = self.fields["address"]
        field.choices = [*free, (OTHER, _("Another address, given below"))]
        field.initial = free[0][0] if free else OTHER

    def asking(self) -> Asking:
        """Return what was chosen, once it is valid."""
        given = self.cleaned_data
        if given["address"] == OTHER:
            return Asking(given["other"], given["source"])
        return Asking(given["address"])


class AnswerFilter(admin.SimpleListFilter):
    """What providers wrote and nobody has dealt with yet."""

    title = _lazy("their words")
    parameter_name = "words"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("open", _("Somebody has to read them"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Filter a queryset of questions."""
        if self.value() != "open":
            return queryset
        return queryset.filter(pk__in=Confirmation.objects.with_words().values("pk"))


@admin.register(Confirmation)
class ConfirmationAdmin(ReadOnlyAdmin):
    """Questions to providers. A link is sent from the page of its listing, and taken back here."""

    list_display = ("service", "now", "came_of_it", "asked_on", "asked_by", "until")
    list_filter = ("state", AnswerFilter)
    list_select_related = ("service", "asked_by")
    list_per_page = 50
    search_fields = ("service__name", "address")
    date_hierarchy = "asked_on"

    def get_urls(self) -> list[URLPattern]:
        """Add the page on which the provider of a listing is asked."""
        guard = self.admin_site.admin_view
        ask = path(
            "ask/<uuid:service_id>/", guard(self.ask_page), name="resources_confirmation_ask"
        )
        return [ask, *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Fetch what came of each with a page of them."""
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.prefetch_related("changes")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody writes one by hand; to take one back asks for its own right."""
        return False

    @admin.display(description=_lazy("state"), ordering="state")
    def now(self, asked: Confirmation) -> str:
        """Say what may be answered still: a link runs out by itself."""
        return state_words(asked)

    @admin.display(description=_lazy("until"), ordering="expires_at")
    def until(self, asked: Confirmation) -> date:
        """Say the last day."""
        return timezone.localdate(asked.expires_at)

    @admin.display(description=_lazy("what came of it"))
    def came_of_it(self, asked: Confirmation) -> str:
        """Say how much was confirmed, proposed, and waits for a person."""
        if asked.state != ConfirmationState.ANSWERED:
            return ""
        changes = list(asked.changes.all())
        proposed = sum(change.proposal_id is not None for change in changes)
        waiting = sum(change.proposal_id is None and change.done_at is None for change in changes)
        return _("%(right)d confirmed, %(proposed)d proposed, %(waiting)d to read") % {
            "right": asked.stamped,
            "proposed": proposed,
            "waiting": waiting,
        }

    def ask_page(self, request: HttpRequest, service_id: UUID) -> HttpResponse:
        """Show who can be asked about a listing and what they would read, and send it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        may_ask = can_step(request.user, "confirm")
        if request.method == "POST" and not may_ask:
            raise PermissionDenied
        service = get_object_or_404(Service.objects.for_detail(), pk=service_id)
        addresses = published_addresses(service)
        form = AskForm(addresses, request.POST if request.method == "POST" else None)
        now, base = timezone.now(), request.build_absolute_uri("/")
        if form.is_valid():
            curator = _curator(request)
            try:
                made = ask_for_confirmation(service, form.asking(), curator, now, base)
            except NotAllowedError as refusal:
                form.add_error(None, str(refusal))
            else:
                told = _("Sent to %(address)s.") % {"address": made.address}
                self.message_user(request, told, messages.SUCCESS)
                return redirect("admin:resources_confirmation_change", made.pk)
        before = self.get_queryset(request).filter(service=service).select_related("asked_by")
        context = self._context(request, _("Ask the provider"), service) | {
            "form": form,
            "addresses": addresses,
            "letter": letter_for(service, base, NOT_MADE_YET, ends_at(now)),
            "before": [
                (one, state_words(one), self.came_of_it(one)) for one in before[:SHOWN_BEFORE]
            ],
            "may_ask": may_ask,
            "is_public": service.publication == Publication.PUBLISHED,
        }
        return TemplateResponse(request, ASK_PAGE, context)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> Any:
        """Show one question and its answer; take it back, or say that words were dealt with."""
        if not self.has_view_permission(request) or not (object_id or "").isdecimal():
            raise PermissionDenied
        every = Confirmation.objects.select_related(
            "service__organization", "asked_by", "revoked_by"
        )
        asked = get_object_or_404(every, pk=object_id)
        refusal = ""
        if request.method == "POST":
            curator = _curator(request)
            try:
                told = _decided(request, asked, curator)
            except NotAllowedError as why:
                refusal = str(why)
            else:
                self.message_user(request, told, messages.SUCCESS)
                return redirect("admin:resources_confirmation_change", asked.pk)
        asked.refresh_from_db()
        context = self._context(request, _("Question to a provider"), asked.service) | {
            "asked": asked,
            "state": state_words(asked),
            "changes": asked.changes.select_related("proposal", "done_by"),
            "refusal": refusal,
            "may_change": _may_change(request),
            "is_live": asked.is_live(timezone.now()),
        }
        return TemplateResponse(request, PAGE, context)

    def _context(self, request: HttpRequest, title: str, service: Service) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "title": title,
            "subtitle": str(service),
            "opts": self.opts,
            "service": service,
        }


def state_words(asked: Confirmation) -> str:
    """Return the state of a link, of one that ran out too."""
    is_over = asked.state == ConfirmationState.OPEN and not asked.is_live(timezone.now())
    return str(ConfirmationState.EXPIRED.label if is_over else asked.get_state_display())


def _decided(request: HttpRequest, asked: Confirmation, curator: AbstractUser) -> str:
    """Do what a form of the page of a question asks for; return what was done, in words."""
    if not _may_change(request):
        raise PermissionDenied
    now = timezone.now()
    done = request.POST.get("done", "")
    if done.isdecimal():
        change = get_object_or_404(ProviderChange, pk=done, confirmation=asked)
        deal_with(change, curator, now)
        return _("This is dealt with.")
    revoke(asked, curator, now)
    return _("The link is taken back: it does not work any more.")


def _may_change(request: HttpRequest) -> bool:
    user: Any = request.user
    return bool(user.has_perm("resources.change_confirmation"))


def _curator(request: HttpRequest) -> AbstractUser:
    if not isinstance(request.user, AbstractUser):
        raise PermissionDenied
    return request.user
