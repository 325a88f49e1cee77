"""Changing a public listing by a proposal, which a second person approves exactly as they saw it.

What is proposed stands beside the public version, which stays as it is until then.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from resources.choices import ProposalState, Publication, SnapshotWriter
from resources.curation import snapshots, workflow
from resources.curation.approval import digest_of
from resources.curation.differences import Difference, differences
from resources.curation.document import (
    Document,
    listing_document,
    organization_document,
    place_document,
    places_of,
    with_organization,
)
from resources.curation.wording import is_wording
from resources.curation.workflow import NotAllowedError
from resources.listings.proposed import write_proposed
from resources.models import (
    Location,
    Organization,
    Proposal,
    ProposalRevision,
    Review,
    Service,
    Snapshot,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody proposes: the whole listing, why, and where they read or heard it."""

    content: Document
    reason: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class ToDecide:
    """What a second person looks at. `seen` names exactly this; `moved` has changed beneath it."""

    revision: ProposalRevision
    changes: Sequence[Difference]
    moved: Sequence[Difference]
    seen: str

    @property
    def is_wording(self) -> bool:
        """Tell whether it may be approved from a list: nothing moved, and wording alone changes."""
        return not self.moved and is_wording(self.changes)


def undecided(service: Service) -> Proposal | None:
    """Return the proposal that waits for somebody; None when there is none."""
    return Proposal.objects.undecided().filter(service=service).first()


def content_of(service: UUID) -> Document:
    """Return a listing as it stands."""
    return listing_document(Service.objects.for_detail().get(pk=service))


def normal(content: Document, now: datetime) -> Document:
    """Return what a public listing would be with this content; NotAllowedError where it cannot be.

    It is written to find out, and taken back.
    """
    with _taken_back():
        write_proposed(content, now)
        service = Service.objects.select_related("organization").get(pk=content["id"])
        workflow.refuse_unready(service)
        return content_of(service.pk)


@contextmanager
def _taken_back() -> Iterator[None]:
    """Undo at the end whatever was written within."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@transaction.atomic
def propose(service: Service, actor: AbstractBaseUser, now: datetime, wanted: Wanted) -> Proposal:
    """Write a proposal, or a new version of the one that waits; nothing public moves.

    Whoever calls this has seen to it that the content was made from what stands there.
    """
    _locked(service)
    snapshots.found([service.pk], now)
    content = normal(wanted.content, now)
    base: Snapshot = Snapshot.objects.latest_of([service.pk]).get()
    _refuse_unfounded(wanted, differences(base.content, content))
    proposal = undecided(service) or Proposal.objects.create(service=service)
    last = proposal.revisions.order_by("number").last()
    is_same = last and (last.content, last.base_version) == (content, base.version)
    if is_same and proposal.state == ProposalState.OPEN:
        raise NotAllowedError(_("This is proposed already, as it stands here."))
    author: Any = actor
    revision = ProposalRevision.objects.create(
        proposal=proposal,
        number=last.number + 1 if last else 1,
        base_version=base.version,
        content=content,
        author=author,
        at=now,
        reason=wanted.reason.strip(),
        source=wanted.source.strip(),
    )
    revision.places.set([place["id"] for place in places_of(content)])
    proposal.state = ProposalState.OPEN
    proposal.save(update_fields=["state"])
    return proposal


def _refuse_unfounded(wanted: Wanted, changes: Sequence[Difference]) -> None:
    """A second person has to be able to see why, and where it comes from."""
    if not changes:
        raise NotAllowedError(_("Nothing differs from what is public."))
    if not wanted.reason.strip():
        raise NotAllowedError(_("Say the reason for this change."))
    if not wanted.source.strip() and not is_wording(changes):
        raise NotAllowedError(_("Say where you read or heard it: this is more than wording."))


def to_decide(proposal: Proposal) -> ToDecide:
    """Return what a second person has to look at: the public listing now, and the proposed one."""
    revision = proposal.last
    live = Service.objects.for_detail().get(pk=proposal.service_id)
    content = listing_document(live)
    public = with_organization(content, organization_document(live.organization))
    proposed = _as_it_would_be(revision.content)
    base = proposal.service.snapshots.get(version=revision.base_version)
    return ToDecide(
        revision=revision,
        changes=differences(public, proposed),
        moved=differences(base.content, content),
        seen=digest_of([proposal.pk, proposal.state, revision.number, public, proposed]),
    )


def _as_it_would_be(content: Document) -> Document:
    """Return a proposed listing with its organisation and its places as they are now."""
    places = Location.objects.select_related("region").filter(
        pk__in=[place["id"] for place in places_of(content)]
    )
    now = {str(place.pk): place_document(place) for place in places}
    beside = {place["id"]: snapshots.beside(place) for place in places_of(content)}
    told = {key: {**place, **beside[key]} for key, place in now.items()}
    runs = Organization.objects.filter(pk=content["organization"]).first()
    whole = snapshots.with_places(content, told)
    return with_organization(whole, organization_document(runs)) if runs else whole


@transaction.atomic
def approve(proposal: Proposal, actor: AbstractBaseUser, now: datetime, seen: str) -> Review:
    """Let a listing be as proposed, exactly as the second person saw it."""
    service = _locked(proposal.service)
    current = Proposal.objects.select_for_update().get(pk=proposal.pk)
    _refuse_state(current, ProposalState.OPEN)
    content = current.last.content
    _lock_beside(service, content)
    snapshots.found([service.pk], now)
    decided = to_decide(current)
    if actor.pk in authors_of(current):
        raise NotAllowedError(_("Somebody else has to approve what you wrote a part of."))
    if decided.seen != seen:
        raise NotAllowedError(
            _("Something was changed after you opened this page. Look at it again.")
        )
    if decided.moved:
        raise NotAllowedError(
            _("The public listing was changed after this was proposed. Give it back to be redone.")
        )
    write_proposed(content, now)
    service.refresh_from_db()
    workflow.refuse_unready(service)
    if with_its_organization(service.pk) != _as_it_would_be(content):
        raise NotAllowedError(_("It cannot be written exactly as it is shown. Give it back."))
    return _keep(current, decided.revision, actor, now)


def with_its_organization(service: UUID) -> Document:
    """Return a listing as it stands, with its organisation in it."""
    row = Service.objects.for_detail().get(pk=service)
    return with_organization(listing_document(row), organization_document(row.organization))


def _keep(
    proposal: Proposal, revision: ProposalRevision, actor: AbstractBaseUser, now: datetime
) -> Review:
    """Leave the version under its author's name, and the approval under the second person's."""
    reason = revision.reason
    writing = snapshots.Writing(SnapshotWriter.PROPOSAL, now, revision.author, reason)
    snapshots.written([proposal.service_id], writing)
    _decide(proposal, ProposalState.APPROVED, actor, now, "")
    person: Any = actor
    return Review.objects.create(
        service=proposal.service,
        actor=person,
        from_publication=Publication.PUBLISHED,
        to_publication=Publication.PUBLISHED,
        at=now,
        reason=reason,
    )


@transaction.atomic
def send_back(proposal: Proposal, actor: AbstractBaseUser, now: datetime, reason: str) -> None:
    """Give a proposal back to its author, who reads the reason."""
    current = _locked_proposal(proposal)
    _refuse_state(current, ProposalState.OPEN)
    if not reason.strip():
        raise NotAllowedError(_("Say the reason."))
    _decide(current, ProposalState.RETURNED, actor, now, reason)


@transaction.atomic
def drop(proposal: Proposal, actor: AbstractBaseUser, now: datetime, reason: str) -> None:
    """Give a proposal up; others than its authors say the reason."""
    current = _locked_proposal(proposal)
    _refuse_state(current, ProposalState.OPEN, ProposalState.RETURNED)
    if not reason.strip() and actor.pk not in _writers(current):
        raise NotAllowedError(_("Say the reason."))
    _decide(current, ProposalState.DROPPED, actor, now, reason)


def _decide(
    proposal: Proposal, state: ProposalState, actor: AbstractBaseUser, now: datetime, reason: str
) -> None:
    person: Any = actor
    proposal.state, proposal.decision_reason = state, reason.strip()
    proposal.decided_by, proposal.decided_at = person, now
    proposal.save()


def _refuse_state(proposal: Proposal, *states: ProposalState) -> None:
    if proposal.state not in states:
        raise NotAllowedError(
            _("This proposal was decided already: %(state)s.")
            % {"state": proposal.get_state_display()}
        )


def _locked(service: Service) -> Service:
    """Lock a public listing until the end; NotAllowedError for any other."""
    current = Service.objects.select_for_update().get(pk=service.pk)
    if current.publication != Publication.PUBLISHED:
        raise NotAllowedError(_("This listing is not public now: it is changed on its own page."))
    return current


def _locked_proposal(proposal: Proposal) -> Proposal:
    """Lock a proposal, and its listing before it, as everybody does who writes one."""
    list(Service.objects.select_for_update().filter(pk=proposal.service_id).values_list("pk"))
    return Proposal.objects.select_for_update().get(pk=proposal.pk)


def _lock_beside(service: Service, content: Document) -> None:
    """Lock what is shown with a listing and has rows of its own."""
    runs = {service.organization_id, UUID(content["organization"])}
    places = [place["id"] for place in places_of(content)]
    list(Organization.objects.select_for_update().filter(pk__in=runs).order_by("pk"))
    list(Location.objects.select_for_update(of=("self",)).filter(pk__in=places).order_by("pk"))


def _writers(proposal: Proposal) -> set[Any]:
    return set(proposal.revisions.values_list("author", flat=True))


def authors_of(proposal: Proposal) -> set[Any]:
    """Return who wrote any version of it, or a part of what will be shown with it."""
    content = proposal.last.content
    places = [UUID(place["id"]) for place in places_of(content)]
    beside = workflow.authors_of(proposal.service, UUID(content["organization"]), places)
    return _writers(proposal) | beside
