"""What programs that copy the directory are told: at which data revision each service last changed.

A change to one part of the data moves many services that say the same as before. So what is told of
a service has a digest, and only another digest moves it to the end of the changes. The record alone
has a digest too, and only another one of that is a new `last_modified`.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import ClassVar, Final, NamedTuple
from uuid import UUID

from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from resources.models.constraints import matches
from resources.models.revision import DataRevision


class Told(NamedTuple):
    """Digests of what is told of a service, each of 64 hexadecimal signs.

    `record` is that of its record in every form, or of its removal, without the time of its last
    change; `digest` is that of the record and of what the service answers of each filter.
    """

    digest: str
    record: str


Digests = Callable[[Sequence[UUID]], Mapping[UUID, Told]]
UNTOLD: Final = "0" * 64
# Of a row that a version wrote which kept no digest of the record.
UNKNOWN: Final = ""


class ChangeManager(models.Manager["Change"]):
    """The methods of the table of changes."""

    # What is told stands in a higher layer; `AppConfig.ready()` names it.
    digests: ClassVar[Digests]

    def note(self, services: Sequence[UUID], revision: int) -> list[UUID]:
        """Move those services to a revision of which something else is told now; return their ids.

        Those whose record has changed get the time of now. Call it at the end of the transaction
        of the change, with some hundred at once (`chunks`). One that was never public has nothing
        to tell.
        """
        known = self.in_bulk(services)
        now = timezone.now()
        rows = [
            self.model(
                pk=key,
                revision=revision,
                digest=told.digest,
                record_digest=told.record,
                changed_at=_changed_at(known.get(key), told, now),
            )
            for key, told in type(self).digests(services).items()
            if key not in known or known[key].digest != told.digest
        ]
        self.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["revision", "digest", "record_digest", "changed_at"],
        )
        return [row.pk for row in rows]

    def are_behind(self) -> bool:
        """Tell whether an older version was the last to note some of them, or none are there."""
        return self.filter(record_digest=UNKNOWN).exists() or not self.exists()

    def learn(self, services: Sequence[UUID]) -> None:
        """Keep what the records say now of which no digest is known: the times stay as they are."""
        unknown = self.filter(pk__in=services, record_digest=UNKNOWN).values_list("pk", flat=True)
        if keys := list(unknown):
            told = type(self).digests(keys)
            rows = [self.model(pk=key, record_digest=one.record) for key, one in told.items()]
            self.bulk_update(rows, ["record_digest"])

    def begin_again(self) -> None:
        """Let everything be told once more, after any revision that was ever told.

        For a backup that is restored: copies may have gone further than it had, also those that
        ask for what has changed since a time. Call it in the transaction that then publishes all
        services.
        """
        self.update(digest=UNTOLD, record_digest=UNTOLD)
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
    record_digest = models.CharField(max_length=64, blank=True, default=UNKNOWN, db_default=UNKNOWN)
    # When the record got these bytes. None of a row that a version wrote which kept no times.
    changed_at = models.DateTimeField(null=True, blank=True)

    objects = ChangeManager()

    class Meta:
        ordering = ("revision", "id")
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        indexes = [models.Index(fields=("revision", "id"), name="resources_change_in_order")]
        constraints = [
            matches("digest", "[0-9a-f]{64}", "a digest has 64 signs."),
            matches("record_digest", "([0-9a-f]{64})?", "a digest has 64 signs."),
        ]

    def __str__(self) -> str:
        return f"{self.pk} at {self.revision}"


def _changed_at(last: Change | None, told: Told, now: datetime) -> datetime | None:
    return last.changed_at if last and last.record_digest == told.record else now


def record_changed_at() -> Coalesce:
    """Return when the public record of a service of a query last changed, whatever part of it.

    What no version has noted that keeps these times has that of its row, or of its organisation's.
    """
    noted = Change.objects.filter(pk=OuterRef("pk")).values("changed_at")[:1]
    return Coalesce(Subquery(noted), Greatest("last_modified", "organization__last_modified"))
