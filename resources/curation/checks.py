"""Checking facts: what can be checked of a listing as it stands, and writing down that it was.

A check belongs to the value that a curator saw. If it was changed in the meantime, the check is
refused, and if it is changed later, the check no longer counts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction
from django.utils.translation import gettext as _

from resources.choices import (
    CONFIRMING_METHODS,
    Channel,
    DatePrecision,
    ProviderRole,
    SnapshotWriter,
    VerificationMethod,
)
from resources.curation import snapshots
from resources.curation.workflow import NotAllowedError
from resources.models import Service, Verification, publish_revision
from resources.models.facts import CONTACT, REFERRAL_STATUS, kind_of, present_digest
from resources.models.known_facts import FactToCheck, facts_to_check
from resources.models.whole import whole_listing

__all__ = ["Checking", "FactToCheck", "facts_to_check", "verify"]

# Methods whose page another person has to be able to open.
NEEDS_SOURCE: Final = frozenset({VerificationMethod.PUBLIC_SOURCE, VerificationMethod.REGISTER})
# What can be rung.
CALLED: Final = frozenset({Channel.PHONE, Channel.RELAY_UK, Channel.VIDEO_BSL})
SOURCE_KINDS: Final = {
    VerificationMethod.PUBLIC_SOURCE: "third_party",
    VerificationMethod.REGISTER: "regulator",
    VerificationMethod.WEBSITE: "own_site",
}


@dataclass(frozen=True, slots=True)
class Checking:
    """How facts were checked, with whom, and when; without a day it is today."""

    method: VerificationMethod
    spoke_with: ProviderRole | None = None
    source_url: str = ""
    checked_on: date | None = None


def verify(
    service: Service,
    keys: Iterable[str],
    checking: Checking,
    actor: AbstractBaseUser,
    now: datetime,
) -> list[Verification]:
    """Record that somebody of the directory checked some facts of a listing, as they saw them.

    `keys` are those of `facts_to_check()`. NotAllowedError says what is missing, what would be a
    danger, or that a value has been changed since the curator saw it; then nothing is written.
    """
    wanted = set(keys)
    _complete(checking, now.date())
    with transaction.atomic():
        snapshots.found([service.pk], now)
        current = whole_listing(service.pk)
        facts = [fact for fact in facts_to_check(current) if fact.key in wanted]
        if len(facts) < len(wanted):
            raise NotAllowedError(
                _("Something was changed after you opened this page. Look again.")
            )
        _allowed(facts, checking)
        day = checking.checked_on or now.date()
        dated = [_dated(current, fact, day) for fact in facts]
        checks = [_check(current, fact, checking, actor, day) for fact in dated]
        Verification.objects.bulk_create(checks)
        # A page that was read is a source, and so a part of the listing.
        snapshots.written([service.pk], snapshots.Writing(SnapshotWriter.CHECK, now, actor))
        # Dated, so that people who copy the listing fetch it again.
        models.QuerySet(Service).filter(pk=service.pk).update(last_modified=now)
        publish_revision(Service.objects.filter(pk=service.pk))
    return checks


def _complete(checking: Checking, today: date) -> None:
    """Refuse a check that does not say enough of how it was made."""
    is_confirmed = checking.method in CONFIRMING_METHODS
    if is_confirmed and checking.spoke_with is None:
        raise NotAllowedError(_("Say the role of the person who confirmed it."))
    if not is_confirmed and checking.spoke_with is not None:
        raise NotAllowedError(_("Nobody confirms what you read yourself: leave the role out."))
    if checking.method in NEEDS_SOURCE and not checking.source_url:
        raise NotAllowedError(_("Give the address of the page where you read it."))
    if checking.checked_on is not None and checking.checked_on > today:
        raise NotAllowedError(_("This day has not come yet."))


def _allowed(facts: Sequence[FactToCheck], checking: Checking) -> None:
    """Refuse a check of nothing, and a call that would take the place of somebody in danger."""
    if not facts:
        raise NotAllowedError(_("Choose at least one fact."))
    if checking.method != VerificationMethod.PHONE:
        return
    routes = [fact.route for fact in facts if fact.route is not None]
    rung = [fact.route for fact in facts if fact.fact == CONTACT and fact.route is not None]
    if not rung:
        raise NotAllowedError(_("Choose the line that you rang too."))
    if len(rung) > 1 or rung[0].channel not in CALLED:
        raise NotAllowedError(
            _("Choose the one line that you rang. Check other ways of contact by themselves.")
        )
    if any(route.do_not_test_call for route in routes):
        raise NotAllowedError(
            _("This line may not be called to test it. Ring the service's office line instead.")
        )


def _dated(service: Service, fact: FactToCheck, day: date) -> FactToCheck:
    """Let what was said of new people count from the day on which it was said again."""
    said_on = service.referral_status_as_of
    if fact.fact != REFERRAL_STATUS or (said_on is not None and said_on >= day):
        return fact
    service.referral_status_as_of = day
    service.referral_status_precision = DatePrecision.DAY
    service.save(update_fields=["referral_status_as_of", "referral_status_precision"])
    return replace(fact, digest=present_digest(service, REFERRAL_STATUS))


def _check(
    service: Service, fact: FactToCheck, checking: Checking, actor: Any, day: date
) -> Verification:
    return Verification(
        service=service,
        contact_route=fact.route,
        fact=fact.fact,
        fact_kind=kind_of(fact.fact),
        digest=fact.digest,
        fields=fact.label,
        method=checking.method,
        spoke_with=checking.spoke_with or "",
        source_kind=SOURCE_KINDS.get(checking.method, ""),
        source_url=checking.source_url,
        checked_on=day,
        precision=DatePrecision.DAY,
        checked_by=actor,
    )
