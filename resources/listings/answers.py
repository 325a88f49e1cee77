"""Taking the answer of a provider: what is right is stamped, a change waits for two people.

Nothing that a provider writes is public by itself. A link is used up under a lock, so that of two
answers at the same moment one counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from resources.choices import ProviderRole, Publication, VerificationMethod
from resources.curation.checks import Checking, FactToCheck, facts_to_check, verify
from resources.curation.document import Document
from resources.curation.workflow import NotAllowedError
from resources.listings.proposals import Wanted, content_of, normal, propose, undecided
from resources.listings.provider_words import CannotPutInError, cleaned, with_words
from resources.models import Confirmation, Proposal, ProviderChange, Service
from resources.models.confirmation import ConfirmationState
from resources.models.whole import whole_listing

REASON = "The provider says so by a confirmation link."


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody of a provider sent back.

    `right` are keys of facts that were shown and are right; `different` holds the words for those
    that are not, under their key and with the label that was shown.
    """

    role: ProviderRole
    right: frozenset[str]
    different: Mapping[str, tuple[str, str]]


class LinkOverError(Exception):
    """The link was used, taken back or replaced, or has run out."""


@transaction.atomic
def take_answer(asked: Confirmation, answer: Answer, now: datetime) -> Confirmation:
    """Use a link up: stamp what was shown and is right, and keep what should be different."""
    service = Service.objects.select_for_update().get(pk=asked.service_id)
    current = Confirmation.objects.select_for_update().get(pk=asked.pk)
    if not current.is_live(now) or service.publication != Publication.PUBLISHED:
        raise LinkOverError
    facts = _facts(service)
    stamped = sorted(answer.right & facts.keys())
    if stamped:
        checking = Checking(VerificationMethod.EMAIL, answer.role)
        verify(service, stamped, checking, current.asked_by, now)
    _keep_changes(current, facts, answer, now)
    moved = len(answer.right) - len(stamped)
    current.close(
        ConfirmationState.ANSWERED, now, role=answer.role, stamped=len(stamped), moved=moved
    )
    return current


def _facts(service: Service) -> dict[str, FactToCheck]:
    row = whole_listing(service.pk)
    return {fact.key: fact for fact in facts_to_check(row)}


def _keep_changes(
    asked: Confirmation, facts: Mapping[str, FactToCheck], answer: Answer, now: datetime
) -> None:
    changes = [
        ProviderChange(
            confirmation=asked, fact=key.partition(":")[0], label=label, words=cleaned(words)
        )
        for key, (label, words) in answer.different.items()
    ]
    stood = [facts.get(key) for key in answer.different]
    content, put_in = _put_in(asked.service, changes, stood, now)
    proposal = _proposed(asked, content, put_in, answer.role, now) if put_in else None
    for change in put_in:
        change.proposal = proposal
    ProviderChange.objects.bulk_create(changes)


def _put_in(
    service: Service,
    changes: Sequence[ProviderChange],
    stood: Sequence[FactToCheck | None],
    now: datetime,
) -> tuple[Document, list[ProviderChange]]:
    """Put what can be put in into the listing, one after the other; note what stands against it."""
    row = whole_listing(service.pk)
    content, put_in = content_of(service.pk), []
    waits = undecided(service) is not None
    for change, fact in zip(changes, stood, strict=True):
        try:
            if waits:
                raise CannotPutInError(_("A proposal for this listing waits already."))
            if fact is None:
                raise CannotPutInError(_("It was changed after the provider looked at it."))
            content = _tried(with_words(content, row, fact, change.words, localdate(now)), now)
        except CannotPutInError as error:
            change.why = str(error)
        else:
            put_in.append(change)
    return content, put_in


def _tried(content: Document, now: datetime) -> Document:
    """Return what the listing would be; what the rules of a public listing refuse is not put in."""
    try:
        return normal(content, now)
    except NotAllowedError as error:
        raise CannotPutInError(_("A public listing may not say this.")) from error


def _proposed(
    asked: Confirmation,
    content: Document,
    put_in: list[ProviderChange],
    role: ProviderRole,
    now: datetime,
) -> Proposal | None:
    """Propose it in the name of whoever asked, so that somebody else has to approve it."""
    person: Any = asked.asked_by
    source = _("Confirmation link of %(day)s, answered by: %(role)s") % {
        "day": asked.asked_on.isoformat(),
        "role": role.label,
    }
    try:
        return propose(asked.service, person, localtime(now), Wanted(content, REASON, source))
    except NotAllowedError:
        # It says what is public already.
        for change in put_in:
            change.why = _("This is what the listing says already.")
        put_in.clear()
        return None
