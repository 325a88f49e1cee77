"""How a listing moves between draft, review, published and withdrawn: the only way it does.

The rules are data. A step that can hurt somebody takes two people: the one who submits a listing is
not the one who publishes it. Each step is recorded with its person, time and reason.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction
from django.utils.translation import gettext as _

from resources.choices import Publication, ServiceStatus, SnapshotWriter, TombstoneReason
from resources.curation.suppressing import suppressed_in
from resources.models import Recall, Review, Service, Tombstone, publish_revision


class NotAllowedError(Exception):
    """A step that the rules refuse; its text is a sentence for the curator."""


@dataclass(frozen=True, slots=True)
class Transition:
    """From where to where, and whether it takes a second person."""

    origins: frozenset[Publication]
    target: Publication
    needs_second_person: bool = False
    needs_reason: bool = False


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


def submit(service: Service, actor: AbstractBaseUser, now: datetime, reason: str = "") -> Review:
    return _move("submit", service, actor, now, reason)


def limit_withdrawals(services: "models.QuerySet[Service]") -> None:
    """Raise NotAllowedError where one request would take too many listings from the public."""
    most: int = settings.MOST_WITHDRAWN_AT_ONCE
    count = Service.objects.published().filter(pk__in=services.values("pk")).count()
    if count > most:
        raise NotAllowedError(
            _("%(count)d of these are public. At most %(most)d can be withdrawn at once.")
            % {"count": count, "most": most}
        )


def publish(service: Service, actor: AbstractBaseUser, now: datetime, reason: str = "") -> Review:
    """Show a reviewed listing to the public; NotAllowedError names what is still missing."""
    _ready(service)
    suppressed = suppressed_in(service)
    if suppressed:
        told = "; ".join(f"{field}: {why}" for field, why in suppressed.items())
        raise NotAllowedError(told)
    return _move("publish", service, actor, now, reason)


def return_to_author(
    service: Service, actor: AbstractBaseUser, now: datetime, reason: str
) -> Review:
    return _move("return_to_author", service, actor, now, reason)


def withdraw(service: Service, actor: AbstractBaseUser, now: datetime, reason: str) -> Review:
    """Take a listing away from the public at once."""
    return _move("withdraw", service, actor, now, reason)


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
        withdraw(service, actor, now, str(reason.label))
    return Tombstone.objects.create(id=service.pk, reason=reason, at=now, merged_into=merged_into)


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
    name: str, service: Service, actor: AbstractBaseUser, now: datetime, reason: str
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
    if step.needs_second_person and _submitter_of(current) == actor.pk:
        raise NotAllowedError(_("Somebody else has to publish what you submitted."))
    if step.needs_second_person and actor.pk in _authors_of(current):
        raise NotAllowedError(_("Somebody else has to publish what you wrote a part of."))
    service.publication = step.target
    service.last_modified = now
    service.save(update_fields=["publication", "last_modified"])
    publish_revision(Service.objects.filter(pk=service.pk))
    return Review.objects.create(
        service=service,
        actor=_person(actor),
        from_publication=origin,
        to_publication=step.target,
        at=now,
        reason=reason,
    )


def _submitter_of(service: Service) -> Any:
    last = service.reviews.filter(to_publication=Publication.IN_REVIEW).first()
    return last.actor_id if last else None


def _authors_of(service: Service) -> set[Any]:
    """Return everybody who wrote a part of a listing after it was last approved."""
    approved = service.reviews.filter(to_publication=Publication.PUBLISHED).first()
    versions = service.snapshots.filter(writer=SnapshotWriter.FORM)
    if approved is not None:
        versions = versions.filter(at__gt=approved.at)
    return set(versions.values_list("actor", flat=True))


def _person(actor: AbstractBaseUser) -> Any:
    return actor
