"""One round of the watch: each page once, the one that has waited longest first."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from resources.listings.watch.fetching import FetchError
from resources.listings.watch.judging import Finding, finding_of, finding_of_error, settle
from resources.listings.watch.pages import Target, targets
from resources.listings.watch.visiting import Visitor
from resources.models import WatchedPage, WatchRun, WatchTask

# A run that was not heard of for so long has died: no page takes a quarter of it.
DEAD_AFTER: Final = timedelta(minutes=30)
PLACE: Final = 1
NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
Clock = Callable[[], datetime]


class AlreadyRunningError(Exception):
    """Another run goes on. Nothing was done."""


def watch(visitor: Visitor, clock: Clock, limit: int | None = None) -> WatchRun:
    """Look at pages and open tasks; AlreadyRunningError while another run goes on."""
    with _round(clock) as run:
        for target in _in_turn()[:limit]:
            finding = look(visitor, target)
            if not _goes_on(run, clock()):
                return run
            run.task_count += record(target, finding, clock())
            run.page_count += 1
        run.is_complete = True
    return run


def look(visitor: Visitor, target: Target) -> Finding:
    """Return what is found at an address, whatever happens there."""
    try:
        return finding_of(target, visitor.visit(target.address))
    except FetchError as error:
        return finding_of_error(error)


@transaction.atomic
def record(target: Target, finding: Finding, now: datetime) -> bool:
    """Write down what was found; tell whether a task was opened."""
    day = timezone.localdate(now)
    row = WatchedPage.objects.select_for_update().filter(address=target.address).first()
    row = row or WatchedPage(address=target.address, state=finding.state, since=day)
    row.service_id, row.organization_id, row.looked_at = target.service, target.organization, now
    to_tell = settle(row, target, finding, day)
    row.save()
    if to_tell is None:
        return False
    # Somebody who has not looked yet has one task, with what was found last.
    _task, is_new = WatchTask.objects.update_or_create(
        page=row,
        kind=to_tell.state,
        outcome="",
        defaults={"found": to_tell.words},
        create_defaults={"found": to_tell.words, "opened_at": now},
    )
    return is_new


def _in_turn() -> list[Target]:
    looked_at = dict(WatchedPage.objects.values_list("address", "looked_at"))
    return sorted(targets(), key=lambda one: (looked_at.get(one.address, NEVER), one.address))


@contextmanager
def _round(clock: Clock) -> Iterator[WatchRun]:
    """Hold the place of the one run that goes on, and give it back whatever happens."""
    run = _begin(clock())
    try:
        yield run
    finally:
        WatchRun.objects.filter(pk=run.pk, ended_at__isnull=True).update(
            ended_at=clock(),
            place=None,
            is_complete=run.is_complete,
            page_count=run.page_count,
            task_count=run.task_count,
        )
        run.refresh_from_db()


def _begin(now: datetime) -> WatchRun:
    dead = WatchRun.objects.filter(ended_at__isnull=True, beat_at__lt=now - DEAD_AFTER)
    dead.update(ended_at=now, place=None)
    try:
        with transaction.atomic():
            return WatchRun.objects.create(started_at=now, beat_at=now, place=PLACE)
    except IntegrityError:
        raise AlreadyRunningError from None


def _goes_on(run: WatchRun, now: datetime) -> bool:
    """Say that this run lives; tell whether it still has its place."""
    mine = WatchRun.objects.filter(pk=run.pk, ended_at__isnull=True)
    return bool(mine.update(beat_at=now, page_count=run.page_count, task_count=run.task_count))
