"""How often the contact of a listing is to be confirmed, and what follows where nobody does.

A listing is reminded of twice, and then marked as unconfirmed. It goes only by a rule that two
people set in advance, and a helpline never does. A check of its contact ends all of it at once
(`Lapse.objects.settle`). Docs: docs/adr/0024-due-work.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.db.models import Case, F, OuterRef, Subquery, Value, When
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from resources.choices import CadenceKind, Channel, LapseStage, Publication, RegionLevel
from resources.curation import workflow
from resources.curation.run_log import RunLog
from resources.models import (
    DataRevision,
    Lapse,
    Review,
    Service,
    Snapshot,
    WithdrawalRule,
    publish_revision,
)
from resources.models.due import is_helpline, lock_services
from resources.models.lapse import newest_contact_check
from resources.regions import DEPTHS, find_region


@dataclass(frozen=True, slots=True)
class Cadence:
    """After `period` without a check comes the first reminder; after each `grace` the next step."""

    period: timedelta
    grace: timedelta
    reason: str | Promise


CADENCES: Final[Mapping[CadenceKind, Cadence]] = MappingProxyType(
    {
        CadenceKind.HELPLINE: Cadence(
            timedelta(days=150),
            timedelta(days=14),
            _lazy("Most people ring these first. Two reminders come before a check is too old."),
        ),
        CadenceKind.REFUGE: Cadence(
            timedelta(days=150),
            timedelta(days=14),
            _lazy("A person may leave home for it: a way that is closed costs a night."),
        ),
        CadenceKind.LOCAL: Cadence(
            timedelta(days=180),
            timedelta(days=28),
            _lazy("Small services move and lose their funding most often, and answer slowly."),
        ),
        CadenceKind.NATIONAL: Cadence(
            timedelta(days=270),
            timedelta(days=28),
            _lazy("Numbers of large organisations last, and others tell of it when they change."),
        ),
        CadenceKind.WEBSITE: Cadence(
            timedelta(days=365),
            timedelta(days=42),
            _lazy("Whoever opens the site sees for themselves whether it is there."),
        ),
    }
)
SHORTEST: Final = min(cadence.period for cadence in CADENCES.values())
NEXT: Final = {
    LapseStage.REMINDED: LapseStage.REMINDED_AGAIN,
    LapseStage.REMINDED_AGAIN: LapseStage.UNCONFIRMED,
}
# What the row of a run counts beside the stages: what the limit left for another day, of what was
# to be withdrawn and of what was to be marked; and what was no longer to be withdrawn.
LEFT: Final = "left_by_limit"
MARK_LEFT: Final = "mark_left_by_limit"
OTHERWISE: Final = "not_withdrawn"
_NATION: Final = DEPTHS[RegionLevel.NATION]


def kind_of(service: Service) -> CadenceKind:
    """Return the kind of a listing: the first that fits, the most careful ones first."""
    terms = {(term.taxonomy.slug, term.slug) for term in service.terms.all()}
    if is_helpline(service):
        return CadenceKind.HELPLINE
    if {("type", "housing"), ("topic", "domestic-abuse")} <= terms:
        return CadenceKind.REFUGE
    if all(route.channel == Channel.WEBSITE for route in service.contacts.all()):
        return CadenceKind.WEBSITE
    areas = (find_region(area.region_id) for area in service.areas.all())
    is_local = all(area is not None and area.depth > _NATION for area in areas)
    return CadenceKind.LOCAL if is_local else CadenceKind.NATIONAL


def next_stage(
    lapse: Lapse | None, kind: CadenceKind, since: date, today: date
) -> LapseStage | None:
    """Return the stage that a listing comes to on a day; None where it stays as it is.

    It comes to one stage a day at most: after a long time without a run, too, it is reminded of
    twice before anything of it is public.
    """
    cadence = CADENCES[kind]
    if lapse is None:
        return LapseStage.REMINDED if today > since + cadence.period else None
    following = NEXT.get(LapseStage(lapse.stage))
    return following if today >= lapse.stage_on + cadence.grace else None


def next_step_on(lapse: Lapse) -> date | None:
    """Return the day on which a listing comes to its next stage; None where no stage follows."""
    if LapseStage(lapse.stage) not in NEXT:
        return None
    return lapse.stage_on + CADENCES[CadenceKind(lapse.kind)].grace


def began_on(service: Any) -> date:
    """Return the day from which a listing's period is counted: a row from `counted()`.

    That is the day of the last check of its contact, and never before it was first published here:
    a directory that has just been filled owes nobody anything yet.
    """
    told = service.first_published_at or service.first_version_at or service.last_modified
    published = timezone.localdate(told)
    return max(published, service.contact_checked_on or published)


def counted() -> Any:
    """Return public listings with what their cadence is counted from."""
    published = Review.objects.filter(
        service=OuterRef("pk"), to_publication=Publication.PUBLISHED
    ).order_by("at")
    versions = Snapshot.objects.filter(service=OuterRef("pk")).order_by("version")
    return Service.objects.published().annotate(
        contact_checked_on=newest_contact_check("pk"),
        first_published_at=Subquery(published.values("at")[:1]),
        first_version_at=Subquery(versions.values("at")[:1]),
    )


def advance(now: datetime, log: RunLog) -> None:
    """Take every listing one step further whose day has come, each in a transaction of its own."""
    today = timezone.localdate(now)
    for key in _concerned(today):
        with log.trying():
            done = _advance_one(key, now, today)
            if done is not None:
                log.count(done)
    for lapse in _to_withdraw(today):
        with log.trying():
            log.count(_withdraw(lapse, now, today))


def _concerned(today: date) -> list[UUID]:
    """Return the listings that may take a step: with a lapse, or long without a check.

    What came to its stage first comes first: only so many are marked on a day.
    """
    lapses: dict[UUID, Lapse] = {
        lapse.service_id: lapse for lapse in Lapse.objects.exclude(stage=LapseStage.WITHDRAWN)
    }
    rows = counted().select_related(None).prefetch_related(None).order_by("pk")
    found: list[tuple[date, UUID]] = []
    for service in rows.only("pk", "last_modified").iterator():
        lapse = lapses.get(service.pk)
        since = began_on(service)
        is_over = lapse is not None and (_was_checked(service, lapse) or _may_follow(lapse, today))
        if is_over or (lapse is None and today > since + SHORTEST):
            found.append((lapse.stage_on if lapse else today, service.pk))
    return [key for _day, key in sorted(found)]


def _was_checked(service: Any, lapse: Lapse) -> bool:
    day: date | None = service.contact_checked_on
    return day is not None and day > lapse.since


def _may_follow(lapse: Lapse, today: date) -> bool:
    kind = CadenceKind(lapse.kind)
    return next_stage(lapse, kind, lapse.since, today) is not None


@transaction.atomic
def _advance_one(key: UUID, now: datetime, today: date) -> str | None:
    """Take one listing a step further, as it stands under the lock; return what was done."""
    lock_services([key])
    service = counted().for_detail().filter(pk=key).first()
    lapse = Lapse.objects.filter(service=key).first()
    if service is None:
        return None
    since, kind = began_on(service), kind_of(service)
    if lapse is not None and _was_checked(service, lapse):
        # A check that was written in another way ends it too, and its page says so no longer.
        publish_revision(Service.objects.filter(pk=key))
        return None
    stage = next_stage(lapse, kind, since, today)
    if stage is None:
        return None
    if stage == LapseStage.UNCONFIRMED and _is_full(stage, today):
        return MARK_LEFT
    counted_from = lapse.since if lapse else since
    told = {"kind": kind, "stage": stage, "since": counted_from, "stage_on": today}
    Lapse.objects.update_or_create(service=service, defaults=told)
    if stage == LapseStage.UNCONFIRMED:
        _date(key, now)
        publish_revision(Service.objects.filter(pk=key))
    return stage


def _is_full(stage: LapseStage, today: date) -> bool:
    """Tell whether as many came to a stage on a day as may: the public notices each of them."""
    # Of two runs at once, the second waits here and counts what the first has done.
    DataRevision.objects.hold()
    taken = Lapse.objects.filter(stage=stage, stage_on=today).count()
    return taken >= settings.MOST_WITHDRAWN_AT_ONCE


def _date(key: UUID, now: datetime) -> None:
    """Date a listing, so that people who copy it fetch it again; no curator has changed it."""
    loaded = Case(
        When(listing_loaded_at__gte=F("last_modified"), then=Value(now)),
        default=F("listing_loaded_at"),
        output_field=models.DateTimeField(),
    )
    row: models.QuerySet[Service] = models.QuerySet(Service).filter(pk=key)
    row.update(listing_loaded_at=loaded, last_modified=now)


def _to_withdraw(today: date) -> list[Lapse]:
    """Return what rules in force take away today, what has been unconfirmed for longest first."""
    rules = {rule.kind: rule for rule in WithdrawalRule.objects.in_force()}
    marked = Lapse.objects.filter(stage=LapseStage.UNCONFIRMED, kind__in=rules)
    return [
        lapse
        for lapse in marked.order_by("stage_on", "pk")
        if today >= withdrawn_on(rules[lapse.kind], lapse)
    ]


def withdrawn_on(rule: WithdrawalRule, lapse: Lapse) -> date:
    """Return the first day on which a rule in force takes an unconfirmed listing away.

    Its days are counted from the mark, and never from before two people had agreed on it.
    """
    agreed = timezone.localdate(rule.agreed_at)
    return max(lapse.stage_on, agreed) + timedelta(days=rule.after_days)


@transaction.atomic
def _withdraw(found: Lapse, now: datetime, today: date) -> str:
    """Take one listing away by its rule, if all of it still holds; return what was done."""
    lock_services([found.service_id])
    rules = {
        rule.kind: rule
        for rule in WithdrawalRule.objects.in_force()
        .select_related("proposed_by", "agreed_by")
        .select_for_update(of=("self",))
        .order_by("pk")
    }
    service = Service.objects.published().for_detail().filter(pk=found.service_id).first()
    lapse = Lapse.objects.filter(pk=found.pk, stage=LapseStage.UNCONFIRMED).first()
    if service is None or lapse is None:
        return OTHERWISE
    kind = kind_of(service)
    rule = rules.get(kind)
    if rule is None or kind == CadenceKind.HELPLINE or today < withdrawn_on(rule, lapse):
        return OTHERWISE
    if _is_full(LapseStage.WITHDRAWN, today):
        return LEFT
    words = _("Nobody could confirm it since %(day)s. A rule of %(one)s and %(other)s withdrew it.")
    told = {"day": lapse.since, "one": rule.proposed_by, "other": rule.agreed_by}
    lapse.kind, lapse.stage, lapse.stage_on, lapse.rule = kind, LapseStage.WITHDRAWN, today, rule
    lapse.save(update_fields=["kind", "stage", "stage_on", "rule"])
    workflow.withdraw_by_rule(service, now, words % told)
    return LapseStage.WITHDRAWN
