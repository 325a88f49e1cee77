"""Whole listings as they were: who wrote which version, when, why, and from which one."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from resources.choices import SnapshotWriter
from resources.models.constraints import one_of
from resources.models.workflow import AppendOnly, AppendOnlyQuerySet


class SnapshotQuerySet(AppendOnlyQuerySet):
    """The queries about versions of listings."""

    def latest_of(self, services: Iterable[Any]) -> "SnapshotQuerySet":
        """Return the last version of each of some listings."""
        newer = Snapshot.objects.filter(
            service=OuterRef("service"), version__gt=OuterRef("version")
        )
        latest: SnapshotQuerySet = self.filter(~Exists(newer), service__in=services)
        return latest


class Snapshot(AppendOnly):
    """One version of a listing: all of it, as a line of a listings file has it.

    `organization` is the one that ran it, as it was then. The state (draft, published) is not part
    of it: reviews tell that. `base_version` is the version that the writer had before them.
    `places` are those that it names, so that all that tell of a place are found when it is hidden.
    `actor` is empty where no person wrote it: a loaded file, or what was found to have been changed
    without a trace.
    """

    service = models.ForeignKey("Service", on_delete=models.PROTECT, related_name="snapshots")
    version = models.PositiveIntegerField()
    base_version = models.PositiveIntegerField(null=True, blank=True)
    content = models.JSONField()
    organization = models.JSONField()
    places: Any = models.ManyToManyField(
        "Location", through="SnapshotPlace", related_name="snapshots"
    )
    writer = models.CharField(max_length=10, choices=SnapshotWriter)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="snapshots",
    )
    at = models.DateTimeField()
    reason = models.CharField(max_length=500, blank=True)

    # The plugin takes the manager of an abstract model for one of its class alone.
    objects = SnapshotQuerySet.as_manager()  # type: ignore[misc]  # the stubs cannot see the rows of a made manager

    class Meta:
        ordering = ("-at", "-version", "-id")
        verbose_name = _("version of a listing")
        verbose_name_plural = _("versions of listings")
        constraints = [
            one_of("writer", SnapshotWriter),
            models.UniqueConstraint(
                fields=("service", "version"), name="resources_snapshot_version_once"
            ),
            models.CheckConstraint(
                condition=Q(version__gte=1)
                & (Q(base_version__isnull=True) | Q(base_version__lt=F("version"))),
                name="resources_snapshot_versions_in_order",
                violation_error_message="base_version: this comes before the version itself.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_id}, version {self.version}"


class SnapshotPlace(models.Model):
    """That a version names a place.

    It outlives the row of the place: a place is made anew by each file that is loaded, or deleted,
    and what was written of it has to be found all the same.
    """

    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE)
    location = models.ForeignKey("Location", on_delete=models.DO_NOTHING, db_constraint=False)

    class Meta:
        db_table = "resources_snapshot_places"
        verbose_name = _("place of a version")
        verbose_name_plural = _("places of versions")
        unique_together = (("snapshot", "location"),)

    def __str__(self) -> str:
        return f"{self.location_id}"
