"""Recalls: who asked for one, who decided, and who took it back in time."""

from typing import Any, Final

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from resources.choices import Publication, TombstoneReason
from resources.models.constraints import one_of

# Nothing has moved yet: whoever asked may think better of it.
MERGE_ASKED: Final = Q(reason=TombstoneReason.MERGED_INTO, decided_by__isnull=True)


def _person(name: str) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name=f"recalls_{name}",
    )


class Recall(models.Model):
    """That a listing is to be withdrawn for good, or was.

    It waits while nobody has decided. `origin` is the state that the listing had before, `version`
    the number of what stood there then. One that was taken back, or turned down, has been undone.

    A merge is a recall that names the listing that is kept. `moved` is what went there with it, or
    was closed, for as long as it can be taken back.
    """

    service = models.ForeignKey("Service", on_delete=models.PROTECT, related_name="recalls")
    reason = models.CharField(max_length=20, choices=TombstoneReason)
    origin = models.CharField(max_length=10, choices=Publication)
    version = models.PositiveIntegerField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="recalls_asked"
    )
    asked_at = models.DateTimeField()
    merged_into = models.ForeignKey(
        "Service", on_delete=models.PROTECT, null=True, blank=True, related_name="merges"
    )
    moved = models.JSONField(default=dict, blank=True, editable=False)
    decided_by = _person("decided")
    decided_at = models.DateTimeField(null=True, blank=True)
    undone_by = _person("undone")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-asked_at", "-id")
        verbose_name = _("recall")
        verbose_name_plural = _("recalls")
        constraints = [
            one_of("reason", TombstoneReason),
            one_of("origin", Publication),
            models.UniqueConstraint(
                fields=("service",),
                condition=Q(undone_at__isnull=True),
                name="resources_recall_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True, decided_at__isnull=True)
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="resources_recall_decided_by_someone",
                violation_error_message="decided_by: a decision has a person and a time.",
            ),
            models.CheckConstraint(
                condition=Q(undone_by__isnull=True, undone_at__isnull=True)
                | (
                    Q(undone_by__isnull=False, undone_at__isnull=False)
                    & (~Q(undone_by=F("asked_by")) | MERGE_ASKED)
                    & (Q(decided_by__isnull=True) | ~Q(undone_by=F("decided_by")))
                ),
                name="resources_recall_undone_by_another",
                violation_error_message="undone_by: somebody else takes a recall back.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(reason=TombstoneReason.MERGED_INTO, merged_into__isnull=False)
                    & ~Q(merged_into=F("service"))
                )
                | (~Q(reason=TombstoneReason.MERGED_INTO) & Q(merged_into__isnull=True)),
                name="resources_recall_merged_into_another",
                violation_error_message="merged_into: another listing, for a merge and only then.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=TombstoneReason.MERGED_INTO)
                | Q(decided_by__isnull=True)
                | ~Q(decided_by=F("asked_by")),
                name="resources_recall_merge_takes_two",
                violation_error_message="decided_by: somebody else agrees to a merge.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service}: {self.get_reason_display()}"
