"""The form of a public listing: saving it writes a proposal, and nothing public moves.

The form is saved as any other, read back as a whole listing, and taken back. So a proposal is
exactly what the form would have made, with every part.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, cast

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from resources.admin.permissions import signed_in
from resources.choices import Publication
from resources.curation.differences import Difference, differences
from resources.curation.document import Document, listing_document
from resources.curation.workflow import NotAllowedError
from resources.listings.deciding import UNKEPT, Wanted
from resources.listings.proposals import bases_of, content_of, propose
from resources.models import Proposal, ProposalRevision, Service
from resources.models.whole import whole_listing

# What a request has on it while its form is shown again, and why.
REFUSAL: Final = "_refusal_of_proposal"
Show = Callable[[dict[str, Any]], HttpResponse]


class SavedError(Exception):
    """A form of a public listing was saved: what it made is a proposal."""

    def __init__(self, wanted: Wanted) -> None:
        super().__init__()
        self.wanted = wanted


class _TakenBackError(Exception):
    """The answer is there; what was written for it goes."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.response = response


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal that waits: what it wants, how its listing stands, and what moved since then."""

    proposal: Proposal
    wanted: Document
    standing: Document
    moved: Sequence[Difference]

    @classmethod
    def of(cls, service: Service) -> "Waiting | None":
        """Read what waits for a listing; None where nothing does."""
        written = ProposalRevision.objects.filter(proposal__in=Proposal.objects.undecided())
        own = written.filter(proposal__service=service).select_related("proposal")
        last = own.order_by("-number").first()
        if last is None:
            return None
        base = bases_of([last.proposal], [last])[service.pk, last.base_version]
        standing = content_of(service.pk)
        return cls(last.proposal, last.content, standing, differences(base, standing))


def keep_as_proposal(form: "ModelForm[Any]") -> None:
    """Raise SavedError for a public listing that a form and its parts have just been saved to."""
    service = whole_listing(form.instance.pk)
    if service.publication != Publication.PUBLISHED:
        return
    given = form.cleaned_data
    content = listing_document(service)
    raise SavedError(Wanted(content, given["change_reason"], given["change_source"]))


@transaction.atomic
def change_page(
    model_admin: "admin.ModelAdmin[Any]", request: HttpRequest, object_id: str, show: Show
) -> HttpResponse:
    """Show the form of a listing, of a public one as it is proposed, or keep what was typed."""
    service = _public(request, object_id)
    if service is None or not model_admin.has_change_permission(request, service):
        return show({})
    waiting = Waiting.of(service)
    told: dict[str, Any] = {"is_proposing": True, "proposal": waiting and waiting.proposal}
    if waiting:
        told["moved"] = waiting.moved
    try:
        return _shown(waiting, lambda: show(told))
    except SavedError as saved:
        try:
            made = propose(service, signed_in(request), timezone.localtime(), saved.wanted)
        except NotAllowedError as refusal:
            note_refusal(request, refusal)
            return _shown(waiting, lambda: show(told))
    except IntegrityError:
        note_refusal(request, UNKEPT)
        return _shown(waiting, lambda: show(told))
    message = _("Proposed. The public listing stays as it is until a colleague approves this.")
    model_admin.message_user(request, message, messages.SUCCESS)
    return redirect("admin:resources_proposal_change", made.pk)


def _public(request: HttpRequest, object_id: str) -> Service | None:
    """Return a listing if it is public; whoever sends its form waits for whoever writes it."""
    services = Service.objects.all()
    if request.method == "POST":
        # A state that changed after the form was read would be written over.
        services = services.select_for_update()
    try:
        service = services.filter(pk=object_id).first()
    except ValidationError:  # no id at all: the page that follows says so
        return None
    is_public = service is not None and service.publication == Publication.PUBLISHED
    return service if is_public else None


def shown_as_proposed(
    write: Callable[[], None], show: Callable[[], Any], is_kept: Callable[[], bool] = lambda: False
) -> HttpResponse:
    """Return a page made from what is proposed, as if that stood there, and take it back.

    Unless what was sent is kept as it is, without a proposal.
    """
    try:
        with transaction.atomic():
            write()
            response: Any = show()
            if hasattr(response, "render"):
                response.render()
            if is_kept():
                return cast("HttpResponse", response)
            raise _TakenBackError(response)
    except _TakenBackError as done:
        return done.response


def _shown(waiting: Waiting | None, show: Callable[[], Any]) -> HttpResponse:
    """Return a page of a listing made from what is proposed, and take that back."""
    return shown_as_proposed(partial(_write, waiting), show)


@transaction.atomic
def as_proposed(service: Service, show: Callable[[bool], HttpResponse]) -> HttpResponse:
    """Return a page of a listing as it would be with what is proposed, and take that back."""
    waiting = Waiting.of(service)
    return _shown(waiting, lambda: show(waiting is not None))


def note_refusal(request: HttpRequest, why: object) -> None:
    """Let the form be shown again with all that was typed, and why nothing was kept."""
    setattr(request, REFUSAL, str(why))


def _write(waiting: Waiting | None) -> None:
    """Let the listing be as proposed; one that can no longer be read is shown as it is public."""
    if waiting is None:
        return
    from resources.listings.proposed import write_to_show  # noqa: PLC0415  few pages: needs pydantic

    try:
        write_to_show(waiting.wanted, waiting.standing, timezone.localtime())
    except NotAllowedError:
        return
