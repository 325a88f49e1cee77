"""Changing a row beside listings by a proposal: a term, an organisation, a list for a post.

The rules are those of a listing's proposals: the row stays as it is, and what steers the public
with it, until a second person approves exactly what they saw.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from resources.choices import AddressVisibility, ProposalState, RecordKind, SnapshotWriter
from resources.curation import snapshots
from resources.curation.approval import digest_of
from resources.curation.authors import record_authors
from resources.curation.differences import differences
from resources.curation.document import Document, place_document
from resources.curation.hiding import clear_directions, forget_address, is_kept_quiet
from resources.curation.records import can_hurt, document_of, documents, kind_of, worst_first
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
from resources.listings.recorded import write_record
from resources.listings.records_shown import Shown, shown_with
from resources.models import Location, RecordProposal, RecordRevision, Service, publish_revision


def undecided(kind: str, key: UUID) -> RecordProposal | None:
    """Return the proposal that waits for somebody; None when there is none."""
    return RecordProposal.objects.undecided().filter(kind=kind, key=key).first()


def lock(kind: str, key: UUID) -> None:
    """Lock a row until the end, after the listings that show it, as every writer does.

    What waits for it is locked too: a new row is not there yet.
    """
    how = kind_of(kind)
    concerned = {*how.services(key).order_by().values_list("pk", flat=True), *_listed(kind, key)}
    listings = Service.objects.select_for_update().filter(pk__in=concerned)
    list(listings.order_by("pk").values_list("pk"))
    list(how.model._default_manager.select_for_update().filter(pk=key).values_list("pk"))
    waiting = RecordProposal.objects.undecided().filter(kind=kind, key=key)
    list(waiting.select_for_update().values_list("pk"))


def _listed(kind: str, key: UUID) -> set[UUID]:
    """Return the listings that a list would name: none of them may be merged away meanwhile."""
    if kind != RecordKind.COLLECTION:
        return set()
    waiting = RecordProposal.objects.undecided().filter(kind=kind, key=key)
    last = RecordRevision.objects.filter(proposal__in=waiting).order_by("-number").first()
    return {UUID(one["service"]) for one in (last.content if last else {}).get("entries", [])}


@transaction.atomic
def propose(
    kind: str, key: UUID, actor: AbstractBaseUser, now: datetime, wanted: Wanted
) -> RecordProposal:
    """Write a proposal, or a new version of the one that waits; nothing else moves.

    Empty content asks for the row to be deleted.
    """
    lock(kind, key)
    base = document_of(kind, key)
    content = normal(kind, key, wanted.content, now)
    names = Shown.of(kind, [base, content])
    refuse_unfounded(
        wanted, differences(names(base), names(content)), is_fact=kind_of(kind).is_fact
    )
    proposal = undecided(kind, key) or RecordProposal.objects.create(kind=kind, key=key)
    last = proposal.revisions.order_by("number").last()
    is_same = last and (last.content, last.base) == (content, base)
    refuse_repeated(proposal, last, is_same=bool(is_same))
    author: Any = actor
    RecordRevision.objects.create(
        proposal=proposal,
        number=last.number + 1 if last else 1,
        base=base,
        content=content,
        author=author,
        at=now,
        reason=wanted.reason.strip(),
        source=wanted.source.strip(),
    )
    proposal.state = ProposalState.OPEN
    proposal.save(update_fields=["state"])
    return proposal


def normal(kind: str, key: UUID, content: Document, now: datetime) -> Document:
    """Return what a row would be with this content; NotAllowedError where it cannot be.

    It is written to find out, and taken back.
    """
    with taken_back():
        write_record(kind, key, content, now)
        return document_of(kind, key)


def to_decide(proposal: RecordProposal) -> ToDecide:
    """Return what a second person has to look at: the row now, and the proposed one."""
    return to_decide_each([proposal])[0]


def to_decide_each(proposals: Sequence[RecordProposal]) -> list[ToDecide]:
    """Return the same of many proposals, in a fixed number of queries."""
    written = revisions_of(proposals)
    found: dict[Any, ToDecide] = {}
    for kind in RecordKind:
        some = [proposal for proposal in proposals if proposal.kind == kind]
        if some:
            found |= _of_one_kind(kind, some, written)
    return [found[proposal.pk] for proposal in proposals]


def _of_one_kind(
    kind: RecordKind, proposals: Sequence[RecordProposal], written: Mapping[Any, Sequence[Any]]
) -> dict[Any, ToDecide]:
    keys = [proposal.key for proposal in proposals]
    live = documents(kind, keys)
    last = {proposal.pk: written[proposal.pk][-1] for proposal in proposals}
    told = [
        *live.values(),
        *(document for one in last.values() for document in (one.base, one.content)),
    ]
    names = Shown.of(kind, told)
    beside = shown_with(kind, keys)
    authors = record_authors(kind, keys)
    found = {}
    for proposal in proposals:
        revision = last[proposal.pk]
        now = names(live.get(proposal.key, {}))
        wanted = names(revision.content)
        with_it = beside.get(proposal.key, ())
        writers = frozenset(one.author_id for one in written[proposal.pk])
        found[proposal.pk] = ToDecide(
            revision=revision,
            changes=worst_first(kind, differences(now, wanted)),
            moved=differences(names(revision.base), now),
            seen=digest_of(
                [kind, proposal.pk, proposal.state, revision.number, now, wanted, with_it]
            ),
            writers=writers,
            authors=writers | authors[proposal.key],
            hurts=partial(can_hurt, kind),
            beside=with_it,
        )
    return found


@transaction.atomic
def approve(
    proposal: RecordProposal, actor: AbstractBaseUser, now: datetime, seen: str
) -> RecordProposal:
    """Let a row be as proposed, exactly as the second person saw it."""
    current = _locked(proposal)
    refuse_state(current, ProposalState.OPEN)
    services = _services(current)
    snapshots.found(services, now)
    decided = to_decide(current)
    refuse_unseen(decided, actor, seen)
    if decided.moved:
        raise NotAllowedError(str(deciding.BENEATH))
    before = document_of(current.kind, current.key)
    content = decided.revision.content
    write_record(current.kind, current.key, content, now)
    if document_of(current.kind, current.key) != content:
        raise NotAllowedError(str(NOT_EXACT))
    revision = decided.revision
    writing = snapshots.Writing(SnapshotWriter.PROPOSAL, now, revision.author, revision.reason)
    _follow(current, before, services | _services(current), writing)
    decide(current, ProposalState.APPROVED, actor, now)
    return current


def _follow(
    proposal: RecordProposal, before: Document, services: set[UUID], writing: snapshots.Writing
) -> None:
    """Let all that is made from the row follow: versions of its listings, search and pages."""
    listings = Service.objects.filter(pk__in=services)
    place = None
    if proposal.kind == RecordKind.LOCATION:
        # A place is a part of the line that partners copy.
        listings.published().update(last_modified=writing.at)
        place = Location.objects.get(pk=proposal.key)
        if not _loses_address(before, place):
            place = None
    if place:
        clear_directions(place)
    snapshots.written(services, writing)
    if place:
        forget_address(place)
    publish_revision(listings)


def _loses_address(before: Document, place: Location) -> bool:
    was = before.get("address_visibility", AddressVisibility.HIDDEN)
    return is_kept_quiet(place) and was != place.address_visibility


def _services(proposal: RecordProposal) -> set[UUID]:
    concerned = kind_of(proposal.kind).services(proposal.key)
    return set(concerned.order_by().values_list("pk", flat=True))


@transaction.atomic
def send_back(
    proposal: RecordProposal, actor: AbstractBaseUser, now: datetime, reason: str
) -> None:
    """Give a proposal back to its author, who reads the reason."""
    deciding.send_back(_locked(proposal), actor, now, reason)


@transaction.atomic
def drop(proposal: RecordProposal, actor: AbstractBaseUser, now: datetime, reason: str) -> None:
    """Give a proposal up; others than its authors say the reason.

    An address that was only proposed, of a place that has none, is forgotten with it.
    """
    deciding.drop(_locked(proposal), actor, now, reason)
    if proposal.kind == RecordKind.LOCATION:
        places: Iterable[Location] = Location.objects.filter(pk=proposal.key)
        snapshots.hide_places(place_document(place) for place in places if is_kept_quiet(place))


def _locked(proposal: RecordProposal) -> RecordProposal:
    lock(proposal.kind, proposal.key)
    current: RecordProposal = RecordProposal.objects.select_for_update().get(pk=proposal.pk)
    return current
