"""What the watch of providers' pages knows: pages, what it found, and when it went round."""

from typing import Any, Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from resources.choices import WatchOutcome, WatchState
from resources.models.constraints import not_blank, one_of

LONGEST_WORDS: Final = 300


class WatchedPage(models.Model):
    """A page of a provider, as it was when it was looked at last.

    It belongs to the first service, or else the organisation, that links to it. `numbers_seen` and
    `numbers_gone` hold digests that only this copy of the directory can make: no number.
    """

    address = models.CharField(max_length=300, unique=True)
    service = models.ForeignKey(
        "Service", on_delete=models.PROTECT, null=True, blank=True, related_name="watched_pages"
    )
    organization = models.ForeignKey(
        "Organization",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="watched_pages",
    )
    state = models.CharField(max_length=12, choices=WatchState)
    since = models.DateField(help_text=_("The day on which it was found so first."))
    looked_at = models.DateTimeField(_("last looked at"))
    told = models.CharField(
        max_length=LONGEST_WORDS,
        blank=True,
        editable=False,
        help_text=_("The finding for which a task was opened last; empty once all was well."),
    )
    numbers_seen: Any = models.JSONField(default=list, blank=True, editable=False)
    numbers_gone: Any = models.JSONField(default=list, blank=True, editable=False)

    class Meta:
        ordering = ("address",)
        verbose_name = _("watched page")
        verbose_name_plural = _("watched pages")
        constraints = [
            not_blank("address"),
            one_of("state", WatchState),
            models.CheckConstraint(
                condition=Q(service__isnull=False, organization__isnull=True)
                | Q(service__isnull=True, organization__isnull=False),
                name="resources_watchedpage_one_owner",
                violation_error_message="service, organization: exactly one of them.",
            ),
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def owner(self) -> Any:
        """The service or the organisation."""
        return self.service or self.organization


class WatchTask(models.Model):
    """That somebody has to look at a page, and what came of it. It never changes a listing."""

    page = models.ForeignKey(WatchedPage, on_delete=models.CASCADE, related_name="tasks")
    kind = models.CharField(max_length=12, choices=WatchState)
    found = models.CharField(max_length=LONGEST_WORDS, blank=True)
    opened_at = models.DateTimeField()
    outcome = models.CharField(
        _("what came of it"), max_length=14, choices=WatchOutcome, blank=True, default=""
    )
    words = models.CharField(max_length=LONGEST_WORDS, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="watch_tasks_closed",
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("opened_at", "id")
        verbose_name = _("task of the watch")
        verbose_name_plural = _("tasks of the watch")
        constraints = [
            one_of("kind", WatchState),
            models.UniqueConstraint(
                fields=("page", "kind"),
                condition=Q(outcome=""),
                name="resources_watchtask_open_once",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", closed_by__isnull=True, closed_at__isnull=True)
                | Q(
                    outcome__in=WatchOutcome.values,
                    closed_by__isnull=False,
                    closed_at__isnull=False,
                ),
                name="resources_watchtask_closed_by_someone",
                violation_error_message="outcome: one of the list, with a person and a time.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.page}"


class WatchRun(models.Model):
    """One round of the watch. It holds `place` while it goes on, which only one can have.

    `beat_at` is when it was last heard of: a run that died loses its place.
    """

    started_at = models.DateTimeField()
    beat_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    is_complete = models.BooleanField(default=False)
    page_count = models.PositiveIntegerField(default=0)
    task_count = models.PositiveIntegerField(default=0)
    place = models.PositiveIntegerField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        ordering = ("-started_at", "-id")
        verbose_name = _("run of the watch")
        verbose_name_plural = _("runs of the watch")
        constraints = [
            models.CheckConstraint(
                condition=Q(place__isnull=False, ended_at__isnull=True, is_complete=False)
                | Q(place__isnull=True, ended_at__isnull=False),
                name="resources_watchrun_place_while_it_runs",
                violation_error_message="place: only while it goes on.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"
