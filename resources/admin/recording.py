"""The forms of what is beside listings: to save what the public sees is to propose it.

As with a listing, the form is saved as any other, read back as a whole, and taken back. What the
public does not see yet is kept as it was typed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from resources.admin.history import who_did
from resources.admin.permissions import signed_in
from resources.admin.proposing import (
    REFUSAL,
    SavedError,
    Show,
    note_refusal,
    shown_as_proposed,
)
from resources.choices import RecordKind
from resources.curation.approval import digest_of
from resources.curation.differences import differences
from resources.curation.document import Document
from resources.curation.records import document_of, kind_of_model, waits
from resources.curation.workflow import NotAllowedError
from resources.listings.deciding import Wanted
from resources.listings.record_proposals import lock, propose, undecided
from resources.listings.recorded import UNKEPT, write_record
from resources.listings.records_shown import Shown
from resources.models import RecordProposal

FORM: Final = "admin/resources/proposal/record_form.html"
DELETION: Final = "admin/resources/proposal/delete.html"
# What a request has on it while the form of such a row is open.
OPENED: Final = "_opened_record"
# What these are is no fact that somebody states, and they can go.
OUR_OWN: Final = frozenset(
    {RecordKind.TAXONOMY, RecordKind.TERM, RecordKind.SYNONYMS, RecordKind.COLLECTION}
)
PROPOSED: Final = _lazy("Proposed. All stays as it is until a colleague approves this.")
MOVED: Final = _lazy(
    "A colleague changed this after you opened it, so nothing was saved. What you typed is still "
    "here. Open it again, in another tab, and write it there."
)


@dataclass(slots=True)
class Opened:
    """A row whose form is open: as it stands, and what waits for it. `is_kept` once it is saved."""

    kind: RecordKind
    live: Document
    waiting: RecordProposal | None
    is_kept: bool = False


class RecordForm(forms.ModelForm[Any]):
    """A row beside listings, the reason for a change, and what stood there when it was opened."""

    change_reason = forms.CharField(
        required=False,
        max_length=500,
        label=_lazy("Reason for this change"),
        help_text=_lazy("Your colleague reads it. What the public sees needs it."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    # Set for one request: what is open, and why what was typed could not be proposed.
    opened: Opened | None = None
    refusal = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.initial["seen"] = self._stands()

    def _stands(self) -> str:
        kind = kind_of_model(type(self.instance))
        return digest_of(document_of(kind, self.instance.pk))

    def clean(self) -> dict[str, Any] | None:
        """Refuse what was typed over another version; it stays in the form."""
        if self.refusal:
            raise forms.ValidationError(self.refusal)
        if not self.instance._state.adding and self.data.get("seen") != self._stands():
            raise forms.ValidationError([str(MOVED), *_last_changes(self.opened)])
        return super().clean()


class FactForm(RecordForm):
    """A row that states facts: a public one says where they were read or heard."""

    change_source = forms.CharField(
        required=False,
        max_length=500,
        label=_lazy("Where you read or heard it"),
        help_text=_lazy("An address of a page, or “rang the office”. What is public needs it."),
    )


def _last_changes(opened: Opened | None) -> list[str]:
    """Return what was proposed last, as sentences for whoever was not told of it."""
    if opened is None or opened.waiting is None:
        return []
    *before, last = opened.waiting.revisions.select_related("author").order_by("number")
    old, new = before[-1].content if before else last.base, last.content
    names = Shown.of(opened.kind, [old, new])
    return [
        _("%(who)s: %(field)s, before “%(old)s”, now “%(new)s”.")
        % {"who": who_did(last.author), "field": one.field, "old": one.old, "new": one.new}
        for one in differences(names(old), names(new))
    ]


class ProposedAdmin(admin.ModelAdmin[Any]):
    """For rows that nobody changes alone once the public sees them, or is steered by them."""

    form = RecordForm
    change_form_template = FORM

    @property
    def kind(self) -> RecordKind:
        return kind_of_model(self.model)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> Any:
        """Let what is saved be a proposal, where it has to wait."""
        show = super().changeform_view

        def answer(told: dict[str, Any]) -> Any:
            return show(request, object_id, form_url, {**(extra_context or {}), **told})

        return record_page(self, request, object_id, answer)

    def save_related(
        self, request: HttpRequest, form: ModelForm[Any], formsets: Any, change: bool
    ) -> None:
        """Stop at what has to wait, once all of it is written."""
        super().save_related(request, form, formsets, change)
        opened: Opened = getattr(request, OPENED)
        if not waits(self.kind, form.instance.pk):
            opened.is_kept = True
            return
        given = form.cleaned_data
        content = document_of(self.kind, form.instance.pk)
        raise SavedError(Wanted(content, given["change_reason"], given.get("change_source", "")))

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm[Any]]:
        """Ask for no reason where nothing can be changed."""
        if obj is not None and not self.has_change_permission(request, obj):
            kwargs["form"] = ModelForm
        made: type[Any] = super().get_form(request, obj, change, **kwargs)
        made.refusal = getattr(request, REFUSAL, "")
        made.opened = getattr(request, OPENED, None)
        return made

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """Let a deletion be a proposal, where it has to wait."""
        key = as_key(unquote(object_id))
        if key is None or self.kind not in OUR_OWN:
            return super().delete_view(request, object_id, extra_context)
        with transaction.atomic():
            if request.method == "POST":
                lock(self.kind, key)
            if waits(self.kind, key):
                return deletion_page(self, request, key)
            return super().delete_view(request, object_id, extra_context)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """What is our own is deleted one by one: each is a proposal."""
        actions: dict[str, Any] = super().get_actions(request)
        if self.kind in OUR_OWN:
            actions.pop("delete_selected", None)
        return actions


def as_key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:  # no id at all: the page that follows says so
        return None


@transaction.atomic
def record_page(
    model_admin: ProposedAdmin, request: HttpRequest, object_id: str | None, show: Show
) -> HttpResponse:
    """Show a form, of what is proposed where something is, and keep or propose what was typed."""
    kind = model_admin.kind
    key = as_key(unquote(object_id)) if object_id else None
    asked = model_admin.has_change_permission if object_id else model_admin.has_add_permission
    if not asked(request) or (object_id and key is None):
        return show({})
    opened = _open(kind, key, is_sent=request.method == "POST")
    setattr(request, OPENED, opened)
    told = _told(opened, key)
    page = partial(
        shown_as_proposed,
        partial(_write, told.get("proposal")),
        lambda: show(told),
        lambda: opened.is_kept,
    )
    return _answer(model_admin, request, page)


def _answer(
    model_admin: ProposedAdmin, request: HttpRequest, page: Callable[[], HttpResponse]
) -> HttpResponse:
    try:
        return page()
    except SavedError as saved:
        key = UUID(saved.wanted.content["id"])
        now, curator = timezone.localtime(), signed_in(request)
        try:
            made = propose(model_admin.kind, key, curator, now, saved.wanted)
        except NotAllowedError as refusal:
            note_refusal(request, refusal)
            return page()
    except IntegrityError:
        note_refusal(request, UNKEPT)
        return page()
    return _proposed(model_admin, request, made)


def _proposed(
    model_admin: ProposedAdmin, request: HttpRequest, made: RecordProposal
) -> HttpResponse:
    model_admin.message_user(request, str(PROPOSED), messages.SUCCESS)
    return redirect("admin:resources_recordproposal_change", made.pk)


def _open(kind: RecordKind, key: UUID | None, *, is_sent: bool) -> Opened:
    if key is None:
        return Opened(kind, {}, None)
    if is_sent:
        # Whoever sends a form waits for whoever writes or publishes the row.
        lock(kind, key)
    return Opened(kind, document_of(kind, key), undecided(kind, key))


def _told(opened: Opened, key: UUID | None) -> dict[str, Any]:
    """Return what the form's page says of proposals."""
    is_collection = opened.kind == RecordKind.COLLECTION
    has_to_wait = waits(opened.kind, key) if key else opened.kind in OUR_OWN and not is_collection
    told: dict[str, Any] = {
        "is_proposing": has_to_wait,
        "is_hidden_list": is_collection and not has_to_wait,
        "may_go": opened.kind in OUR_OWN,
        "moved": [],
    }
    if key:
        told["earlier"] = proposals_of(opened.kind, key)
    # What nobody sees is kept as it is typed, and so it is shown as it stands.
    if opened.waiting and (has_to_wait or is_collection):
        last = opened.waiting.last
        names = Shown.of(opened.kind, [last.base, opened.live])
        told["proposal"] = opened.waiting
        told["moved"] = differences(names(last.base), names(opened.live))
        told["is_deletion"] = not last.content
    return told


def proposals_of(kind: str, key: UUID) -> str:
    """Return the address of the list of all that was ever proposed for a row."""
    asked = urlencode({"kind": str(kind), "key": str(key)})
    return f"{reverse('admin:resources_recordproposal_changelist')}?{asked}"


def _write(waiting: RecordProposal | None) -> None:
    """Let the row be as proposed; one that can no longer be read is shown as it stands."""
    content = waiting.last.content if waiting else {}
    if waiting is None or not content:
        return
    try:
        write_record(waiting.kind, waiting.key, content, timezone.localtime())
    except NotAllowedError:
        return


def deletion_page(model_admin: ProposedAdmin, request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask for the reason of a deletion, and propose it."""
    row: Any = get_object_or_404(model_admin.get_queryset(request), pk=key)
    if not model_admin.has_delete_permission(request, row):
        raise PermissionDenied
    reason, refusal = request.POST.get("reason", "")[:500], ""
    if request.method == "POST":
        now, curator = timezone.localtime(), signed_in(request)
        try:
            made = propose(model_admin.kind, key, curator, now, Wanted({}, reason))
        except NotAllowedError as refused:
            refusal = str(refused)
        else:
            return _proposed(model_admin, request, made)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Propose to delete: %(name)s") % {"name": row},
        "opts": model_admin.opts,
        "row": row,
        "reason": reason,
        "refusal": refusal,
    }
    return TemplateResponse(request, DELETION, context)
