"""The daily run: each step by itself, and one row that tells what was done.

A part of the directory that has something to do every day adds one function to STEPS.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from importlib import import_module
from time import monotonic
from typing import Final

from django.conf import settings
from django.utils import timezone

from resources.curation import cadence
from resources.curation.due import count_due
from resources.curation.run_log import RunLog
from resources.models import DailyRun, DueFact, publish_untold

Step = Callable[[datetime, RunLog], None]


def remake_due(now: datetime, log: RunLog) -> None:
    """Make the table of due facts again. That a row was wrong means that a writer forgot it."""
    log.count("facts_put_right", DueFact.objects.remake())
    log.count("facts_due", count_due(timezone.localdate(now)))


def clear_sessions(now: datetime, log: RunLog) -> None:
    """Delete sessions that are over, as `clearsessions` does."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


def settle_changes(now: datetime, log: RunLog) -> None:
    """Tell whoever copies us what nobody has told. That there is something means a new release."""
    log.count("changes_told", publish_untold())


# By the names that a row tells failures under. What lets listings go comes before what counts them.
STEPS: Final[tuple[tuple[str, Step], ...]] = (
    ("cadence", cadence.advance),
    ("due", remake_due),
    ("sessions", clear_sessions),
    ("changes", settle_changes),
)


def run(now: datetime, steps: Sequence[tuple[str, Step]] = STEPS) -> DailyRun:
    """Do every step and keep the row of the run. A second run on the same day changes nothing."""
    began = monotonic()
    row = DailyRun.objects.create(started_at=now)
    log = RunLog()
    for name, step in steps:
        log.step = name
        with log.trying():
            step(now, log)
    row.finished_at = now + timedelta(seconds=monotonic() - began)
    row.counts, row.failures = dict(log.counts), log.told_failures()
    row.save(update_fields=["finished_at", "counts", "failures"])
    return row
