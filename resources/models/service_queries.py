"""The words by which services are asked for: every question of a page, the API or an export.

Public code starts from `Service.objects.published()`.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, Self

from django.db import models
from django.db.models import F, OuterRef, Prefetch, Q, Subquery, Value
from django.db.models.functions import Coalesce, Lower

from resources.choices import (
    Channel,
    Publication,
    RegionLevel,
    TombstoneReason,
)
from resources.models.contact import ContactRoute
from resources.models.distances import miles_from
from resources.models.location import ServiceAtLocation
from resources.models.region import Area, ServiceArea, touching
from resources.models.schedule import Schedule
from resources.models.service_facts import FactWords
from resources.models.taxonomy import ADULTS, NOT_ADULTS, TaxonomyTerm
from resources.models.verification import Verification
from resources.models.workflow import Review, Tombstone
from resources.regions import Point

if TYPE_CHECKING:
    from resources.models.collection import Collection
    from resources.models.search_document import Search
    from resources.models.service import Service

    Services = models.QuerySet[Service]
else:
    # The module of services imports this one.
    Services = models.QuerySet

# What the public may see.
PUBLIC: Final = Q(publication=Publication.PUBLISHED, organization__is_broker=False)


class KeepListingsError(Exception):
    """Somebody tried to delete a service. Listings are withdrawn, so that addresses stay taken."""


class ServiceQuerySet(FactWords, Services):
    """The words by which services are asked for."""

    @property
    def _carried(self) -> models.QuerySet[Any]:
        """Which service carries which term."""
        through: Any = self.model.terms.through
        rows: models.QuerySet[Any] = through.objects.all()
        return rows

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

    def serving(self, regions: Sequence[Area]) -> Self:
        """Services for people in any of the regions.

        A UK-wide line serves Rotherham; a Rotherham service is found from Yorkshire and the Humber.
        """
        areas = ServiceArea.objects.filter(touching(regions, "region__"), service=OuterRef("pk"))
        return self.filter(models.Exists(areas))

    def with_any_term(self, terms: Iterable[TaxonomyTerm]) -> Self:
        """Services that carry one of the terms, or a term below one of them."""
        ids = [term.pk for term in terms]
        carried = self._carried.filter(
            Q(taxonomyterm__in=ids) | Q(taxonomyterm__parent__in=ids), service=OuterRef("pk")
        )
        return self.filter(models.Exists(carried))

    def open_to(self, audiences: Iterable[TaxonomyTerm]) -> Self:
        """Services that people of one of the audiences can use: for them, or for everyone.

        What is for adults is for all but children and young people.
        """
        asked = list(audiences)
        wide = {"everyone"} if {one.slug for one in asked} <= NOT_ADULTS else {"everyone", ADULTS}
        carried = self._carried.filter(
            Q(taxonomyterm__in=[one.pk for one in asked]) | Q(taxonomyterm__slug__in=wide),
            service=OuterRef("pk"),
        )
        return self.filter(models.Exists(carried))

    def nationwide(self) -> Self:
        """Services for everyone in the whole country, wherever they are."""
        whole = ServiceArea.objects.filter(
            region__level=RegionLevel.COUNTRY, is_partial=False, service=OuterRef("pk")
        )
        return self.filter(models.Exists(whole))

    def welcoming(self, audience: str) -> Self:
        """Services for an audience, by the slug of its term."""
        return self.filter(terms__slug=audience)

    def to_talk_to(self) -> Self:
        """Services that listen: of the emotional branch, and not for addiction alone.

        A line where crimes are reported, or drinking is the subject, is open all night too; it is
        not what a person who needs to talk about abuse should meet first.
        """
        carried = self._carried.filter(service=OuterRef("pk"))
        listens = carried.filter(taxonomyterm__parent__slug="emotional")
        on_more = carried.filter(taxonomyterm__taxonomy__slug="topic").exclude(
            taxonomyterm__slug="addiction"
        )
        return self.filter(models.Exists(listens), models.Exists(on_more))

    def open_at(self, moment: datetime) -> Self:
        """Services of which some way of contact, or a place, is known to be open at a moment."""
        running = Schedule.objects.running_at(moment).filter(service=OuterRef("pk"))
        return self.filter(models.Exists(running))

    def matching(self, search: "Search") -> Self:
        """Services that are found by words, with `relevance`: 0 fits best."""
        return search.ordered(self)

    def with_miles_from(self, point: Point) -> Self:
        """With `miles`: how far its nearest public place is from a point; None without one."""
        return self.annotate(miles=miles_from(point))

    def nearest_first(self, regions: Sequence[Area] = ()) -> Self:
        """Order: most local first, then regional, then national; then by name."""
        return self.in_order(regions)

    def in_order(
        self,
        regions: Sequence[Area] = (),
        *,
        by_fit: bool = False,
        moment: datetime | None = None,
        near: Point | None = None,
    ) -> Self:
        """Order: what fits the words best; the nearest; the most local; open now; the name.

        Only with `near` does distance matter: what has no public place comes after what has one.

        Without a region nothing is local, so what serves most people comes first. `reach` is the
        depth (0 country ... 3 district) of the area by which a service was placed. Without a moment
        it does not matter what is open, so that a list without a question stays as it is while
        somebody copies it page by page.
        """
        areas = ServiceArea.objects.filter(service=OuterRef("pk")).order_by()
        if regions:
            nearest = areas.filter(touching(regions, "region__")).order_by("-region__depth")
            order = F("reach").desc(nulls_last=True)
        else:
            nearest = areas.order_by("region__depth")
            order = F("reach").asc(nulls_last=True)
        reach = Subquery(nearest.values("region__depth")[:1])
        rows = self.annotate(reach=reach)
        keys: list[Any] = ["relevance"] if by_fit else []
        if near is not None:
            rows = rows.with_miles_from(near)
            keys.append(F("miles").asc(nulls_last=True))
        keys.append(order)
        if moment is not None:
            running = Schedule.objects.running_at(moment).filter(service=OuterRef("pk"))
            rows = rows.annotate(is_open_now=models.Exists(running))
            keys.append("-is_open_now")
        return rows.order_by(*keys, Lower("name"), "id")

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
