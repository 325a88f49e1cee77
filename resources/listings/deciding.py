"""What all proposals have in common: how one is founded, given back, dropped and decided."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from resources.choices import ProposalState
from resources.curation.differences import Difference
from resources.curation.document import Document
from resources.curation.wording import is_wording
from resources.curation.workflow import NotAllowedError

# A change of a listing, or of a row beside listings, and one version of it.
AnyProposal = Any
AnyRevision = Any
MOVED: Final = _lazy("Something was changed after you opened this page. Look at it again.")
OWN: Final = _lazy("Somebody else has to approve what you wrote a part of.")
BENEATH: Final = _lazy(
    "What this changes was changed after it was proposed. Give it back to be redone."
)
NOT_EXACT: Final = _lazy("It cannot be written exactly as it is shown. Give it back.")
# What the database refuses of a listing, in words that name the likely reasons.
UNKEPT: Final = _lazy(
    "This cannot be public: it is held back, it is not running, or two parts of it are the same."
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody proposes: the whole row, why, and where they read or heard it."""

    content: Document
    reason: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class ToDecide:
    """What a second person looks at. `seen` names exactly this; `moved` has changed beneath it.

    `writers` wrote a version of it, `authors` also a part of what is shown with it. `beside` names
    the public listings that show a row which is no listing itself.
    """

    revision: AnyRevision
    changes: Sequence[Difference]
    moved: Sequence[Difference]
    seen: str
    writers: frozenset[Any]
    authors: frozenset[Any]
    hurts: Callable[[Difference], bool]
    beside: tuple[str, ...] = ()

    @property
    def is_wording(self) -> bool:
        """Tell whether it may be approved from a list: nothing moved, and wording alone changes."""
        return not self.moved and is_wording(self.changes)

    def waits_for(self, person: Any) -> bool:
        """Tell whether it is somebody's turn: its author's once given back, else another's."""
        is_returned: bool = self.revision.proposal.state == ProposalState.RETURNED
        return (person.pk in self.writers) == is_returned

    def is_free_for(self, person: Any) -> bool:
        """Tell whether somebody may approve it, as far as what they wrote goes."""
        return not self.moved and person.pk not in self.authors


@contextmanager
def taken_back() -> Iterator[None]:
    """Undo at the end whatever was written within."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def refuse_unfounded(wanted: Wanted, changes: Sequence[Difference], *, is_fact: bool) -> None:
    """A second person has to be able to see why, and where it comes from."""
    if not changes:
        raise NotAllowedError(_("Nothing differs from what is public."))
    if not wanted.reason.strip():
        raise NotAllowedError(_("Say the reason for this change."))
    if is_fact and not wanted.source.strip() and not is_wording(changes):
        raise NotAllowedError(_("Say where you read or heard it: this is more than wording."))


def refuse_repeated(proposal: AnyProposal, last: AnyRevision | None, *, is_same: bool) -> None:
    """Whoever only looks and saves would become an author, and could not approve any more."""
    if last and is_same and proposal.state == ProposalState.OPEN:
        raise NotAllowedError(_("This is proposed already, as it stands here."))


def refuse_unseen(decided: ToDecide, actor: AbstractBaseUser, seen: str) -> None:
    """Refuse what the approver wrote a part of, or did not see as it is now."""
    if actor.pk in decided.authors:
        raise NotAllowedError(str(OWN))
    if decided.seen != seen:
        raise NotAllowedError(str(MOVED))


def refuse_state(proposal: AnyProposal, *states: ProposalState) -> None:
    if proposal.state not in states:
        raise NotAllowedError(
            _("This proposal was decided already: %(state)s.")
            % {"state": proposal.get_state_display()}
        )


def send_back(current: AnyProposal, actor: AbstractBaseUser, now: datetime, reason: str) -> None:
    """Give a locked proposal back to its author, who reads the reason."""
    refuse_state(current, ProposalState.OPEN)
    if not reason.strip():
        raise NotAllowedError(_("Say the reason."))
    decide(current, ProposalState.RETURNED, actor, now, reason)


def drop(current: AnyProposal, actor: AbstractBaseUser, now: datetime, reason: str) -> None:
    """Give a locked proposal up; others than its authors say the reason."""
    refuse_state(current, ProposalState.OPEN, ProposalState.RETURNED)
    if not reason.strip() and actor.pk not in writers_of(current):
        raise NotAllowedError(_("Say the reason."))
    decide(current, ProposalState.DROPPED, actor, now, reason)


def writers_of(proposal: AnyProposal) -> set[Any]:
    return set(proposal.revisions.values_list("author", flat=True))


def decide(
    proposal: AnyProposal,
    state: ProposalState,
    actor: AbstractBaseUser,
    now: datetime,
    reason: str = "",
) -> None:
    """Write down who decided it, when, and why."""
    person: Any = actor
    proposal.state, proposal.decision_reason = state, reason.strip()
    proposal.decided_by, proposal.decided_at = person, now
    proposal.save()


def revisions_of(proposals: Sequence[AnyProposal]) -> dict[Any, list[AnyRevision]]:
    """Return every version of each proposal, the first one first, in one query."""
    if not proposals:
        return {}
    model = type(proposals[0])._meta.get_field("revisions").related_model
    every: Any = model._default_manager.filter(proposal__in=[one.pk for one in proposals])
    found: dict[Any, list[AnyRevision]] = {}
    for revision in every.select_related("author", "proposal").order_by("number"):
        found.setdefault(revision.proposal_id, []).append(revision)
    return found
