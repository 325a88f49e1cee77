"""The pages on which a second person looks at proposals, and decides."""

from collections.abc import Callable, Sequence
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
from resources.curation.wording import Piece, can_hurt, marked
from resources.curation.workflow import NotAllowedError
from resources.listings import proposals
from resources.models import Proposal, ProposalRevision, Service

LIST: Final = "admin/resources/proposal/waiting.html"
WAITING: Final = "admin:resources_proposal_waiting"
PAGE: Final = "admin/resources/proposal/decide.html"
# Each is compared with what is public, so a page has few.
ON_A_PAGE: Final = 10
MAY_DECIDE: Final = "resources.change_service"
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
    """What somebody decides, which version they saw, and why."""

    decision = forms.ChoiceField(choices=list(DONE.items()), widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
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
    """A proposal in the list: what of it a person has to know before they open it."""

    proposal: Proposal
    decide: proposals.ToDecide
    rows: Sequence[Row]
    is_mine: bool
    may_approve: bool


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


@admin.register(Proposal)
class ProposalAdmin(ReadOnlyAdmin):
    """Changes to public listings: those that wait, and each with its decision."""

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Who sees listings sees what is proposed for them."""
        return request.user.has_perms(["resources.view_service"])

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    list_display = ("service", "state", "decided_by", "decided_at", "decision_reason")
    list_filter = ("state",)
    list_select_related = ("service", "decided_by")
    search_fields = ("service__name", "decision_reason", "revisions__reason")

    def get_urls(self) -> list[URLPattern]:
        """Add the list of what waits."""
        waiting = self.admin_site.admin_view(self.waiting_page)
        return [path("waiting/", waiting, name=WAITING.split(":")[1]), *super().get_urls()]

    def waiting_page(self, request: HttpRequest) -> HttpResponse:
        """List what waits, the oldest first; what is wording alone is approved from here."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        every = Proposal.objects.undecided().select_related("service", "decided_by").order_by("id")
        page = Paginator(every, ON_A_PAGE).get_page(request.GET.get("page"))
        context = self._context(request, _("Proposals that wait")) | {
            "waiting": [_waiting(one, request.user) for one in page],
            "page": page,
            "may_decide": request.user.has_perms([MAY_DECIDE]),
        }
        return TemplateResponse(request, LIST, context)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> Any:
        """Show a proposal beside what is public, and take a decision."""
        if not self.has_view_permission(request) or not (object_id or "").isdecimal():
            raise PermissionDenied
        every = Proposal.objects.select_related("service__organization", "decided_by")
        proposal = get_object_or_404(every, pk=object_id)
        form = DecisionForm(request.POST if request.method == "POST" else None)
        if request.method == "POST":
            curator = _decider(request)
            if form.is_valid():
                try:
                    _take(proposal, curator, form)
                except NotAllowedError as refusal:
                    form.add_error(None, str(refusal))
                else:
                    return self._done(request, proposal, form.cleaned_data["decision"])
            proposal.refresh_from_db()
        return TemplateResponse(request, PAGE, self._shown(request, proposal, form))

    def _done(self, request: HttpRequest, proposal: Proposal, decision: str) -> HttpResponse:
        told = f"{proposal.service}: {DONE[decision]}"
        self.message_user(request, told, messages.SUCCESS)
        return redirect(WAITING)

    def _shown(
        self, request: HttpRequest, proposal: Proposal, form: DecisionForm
    ) -> dict[str, Any]:
        is_waiting = proposal.state in (ProposalState.OPEN, ProposalState.RETURNED)
        waiting = _waiting(proposal, request.user) if is_waiting else None
        revisions = proposal.revisions.select_related("author").order_by("-number")
        return self._context(request, str(proposal.service)) | {
            "proposal": proposal,
            "waiting": waiting,
            "is_open": proposal.state == ProposalState.OPEN,
            "moved": rows_of(waiting.decide.moved) if waiting else [],
            "revisions": revisions,
            "may_decide": request.user.has_perms([MAY_DECIDE]),
            "form": form,
        }

    def _context(self, request: HttpRequest, title: str) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "title": title, "opts": self.opts}


@admin.register(ProposalRevision)
class ProposalRevisionAdmin(ReadOnlyAdmin):
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
        may_approve=not decide.moved and user.pk not in proposals.authors_of(proposal),
    )


def _decider(request: HttpRequest) -> AbstractUser:
    user = request.user
    if not isinstance(user, AbstractUser) or not user.has_perm(MAY_DECIDE):
        raise PermissionDenied
    return user


def _take(proposal: Proposal, curator: AbstractUser, form: DecisionForm) -> None:
    given, now = form.cleaned_data, timezone.localtime()
    steps: dict[str, Callable[[], object]] = {
        "approve": lambda: proposals.approve(proposal, curator, now, given["seen"]),
        "return": lambda: proposals.send_back(proposal, curator, now, given["reason"]),
        "drop": lambda: proposals.drop(proposal, curator, now, given["reason"]),
    }
    steps[given["decision"]]()
