"""Merging two listings of one service: one is kept, the other goes, and its address leads there.

An approver asks, and nothing moves. Another one, or the safety lead, agrees to exactly what they
saw: then the one that goes is recalled, collections name the one that is kept, and what was still
open of the other is closed. For an hour a second person can take all of it back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils.translation import gettext as _

from resources.choices import ProposalState, Publication, ReportOutcome, TombstoneReason
from resources.curation import recall, snapshots, workflow
from resources.curation.approval import digest_of, to_approve
from resources.curation.differences import Difference, as_lines, differences
from resources.curation.duplicates import Duplicate, NewListing, find_duplicates
from resources.curation.recall import is_merge_asked, open_recall, version_of
from resources.curation.workflow import NotAllowedError
from resources.models import (
    Collection,
    CollectionEntry,
    Proposal,
    Recall,
    Report,
    Service,
    publish_revision,
)

RIGHT: Final = "resources.merge_service"
# Told apart by nobody: each listing has its own, and they stay with it.
OWN: Final = ("id", "code", "slug", "sources", "fact_sources")


@dataclass(frozen=True, slots=True)
class ToMerge:
    """What somebody has to look at: what differs, and what moves or is closed with a merge.

    `seen` names exactly this.
    """

    changes: Sequence[Difference]
    entries: Sequence[CollectionEntry]
    reports: Sequence[Report]
    proposals: Sequence[Proposal]
    seen: str


@dataclass(frozen=True, slots=True)
class Confirmation:
    """How somebody confirms a merge: the name of the listing that goes, and what they saw."""

    typed: str
    seen: str


def candidates(service: Service) -> list[Duplicate]:
    """Return the listings that may be the same as one that is there."""
    links = [service.url] if service.url else []
    listing = NewListing(
        name=service.name,
        organization=service.organization_id,
        contacts=list(service.contacts.values_list("channel", "value")),
        links=links,
        regions=list(service.areas.values_list("region", flat=True)),
    )
    return [one for one in find_duplicates(listing) if one.key != service.pk]


def open_merge(service: Service) -> Recall | None:
    """Return the merge of a listing into another that waits or was made."""
    made = open_recall(service)
    is_merge = made is not None and made.reason == TombstoneReason.MERGED_INTO
    return made if is_merge else None


def to_merge(goes: Service, kept: Service) -> ToMerge:
    """Return what a merge would do."""
    entries = CollectionEntry.objects.filter(service=goes).select_related("collection")
    reports = Report.objects.open().filter(service=goes)
    proposals = Proposal.objects.undecided().filter(service=goes)
    contents = [to_approve(one).content for one in (goes, kept)]
    both = [{key: content[key] for key in content if key not in OWN} for content in contents]
    moved = [
        sorted(str(key) for key in rows.order_by().values_list("pk", flat=True))
        for rows in (entries, reports, proposals)
    ]
    return ToMerge(
        changes=differences(as_lines(both[0]), as_lines(both[1])),
        entries=list(entries),
        reports=list(reports),
        proposals=list(proposals),
        seen=digest_of([str(goes.pk), str(kept.pk), contents, moved]),
    )


@transaction.atomic
def ask(
    goes: Service, kept: Service, actor: AbstractUser, now: datetime, given: Confirmation
) -> Recall:
    """Ask a colleague to agree to a merge."""
    _lock(goes, kept, now)
    if open_recall(goes) is not None:
        raise NotAllowedError(_("A colleague asks for a recall. Decide that first."))
    _refuse(goes, kept, actor, given)
    person: Any = actor
    return Recall.objects.create(
        service=goes,
        reason=TombstoneReason.MERGED_INTO,
        merged_into=kept,
        origin=goes.publication,
        version=version_of(goes),
        asked_by=person,
        asked_at=now,
    )


@transaction.atomic
def agree(goes: Service, actor: AbstractUser, now: datetime, given: Confirmation) -> Recall:
    """Merge as a second person, what was asked for and exactly as it was seen."""
    kept = _kept_of(goes)
    _lock(goes, kept, now)
    made = open_merge(goes)
    if made is None or not is_merge_asked(made) or made.merged_into_id != kept.pk:
        raise NotAllowedError(_("Nobody asks for this merge any more."))
    if made.asked_by_id == actor.pk:
        raise NotAllowedError(_("Somebody else has to look before the listings are merged."))
    _refuse(goes, kept, actor, given)
    # As it is now: it may have been withdrawn after somebody asked.
    made.origin, made.version = goes.publication, version_of(goes)
    made.moved = {
        "entries": _repoint(goes, kept, now),
        "reports": _close_reports(goes, actor, now),
        "proposals": _drop_proposals(goes, kept, actor, now),
    }
    workflow.recall(goes, actor, now, TombstoneReason.MERGED_INTO, kept.pk)
    person: Any = actor
    made.decided_by, made.decided_at = person, now
    made.save(update_fields=["origin", "version", "moved", "decided_by", "decided_at"])
    return made


@transaction.atomic
def undo(goes: Service, actor: AbstractUser, now: datetime) -> Recall:
    """Take a merge back within the hour, or a request for one that nobody has agreed to.

    Whoever asked may think better of it. What was agreed to is taken back by somebody else.
    """
    kept = _kept_of(goes)
    _lock(goes, kept, now)
    made = open_merge(goes)
    if made is None:
        raise NotAllowedError(_("There is no merge to take back."))
    if not actor.has_perm(RIGHT if is_merge_asked(made) else recall.UNDO):
        raise NotAllowedError(_("You have no right to take a merge back."))
    recall.take_back(made, goes, actor, now)
    _put_back(made, goes, now)
    return made


def _kept_of(goes: Service) -> Service:
    made = open_merge(goes)
    if made is None or made.merged_into is None:
        raise NotAllowedError(_("There is no merge of this listing."))
    return made.merged_into


def _lock(goes: Service, kept: Service, now: datetime) -> None:
    snapshots.found([goes.pk, kept.pk], now)
    goes.refresh_from_db()
    kept.refresh_from_db()


def _refuse(goes: Service, kept: Service, actor: AbstractUser, given: Confirmation) -> None:
    """Raise NotAllowedError where a merge cannot be, or is not what was seen."""
    if not actor.has_perm(RIGHT):
        raise NotAllowedError(_("Only approvers merge listings."))
    why = why_not(goes, kept)
    if why:
        raise NotAllowedError(why)
    if given.typed.strip() != goes.name:
        raise NotAllowedError(_("Type the name of the listing that goes, exactly as it stands."))
    if to_merge(goes, kept).seen != given.seen:
        raise NotAllowedError(
            _("Something was changed after you opened this page. Look at it again.")
        )


def why_not(goes: Service, kept: Service) -> str:
    """Return the reason for which two listings cannot be merged so; "" when they can."""
    if goes.pk == kept.pk:
        return _("Choose two listings.")
    if open_recall(kept) is not None:
        return _("A recall or a merge of the listing that would be kept waits, or was made.")
    was_public = goes.reviews.filter(to_publication=Publication.PUBLISHED).exists()
    is_seen = goes.publication == Publication.PUBLISHED or was_public
    if is_seen and kept.publication != Publication.PUBLISHED:
        return _("Keep the one that is public: the address of the other will lead to it.")
    if kept.publication == Publication.WITHDRAWN:
        return _("The listing that would be kept is withdrawn.")
    if Report.objects.raised().filter(service=goes).exists():
        return _("Somebody reported a danger of the one that goes. The safety lead decides first.")
    return ""


def _repoint(goes: Service, kept: Service, now: datetime) -> list[dict[str, Any]]:
    """Let collections name the listing that is kept, each once; return how they were.

    A collection that names both keeps the place and the note of the one that is kept.
    """
    entries = list(CollectionEntry.objects.filter(service=goes).order_by("pk"))
    collections = Collection.objects.filter(pk__in=[entry.collection_id for entry in entries])
    list(collections.select_for_update().order_by("pk").values_list("pk"))
    with_both = set(
        CollectionEntry.objects.filter(service=kept).values_list("collection", flat=True)
    )
    for entry in entries:
        if entry.collection_id in with_both:
            CollectionEntry.objects.filter(pk=entry.pk).delete()
        else:
            CollectionEntry.objects.filter(pk=entry.pk).update(service=kept)
    # A file that is loaded later does not put the old entries back.
    collections.update(last_modified=now)
    return [
        {
            "collection": str(entry.collection_id),
            "position": entry.position,
            "note": entry.note,
            "has_both": entry.collection_id in with_both,
        }
        for entry in entries
    ]


def _close_reports(goes: Service, actor: AbstractUser, now: datetime) -> list[str]:
    reports = Report.objects.open().filter(service=goes)
    keys = [str(key) for key in reports.values_list("pk", flat=True)]
    person: Any = actor
    reports.update(outcome=ReportOutcome.MERGED, decided_by=person, decided_at=now)
    return keys


def _drop_proposals(
    goes: Service, kept: Service, actor: AbstractUser, now: datetime
) -> list[dict[str, Any]]:
    proposals = Proposal.objects.undecided().filter(service=goes)
    before = [
        {
            "id": proposal.pk,
            "state": proposal.state,
            "decided_by": proposal.decided_by_id,
            "decided_at": proposal.decided_at.isoformat() if proposal.decided_at else None,
            "decision_reason": proposal.decision_reason,
        }
        for proposal in proposals.select_for_update()
    ]
    reason = _("The listing became part of “%(name)s”.") % {"name": kept.name}
    person: Any = actor
    proposals.update(
        state=ProposalState.DROPPED,
        decided_by=person,
        decided_at=now,
        decision_reason=reason[:500],
    )
    return before


def _put_back(made: Recall, goes: Service, now: datetime) -> None:
    """Open again what the merge has closed, and let collections name both as they did."""
    moved = made.moved
    for entry in moved.get("entries", []):
        _put_entry_back(entry, goes, made.merged_into_id)
    touched = [entry["collection"] for entry in moved.get("entries", [])]
    Collection.objects.filter(pk__in=touched).update(last_modified=now)
    closed = Report.objects.filter(pk__in=moved.get("reports", []), outcome=ReportOutcome.MERGED)
    closed.update(outcome="", decided_by=None, decided_at=None)
    for proposal in moved.get("proposals", []):
        at = proposal["decided_at"]
        Proposal.objects.filter(pk=proposal["id"], state=ProposalState.DROPPED).update(
            state=proposal["state"],
            decided_by=proposal["decided_by"],
            decided_at=datetime.fromisoformat(at) if at else None,
            decision_reason=proposal["decision_reason"],
        )
    made.moved = {}
    made.save(update_fields=["moved"])
    publish_revision(Service.objects.none())


def _put_entry_back(entry: dict[str, Any], goes: Service, kept: UUID | None) -> None:
    there = CollectionEntry.objects.filter(collection=entry["collection"])
    if not Collection.objects.filter(pk=entry["collection"]).exists():
        return  # it was deleted meanwhile
    if there.filter(service=goes).exists():
        return  # somebody has put it back already
    if not entry["has_both"] and there.filter(service=kept).update(service=goes):
        return
    CollectionEntry.objects.create(
        collection_id=entry["collection"],
        service=goes,
        position=entry["position"],
        note=entry["note"],
    )
