"""The service: what a person looks for, and the words by which it is found.

Public code starts from `Service.objects.published()`.
"""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from resources.choices import (
    Channel,
    KnownAnswer,
    Publication,
    ReferralRoutes,
    ReferralStatus,
    RegionLevel,
    ServiceCost,
    ServiceStatus,
)
from resources.codes import CODE_LENGTH, CODE_PATTERN, new_code
from resources.models.constraints import at_most, matches, not_blank, one_of
from resources.models.contact import ContactRoute
from resources.models.loaded import LoadedFromListings
from resources.models.location import ServiceAtLocation
from resources.models.organization import Organization
from resources.models.region import Area, ServiceArea, touching
from resources.models.taxonomy import TaxonomyTerm
from resources.models.verification import Verification

OLDEST = 120
LANGUAGES_PATTERN = r"^$|^[a-z]{2,3}(,[a-z]{2,3})*$"


class KeepListingsError(Exception):
    """Somebody tried to delete a service. Listings are withdrawn, so that addresses stay taken."""


class ServiceQuerySet(models.QuerySet["Service"]):
    """The words by which services are asked for."""

    def published(self) -> Self:
        """Services that the public may see: published, and not run by a broker.

        Every public page, API answer and export starts here.
        """
        return self.filter(publication=Publication.PUBLISHED, organization__is_broker=False)

    def serving(self, regions: Sequence[Area]) -> Self:
        """Services for people in any of the regions.

        A UK-wide line serves Rotherham; a Rotherham service is found from Yorkshire and the Humber.
        """
        areas = ServiceArea.objects.filter(touching(regions, "region__"), service=OuterRef("pk"))
        return self.filter(models.Exists(areas))

    def with_any_term(self, terms: Iterable[TaxonomyTerm]) -> Self:
        """Services that carry one of the terms, or a term below one of them."""
        ids = [term.pk for term in terms]
        carried = Service.terms.through.objects.filter(
            Q(taxonomyterm__in=ids) | Q(taxonomyterm__parent__in=ids), service=OuterRef("pk")
        )
        return self.filter(models.Exists(carried))

    def nationwide(self) -> Self:
        """Services for everyone in the whole country, wherever they are."""
        return self.filter(areas__region__level=RegionLevel.COUNTRY, areas__is_partial=False)

    def welcoming(self, audience: str) -> Self:
        """Services for an audience, by the slug of its term."""
        return self.filter(terms__slug=audience)

    def to_talk_to(self) -> Self:
        """Services that listen: of the emotional branch, and not for addiction alone.

        A line where crimes are reported, or drinking is the subject, is open all night too; it is
        not what a person who needs to talk about abuse should meet first.
        """
        carried = Service.terms.through.objects.filter(service=OuterRef("pk"))
        listens = carried.filter(taxonomyterm__parent__slug="emotional")
        on_more = carried.filter(taxonomyterm__taxonomy__slug="topic").exclude(
            taxonomyterm__slug="addiction"
        )
        return self.filter(models.Exists(listens), models.Exists(on_more))

    def for_deaf_people_or_in_languages(self) -> Self:
        """Services for deaf people, in a named language, or with interpreters."""
        ours = self.model.objects.welcoming("deaf").values("pk")
        return self.filter(Q(pk__in=ours) | Q(interpreter=KnownAnswer.YES) | ~Q(languages=""))

    def nearest_first(self, regions: Sequence[Area] = ()) -> Self:
        """Order: most local first, then regional, then national; then by name.

        Without a region nothing is local, so what serves most people comes first. `reach` is the
        depth (0 country ... 3 district) of the area by which a service was placed.
        """
        areas = ServiceArea.objects.filter(service=OuterRef("pk")).order_by()
        if regions:
            nearest = areas.filter(touching(regions, "region__")).order_by("-region__depth")
            order = F("reach").desc(nulls_last=True)
        else:
            nearest = areas.order_by("region__depth")
            order = F("reach").asc(nulls_last=True)
        reach = Subquery(nearest.values("region__depth")[:1])
        return self.annotate(reach=reach).order_by(order, Lower("name"), "id")

    def for_listing(self) -> Self:
        """With everything a card shows, in a fixed number of queries: one, and four for its parts.

        `last_checked` is the date of the newest source that states a way to talk, write or go. A
        web address counts only where there is no other way: that a site was seen says nothing about
        the number that a person will dial.
        """
        direct = ContactRoute.objects.direct().filter(service=OuterRef("service"))
        newest = (
            Verification.objects.of_contacts()
            .filter(
                ~Q(contact_route__channel=Channel.WEBSITE) | ~models.Exists(direct),
                service=OuterRef("pk"),
                checked_on__isnull=False,
            )
            .order_by("-checked_on")
        )
        return (
            self.select_related("organization")
            .prefetch_related(
                "contacts",
                "schedules",
                Prefetch("terms", TaxonomyTerm.objects.select_related("taxonomy")),
                Prefetch("areas", ServiceArea.objects.select_related("region")),
            )
            .annotate(
                last_checked=Subquery(newest.values("checked_on")[:1]),
                last_checked_precision=Subquery(newest.values("precision")[:1]),
                is_confirmed=models.Exists(
                    Verification.objects.confirming().filter(service=OuterRef("pk"))
                ),
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


class Service(LoadedFromListings):
    """One service of one organisation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=CODE_LENGTH, unique=True, default=new_code, editable=False)
    slug = models.SlugField(max_length=80, unique=True, help_text=_("Never used again."))
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="services"
    )
    name = models.CharField(max_length=200)
    alternate_name = models.CharField(max_length=200, blank=True)
    summary = models.CharField(max_length=240)
    description = models.TextField(blank=True)
    url = models.URLField(max_length=300, blank=True)

    status = models.CharField(max_length=20, choices=ServiceStatus, default=ServiceStatus.ACTIVE)
    publication = models.CharField(
        max_length=10, choices=Publication, default=Publication.DRAFT, editable=False
    )

    minimum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    maximum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    eligibility_description = models.TextField(_("who it is for"), blank=True)
    excludes_description = models.TextField(_("who it is not for"), blank=True)
    what_happens_next = models.TextField(blank=True)
    confidentiality = models.TextField(blank=True, help_text=_("What they must pass on."))

    cost = models.CharField(max_length=10, choices=ServiceCost, default=ServiceCost.NOT_KNOWN)
    fees_description = models.TextField(blank=True)
    referral_routes = models.CharField(
        max_length=20, choices=ReferralRoutes, default=ReferralRoutes.NOT_KNOWN
    )
    referral_status = models.CharField(
        max_length=12, choices=ReferralStatus, default=ReferralStatus.NOT_KNOWN
    )
    referral_status_as_of = models.DateField(null=True, blank=True)

    alert = models.CharField(max_length=300, blank=True)
    alert_until = models.DateField(null=True, blank=True)

    languages = models.CharField(
        max_length=120, blank=True, help_text=_("Language codes: en,cy,bfi")
    )
    interpreter = models.CharField(
        max_length=10, choices=KnownAnswer, default=KnownAnswer.NOT_KNOWN
    )
    accessibility_description = models.TextField(blank=True)
    easy_read_url = models.URLField(max_length=300, blank=True)
    bsl_url = models.URLField(max_length=300, blank=True)
    coverage_description = models.CharField(
        max_length=300, blank=True, help_text=_("The area in the source's own words.")
    )

    terms = models.ManyToManyField(TaxonomyTerm, related_name="services", blank=True)

    hold_reason = models.CharField(
        max_length=300, blank=True, help_text=_("Internal: what keeps it a draft.")
    )
    curator_note = models.TextField(blank=True, help_text=_("Internal: never shown."))

    objects = ServiceQuerySet.as_manager()

    # Set by `for_listing()`: the newest date on which a way of contact was checked.
    last_checked: date | None
    last_checked_precision: str | None
    is_confirmed: bool
    # Set by `nearest_first()`: the depth of the area by which the service was placed.
    reach: int | None

    class Meta:
        ordering = ("name", "id")
        verbose_name = _("service")
        verbose_name_plural = _("services")
        indexes = [
            models.Index(fields=("publication", "name"), name="resources_service_published"),
        ]
        constraints = [
            not_blank("name"),
            at_most("summary", 240),
            matches("code", CODE_PATTERN, "six characters of the code alphabet."),
            matches("languages", LANGUAGES_PATTERN, "language codes with commas: en,cy,bfi."),
            one_of("status", ServiceStatus),
            one_of("publication", Publication),
            one_of("cost", ServiceCost),
            one_of("referral_routes", ReferralRoutes),
            one_of("referral_status", ReferralStatus),
            one_of("interpreter", KnownAnswer),
            models.CheckConstraint(
                condition=Q(minimum_age__isnull=True)
                | Q(maximum_age__isnull=True)
                | Q(minimum_age__lte=F("maximum_age")),
                name="resources_service_ages_in_order",
                violation_error_message="maximum_age: this may not be below minimum_age.",
            ),
            models.CheckConstraint(
                condition=(Q(minimum_age__isnull=True) | Q(minimum_age__lte=OLDEST))
                & (Q(maximum_age__isnull=True) | Q(maximum_age__lte=OLDEST)),
                name="resources_service_ages_human",
                violation_error_message="minimum_age, maximum_age: at most 120 years.",
            ),
            models.CheckConstraint(
                condition=Q(alert_until__isnull=True) | ~Q(alert=""),
                name="resources_service_alert_has_words",
                violation_error_message="alert: an end date needs the words it ends.",
            ),
            models.CheckConstraint(
                condition=Q(referral_status=ReferralStatus.NOT_KNOWN)
                | Q(referral_status_as_of__isnull=False),
                name="resources_service_referral_status_dated",
                violation_error_message="referral_status_as_of: a waiting time needs its date.",
            ),
            models.CheckConstraint(
                condition=~Q(publication=Publication.PUBLISHED)
                | (
                    Q(status__in=(ServiceStatus.ACTIVE, ServiceStatus.TEMPORARILY_CLOSED))
                    & ~Q(summary="")
                    & Q(hold_reason="")
                ),
                name="resources_service_published_is_ready",
                violation_error_message=(
                    "A published service runs, has a summary, and nothing holds it back."
                ),
            ),
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    def get_absolute_url(self) -> str:
        """Return the neutral address of the page."""
        return f"/services/{self.code}/"

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse: withdraw instead, so that ids, codes and slugs are never given again."""
        raise KeepListingsError("Services are withdrawn, not deleted.")

    @property
    def language_codes(self) -> list[str]:
        """The languages in which the service is given, as codes; empty when not known."""
        return [code for code in self.languages.split(",") if code]
