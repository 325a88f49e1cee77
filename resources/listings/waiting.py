"""All proposals that wait, of listings and of what is beside them, the oldest first."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final

from django.db.models import Min, Model
from django.utils.translation import gettext_lazy as _

from resources.choices import ProposalState, RecordKind
from resources.curation.differences import Difference, differences
from resources.curation.records import can_hurt, kind_of, worst_first
from resources.curation.roles import can_step
from resources.listings import proposals, record_proposals
from resources.listings.deciding import AnyProposal, AnyRevision, ToDecide, revisions_of
from resources.listings.records_shown import Shown
from resources.listings.telling import in_a_line
from resources.models import Proposal, RecordProposal, RecordRevision, Service

# The names of the models, by which one proposal is told from another.
Key = tuple[str, int]
NAMED: Final = ("name", "title")
DELETION: Final = _("To be deleted")


def queue() -> list[Key]:
    """Return which proposals wait, the oldest first, in two queries."""
    found: list[tuple[datetime, Key]] = []
    for model in (Proposal, RecordProposal):
        since: Any = model.objects.undecided().order_by().annotate(since=Min("revisions__at"))
        name = str(model._meta.model_name)
        found += [(at, (name, pk)) for pk, at in since.values_list("pk", "since") if at]
    return [key for _at, key in sorted(found)]


def whole(keys: Sequence[Key]) -> list[tuple[AnyProposal, ToDecide]]:
    """Return some of them with all that a second person looks at, in a fixed number of queries."""
    found: dict[Key, tuple[AnyProposal, ToDecide]] = {}
    for model, each in (
        (Proposal, proposals.to_decide_each),
        (RecordProposal, record_proposals.to_decide_each),
    ):
        name = str(model._meta.model_name)
        rows: Any = model._default_manager.select_related("decided_by")
        if model is Proposal:
            rows = rows.select_related("service")
        some = list(rows.filter(pk__in=[pk for kind, pk in keys if kind == name]).order_by("pk"))
        decided: Any = each(some) if some else []
        found |= {(name, one.pk): (one, to) for one, to in zip(some, decided, strict=True)}
    return [found[key] for key in keys if key in found]


def model_of(proposal: AnyProposal) -> type[Model]:
    """Return the model of what a proposal changes."""
    return Service if isinstance(proposal, Proposal) else kind_of(proposal.kind).model


def subject_of(proposal: AnyProposal, revision: AnyRevision) -> str:
    """Return how a person knows what is changed: by what it is called now, or is to be called."""
    if isinstance(proposal, Proposal):
        return str(proposal.service)
    kind = RecordKind(proposal.kind)
    for document in (revision.base, revision.content):
        named = next((str(document[name]) for name in NAMED if document.get(name)), "")
        words = document.get("words") or [
            document[part] for part in ("address_1", "city") if document.get(part)
        ]
        if named or words:
            return f"{kind.label}: {named or ', '.join(words[:3])}"
    return str(kind.label)


def line_of(proposal: AnyProposal, revision: AnyRevision, changes: Sequence[Difference]) -> str:
    """Return what a proposal would change, in a line."""
    if isinstance(proposal, Proposal):
        return in_a_line(changes)
    if not revision.content:
        return str(DELETION)
    return in_a_line(changes, partial(can_hurt, proposal.kind), model_of(proposal))


@dataclass(frozen=True, slots=True)
class Line:
    """A proposal in a line, as one person sees it.

    `for_me` waits for this person's decision; `came_back` was given back to them, for `reason`.
    """

    proposal: AnyProposal
    subject: str
    change: str
    author: Any
    at: datetime
    for_me: bool
    came_back: bool
    reason: str

    @property
    def route(self) -> str:
        """Return the name of the page on which it is decided; it takes the proposal's key."""
        return f"admin:resources_{self.proposal._meta.model_name}_change"


def lines_for(person: Any) -> list[Line]:
    """Return every proposal that waits, the oldest first, in six queries at most.

    What somebody may decide is told by their right and by who wrote the proposal. Who wrote a part
    of what is shown with it is asked on its page.
    """
    return sorted(_lines(person, [*_of_listings(), *_of_records()]), key=lambda line: line.at)


def record_lines_for(person: Any) -> list[Line]:
    """Return the proposals beside listings alone, the oldest first, in one query.

    The services of a list are told by their number, as their names are not looked up.
    """
    revisions = (
        RecordRevision.objects.filter(proposal__in=RecordProposal.objects.undecided().order_by())
        .select_related("proposal", "author")
        .order_by("at", "pk")
    )
    written: dict[int, list[RecordRevision]] = {}
    for one in revisions:
        written.setdefault(one.proposal_id, []).append(one)
    told = [
        (some[-1].proposal, some, worst_first(some[-1].proposal.kind, _counted(some[-1])))
        for some in written.values()
    ]
    return list(_lines(person, told))


def _counted(revision: RecordRevision) -> list[Difference]:
    """Return what a revision changes, with the services of a list as how many they are."""
    base, content = (
        row | {"entries": str(len(row["entries"]))} if "entries" in row else row
        for row in (revision.base, revision.content)
    )
    return differences(base, content)


def _lines(person: Any, told: "Iterable[Told]") -> Iterator[Line]:
    may_approve = can_step(person, "publish")
    for proposal, written, changes in told:
        wrote = any(one.author_id == person.pk for one in written)
        is_back = proposal.state == ProposalState.RETURNED
        yield Line(
            proposal=proposal,
            subject=subject_of(proposal, written[-1]),
            change=line_of(proposal, written[-1], changes),
            author=written[-1].author,
            at=written[0].at,
            for_me=may_approve and not wrote and not is_back,
            came_back=wrote and is_back,
            reason=proposal.decision_reason,
        )


Told = tuple[AnyProposal, Sequence[AnyRevision], Sequence[Difference]]


def _of_listings() -> Iterator[Told]:
    rows, written = _undecided(Proposal)
    bases = proposals.bases_of(rows, [written[one.pk][-1] for one in rows])
    for one in rows:
        last = written[one.pk][-1]
        base = bases[(one.service_id, last.base_version)]
        yield one, written[one.pk], differences(base, last.content)


def _of_records() -> Iterator[Told]:
    rows, written = _undecided(RecordProposal)
    last = [written[one.pk][-1] for one in rows if one.kind == RecordKind.COLLECTION]
    told = [row for one in last for row in (one.base, one.content)]
    names = Shown.of(RecordKind.COLLECTION, told)
    for one in rows:
        revision = written[one.pk][-1]
        changes = differences(names(revision.base), names(revision.content))
        yield one, written[one.pk], worst_first(one.kind, changes)


def _undecided(model: Any) -> tuple[list[AnyProposal], dict[Any, list[AnyRevision]]]:
    """Return the proposals of one sort that wait, each with all that was written of it."""
    rows = model.objects.undecided()
    if model is Proposal:
        rows = rows.select_related("service")
    written = revisions_of(list(rows))
    return [one for one in rows if one.pk in written], written
