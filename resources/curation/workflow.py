"""How a listing moves between draft, review, published and withdrawn: the only way it does.

The rules are data. A step that can hurt somebody takes two people: the one who submits a listing is
not the one who publishes it. Each step is recorded with its person, time and reason.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from resources.choices import (
    DatePrecision,
    Publication,
    ServiceStatus,
    TombstoneReason,
    VerificationMethod,
)
from resources.models import Review, Service, Tombstone, Verification, publish_revision


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


def publish(service: Service, actor: AbstractBaseUser, now: datetime, reason: str = "") -> Review:
    """Show a reviewed listing to the public; NotAllowedError names what is still missing."""
    _ready(service)
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


def allow_check(check: Verification) -> None:
    """Raise NotAllowedError for a check that would be a mistake or a danger."""
    route = check.contact_route
    if route is None:
        return
    if route.service_id != check.service_id:
        raise NotAllowedError(_("This way of contact belongs to another service."))
    if route.do_not_test_call and check.method == VerificationMethod.PHONE:
        raise NotAllowedError(_("This line may not be called to test it."))


@transaction.atomic
@transaction.atomic
def verify(check: Verification, actor: AbstractBaseUser, now: datetime) -> Verification:
    """Record that somebody of the directory checked facts: `check` is a new row, not yet saved.

    Its day is today unless an earlier one is given.
    """
    allow_check(check)
    if check.checked_on is None:
        check.checked_on, check.precision = now.date(), DatePrecision.DAY
    check.checked_by = _person(actor)
    check.save()
    _touch(check.service, now)
    # What was checked of late stands further up.
    publish_revision(Service.objects.filter(pk=check.service_id))
    return check


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


def _touch(service: Service, now: datetime) -> None:
    """Date the change, so that people who copy the listing fetch it again."""
    service.last_modified = now
    service.save(update_fields=["last_modified"])


def _person(actor: AbstractBaseUser) -> Any:
    return actor
