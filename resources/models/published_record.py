"""Which services the public may see, and at which data revision each last changed."""

from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from resources.models.change import Change
from resources.models.due import DueFact, chunks, lock_services
from resources.models.lapse import Lapse
from resources.models.revision import DataRevision
from resources.models.service import Service


class PublishedRecordManager(models.Manager["PublishedRecord"]):
    """Writes records; only `publish_revision` calls it."""

    def refresh(self, services: models.QuerySet[Service], revision: int) -> None:
        """Set the revision of those services that are public; the others lose their records."""
        concerned = services.order_by().values("pk")
        public = Service.objects.published().filter(pk__in=concerned)
        self.filter(service__in=concerned).exclude(service__in=public.values("pk")).delete()
        self.bulk_create(
            [
                self.model(service_id=key, revision=revision)
                for key in public.order_by("pk").values_list("pk", flat=True)
            ],
            batch_size=1_000,
            update_conflicts=True,
            unique_fields=["service"],
            update_fields=["revision"],
        )


class PublishedRecord(models.Model):
    """One public service, and the data revision of its last change.

    An index in memory reads what has a later revision than its own, and drops what is no longer
    here. A record is written in the transaction of the change itself.
    """

    service = models.OneToOneField(
        Service, on_delete=models.CASCADE, related_name="published_record"
    )
    revision = models.PositiveBigIntegerField(db_index=True)

    objects = PublishedRecordManager()

    class Meta:
        ordering = ("pk",)
        verbose_name = _("published record")
        verbose_name_plural = _("published records")

    def __str__(self) -> str:
        return f"{self.service_id} at {self.revision}"


@transaction.atomic
def publish_revision(services: models.QuerySet[Service]) -> int:
    """Record that some services changed, for everything built from them; return the new revision.

    Call it in the transaction that changed them, their organization, terms, areas, contacts, hours
    or places. Indexes in memory then read these services again with the next request. What is due
    to be checked follows, a check ends what its lack had begun, and who copies them learns of it.
    """
    keys = lock_services(services.order_by().values("pk"))
    revision = DataRevision.objects.bump()
    PublishedRecord.objects.refresh(services, revision)
    DueFact.objects.refresh(keys)
    for some in chunks(keys):
        Lapse.objects.settle(some)
        # Last: what is told of a service depends on all of that.
        Change.objects.note(some, revision)
    return revision


@transaction.atomic
def publish_untold() -> int:
    """Tell what nobody has told, such as a field that a new release adds; return of how many.

    What writers do is told by `publish_revision` in their own transaction. What a version noted
    that kept no digest of records moves in the changes, and not in its time.
    """
    DataRevision.objects.hold()
    revision = DataRevision.objects.current() + 1
    moved: list[UUID] = []
    for some in chunks(list(Service.objects.order_by("pk").values_list("pk", flat=True))):
        Change.objects.learn(some)
        moved += Change.objects.note(some, revision)
    if moved:
        DataRevision.objects.bump()
    for some in chunks(moved):
        # Rows that are kept in memory have another time now.
        PublishedRecord.objects.refresh(Service.objects.filter(pk__in=some), revision)
    return len(moved)
