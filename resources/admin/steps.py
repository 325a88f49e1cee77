"""The pages on which one listing takes a step: each shows what it does before it is done."""

from collections.abc import Callable
from typing import Any, Final

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from resources.choices import Publication, TombstoneReason
from resources.curation import approval, recall, workflow
from resources.curation.differences import differences
from resources.curation.roles import can_step
from resources.models import Recall, Service

STEP_PAGE: Final = "admin/resources/service/step.html"
RECALL_PAGE: Final = "admin/resources/service/recall.html"
LABELS: Final = {
    "submit": _lazy("Hand to a colleague for review"),
    "publish": _lazy("Publish"),
    "return_to_author": _lazy("Give back to the author"),
    "withdraw": _lazy("Withdraw from the public now"),
}
SET_ASIDE: Final = _lazy("Set aside: it is not to be published")
STEPS: Final[dict[str, Callable[[Service, Any, Any, str], object]]] = {
    "submit": workflow.submit,
    "return_to_author": workflow.return_to_author,
    "withdraw": workflow.withdraw,
}


class StepForm(forms.Form):
    """The reason for a step, and which version was seen."""

    reason = forms.CharField(
        required=False, max_length=500, label=_lazy("Reason"), widget=forms.Textarea
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class RecallForm(forms.Form):
    """The reason that is told to others, and the name, typed to confirm."""

    reason = forms.ChoiceField(
        choices=[("", "—"), *((reason.value, reason.label) for reason in recall.REASONS)],
        label=_lazy("Reason told to everybody who copied it"),
    )
    typed = forms.CharField(label=_lazy("Type the name of the listing to confirm"))


def label_of(name: str, service: Service) -> str:
    """Return what a step is called: what is not public cannot be taken from the public."""
    if name == "withdraw" and service.publication != Publication.PUBLISHED:
        return str(SET_ASIDE)
    return str(LABELS[name])


def steps_of(service: Service, user: AbstractUser) -> list[tuple[str, str]]:
    """Return the names and labels of the steps that somebody may take with a listing now."""
    return [
        (name, label_of(name, service))
        for name, step in workflow.TRANSITIONS.items()
        if Publication(service.publication) in step.origins and can_step(user, name)
    ]


def curator_of(
    model_admin: "admin.ModelAdmin[Any]", request: HttpRequest, service: Service, step: str
) -> AbstractUser:
    """Return the person of a request who may take a step; PermissionDenied for others.

    A public listing is fixed for its form, not for its steps.
    """
    user = request.user
    if not isinstance(user, AbstractUser) or not can_step(user, step):
        raise PermissionDenied
    if not model_admin.has_view_permission(request, service):
        raise PermissionDenied
    return user


def step_page(
    model_admin: "admin.ModelAdmin[Any]", request: HttpRequest, object_id: str, name: str
) -> HttpResponse:
    """Show what a step does with a listing, and take it when it is confirmed."""
    if name not in workflow.TRANSITIONS:
        raise Http404
    service = get_object_or_404(Service.objects.select_related("organization"), pk=object_id)
    curator = curator_of(model_admin, request, service, name)
    label = label_of(name, service)
    form = StepForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            if name == "publish":
                seen = given["seen"]
                approval.publish(service, curator, timezone.localtime(), seen, given["reason"])
            else:
                STEPS[name](service, curator, timezone.localtime(), given["reason"])
        except workflow.NotAllowedError as refusal:
            form.add_error(None, str(refusal))
        else:
            return _done(model_admin, request, service, label)
    context = page_context(model_admin, request, service, label)
    if name == "publish":
        proposal = approval.to_approve(service)
        context |= {
            "changes": differences(proposal.approved, proposal.content),
            "is_new": not proposal.approved,
            "reasons": proposal.reasons,
            "seen": proposal.seen,
        }
    needs_reason = workflow.TRANSITIONS[name].needs_reason
    context |= {"form": form, "step": name, "needs_reason": needs_reason}
    return TemplateResponse(request, STEP_PAGE, context)


def recall_page(
    model_admin: "admin.ModelAdmin[Any]", request: HttpRequest, object_id: str
) -> HttpResponse:
    """Recall a listing, ask for it, look at it as the second person, or take it back."""
    service = get_object_or_404(Service, pk=object_id)
    curator = curator_of(model_admin, request, service, "recall")
    made = recall.open_recall(service)
    if made is not None and made.reason == TombstoneReason.MERGED_INTO:
        if made.decided_at is not None:
            return redirect("admin:resources_service_merge", service.pk)
        made = None  # what hurts does not wait for a merge that somebody asks for
    is_undone = request.method == "POST" and "undo" in request.POST
    form = _recall_form(request, made, is_bound=request.method == "POST" and not is_undone)
    refusal = ""
    if is_undone or form.is_valid():
        try:
            if is_undone:
                recall.undo(service, curator, timezone.localtime())
            else:
                reason = TombstoneReason(form.cleaned_data["reason"])
                typed = form.cleaned_data["typed"]
                recall.recall(service, curator, timezone.localtime(), reason, typed)
        except workflow.NotAllowedError as why:
            refusal = str(why)
        else:
            return _done(model_admin, request, service, _("Recall"))
    context = page_context(model_admin, request, service, _("Recall"))
    context |= {"form": form, "made": made, "refusal": refusal}
    context |= {
        "is_lead": curator.has_perm(recall.ALONE),
        "may_undo": curator.has_perm(recall.UNDO),
    }
    return TemplateResponse(request, RECALL_PAGE, context)


def _recall_form(request: HttpRequest, made: Recall | None, *, is_bound: bool) -> RecallForm:
    """Return the form; the reason of a recall that was asked for stays what it is."""
    if not is_bound:
        return RecallForm()
    given = request.POST.dict()
    return RecallForm(given | {"reason": made.reason} if made else given)


def _done(
    model_admin: "admin.ModelAdmin[Any]", request: HttpRequest, service: Service, what: str
) -> HttpResponse:
    service.refresh_from_db()
    told = _("%(what)s: done. The listing is “%(state)s” now.") % {
        "what": what,
        "state": service.get_publication_display(),
    }
    model_admin.message_user(request, told, messages.SUCCESS)
    return redirect("admin:resources_service_change", service.pk)


def page_context(
    model_admin: "admin.ModelAdmin[Any]", request: HttpRequest, service: Service, title: str
) -> dict[str, Any]:
    """Return what every page of one listing shows."""
    return {
        **model_admin.admin_site.each_context(request),
        "title": title,
        "subtitle": str(service),
        "opts": model_admin.opts,
        "service": service,
    }
