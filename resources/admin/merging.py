"""The page on which a listing is merged with another one that is the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import AbstractUser
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from resources.admin.steps import curator_of, page_context
from resources.curation import merge, recall
from resources.curation.differences import Difference
from resources.curation.merge import Confirmation
from resources.curation.wording import Piece
from resources.curation.workflow import NotAllowedError
from resources.listings.telling import rows_of
from resources.models import Recall, Service

CHOOSE_PAGE: Final = "admin/resources/service/merge_choose.html"
PAGE: Final = "admin/resources/service/merge.html"
TITLE: Final = _lazy("Merge with another listing")
MOST_FOUND: Final = 20


class MergeForm(forms.Form):
    """The name of the listing that goes, typed to confirm, and what was seen."""

    typed = forms.CharField(label=_lazy("Type the name of the listing that goes"))
    seen = forms.CharField(widget=forms.HiddenInput)


@dataclass(frozen=True, slots=True)
class Merging:
    """A request for the page: of which listing, by whom, and how the admin shows pages."""

    model_admin: "admin.ModelAdmin[Any]"
    request: HttpRequest
    service: Service
    curator: AbstractUser


def merge_page(
    model_admin: "admin.ModelAdmin[Any]", request: HttpRequest, object_id: str
) -> HttpResponse:
    """Choose the other listing, ask a colleague to agree to a merge, agree, or take it back."""
    service = get_object_or_404(Service.objects.select_related("organization"), pk=object_id)
    curator = curator_of(model_admin, request, service, "merge")
    asked = Merging(model_admin, request, service, curator)
    made = merge.open_merge(service)
    if made is not None:
        return _decide(asked, made)
    other = _other(request)
    return _choose(asked) if other is None else _ask(asked, other)


def _other(request: HttpRequest) -> Service | None:
    """Return the listing that is to be kept, by the id in the address."""
    try:
        key = UUID(request.GET.get("into", ""))
    except ValueError:
        return None
    return get_object_or_404(Service.objects.select_related("organization"), pk=key)


def _choose(asked: Merging) -> HttpResponse:
    """Offer what may be the same listing, and look others up by a name or a number."""
    words = asked.request.GET.get("words", "").strip()
    found = Service.objects.none()
    if words:
        named = Q(name__icontains=words) | Q(contacts__value__icontains=words)
        found = Service.objects.filter(named).exclude(pk=asked.service.pk).distinct()
    context = page_context(asked.model_admin, asked.request, asked.service, str(TITLE))
    context |= {
        "candidates": merge.candidates(asked.service),
        "words": words,
        "found": found.select_related("organization").order_by("name", "pk")[:MOST_FOUND],
    }
    return TemplateResponse(asked.request, CHOOSE_PAGE, context)


def _ask(asked: Merging, kept: Service) -> HttpResponse:
    form = MergeForm(asked.request.POST if asked.request.method == "POST" else None)
    goes = asked.service
    if form.is_valid():
        given = Confirmation(**form.cleaned_data)
        try:
            merge.ask(goes, kept, asked.curator, timezone.localtime(), given)
        except NotAllowedError as refusal:
            form.add_error(None, str(refusal))
        else:
            return _done(asked, _("A colleague has to agree now. Nothing has changed yet."))
    return _page(asked, kept, form, None)


def _decide(asked: Merging, made: Recall) -> HttpResponse:
    kept = get_object_or_404(Service.objects.select_related("organization"), merges=made)
    request, goes = asked.request, asked.service
    is_undone = request.method == "POST" and "undo" in request.POST
    form = MergeForm(request.POST if request.method == "POST" and not is_undone else None)
    try:
        if is_undone:
            merge.undo(goes, asked.curator, timezone.localtime())
            return _done(asked, _("The merge was taken back."))
        if form.is_valid():
            given = Confirmation(**form.cleaned_data)
            merge.agree(goes, asked.curator, timezone.localtime(), given)
            told = _("Merged. The address of the listing leads to “%(name)s” now.")
            return _done(asked, told % {"name": kept.name})
    except NotAllowedError as refusal:
        if form.is_bound:
            form.add_error(None, str(refusal))
        else:
            messages.error(request, str(refusal))
    return _page(asked, kept, form, made)


def _page(asked: Merging, kept: Service, form: MergeForm, made: Recall | None) -> HttpResponse:
    """Show both listings side by side, and what a merge would do."""
    goes = asked.service
    is_decided = made is not None and made.decided_at is not None
    shown = None if is_decided else merge.to_merge(goes, kept)
    context = page_context(asked.model_admin, asked.request, goes, str(TITLE))
    context |= {
        "goes": goes,
        "kept": kept,
        "made": made,
        "form": form,
        "what": shown,
        "rows": _rows(shown.changes) if shown else [],
        "why_not": "" if is_decided else merge.why_not(goes, kept),
        "is_own": made is not None and made.asked_by_id == asked.curator.pk,
        "may_undo": made is not None and _may_undo(made, asked.curator),
    }
    return TemplateResponse(asked.request, PAGE, context)


def _may_undo(made: Recall, curator: AbstractUser) -> bool:
    """Tell whether somebody is offered to take a merge back, or to turn one down."""
    if made.decided_at is None:
        return True
    is_in_time = timezone.now() - made.decided_at <= recall.FINAL_AFTER
    is_third = curator.pk not in {made.asked_by_id, made.decided_by_id}
    return is_in_time and is_third and curator.has_perm(recall.UNDO)


def _rows(changes: Sequence[Difference]) -> list[tuple[str, str, str]]:
    """Return what differs: how it is called, and what each of the two says."""
    return [(row.name, _text(row.old), _text(row.new)) for row in rows_of(changes)]


def _text(pieces: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def _done(asked: Merging, told: str) -> HttpResponseRedirect:
    messages.success(asked.request, told)
    return redirect("admin:resources_service_change", asked.service.pk)
