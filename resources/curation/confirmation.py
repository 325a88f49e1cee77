"""Asking a provider whether a listing is still right: by one link, to one address of a role.

Whoever has the link can answer, once. It is kept nowhere but in the message: a row holds a digest
of it. What an answer does is in `resources/listings/answers.py`.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from resources.choices import Publication
from resources.curation.confirmation_addresses import published_addresses, refusal
from resources.curation.confirmation_mail import Letter, send
from resources.curation.workflow import NotAllowedError
from resources.models import Confirmation, ProviderChange, Service
from resources.models.confirmation import ConfirmationState

# 192 bits: nobody guesses one.
TOKEN_BYTES: Final = 24
LONGEST_TOKEN: Final = 64


@dataclass(frozen=True, slots=True)
class Asking:
    """To which address the question goes, and where it was read if the listing does not say it."""

    address: str
    source: str = ""


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def find_live(token: str, now: datetime) -> Confirmation | None:
    """Return the question that a link answers, as long as it can; None for any other link."""
    if len(token) > LONGEST_TOKEN:
        return None
    rows = Confirmation.objects.live(now).filter(digest=digest_of(token))
    return rows.filter(service__in=Service.objects.published()).first()


def letter_for(service: Service, base: str, token: str, until: datetime) -> Letter:
    """Return the message about a listing; `base` is the address of the site, without a path."""
    root = base.rstrip("/")
    return Letter(
        name=service.name,
        link=root + reverse("confirm", args=[token]),
        about=root + reverse("about"),
        until=until,
    )


def ends_at(now: datetime) -> datetime:
    """Return until when a link that is sent now works."""
    return now + timedelta(days=settings.CONFIRMATION_DAYS)


def ask_for_confirmation(
    service: Service, asking: Asking, actor: AbstractBaseUser, now: datetime, base: str
) -> Confirmation:
    """Send a provider the question whether a listing is still right.

    NotAllowedError says what is against it, or that the message could not be sent; then there is
    no link that works. The message goes out once the row is there for everybody.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    try:
        # Durable: within a transaction that is taken back later, a message would have gone already.
        with transaction.atomic(durable=True):
            made = _made(service, asking, actor, now, digest_of(token))
    except IntegrityError as error:
        raise NotAllowedError(_("A colleague asked at the same moment. Try again.")) from error
    letter = letter_for(made.service, base, token, made.expires_at)
    if not send(letter, made.address):
        made.close(ConfirmationState.NOT_SENT, now)
        raise NotAllowedError(
            _("The message could not be sent, so the link is void. Try again later.")
        )
    return made


def _made(
    service: Service, asking: Asking, actor: AbstractBaseUser, now: datetime, digest: str
) -> Confirmation:
    current = Service.objects.select_for_update().get(pk=service.pk)
    if current.publication != Publication.PUBLISHED:
        raise NotAllowedError(_("This listing is not public now, so there is nothing to confirm."))
    for row in Confirmation.objects.select_for_update().run_out(now).filter(service=current):
        row.close(ConfirmationState.EXPIRED, now)
    if Confirmation.objects.live(now).filter(service=current).exists():
        raise NotAllowedError(_("A link for this listing is open already. Take it back first."))
    address = asking.address.strip()
    _refuse_address(current, address, asking.source)
    number = _next_number(now)
    _refuse_many(address, now)
    person: Any = actor
    return Confirmation.objects.create(
        service=current,
        address=address,
        source=asking.source.strip(),
        digest=digest,
        asked_by=person,
        asked_on=localdate(now),
        number=number,
        expires_at=ends_at(now),
    )


def _refuse_address(service: Service, address: str, source: str) -> None:
    why = refusal(service, address)
    if why:
        raise NotAllowedError(why)
    published = {one.address.lower() for one in published_addresses(service)}
    if address.lower() not in published and not source.strip():
        raise NotAllowedError(
            _("The listing does not publish this address. Say where you read it.")
        )


def _next_number(now: datetime) -> int:
    """Return the number of the next link of a day, from 1.

    Taken before the links of the day are counted: the database takes a number once, so whoever
    counted before a colleague's link was there holds the colleague's number, and is refused.
    """
    of_the_day = Confirmation.objects.filter(asked_on=localdate(now))
    return int(of_the_day.aggregate(last=Max("number"))["last"] or 0) + 1


def _refuse_many(address: str, now: datetime) -> None:
    """Refuse what would be too much for us, or for whoever reads one mailbox."""
    today = Confirmation.objects.filter(asked_on=localdate(now))
    if today.count() >= settings.MOST_CONFIRMATIONS_A_DAY:
        raise NotAllowedError(_("As many providers were asked today as we ask in a day."))
    most = settings.MOST_CONFIRMATIONS_TO_ONE_ADDRESS
    if today.filter(address__iexact=address).count() >= most:
        raise NotAllowedError(
            _("This address was written to %(count)d times today. Try again tomorrow.")
            % {"count": most}
        )


@transaction.atomic
def revoke(confirmation: Confirmation, actor: AbstractBaseUser, now: datetime) -> None:
    """Take a link back before it is answered."""
    current = Confirmation.objects.select_for_update().get(pk=confirmation.pk)
    if not current.is_live(now):
        raise NotAllowedError(_("This link is over already."))
    person: Any = actor
    current.close(ConfirmationState.REVOKED, now, revoked_by=person)


@transaction.atomic
def deal_with(change: ProviderChange, actor: AbstractBaseUser, now: datetime) -> None:
    """Write down that somebody has dealt with words of a provider."""
    current = ProviderChange.objects.open().select_for_update().filter(pk=change.pk).first()
    if current is None:
        raise NotAllowedError(_("A colleague has dealt with this already."))
    person: Any = actor
    current.done_by, current.done_at = person, now
    current.save(update_fields=["done_by", "done_at"])
