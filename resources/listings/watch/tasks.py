"""What the watch has found that waits for somebody, and closing it."""

from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from resources.choices import WatchOutcome
from resources.curation.workflow import NotAllowedError
from resources.models import WatchRun, WatchTask

CLOSES = "resources.change_watchtask"


def waiting() -> "QuerySet[WatchTask]":
    """Return what waits, the oldest first, with its page and whose it is."""
    tasks = WatchTask.objects.filter(outcome="")
    return tasks.select_related("page__service", "page__organization")


def open_tasks(limit: int | None = None) -> list[WatchTask]:
    """Return the first of what waits, in one query."""
    return list(waiting()[:limit])


def last_run() -> WatchRun | None:
    """Return the run that began last, also one that goes on or broke off; None before the first."""
    return WatchRun.objects.first()


def may_close(actor: AbstractBaseUser) -> bool:
    return isinstance(actor, PermissionsMixin) and actor.has_perm(CLOSES)


@transaction.atomic
def close(
    task: WatchTask, outcome: WatchOutcome, words: str, actor: AbstractBaseUser, now: datetime
) -> WatchTask:
    """Write down what came of a task, by whom and when; it is never changed afterwards."""
    current = WatchTask.objects.select_for_update().get(pk=task.pk)
    if current.outcome:
        raise NotAllowedError(_("A colleague has closed this already."))
    if not may_close(actor):
        raise NotAllowedError(_("Only editors close what the watch has found."))
    person: Any = actor
    current.outcome, current.words = outcome, words
    current.closed_by, current.closed_at = person, now
    current.save(update_fields=["outcome", "words", "closed_by", "closed_at"])
    return current
