"""The daily run: when it was, for how long, what it did, and what failed."""

from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class DailyRunManager(models.Manager["DailyRun"]):
    """Finds the run that tells whether the timer works."""

    def last_run(self) -> "DailyRun | None":
        """Return the run that began last, finished or not."""
        return self.order_by("-started_at", "-id").first()


class DailyRun(models.Model):
    """One run of `manage.py daily`.

    `counts` holds a number for each thing done. `failures` names the step and the kind of error,
    and never a value: an error's text may hold a number or an address.
    """

    started_at = models.DateTimeField(db_index=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    counts: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    failures: "models.JSONField[Any, Any]" = models.JSONField(default=list)

    objects = DailyRunManager()

    class Meta:
        ordering = ("-started_at", "-id")
        verbose_name = _("daily run")
        verbose_name_plural = _("daily runs")
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(finished_at__gte=F("started_at")),
                name="resources_dailyrun_in_order",
                violation_error_message="finished_at: a run ends after it has begun.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"

    @property
    def took(self) -> timedelta | None:
        """How long it took; None while it runs, or where it was broken off."""
        return self.finished_at - self.started_at if self.finished_at else None

    @property
    def is_whole(self) -> bool:
        """Whether it came to its end and no step failed."""
        return self.finished_at is not None and not self.failures
