"""The pages on which a second person looks at proposals, and decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from resources.admin.permissions import ReadOnlyAdmin
from resources.admin.proposing import waits_for
from resources.choices import ProposalState
from resources.curation.differences import Difference
from resources.curation.roles import can_step
from resources.curation.wording import Piece, can_hurt, marked
from resources.curation.workflow import NotAllowedError
from resources.listings import proposals
from resources.models import Proposal, ProposalRevision, Service
from resources.models.proposal import UNDECIDED

LIST: Final = "admin/resources/proposal/waiting.html"
PAGE: Final = "admin/resources/proposal/decide.html"
# Each is compared with what is public, so a page has few.
ON_A_PAGE: Final = 10
# Each decision is the right to the step that it is most like.
RIGHTS: Final = {"approve": "publish", "return": "return_to_author", "drop": "submit"}
# What a part and its fields are called on the page.
PARTS: Final = {
    "contacts": _lazy("way of contact"),
    "places": _lazy("place"),
    "url": _lazy("web address"),
    "terms": _lazy("kinds of help and of people"),
    "areas": _lazy("where it helps"),
    "hours": _lazy("opening hours"),
    "sources": _lazy("sources"),
    "fact_sources": _lazy("what the sources state"),
}
INNER: Final = {
    "value": _lazy("number or address"),
    "url": _lazy("web address"),
    "hours": _lazy("opening hours"),
    "audience": _lazy("who it is for"),
    "by-and-for": _lazy("run by and for"),
}
DONE: Final = {
    "approve": _lazy("Approved: the public sees it now."),
    "return": _lazy("Given back to the author."),
    "drop": _lazy("Dropped. The public listing stays as it is."),
}


class DecisionForm(forms.Form):
    """To give a proposal back or to drop it, and the reason."""

    decision = forms.ChoiceField(
        choices=[(name, DONE[name]) for name in ("return", "drop")], widget=forms.HiddenInput
    )
    reason = forms.CharField(
        required=False,
        max_length=500,
        label=_lazy("Reason, to give it back or to drop it"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@dataclass(frozen=True, slots=True)
class Row:
    """One field that is to change: its name, both texts in pieces, and whether it can hurt."""

    name: str
    old: Sequence[Piece]
    new: Sequence[Piece]
    can_hurt: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal that waits, as one person sees it; `is_free` to approve for them."""

    proposal: Proposal
    decide: proposals.ToDecide
    rows: Sequence[Row]
    is_mine: bool
    is_free: bool


def rows_of(changes: Sequence[Difference]) -> list[Row]:
    """Return what is to change: what can hurt first, and of that the numbers and addresses."""
    return [
        Row(_heading(one), *marked(one.old, one.new), can_hurt(one))
        for one in sorted(changes, key=lambda one: (not can_hurt(one), one.path[-1] != "value"))
    ]


def _heading(change: Difference) -> str:
    """Return "Who it is for" or "Way of contact: phone Office, 0114 496 0123: cost"."""
    first, *rest = change.field.split(": ")
    fields = {field.name: field.verbose_name for field in Service._meta.get_fields()
              if isinstance(field, models.Field)}  # fmt: skip
    top = str(PARTS.get(first) or fields.get(first) or first)
    named = [str(INNER.get(part, part.replace("_", " "))) for part in rest]
    return capfirst(": ".join([top, *named]))


class SeenWithListings(ReadOnlyAdmin):
    """Who sees listings sees what is proposed for them."""

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return request.user.has_perms(["resources.view_service"])

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)


@admin.register(Proposal)
class ProposalAdmin(SeenWithListings):
    """Changes to public listings: those that wait, and each with its decision."""

    list_display = ("service", "state", "decided_by", "decided_at", "decision_reason")
    list_filter = ("state",)
    list_select_related = ("service", "decided_by")
    search_fields = ("service__name", "decision_reason", "revisions__reason")

    def get_urls(self) -> list[URLPattern]:
        """Add the list of what waits, and the address to which an approval is sent."""
        guard, name = self.admin_site.admin_view, "resources_proposal_"
        return [
            path("waiting/", guard(self.waiting_page), name=f"{name}waiting"),
            path("<int:object_id>/approve/", guard(self.approve_page), name=f"{name}approve"),
            *super().get_urls(),
        ]

    def waiting_page(self, request: HttpRequest) -> HttpResponse:
        """List what waits, the oldest first; what is wording alone is approved from here."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        every = Proposal.objects.undecided().select_related("service", "decided_by").order_by("id")
        page = Paginator(every, ON_A_PAGE).get_page(request.GET.get("page"))
        context = self._context(request, _("Proposals that wait")) | {
            "waiting": [_waiting(one, request.user) for one in page],
            "page": page,
        }
        return TemplateResponse(request, LIST, context)

    def approve_page(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Approve a proposal as it was seen. By an address of its own: it asks who is there."""
        curator = _allowed(request, "approve")
        proposal = self._asked_for(request, str(object_id))
        if request.method != "POST":
            return redirect("admin:resources_proposal_change", proposal.pk)
        seen = request.POST.get("seen", "")
        try:
            proposals.approve(proposal, curator, timezone.localtime(), seen)
        except NotAllowedError as refusal:
            return self._shown(request, proposal, DecisionForm(), str(refusal))
        return self._done(request, proposal, "approve")

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> Any:
        """Show a proposal beside what is public; give it back, or drop it."""
        proposal = self._asked_for(request, object_id or "")
        if request.method != "POST":
            return self._shown(request, proposal, DecisionForm())
        curator = _allowed(request, "drop")
        form = DecisionForm(request.POST)
        if not form.is_valid():
            return self._shown(request, proposal, form)
        decision, reason = form.cleaned_data["decision"], form.cleaned_data["reason"]
        _allowed(request, decision)
        step = proposals.send_back if decision == "return" else proposals.drop
        try:
            step(proposal, curator, timezone.localtime(), reason)
        except NotAllowedError as refusal:
            return self._shown(request, proposal, form, str(refusal))
        return self._done(request, proposal, decision)

    def _asked_for(self, request: HttpRequest, object_id: str) -> Proposal:
        if not self.has_view_permission(request) or not object_id.isdecimal():
            raise PermissionDenied
        every = Proposal.objects.select_related("service__organization", "decided_by")
        return get_object_or_404(every, pk=object_id)

    def _done(self, request: HttpRequest, proposal: Proposal, decision: str) -> HttpResponse:
        told = f"{proposal.service}: {DONE[decision]}"
        self.message_user(request, told, messages.SUCCESS)
        return redirect("admin:resources_proposal_waiting")

    def _shown(
        self, request: HttpRequest, proposal: Proposal, form: DecisionForm, refusal: str = ""
    ) -> HttpResponse:
        proposal.refresh_from_db()
        is_waiting = proposal.state in UNDECIDED
        waiting = _waiting(proposal, request.user) if is_waiting else None
        context = self._context(request, str(proposal.service)) | {
            "proposal": proposal,
            "waiting": waiting,
            "is_open": proposal.state == ProposalState.OPEN,
            "moved": rows_of(waiting.decide.moved) if waiting else [],
            "revisions": proposal.revisions.select_related("author").order_by("-number"),
            "form": form,
            "refusal": refusal,
        }
        return TemplateResponse(request, PAGE, context)

    def _context(self, request: HttpRequest, title: str) -> dict[str, Any]:
        rights = {f"may_{name}": can_step(request.user, step) for name, step in RIGHTS.items()}
        each = self.admin_site.each_context(request)
        return {**each, **rights, "title": title, "opts": self.opts}


@admin.register(ProposalRevision)
class ProposalRevisionAdmin(SeenWithListings):
    """Every version of every proposal. What one would change is told on the proposal's page."""

    list_display = ("at", "proposal", "number", "author", "reason", "source")
    list_select_related = ("proposal__service", "author")
    search_fields = ("proposal__service__name", "reason", "source")
    date_hierarchy = "at"


def _waiting(proposal: Proposal, user: Any) -> Waiting:
    decide = proposals.to_decide(proposal)
    return Waiting(
        proposal=proposal,
        decide=decide,
        rows=rows_of(decide.changes),
        is_mine=waits_for(proposal, user),
        is_free=not decide.moved and user.pk not in proposals.authors_of(proposal),
    )


def _allowed(request: HttpRequest, decision: str) -> AbstractUser:
    """Return the person of a request who may decide so; PermissionDenied for others."""
    user = request.user
    if not isinstance(user, AbstractUser) or not can_step(user, RIGHTS[decision]):
        raise PermissionDenied
    return user
