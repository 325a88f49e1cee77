"""How a listing moves between draft, review, published and withdrawn: the only way it does.

The rules are data. A step that can hurt somebody takes two people: the one who submits a listing is
not the one who publishes it. Each step is recorded with its person, time and reason.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.db import models, transaction
from django.utils.translation import gettext as _

from resources.choices import Publication, ServiceStatus, TombstoneReason
from resources.curation import journal
from resources.curation.authors import authors_of
from resources.curation.suppressing import suppressed_in
from resources.models import (
    Recall,
    Review,
    Service,
    Tombstone,
    publish_revision,
)


class NotAllowedError(Exception):
    """A step that the rules refuse; its text is a sentence for the curator."""


@dataclass(frozen=True, slots=True)
class Transition:
    """From where to where, and whether it takes a second person."""

    origins: frozenset[Publication]
    target: Publication
    needs_second_person: bool = False
    needs_reason: bool = False


# Reasons of a recall that cannot wait for anybody.
DANGERS: Final = frozenset(
    {
        TombstoneReason.ADDRESS_EXPOSED,
        TombstoneReason.NUMBER_REASSIGNED,
        TombstoneReason.SAFEGUARDING,
    }
)

TRANSITIONS: Final = {
    "submit": Transition(
        frozenset({Publication.DRAFT, Publication.WITHDRAWN}), Publication.IN_REVIEW
    ),
    "publish": Transition(
        frozenset({Publication.IN_REVIEW}), Publication.PUBLISHED, needs_second_person=True
    ),
    "return_to_author": Transition(
        frozenset({Publication.IN_REVIEW}), Publication.DRAFT, needs_reason=True
    ),
    # Taking a listing away can never wait for a second person.
    "withdraw": Transition(
        frozenset({Publication.PUBLISHED, Publication.IN_REVIEW, Publication.DRAFT}),
        Publication.WITHDRAWN,
        needs_reason=True,
    ),
}


WITHDRAWALS_COUNT_FOR: Final = timedelta(hours=1)
# The right of the safety lead, whom no hour stops.
SAFETY_LEAD: Final = "resources.recall_service"


def submit(service: Service, actor: AbstractBaseUser, now: datetime, reason: str = "") -> Review:
    return _move("submit", service, actor, now, reason)


@transaction.atomic
def limit_withdrawals(
    services: "models.QuerySet[Service]", actor: AbstractBaseUser, now: datetime
) -> None:
    """Raise NotAllowedError where one person would take too many listings from the public.

    Nobody takes more in one request. Within an hour all that a person withdrew count, but for the
    safety lead: what is dangerous cannot wait for the hour to pass.
    """
    most: int = settings.MOST_WITHDRAWN_AT_ONCE
    # Of two requests at the same moment, the second waits and counts the first. Listings come
    # before people in every transaction, so that no two wait for each other.
    chosen = Service.objects.filter(pk__in=list(services.values_list("pk", flat=True)))
    list(chosen.select_for_update().order_by("pk").values_list("pk"))
    list(get_user_model().objects.select_for_update().filter(pk=actor.pk).values_list("pk"))
    count = chosen.filter(publication=Publication.PUBLISHED).count()
    is_lead = isinstance(actor, PermissionsMixin) and actor.has_perm(SAFETY_LEAD)
    before = 0 if is_lead else _withdrawn_by(actor, now)
    if count and count + before > most:
        told = {"count": count, "before": before, "most": most}
        raise NotAllowedError(
            _(
                "%(count)d of these are public, and you withdrew %(before)d within an hour. One "
                "person withdraws at most %(most)d in that time: ask a colleague for the others. "
                "Where one is dangerous, recall it: that is never stopped."
            )
            % told
        )


def _withdrawn_by(actor: AbstractBaseUser, now: datetime) -> int:
    """Return how many public listings a person withdrew within the last hour."""
    withdrawn = Review.objects.filter(
        actor=actor.pk,
        from_publication=Publication.PUBLISHED,
        to_publication=Publication.WITHDRAWN,
        at__gt=now - WITHDRAWALS_COUNT_FOR,
    )
    return int(withdrawn.count())


def publish(service: Service, actor: AbstractBaseUser, now: datetime, reason: str = "") -> Review:
    """Show a reviewed listing to the public; NotAllowedError names what is still missing."""
    refuse_unready(service)
    return _move("publish", service, actor, now, reason)


def return_to_author(
    service: Service, actor: AbstractBaseUser, now: datetime, reason: str
) -> Review:
    return _move("return_to_author", service, actor, now, reason)


@transaction.atomic
def withdraw(
    service: Service,
    actor: AbstractBaseUser,
    now: datetime,
    reason: str,
    *,
    in_danger: bool = False,
) -> Review:
    """Take a listing away from the public at once; one person only a few within an hour.

    Where it is a danger to somebody, nothing stops that.
    """
    if not in_danger:
        limit_withdrawals(Service.objects.filter(pk=service.pk), actor, now)
    return _move("withdraw", service, actor, now, reason)


@transaction.atomic
def withdraw_by_rule(service: Service, now: datetime, reason: str) -> Review:
    """Take a listing away by a rule that two people set in advance: no person takes this step.

    How many, and which, is for `cadence` to say.
    """
    return _move("withdraw", service, None, now, reason)


@transaction.atomic
def recall(
    service: Service,
    actor: AbstractBaseUser,
    now: datetime,
    reason: TombstoneReason,
    merged_into: UUID | None = None,
) -> Tombstone:
    """Withdraw a listing for good, with a tombstone for everyone who copied it."""
    if Tombstone.objects.filter(pk=service.pk).exists():
        raise NotAllowedError(_("This listing has been recalled already."))
    if service.publication != Publication.WITHDRAWN:
        withdraw(service, actor, now, str(reason.label), in_danger=reason in DANGERS)
    journal.note(journal.Event.RECALLED, [service.pk], reason, merged_into)
    stone = Tombstone.objects.create(id=service.pk, reason=reason, at=now, merged_into=merged_into)
    # Whoever has read "withdrawn" has to learn the reason.
    publish_revision(Service.objects.filter(pk=service.pk))
    return stone


def refuse_unready(service: Service) -> None:
    """Raise NotAllowedError for a listing, as it stands now, that cannot be public."""
    _ready(service)
    suppressed = suppressed_in(service)
    if suppressed:
        told = "; ".join(f"{field}: {why}" for field, why in suppressed.items())
        raise NotAllowedError(told)


def _ready(service: Service) -> None:
    """Refuse to publish what would be useless or unsafe."""
    if service.organization.is_broker:
        raise NotAllowedError(_("A broker's service can never be published."))
    if service.hold_reason:
        raise NotAllowedError(_("Held back: %(why)s") % {"why": service.hold_reason})
    if not service.contacts.exists():
        raise NotAllowedError(_("There is no way to get in touch yet."))
    if not service.areas.exists():
        raise NotAllowedError(_("It is not said yet where it helps."))
    if service.status not in {ServiceStatus.ACTIVE, ServiceStatus.TEMPORARILY_CLOSED}:
        raise NotAllowedError(_("The service is not running."))
    if Tombstone.objects.filter(pk=service.pk).exists():
        raise NotAllowedError(_("A recalled listing does not come back under its old address."))
    if Recall.objects.filter(service=service.pk, undone_at__isnull=True).exists():
        raise NotAllowedError(_("A colleague asks for a recall. Decide that first."))


@transaction.atomic
def _move(
    name: str, service: Service, actor: AbstractBaseUser | None, now: datetime, reason: str
) -> Review:
    """Make one step, under a lock, and write it down."""
    step = TRANSITIONS[name]
    current = Service.objects.select_for_update().get(pk=service.pk)
    origin = Publication(current.publication)
    if origin not in step.origins:
        raise NotAllowedError(
            _("A listing that is “%(state)s” cannot take this step.") % {"state": origin.label}
        )
    if step.needs_reason and not reason.strip():
        raise NotAllowedError(_("Say the reason."))
    if step.needs_second_person:
        _refuse_the_same_person(current, actor)
    service.publication = step.target
    service.last_modified = now
    service.save(update_fields=["publication", "last_modified"])
    if step.target == Publication.WITHDRAWN:
        journal.note(journal.Event.WITHDRAWN, [service.pk])
    review = Review.objects.create(
        service=service,
        actor=_person(actor),
        from_publication=origin,
        to_publication=step.target,
        at=now,
        reason=reason,
    )
    # Last: what is told of a removal is read from its review.
    publish_revision(Service.objects.filter(pk=service.pk))
    return review


def _refuse_the_same_person(service: Service, actor: AbstractBaseUser | None) -> None:
    if actor is None:
        raise NotAllowedError(_("A person has to do this."))
    if _submitter_of(service) == actor.pk:
        raise NotAllowedError(_("Somebody else has to publish what you submitted."))
    if actor.pk in authors_of(service):
        raise NotAllowedError(_("Somebody else has to publish what you wrote a part of."))


def _submitter_of(service: Service) -> Any:
    last = service.reviews.filter(to_publication=Publication.IN_REVIEW).first()
    return last.actor_id if last else None


def _person(actor: AbstractBaseUser | None) -> Any:
    return actor
