"""Recalling a listing: withdrawing it for good, and telling everybody who copied it.

The safety lead does it alone, for any reason. Any curator may ask for it where there is danger: the
listing is withdrawn at once, and a second person recalls it. For an hour a second person can take a
recall back, with a right of its own; then it is final.
"""

from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib.auth.models import AbstractUser
from django.db import models, transaction
from django.utils.translation import gettext as _

from resources.choices import Publication, TombstoneReason
from resources.curation import journal, snapshots, workflow
from resources.curation.workflow import DANGERS, SAFETY_LEAD, NotAllowedError
from resources.models import Recall, Review, Service, Snapshot, Tombstone, publish_revision

ALONE: Final = SAFETY_LEAD
UNDO: Final = "resources.undo_recall"
# A merger names another listing, which this does not ask for.
REASONS: Final = tuple(
    reason for reason in TombstoneReason if reason is not TombstoneReason.MERGED_INTO
)
FINAL_AFTER: Final = timedelta(hours=1)


def open_recall(service: Service) -> Recall | None:
    """Return the recall of a listing that waits or was made; None when there is none."""
    return Recall.objects.filter(service=service, undone_at__isnull=True).first()


@transaction.atomic
def recall(
    service: Service, actor: AbstractUser, now: datetime, reason: TombstoneReason, typed: str
) -> Recall:
    """Recall a listing, or ask for it; `typed` is its name, as the curator wrote it out.

    A curator who is not the safety lead and gives a reason of danger only asks: the listing is
    withdrawn. Where a colleague has asked already, this is the second look that decides.
    """
    if typed.strip() != service.name:
        raise NotAllowedError(_("Type the name of the listing exactly as it is written above."))
    snapshots.found([service.pk], now)
    service.refresh_from_db()
    asked = open_recall(service)
    if asked is not None and not is_merge_asked(asked):
        return _decide(asked, service, actor, now)
    may_decide = actor.has_perm(ALONE)
    if not may_decide and reason not in DANGERS:
        raise NotAllowedError(
            _("For this reason only the safety lead recalls a listing. Withdraw it instead.")
        )
    if asked is not None:  # what hurts cannot wait for a merge that nobody has agreed to
        _note_undone(asked, actor, now)
    asked = Recall.objects.create(
        service=service,
        reason=reason,
        origin=service.publication,
        version=version_of(service),
        asked_by=_person(actor),
        asked_at=now,
    )
    if may_decide:
        return _decide(asked, service, actor, now)
    if service.publication != Publication.WITHDRAWN:
        workflow.withdraw(service, actor, now, str(reason.label), in_danger=True)
    return asked


def _decide(asked: Recall, service: Service, actor: AbstractUser, now: datetime) -> Recall:
    """Make a recall that was asked for: by the safety lead, or by a second person."""
    if asked.decided_at is not None:
        raise NotAllowedError(_("This listing has been recalled already."))
    if asked.asked_by_id == actor.pk and not actor.has_perm(ALONE):
        raise NotAllowedError(_("Somebody else has to look before the listing is recalled."))
    workflow.recall(service, actor, now, TombstoneReason(asked.reason))
    asked.decided_by, asked.decided_at = _person(actor), now
    asked.save(update_fields=["decided_by", "decided_at"])
    return asked


def is_merge_asked(asked: Recall) -> bool:
    """Tell whether somebody asks for a merge, and nobody has agreed to it."""
    return asked.reason == TombstoneReason.MERGED_INTO and asked.decided_at is None


@transaction.atomic
def undo(service: Service, actor: AbstractUser, now: datetime) -> Recall:
    """Take a recall back within the hour, or turn down one that waits, as a second person.

    After a recall that is taken back the listing has the state that it had before, if nothing of it
    was changed meanwhile. Otherwise it stays withdrawn, and goes the way of every change. So does
    one of which nobody has recalled anything yet: a colleague saw a danger in it.
    """
    if not actor.has_perm(UNDO):
        raise NotAllowedError(_("You have no right to take a recall back."))
    snapshots.found([service.pk], now)
    service.refresh_from_db()
    made = open_recall(service)
    if made is None or made.reason == TombstoneReason.MERGED_INTO:
        raise NotAllowedError(_("There is no recall to take back."))
    return take_back(made, service, actor, now)


def take_back(made: Recall, service: Service, actor: AbstractUser, now: datetime) -> Recall:
    """Undo a recall or a merge; the caller has locked the listing and seen to the right."""
    if actor.pk in {made.asked_by_id, made.decided_by_id} and not is_merge_asked(made):
        raise NotAllowedError(_("Somebody else has to take this back."))
    if made.decided_at is not None and now - made.decided_at > FINAL_AFTER:
        raise NotAllowedError(_("The hour is over: this is final."))
    # A plain QuerySet: within the hour a tombstone may still go.
    models.QuerySet(Tombstone).filter(pk=service.pk).delete()
    journal.note(journal.Event.RECALL_UNDONE, [service.pk])
    _note_undone(made, actor, now)
    is_as_before = made.decided_at is not None and version_of(service) == made.version
    if is_as_before and service.publication == Publication.WITHDRAWN:
        _restore(service, Publication(made.origin), actor, now)
    # Last: what is told of a removal is read from its tombstone and its reviews.
    publish_revision(Service.objects.filter(pk=service.pk))
    return made


def _note_undone(made: Recall, actor: AbstractUser, now: datetime) -> None:
    made.undone_by, made.undone_at = _person(actor), now
    made.save(update_fields=["undone_by", "undone_at"])


def _restore(service: Service, state: Publication, actor: AbstractUser, now: datetime) -> None:
    if state == Publication.WITHDRAWN:
        return
    service.publication, service.last_modified = state, now
    service.save(update_fields=["publication", "last_modified"])
    Review.objects.create(
        service=service,
        actor=_person(actor),
        from_publication=Publication.WITHDRAWN,
        to_publication=state,
        at=now,
        reason=_("The recall was taken back."),
    )


def version_of(service: Service) -> int:
    latest: Snapshot = Snapshot.objects.latest_of([service.pk]).get()
    return latest.version


def _person(actor: AbstractUser) -> Any:
    return actor
