"""What programs that copy the directory are told: at which data revision each service last changed.

A change to one part of the data moves many services that say the same as before. So what is told of
a service has a digest, and only another digest moves it to the end of the changes.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, Final
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from resources.models.constraints import matches
from resources.models.due import chunks
from resources.models.revision import DataRevision
from resources.models.service import Service

Digests = Callable[[Sequence[UUID]], Mapping[UUID, str]]
UNTOLD: Final = "0" * 64


class ChangeManager(models.Manager["Change"]):
    """The methods of the table of changes."""

    # What is told stands in a higher layer; `AppConfig.ready()` names it.
    digests: ClassVar[Digests]

    def note(self, services: Sequence[UUID], revision: int) -> int:
        """Move those services to a revision of which something else is told now; return how many.

        Call it at the end of the transaction of the change. One that was never public has nothing
        to tell.
        """
        moved = 0
        for some in chunks(services):
            known = dict(self.filter(pk__in=some).values_list("pk", "digest"))
            told = type(self).digests(some)
            rows = [
                self.model(pk=key, revision=revision, digest=digest)
                for key, digest in told.items()
                if known.get(key) != digest
            ]
            self.bulk_create(
                rows,
                update_conflicts=True,
                unique_fields=["id"],
                update_fields=["revision", "digest"],
            )
            moved += len(rows)
        return moved

    @transaction.atomic
    def settle(self) -> int:
        """Tell what nobody has told, such as a field that a new release adds; return how many.

        What writers do is told by `publish_revision` in their own transaction.
        """
        DataRevision.objects.hold()
        keys = list(Service.objects.order_by("pk").values_list("pk", flat=True))
        moved = self.note(keys, DataRevision.objects.current() + 1)
        if moved:
            DataRevision.objects.bump()
        return moved

    def begin_again(self) -> None:
        """Let everything be told once more, after any revision that was ever told.

        For a backup that is restored: copies may have gone further than it had. Call it in the
        transaction that then publishes all services.
        """
        self.update(digest=UNTOLD)
        DataRevision.objects.leap()

    def after(self, revision: int, key: UUID | None) -> "models.QuerySet[Change]":
        """Return what changed after a place in the order of all changes, the oldest first."""
        later = models.Q(revision__gt=revision)
        if key is not None:
            later |= models.Q(revision=revision, pk__gt=key)
        return self.filter(later).order_by("revision", "pk")


class Change(models.Model):
    """The last change of one service that is public, or was once. `id` is that of the service.

    It is kept for ever, so that whoever comes back after years learns of every removal.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    revision = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)

    objects = ChangeManager()

    class Meta:
        ordering = ("revision", "id")
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        indexes = [models.Index(fields=("revision", "id"), name="resources_change_in_order")]
        constraints = [matches("digest", "[0-9a-f]{64}", "a digest has 64 signs.")]

    def __str__(self) -> str:
        return f"{self.pk} at {self.revision}"
