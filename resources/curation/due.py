"""What is due to be checked, worst first. The desk, the list and the daily run ask here."""

from datetime import date
from typing import Any

from django.db.models import Count, QuerySet, Subquery, Value

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


def worst(today: date, limit: int) -> tuple[list[DueFact], int]:
    """Return the first facts that are due, and how many there are, in one query."""
    all_due: Any = DueFact.objects.due(today).order_by()
    total = all_due.annotate(one=Value(1)).values("one").annotate(total=Count("pk")).values("total")
    # The first are found by their keys: to sort whole listings takes half a second for 5,000.
    first = DueFact.objects.due(today).worst_first().values("pk")[:limit]
    facts: Any = DueFact.objects.filter(pk__in=first).worst_first().to_show()
    found = list(facts.annotate(total=Subquery(total)))
    return found, found[0].total if found else 0


def last_run() -> DailyRun | None:
    """Return the daily run that began last; None where none ever has."""
    return DailyRun.objects.last_run()
