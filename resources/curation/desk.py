"""What waits for a curator: whose turn it is with listings and proposals, and what visitors told.

Few questions of the database, each for all rows: the desk costs the same for many as for few.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.db.models import (
    BooleanField,
    CharField,
    Count,
    Exists,
    ExpressionWrapper,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Replace

from resources.choices import (
    DANGER_KINDS,
    ProposalState,
    Publication,
    ReportKind,
    SnapshotWriter,
    TombstoneReason,
)
from resources.curation.differences import Difference, differences
from resources.curation.workflow import DANGERS
from resources.models import (
    DailyRun,
    DataRevision,
    Location,
    Organization,
    Proposal,
    ProposalRevision,
    Recall,
    Report,
    Review,
    Service,
    ServiceAtLocation,
    Snapshot,
)
from resources.models.report import IS_DANGER

BY_HAND: Final = (SnapshotWriter.FORM, SnapshotWriter.IMPORT)
OWN: Final = ("pk", "name", "publication", "last_modified")
# The state of a listing that was given back, and the one before it.
RETURNED: Final = (Publication.DRAFT, Publication.IN_REVIEW)
# Before anything was approved.
EVER: Final = Value(datetime(1970, 1, 1, tzinfo=UTC))


@dataclass(frozen=True, slots=True)
class Told:
    """The open reports of one listing: since which day, and how often each thing was ticked."""

    service: UUID
    name: str
    since: date
    count: int
    is_raised: bool
    is_danger: bool
    kinds: tuple[tuple[ReportKind, int], ...]


@dataclass(frozen=True, slots=True)
class Work:
    """A listing with something that somebody has to do: whose turn it is, and since when.

    `proposal` is the key of one that waits; None where the listing itself is in review, was given
    back, or is to be recalled.
    """

    service: UUID
    name: str
    since: datetime
    proposal: int | None = None
    who: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AllWork:
    """What waits for a second person who is free to look, for its author, and for a second look."""

    to_approve: Sequence[Work]
    returned: Sequence[Work]
    recalls: Sequence[Work]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many listings there are in each state, how many are held, and the data revision.

    `ran_at` is when the last daily run began, None where none ever has; `ran_whole` whether it came
    to its end and no step failed.
    """

    by_state: dict[Publication, int]
    held: int
    revision: int
    ran_at: datetime | None
    ran_whole: bool


def open_reports() -> list[Told]:
    """Return what visitors told and nobody has decided, by listing: what is raised first."""
    ticked = {
        f"ticked_{kind.value}": Count("pk", filter=Q(**{kind.value: True})) for kind in ReportKind
    }
    rows: QuerySet[Report, Any] = (
        Report.objects.open()
        .order_by()
        .values("service", "service__name")
        .annotate(
            count=Count("pk"),
            since=Min("received_on"),
            raised=Count("pk", filter=Q(is_raised=True)),
            danger=Count("pk", filter=IS_DANGER),
            **ticked,
        )
    )
    told = [_told(row) for row in rows]
    return sorted(told, key=lambda one: (not one.is_raised, not one.is_danger, one.since, one.name))


def _told(row: dict[str, Any]) -> Told:
    first_danger = sorted(ReportKind, key=lambda kind: kind not in DANGER_KINDS)
    counted = ((kind, row[f"ticked_{kind.value}"]) for kind in first_danger)
    return Told(
        service=row["service"],
        name=row["service__name"],
        since=row["since"],
        count=row["count"],
        is_raised=bool(row["raised"]),
        is_danger=bool(row["danger"]),
        kinds=tuple((kind, count) for kind, count in counted if count),
    )


def counts() -> Counts:
    """Count listings by state; what else stands in one row somewhere comes with it."""
    revision = Subquery(DataRevision.objects.values("number")[:1])
    whole = Q(finished_at__isnull=False) & Q(failures=[])
    runs = DailyRun.objects.order_by("-started_at", "-id").annotate(
        whole=ExpressionWrapper(whole, BooleanField())
    )
    rows = (
        Service.objects.order_by()
        .values("publication")
        .annotate(count=Count("pk"), held=Count("pk", filter=~Q(hold_reason="")), now=revision)
        .annotate(**_first(runs, ran_at="started_at", ran_whole="whole"))
    )
    found = list(rows)
    any_row: dict[str, Any] = dict(found[0]) if found else {}
    return Counts(
        by_state={Publication(row["publication"]): row["count"] for row in found},
        held=sum(row["held"] for row in found if row["publication"] == Publication.DRAFT),
        revision=any_row.get("now") or 0,
        ran_at=any_row.get("ran_at"),
        ran_whole=bool(any_row.get("ran_whole")),
    )


def all_work(person: AbstractBaseUser) -> AllWork:
    """Return the work on listings as one person sees it, the oldest first."""
    concerned, who = _concerned(person), person.pk
    told = concerned.values(*OWN, *concerned.query.annotations)
    rows = list(told)
    return AllWork(
        to_approve=_by_age(_to_approve(row) for row in rows if _is_free(row, who)),
        returned=_by_age(_returned(row) for row in rows if _is_given_back(row, who)),
        recalls=_by_age(_recall(row) for row in rows if row["recall_reason"] in DANGERS),
    )


def _concerned(person: AbstractBaseUser) -> QuerySet[Service, Any]:
    """Return the listings that wait for anybody, with what says for whom."""
    returned = Review.objects.filter(
        from_publication=Publication.IN_REVIEW, to_publication=Publication.DRAFT
    )
    rows: QuerySet[Service, Any] = (
        Service.objects.order_by()
        .filter(
            Q(publication=Publication.IN_REVIEW)
            | Q(pk__in=Proposal.objects.undecided().order_by().values("service"))
            | Q(pk__in=_waiting_recalls().order_by().values("service"))
            | Q(publication=Publication.DRAFT, pk__in=returned.order_by().values("service"))
        )
        .annotate(**_steps(), **_proposal(person), **_recalled())
        .annotate(wrote=_wrote(person), beside=_changed_beside(person))
    )
    return rows


def _waiting_recalls() -> QuerySet[Recall]:
    return Recall.objects.filter(undone_at__isnull=True, decided_at__isnull=True)


def _first(rows: QuerySet[Any], **columns: str) -> dict[str, Subquery]:
    """Return columns of the first of some rows, each under a name of its own."""
    return {name: Subquery(rows.values(column)[:1]) for name, column in columns.items()}


def _steps() -> dict[str, Any]:
    """Return the last step of a listing, who handed it in, and when it was approved last."""
    steps = Review.objects.filter(service=OuterRef("pk")).order_by("-at", "-id")
    handed_in = steps.filter(to_publication=Publication.IN_REVIEW)
    approved = steps.filter(to_publication=Publication.PUBLISHED)
    return {
        **_first(steps, step_from="from_publication", step_at="at", step_reason="reason"),
        **_first(steps, step_by="actor__username"),
        **_first(handed_in, handed_in_by="actor", handed_in_name="actor__username"),
        **_first(approved, approved_at="at"),
    }


def _proposal(person: AbstractBaseUser) -> dict[str, Any]:
    """Return the proposal that waits, its last version, and whether somebody wrote any of it."""
    waiting = Proposal.objects.undecided().filter(service=OuterRef("pk"))
    versions = ProposalRevision.objects.filter(
        proposal__service=OuterRef("pk"), proposal__in=Proposal.objects.undecided()
    ).order_by("-number")
    return {
        **_first(waiting, proposal="pk", proposal_state="state", given_back_at="decided_at"),
        **_first(waiting, given_back_by="decided_by__username", given_back_for="decision_reason"),
        **_first(versions, proposed_at="at", proposed_by="author__username"),
        "wrote_proposal": Exists(versions.filter(author=person.pk)),
    }


def _recalled() -> dict[str, Any]:
    recalls = _waiting_recalls().filter(service=OuterRef("pk"))
    return _first(
        recalls, recall_reason="reason", recall_at="asked_at", recall_by="asked_by__username"
    )


def _wrote(person: AbstractBaseUser) -> Exists:
    """Tell whether somebody wrote a version of a listing since it was approved."""
    versions = Snapshot.objects.filter(service=OuterRef("pk"), writer__in=BY_HAND)
    return Exists(versions.filter(actor=person.pk, at__gt=Coalesce(OuterRef("approved_at"), EVER)))


def _changed_beside(person: AbstractBaseUser) -> Any:
    """Tell whether somebody changed the organisation or a place since it was approved.

    `workflow.authors_of` says the same of one listing; it also knows what a proposal names anew.
    """
    approvals = Review.objects.filter(to_publication=Publication.PUBLISHED).order_by("-at")
    runs = Organization.objects.filter(pk=OuterRef("organization")).annotate(
        **_first(approvals.filter(service__organization=OuterRef("pk")), agreed="at")
    )
    of_place = approvals.filter(service__service_at_locations__location=OuterRef("location"))
    visits = ServiceAtLocation.objects.filter(service=OuterRef("pk")).annotate(
        **_first(of_place, agreed="at")
    )
    return Exists(runs.filter(_edits(person, Organization, "pk"))) | Exists(
        visits.filter(_edits(person, Location, "location_id"))
    )


def _edits(person: AbstractBaseUser, model: type[models.Model], key: str) -> Exists:
    """Tell whether the staff's log has a change of a row by somebody since `agreed`."""
    return Exists(
        LogEntry.objects.annotate(row=_plain_key("object_id"))
        .filter(
            user=person.pk,
            content_type__app_label=model._meta.app_label,
            content_type__model=model._meta.model_name,
            action_flag__in=(ADDITION, CHANGE),
            action_time__gt=Coalesce(OuterRef("agreed"), EVER),
            row=_plain_key(Cast(OuterRef(key), CharField())),
        )
        .order_by()
    )


def _plain_key(key: Any) -> Replace:
    """Return a key as a text without hyphens: one database has them in its keys, the log always."""
    return Replace(key, Value("-"), Value(""), output_field=CharField())


def _is_free(row: dict[str, Any], person: Any) -> bool:
    """Tell whether it waits for a second person, and this one wrote no part of it."""
    if row["proposal_state"] == ProposalState.OPEN:
        is_public = row["publication"] == Publication.PUBLISHED
        return is_public and not (row["wrote_proposal"] or row["beside"])
    is_own = row["handed_in_by"] == person or row["wrote"] or row["beside"]
    return row["publication"] == Publication.IN_REVIEW and not is_own


def _is_given_back(row: dict[str, Any], person: Any) -> bool:
    """Tell whether a colleague gave it back to this person."""
    if row["proposal_state"] == ProposalState.RETURNED:
        return bool(row["wrote_proposal"])
    is_returned = (row["publication"], row["step_from"]) == RETURNED
    return is_returned and (row["handed_in_by"] == person or row["wrote"])


def _to_approve(row: dict[str, Any]) -> Work:
    if row["proposal"]:
        since, who = row["proposed_at"], row["proposed_by"]
        return Work(row["pk"], row["name"], since, row["proposal"], who or "")
    since, who = row["step_at"] or row["last_modified"], row["handed_in_name"]
    return Work(row["pk"], row["name"], since, None, who or "")


def _returned(row: dict[str, Any]) -> Work:
    if row["proposal"]:
        since, who, reason = (row[f"given_back_{what}"] for what in ("at", "by", "for"))
    else:
        since, who, reason = (row[f"step_{what}"] for what in ("at", "by", "reason"))
    return Work(row["pk"], row["name"], since, row["proposal"], who or "", reason)


def _recall(row: dict[str, Any]) -> Work:
    reason = str(TombstoneReason(row["recall_reason"]).label)
    return Work(row["pk"], row["name"], row["recall_at"], None, row["recall_by"], reason)


def _by_age(work: Iterable[Work]) -> list[Work]:
    return sorted(work, key=lambda one: (one.since, one.name))


def changes_of(work: Sequence[Work]) -> dict[UUID, list[Difference]]:
    """Return what each change would change; what is new as a whole is not in it.

    A proposal is compared with the version that it was made from, a listing in review with the one
    that was approved last. The page on which it is decided compares with what stands there now.
    """
    versions = Snapshot.objects.filter(service=OuterRef("pk")).order_by("-version")
    proposed = ProposalRevision.objects.filter(
        proposal__service=OuterRef("pk"), proposal__in=Proposal.objects.undecided()
    ).order_by("-number")
    listings: Any = Service.objects.filter(pk__in=[one.service for one in work]).order_by()
    rows = (
        listings.annotate(**_first(proposed, new="content", base="base_version"))
        .annotate(**_steps())
        .annotate(
            **_first(versions.filter(version=OuterRef("base")), old="content"),
            **_first(versions.filter(at__lte=OuterRef("approved_at")), approved="content"),
            **_first(versions, latest="content"),
        )
        .values("pk", "new", "old", "approved", "latest")
    )
    return {
        row["pk"]: differences(row["old"] or row["approved"], row["new"] or row["latest"])
        for row in rows
        if (row["old"] or row["approved"]) and (row["new"] or row["latest"])
    }
