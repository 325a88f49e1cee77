"""Changing a public listing by a proposal, which a second person approves exactly as they saw it.

What is proposed stands beside the public version, which stays as it is until then.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from resources.choices import ProposalState, Publication, SnapshotWriter
from resources.curation import snapshots, workflow
from resources.curation.approval import digest_of
from resources.curation.authors import Shown, authors_of_each
from resources.curation.differences import differences
from resources.curation.document import (
    Document,
    listing_document,
    organization_document,
    place_document,
    places_of,
    with_organization,
)
from resources.curation.wording import can_hurt
from resources.curation.workflow import NotAllowedError
from resources.listings import deciding
from resources.listings.deciding import (
    NOT_EXACT,
    ToDecide,
    Wanted,
    decide,
    refuse_repeated,
    refuse_state,
    refuse_unfounded,
    refuse_unseen,
    revisions_of,
    taken_back,
)
from resources.models import (
    Location,
    Organization,
    Proposal,
    ProposalRevision,
    Review,
    Service,
    Snapshot,
)
from resources.models.whole import whole_listing, whole_listings

__all__ = [
    "ToDecide",
    "Wanted",
    "approve",
    "bases_of",
    "content_of",
    "drop",
    "normal",
    "propose",
    "send_back",
    "to_decide",
    "to_decide_each",
    "undecided",
    "with_its_organization",
]


def undecided(service: Service) -> Proposal | None:
    """Return the proposal that waits for somebody; None when there is none."""
    return Proposal.objects.undecided().filter(service=service).first()


def content_of(service: UUID) -> Document:
    """Return a listing as it stands."""
    return listing_document(whole_listing(service))


def normal(content: Document, now: datetime) -> Document:
    """Return what a public listing would be with this content; NotAllowedError where it cannot be.

    It is written to find out, and taken back.
    """
    with taken_back():
        _write(content, now)
        service = Service.objects.select_related("organization").get(pk=content["id"])
        workflow.refuse_unready(service)
        return content_of(service.pk)


def _write(content: Document, now: datetime) -> None:
    from resources.listings.proposed import write_proposed  # noqa: PLC0415  rare: it needs pydantic

    write_proposed(content, now)


@transaction.atomic
def propose(service: Service, actor: AbstractBaseUser, now: datetime, wanted: Wanted) -> Proposal:
    """Write a proposal, or a new version of the one that waits; nothing public moves.

    Whoever calls this has seen to it that the content was made from what stands there.
    """
    _locked(service)
    snapshots.found([service.pk], now)
    content = normal(wanted.content, now)
    base: Snapshot = Snapshot.objects.latest_of([service.pk]).get()
    refuse_unfounded(wanted, differences(base.content, content), is_fact=True)
    proposal = undecided(service) or Proposal.objects.create(service=service)
    last = proposal.revisions.order_by("number").last()
    is_same = last and (last.content, last.base_version) == (content, base.version)
    refuse_repeated(proposal, last, is_same=bool(is_same))
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


def to_decide(proposal: Proposal) -> ToDecide:
    """Return what a second person has to look at: the public listing now, and the proposed one."""
    return to_decide_each([proposal])[0]


def to_decide_each(proposals: Sequence[Proposal]) -> list[ToDecide]:
    """Return the same of many proposals, in a fixed number of queries."""
    written = revisions_of(proposals)
    last = [written[proposal.pk][-1] for proposal in proposals]
    live = _live(proposal.service_id for proposal in proposals)
    bases = bases_of(proposals, last)
    beside = _beside([revision.content for revision in last])
    authors = authors_of_each(
        [
            _shown(proposal, revision.content)
            for proposal, revision in zip(proposals, last, strict=True)
        ]
    )
    found = []
    for proposal, revision, others in zip(proposals, last, authors, strict=True):
        row = live[proposal.service_id]
        content = listing_document(row)
        public = with_organization(content, organization_document(row.organization))
        proposed = _as_it_would_be(revision.content, beside)
        base = bases[(proposal.service_id, revision.base_version)]
        writers = frozenset(one.author_id for one in written[proposal.pk])
        found.append(
            ToDecide(
                revision=revision,
                changes=differences(public, proposed),
                moved=differences(base, content),
                seen=digest_of([proposal.pk, proposal.state, revision.number, public, proposed]),
                writers=writers,
                authors=writers | others,
                hurts=can_hurt,
            )
        )
    return found


def _live(services: Iterable[UUID]) -> Mapping[UUID, Service]:
    """Return listings as they stand, with all that is shown of them."""
    return whole_listings(services)


def bases_of(
    proposals: Sequence[Proposal], last: Sequence[ProposalRevision]
) -> dict[tuple[UUID, int], Document]:
    """Return the version of each listing that its proposal was made from."""
    wanted = Q(pk__in=[])
    for proposal, revision in zip(proposals, last, strict=True):
        wanted |= Q(service=proposal.service_id, version=revision.base_version)
    versions = Snapshot.objects.filter(wanted).order_by()
    found = versions.values_list("service", "version", "content")
    return {(service, version): content for service, version, content in found}


def _shown(proposal: Proposal, content: Document) -> Shown:
    """Return what is shown with a listing as proposed."""
    places = tuple(UUID(place["id"]) for place in places_of(content))
    return Shown(proposal.service_id, UUID(content["organization"]), places)


# Organisations and places as they are now, by id.
Beside = tuple[Mapping[str, Document], Mapping[str, Document]]


def _beside(contents: Sequence[Document]) -> Beside:
    """Return the organisations and the places that some proposed listings name, as they are now."""
    named = {place["id"] for content in contents for place in places_of(content)}
    places = Location.objects.select_related("region").filter(pk__in=named)
    runs = Organization.objects.prefetch_related("identifiers").filter(
        pk__in={content["organization"] for content in contents}
    )
    return (
        {str(row.pk): organization_document(row) for row in runs},
        {str(place.pk): place_document(place) for place in places},
    )


def _as_it_would_be(content: Document, beside: Beside) -> Document:
    """Return a proposed listing with its organisation and its places as they are now."""
    organizations, places = beside
    told = {
        place["id"]: {**places[place["id"]], **snapshots.beside(place)}
        for place in places_of(content)
        if place["id"] in places
    }
    whole = snapshots.with_places(content, told)
    runs = organizations.get(content["organization"])
    return with_organization(whole, runs) if runs else whole


@transaction.atomic
def approve(proposal: Proposal, actor: AbstractBaseUser, now: datetime, seen: str) -> Review:
    """Let a listing be as proposed, exactly as the second person saw it."""
    service = _locked(proposal.service)
    current = Proposal.objects.select_for_update().get(pk=proposal.pk)
    refuse_state(current, ProposalState.OPEN)
    content = current.last.content
    _lock_beside(service, content)
    snapshots.found([service.pk], now)
    decided = to_decide(current)
    refuse_unseen(decided, actor, seen)
    if decided.moved:
        raise NotAllowedError(
            _("The public listing was changed after this was proposed. Give it back to be redone.")
        )
    _write(content, now)
    service.refresh_from_db()
    workflow.refuse_unready(service)
    if with_its_organization(service.pk) != _as_it_would_be(content, _beside([content])):
        raise NotAllowedError(str(NOT_EXACT))
    return _keep(current, decided.revision, actor, now)


def with_its_organization(service: UUID) -> Document:
    """Return a listing as it stands, with its organisation in it."""
    row = whole_listing(service)
    return with_organization(listing_document(row), organization_document(row.organization))


def _keep(
    proposal: Proposal, revision: ProposalRevision, actor: AbstractBaseUser, now: datetime
) -> Review:
    """Leave the version under its author's name, and the approval under the second person's."""
    reason = revision.reason
    writing = snapshots.Writing(SnapshotWriter.PROPOSAL, now, revision.author, reason)
    snapshots.written([proposal.service_id], writing)
    decide(proposal, ProposalState.APPROVED, actor, now)
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
    deciding.send_back(_locked_proposal(proposal), actor, now, reason)


@transaction.atomic
def drop(proposal: Proposal, actor: AbstractBaseUser, now: datetime, reason: str) -> None:
    """Give a proposal up; others than its authors say the reason."""
    deciding.drop(_locked_proposal(proposal), actor, now, reason)


def _locked(service: Service) -> Service:
    """Lock a public listing until the end; NotAllowedError for any other."""
    current = Service.objects.select_for_update().get(pk=service.pk)
    if current.publication != Publication.PUBLISHED:
        raise NotAllowedError(_("This listing is not public now: it is changed on its own page."))
    return current


def _locked_proposal(proposal: Proposal) -> Proposal:
    """Lock a proposal, and its listing before it, as everybody does who writes one."""
    list(Service.objects.select_for_update().filter(pk=proposal.service_id).values_list("pk"))
    current: Proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    return current


def _lock_beside(service: Service, content: Document) -> None:
    """Lock what is shown with a listing and has rows of its own."""
    runs = {service.organization_id, UUID(content["organization"])}
    places = [place["id"] for place in places_of(content)]
    list(Organization.objects.select_for_update().filter(pk__in=runs).order_by("pk"))
    list(Location.objects.select_for_update(of=("self",)).filter(pk__in=places).order_by("pk"))
