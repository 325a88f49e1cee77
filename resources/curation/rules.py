"""Rules by which unconfirmed listings are withdrawn: one approver proposes, another agrees."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from resources.choices import CadenceKind
from resources.curation.roles import check_step
from resources.curation.workflow import NotAllowedError
from resources.models import WithdrawalRule
from resources.models.lapse import FEWEST_DAYS, MOST_DAYS

STEP = "set a rule"


def propose(
    kind: CadenceKind, after_days: int, reason: str, actor: AbstractUser, now: datetime
) -> WithdrawalRule:
    """Propose a rule for one kind of listing; nothing follows until a colleague agrees."""
    _allowed(actor)
    if kind == CadenceKind.HELPLINE:
        raise NotAllowedError(_("A helpline stays until a person looks: no rule withdraws one."))
    if not FEWEST_DAYS <= after_days <= MOST_DAYS:
        told = {"fewest": FEWEST_DAYS, "most": MOST_DAYS}
        raise NotAllowedError(_("Give from %(fewest)d to %(most)d days.") % told)
    if not reason.strip():
        raise NotAllowedError(_("Say the reason."))
    person: Any = actor
    try:
        with transaction.atomic():
            return WithdrawalRule.objects.create(
                kind=kind,
                after_days=after_days,
                reason=reason,
                proposed_by=person,
                proposed_at=now,
            )
    except IntegrityError as error:
        raise NotAllowedError(
            _("There is a rule for this kind already. Take it back first.")
        ) from error


@transaction.atomic
def agree(key: int, actor: AbstractUser, now: datetime) -> WithdrawalRule:
    """Let a proposed rule come into force, as a second person."""
    _allowed(actor)
    rule = _standing(key)
    if rule.agreed_at is not None:
        raise NotAllowedError(_("A colleague has agreed already."))
    if rule.proposed_by_id == actor.pk:
        raise NotAllowedError(_("Somebody else has to agree to what you proposed."))
    person: Any = actor
    rule.agreed_by, rule.agreed_at = person, now
    rule.save(update_fields=["agreed_by", "agreed_at"])
    return rule


@transaction.atomic
def take_back(key: int, actor: AbstractUser, now: datetime) -> WithdrawalRule:
    """End a rule, proposed or in force. One person is enough: it only lets listings stay."""
    _allowed(actor)
    rule = _standing(key)
    person: Any = actor
    rule.ended_by, rule.ended_at = person, now
    rule.save(update_fields=["ended_by", "ended_at"])
    return rule


def _allowed(actor: AbstractUser) -> None:
    refusal = check_step(actor, STEP)
    if refusal:
        raise NotAllowedError(refusal)


def _standing(key: int) -> WithdrawalRule:
    rule = WithdrawalRule.objects.standing().select_for_update().filter(pk=key).first()
    if rule is None:
        raise NotAllowedError(_("This rule was taken back already."))
    return rule
