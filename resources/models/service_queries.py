"""What protects and fetches services: who may see which, and what a page needs of them.

Public code starts from `Service.objects.published()`; which services a question finds is decided
in `resources.search`.
"""

from typing import TYPE_CHECKING, Any, Final, Self

from django.db import models
from django.db.models import F, OuterRef, Prefetch, Q, Subquery, Value
from django.db.models.functions import Coalesce, Lower

from resources.choices import Channel, Publication, TombstoneReason
from resources.models.contact import ContactRoute
from resources.models.location import ServiceAtLocation
from resources.models.region import ServiceArea
from resources.models.taxonomy import TaxonomyTerm
from resources.models.verification import Verification
from resources.models.workflow import Review, Tombstone

if TYPE_CHECKING:
    from resources.models.collection import Collection
    from resources.models.service import Service

    Services = models.QuerySet[Service]
else:
    # The module of services imports this one.
    Services = models.QuerySet

# What the public may see.
PUBLIC: Final = Q(publication=Publication.PUBLISHED, organization__is_broker=False)


class KeepListingsError(Exception):
    """Somebody tried to delete a service. Listings are withdrawn, so that addresses stay taken."""


class ServiceQuerySet(Services):
    """Reads services."""

    def published(self) -> Self:
        """Services that the public may see: published, and not run by a broker.

        Every public page, API answer and export starts here.
        """
        return self.filter(PUBLIC)

    def removed(self) -> "models.QuerySet[Any, dict[str, Any]]":
        """What the public once saw and may not see now, told without a name: the oldest first.

        Each is a dictionary of `id`, `reason` (a `TombstoneReason`), `removed_at` and `merged_into`
        (an id, or None). What was recalled has the reason and the time of its tombstone. What was
        only withdrawn, for a day or for good, has "withdrawn" and the time at which it last left
        the public; it stands here no longer once it is published again.
        """
        left = (
            Review.objects.filter(service=OuterRef("pk"), from_publication=Publication.PUBLISHED)
            .exclude(to_publication=Publication.PUBLISHED)
            .order_by("-at", "-id")
        )
        stones = Tombstone.objects.filter(pk=OuterRef("pk"))
        gone = self.exclude(PUBLIC).annotate(left_at=Subquery(left.values("at")[:1]))
        told = gone.filter(left_at__isnull=False).annotate(
            removed_at=Coalesce(Subquery(stones.values("at")[:1]), "left_at"),
            reason=Coalesce(
                Subquery(stones.values("reason")[:1]), Value(TombstoneReason.WITHDRAWN.value)
            ),
            merged_into=Subquery(stones.values("merged_into")[:1]),
        )
        rows: models.QuerySet[Any, Any] = told.order_by("removed_at", "id")
        return rows.values("id", "reason", "removed_at", "merged_into")

    def by_name(self) -> Self:
        """Order by name, in any case of letters."""
        return self.order_by(Lower("name"), "id")

    def in_collection(self, collection: "Collection") -> Self:
        """Services of a list made for a post, in its own order, each with its `note` there."""
        entries = self.filter(collection_entries__collection=collection)
        noted = entries.annotate(note=F("collection_entries__note"))
        return noted.order_by("collection_entries__position", "id")

    def for_listing(self) -> Self:
        """With everything a card shows, in a fixed number of queries: one, and four for its parts.

        `last_checked` is the date of the newest source that states a way to talk, write or go. A
        web address counts only where there is no other way: that a site was seen says nothing about
        the number that a person will dial.
        """
        direct = ContactRoute.objects.direct().filter(service=OuterRef("service"))
        checks = (
            Verification.objects.of_contacts()
            .filter(
                ~Q(contact_route__channel=Channel.WEBSITE) | ~models.Exists(direct),
                service=OuterRef("pk"),
                checked_on__isnull=False,
            )
            .order_by("-checked_on", "id")
        )
        confirmations = checks.confirming()
        return (
            self.select_related("organization")
            .prefetch_related(
                "contacts",
                "schedules",
                Prefetch("terms", TaxonomyTerm.objects.to_show()),
                Prefetch("areas", ServiceArea.objects.select_related("region")),
            )
            .annotate(
                last_checked=Subquery(checks.values("checked_on")[:1]),
                last_checked_precision=Subquery(checks.values("precision")[:1]),
                confirmed_on=Subquery(confirmations.values("checked_on")[:1]),
            )
        )

    def for_detail(self) -> Self:
        """With everything a page about one service shows, in a fixed number of queries."""
        return self.for_listing().prefetch_related(
            Prefetch(
                "service_at_locations",
                ServiceAtLocation.objects.select_related("location__region"),
            ),
            "verifications",
        )

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse: withdraw instead, so that ids, codes and slugs are never given again."""
        raise KeepListingsError("Services are withdrawn, not deleted.")
