"""What the pages of all proposals share: one is looked at, approved, given back or dropped."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _lazy

from resources.admin.permissions import ReadOnlyAdmin
from resources.choices import ProposalState
from resources.curation.roles import can_step
from resources.curation.workflow import NotAllowedError
from resources.listings.deciding import AnyProposal, ToDecide
from resources.listings.telling import Row, rows_of
from resources.listings.waiting import line_of, model_of, queue, subject_of
from resources.models.proposal import UNDECIDED

PAGE: Final = "admin/resources/proposal/decide.html"
# Each decision is the right to the step that it is most like.
RIGHTS: Final = {"approve": "publish", "return": "return_to_author", "drop": "submit"}
DONE: Final = {
    "approve": _lazy("Approved: the public sees it now."),
    "return": _lazy("Given back to the author."),
    "drop": _lazy("Dropped. What the public sees stays as it is."),
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
class Subject:
    """What a proposal changes: its name, a line about it, and where it is seen and written."""

    name: str
    about: str
    write_url: str
    history_url: str
    public_url: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal that waits, as one person sees it; `is_free` to approve for them."""

    proposal: AnyProposal
    name: str
    decide: ToDecide
    rows: Sequence[Row]
    moved: Sequence[Row]
    line: str
    is_mine: bool
    is_free: bool

    @classmethod
    def of(cls, proposal: AnyProposal, decide: ToDecide, user: Any) -> "Waiting":
        """Look at a proposal with the eyes of somebody."""
        model = model_of(proposal)
        return cls(
            proposal=proposal,
            name=subject_of(proposal, decide.revision),
            decide=decide,
            rows=rows_of(decide.changes, decide.hurts, model),
            moved=rows_of(decide.moved, decide.hurts, model),
            line=line_of(proposal, decide.revision, decide.changes),
            is_mine=decide.waits_for(user),
            is_free=decide.is_free_for(user),
        )

    @property
    def is_deletion(self) -> bool:
        return not self.decide.revision.content

    @property
    def page_url(self) -> str:
        return page_of(str(self.proposal._meta.model_name), self.proposal.pk)

    @property
    def approve_url(self) -> str:
        name = f"admin:resources_{self.proposal._meta.model_name}_approve"
        return reverse(name, args=[self.proposal.pk])


def page_of(model: str, key: int) -> str:
    return reverse(f"admin:resources_{model}_change", args=[key])


class SeenWithListings(ReadOnlyAdmin):
    """Who sees listings sees what is proposed for them."""

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return request.user.has_perms(["resources.view_service"])

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)


class DecidingAdmin(SeenWithListings):
    """Proposals of one sort, each on a page of its own. `rules` is the module that decides."""

    rules: Any
    related: tuple[str, ...] = ("decided_by",)

    def subject(self, proposal: AnyProposal) -> Subject:
        """Say what a proposal changes."""
        raise NotImplementedError

    def get_urls(self) -> list[URLPattern]:
        """Add the address to which an approval is sent."""
        guard, name = self.admin_site.admin_view, f"resources_{self.opts.model_name}_"
        return [
            path("<int:object_id>/approve/", guard(self.approve_page), name=f"{name}approve"),
            *super().get_urls(),
        ]

    def approve_page(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Approve a proposal as it was seen. By an address of its own: it asks who is there."""
        curator = allowed(request, "approve")
        proposal = self._asked_for(request, str(object_id))
        if request.method != "POST":
            return redirect(page_of(str(self.opts.model_name), proposal.pk))
        seen = request.POST.get("seen", "")
        try:
            self.rules.approve(proposal, curator, timezone.localtime(), seen)
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
        curator = allowed(request, "drop")
        form = DecisionForm(request.POST)
        if not form.is_valid():
            return self._shown(request, proposal, form)
        decision, reason = form.cleaned_data["decision"], form.cleaned_data["reason"]
        allowed(request, decision)
        step = self.rules.send_back if decision == "return" else self.rules.drop
        try:
            step(proposal, curator, timezone.localtime(), reason)
        except NotAllowedError as refusal:
            return self._shown(request, proposal, form, str(refusal))
        return self._done(request, proposal, decision)

    def _asked_for(self, request: HttpRequest, object_id: str) -> AnyProposal:
        if not self.has_view_permission(request) or not object_id.isdecimal():
            raise PermissionDenied
        every: Any = self.model._default_manager.select_related(*self.related)
        return get_object_or_404(every, pk=object_id)

    def _done(self, request: HttpRequest, proposal: AnyProposal, decision: str) -> HttpResponse:
        told = f"{self.subject(proposal).name}: {DONE[decision]}"
        self.message_user(request, told, messages.SUCCESS)
        return redirect("admin:resources_proposal_waiting")

    def _shown(
        self, request: HttpRequest, proposal: AnyProposal, form: DecisionForm, refusal: str = ""
    ) -> HttpResponse:
        proposal.refresh_from_db()
        waiting = None
        if proposal.state in UNDECIDED:
            waiting = Waiting.of(proposal, self.rules.to_decide(proposal), request.user)
        subject = self.subject(proposal)
        context = self.context(request, subject.name) | {
            "proposal": proposal,
            "subject": subject,
            "waiting": waiting,
            "is_open": proposal.state == ProposalState.OPEN,
            "revisions": proposal.revisions.select_related("author").order_by("-number"),
            "form": form,
            "refusal": refusal,
            **self._neighbours(proposal),
        }
        return TemplateResponse(request, PAGE, context)

    def _neighbours(self, proposal: AnyProposal) -> dict[str, str]:
        """Return the pages of the proposals that wait before and after this one."""
        keys = queue()
        own = (str(self.opts.model_name), proposal.pk)
        if own not in keys:
            return {}
        place = keys.index(own)
        before, after = keys[:place][-1:], keys[place + 1 :][:1]
        found = {"previous": before, "next": after}
        return {name: page_of(*one) for name, some in found.items() for one in some}

    def context(self, request: HttpRequest, title: str) -> dict[str, Any]:
        """Return what every page of proposals tells, with what the person may do."""
        rights = {f"may_{name}": can_step(request.user, step) for name, step in RIGHTS.items()}
        each = self.admin_site.each_context(request)
        return {**each, **rights, "title": title, "opts": self.opts}


def allowed(request: HttpRequest, decision: str) -> AbstractUser:
    """Return the person of a request who may decide so; PermissionDenied for others."""
    user = request.user
    if not isinstance(user, AbstractUser) or not can_step(user, RIGHTS[decision]):
        raise PermissionDenied
    return user
