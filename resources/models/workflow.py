"""What happened to listings: reviews and removals, only ever added to."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from resources.choices import Publication, TombstoneReason
from resources.models.constraints import one_of


class AppendOnlyError(Exception):
    """Somebody tried to change or delete a record that is only ever added to."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """A QuerySet that adds and reads."""

    def update(self, **kwargs: Any) -> int:
        raise AppendOnlyError(f"{self.model.__name__} rows are never changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError(f"{self.model.__name__} rows are never deleted.")


class AppendOnly(models.Model):
    """A row that is written once."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add a new row; refuse to change one."""
        if not self._state.adding:
            raise AppendOnlyError(f"{type(self).__name__} rows are never changed.")
        # Without this a new row under a taken id would quietly rewrite the old one.
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError(f"{type(self).__name__} rows are never deleted.")


class Review(AppendOnly):
    """One step of a listing: its person, its two states, the time and the reason.

    `actor` is empty for a step that no person took: loading the shipped listings.
    """

    service = models.ForeignKey("Service", on_delete=models.PROTECT, related_name="reviews")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reviews",
    )
    from_publication = models.CharField(max_length=10, choices=Publication)
    to_publication = models.CharField(max_length=10, choices=Publication)
    at = models.DateTimeField()
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("-at", "-id")
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        constraints = [
            one_of("from_publication", Publication),
            one_of("to_publication", Publication),
        ]

    def __str__(self) -> str:
        return f"{self.from_publication} to {self.to_publication}"


class Tombstone(AppendOnly):
    """That a listing was removed, and why: for people who copied it. No name and no address."""

    id = models.UUIDField(
        primary_key=True, editable=False, help_text=_("The id that the service had.")
    )
    reason = models.CharField(max_length=20, choices=TombstoneReason)
    at = models.DateTimeField()
    merged_into = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ("-at", "id")
        verbose_name = _("removed listing")
        verbose_name_plural = _("removed listings")
        constraints = [
            one_of("reason", TombstoneReason),
            models.CheckConstraint(
                condition=Q(reason=TombstoneReason.MERGED_INTO, merged_into__isnull=False)
                | (~Q(reason=TombstoneReason.MERGED_INTO) & Q(merged_into__isnull=True)),
                name="resources_tombstone_merged_into_whom",
                violation_error_message="merged_into: needed for a merger, and only then.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}"
