"""What is due to be checked, worst first. The desk, the list and the daily run ask here."""

from datetime import date

from django.db.models import QuerySet

from resources.models import DailyRun, DueFact


def due(today: date, limit: int | None = None) -> "QuerySet[DueFact]":
    """Return the facts of public listings that are due, worst first, in one query.

    Helplines come first, then ways of contact, then what has been due for longest; what was never
    checked counts as due for longest. Each has its `service`, `label`, `is_helpline` and
    `days_over(today)` without a further query.
    """
    found = DueFact.objects.due(today).worst_first().to_show()
    return found if limit is None else found[:limit]


def count_due(today: date) -> int:
    """Return how many facts are due: the number above the list."""
    return DueFact.objects.due(today).count()


def last_run() -> DailyRun | None:
    """Return the daily run that began last; None where none ever has."""
    return DailyRun.objects.last_run()
