"""The service: what a person looks for, which ones the public may see, and what a page loads.

Public code starts from `Service.objects.published()`; which services a question finds is decided in
`resources.search`.
"""

import uuid
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any, Final, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, OuterRef, Prefetch, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from resources.choices import (
    Channel,
    DatePrecision,
    FactKind,
    HoldKind,
    KnownAnswer,
    Publication,
    ReferralRoutes,
    ReferralStatus,
    ServiceCost,
    ServiceStatus,
    TombstoneReason,
)
from resources.models.change import record_changed_at
from resources.models.contact import ContactRoute
from resources.models.importing import ImportedModel
from resources.models.lapse import unconfirmed_since
from resources.models.location import ServiceAtLocation
from resources.models.organization import Organization
from resources.models.region import ServiceArea
from resources.models.service_rules import SERVICE_CONSTRAINTS
from resources.models.suppression import named_texts, refuse_suppressed
from resources.models.taxonomy import TaxonomyTerm
from resources.models.verification import Verification, is_old
from resources.models.workflow import Review, Tombstone
from resources.validators import CODE_LENGTH, new_code

NAMES: Final = ("name", "alternate_name")
LINKS: Final = ("url", "easy_read_url", "bsl_url")


def _answer(question: Any) -> models.CharField[str, str]:
    """A yes-or-no fact: its answer starts as not known, also for writers of an older version."""
    return models.CharField(
        question,
        max_length=10,
        choices=KnownAnswer,
        default=KnownAnswer.NOT_KNOWN,
        db_default=KnownAnswer.NOT_KNOWN.value,
    )


# What the public may see.
PUBLIC: Final = Q(publication=Publication.PUBLISHED, organization__is_broker=False)


def _unless(found: models.QuerySet[Any], first: models.QuerySet[Any, Any]) -> Case:
    """Return the first value of a query about each row, or NULL where another finds something."""
    return Case(When(models.Exists(found), then=None), default=Subquery(first[:1]))


@lru_cache(maxsize=1)
def _checks() -> Mapping[str, Any]:
    """Return what `with_checks` reckons: to put it together takes longer than to ask it."""
    own = ContactRoute.objects.filter(service=OuterRef("service"))
    is_told = ~Q(channel=Channel.WEBSITE) | ~models.Exists(own.direct())
    of_route = Verification.objects.of_contacts().filter(contact_route=OuterRef("pk"))
    unchecked = ContactRoute.objects.filter(
        is_told, ~models.Exists(of_route), service=OuterRef("pk")
    )
    checks = (
        Verification.objects.of_contacts()
        .filter(
            ~Q(contact_route__channel=Channel.WEBSITE) | ~models.Exists(own.direct()),
            service=OuterRef("pk"),
        )
        .order_by(F("checked_on").desc(nulls_last=True), "id")
    )
    return {
        "last_checked": _unless(unchecked, checks.values("checked_on")),
        "last_checked_precision": _unless(unchecked, checks.values("precision")),
        "confirmed_on": _unless(unchecked, checks.confirming().values("checked_on")),
        "unconfirmed_since": unconfirmed_since("pk"),
    }


class KeepListingsError(Exception):
    """Somebody tried to delete a service. Listings are withdrawn, so that addresses stay taken."""


class ServiceQuerySet(models.QuerySet["Service"]):
    """The queries about services."""

    def published(self) -> Self:
        """Services that the public may see: published, and not run by a broker.

        Every public page, API answer and export starts here.
        """
        return self.filter(PUBLIC)

    def removed(self) -> "models.QuerySet[Any, dict[str, Any]]":
        """What the public once saw and may not see now, without a name: the oldest first.

        Each is a dictionary of `id`, `reason` (a `TombstoneReason`), `removed_at` and `merged_into`
        (an id, or None). What was recalled has the reason and the time of its tombstone. What was
        only withdrawn, for a day or for good, has "withdrawn" and the time at which it last left
        the public; it is not here once it is published again.
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

    def in_collection(self, collection: models.Model) -> Self:
        """Services of a list made for a post, in its own order, each with its `note` there."""
        entries = self.filter(collection_entries__collection=collection)
        noted = entries.annotate(note=F("collection_entries__note"))
        return noted.order_by("collection_entries__position", "id")

    def with_checks(self) -> Self:
        """With what may be said of when ways of contact were checked, with the values of now.

        `last_checked` is the date of the newest source that states a way to talk, write or go. A
        web address counts only where there is no other way: that a site was seen says nothing about
        the number that a person will dial. A check counts only for the value that was checked.
        Where one of those ways is unchecked, so is the listing: all three are None.

        `unconfirmed_since` is the day on which it was marked as not confirmed, else None.
        """
        return self.annotate(**_checks())

    def with_times(self) -> Self:
        """With the time at which the public record last changed, whatever part of it."""
        return self.annotate(record_changed_at=record_changed_at())

    def for_listing(self) -> Self:
        """With everything a card shows, in a fixed number of queries: one, and four for its parts.

        What it says of checks is that of `with_checks()`, and of its last change `with_times()`.
        """
        return (
            self.select_related("organization")
            .prefetch_related(
                "contacts",
                "schedules",
                Prefetch("terms", TaxonomyTerm.objects.to_show()),
                Prefetch("areas", ServiceArea.objects.select_related("region")),
            )
            .with_checks()
            .with_times()
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

    def with_facts(self) -> Self:
        """With what is known of each, fact by fact, and the checks of it, and nothing to show."""
        return self.prefetch_related(
            "contacts",
            "schedules",
            "areas",
            "verifications",
            Prefetch("terms", TaxonomyTerm.objects.to_show()),
            Prefetch("service_at_locations", ServiceAtLocation.objects.select_related("location")),
        )

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse: withdraw instead, so that ids, codes and slugs are never given again."""
        raise KeepListingsError("Services are withdrawn, not deleted.")


def let_go(rows: Iterable["Service"]) -> None:
    """Part rows from their parts, which were fetched with them; nobody may use them afterwards.

    A row holds its parts and each part holds the row, so that both stay until Python looks for such
    rings, which it seldom does. Whoever goes through many rows would have hundreds of them by then.
    """
    for row in rows:
        getattr(row, "_prefetched_objects_cache", {}).clear()


class Service(ImportedModel):
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
    card_line = models.CharField(
        _("line on the card"),
        max_length=90,
        blank=True,
        default="",
        db_default="",
        help_text=_(
            "What it does, in one line of at most 90 characters. Left empty, lists show the "
            "beginning of the summary where that fits."
        ),
    )
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
    who_answers = models.TextField(
        blank=True, default="", db_default="", help_text=_("“Trained volunteers, all women.”")
    )
    what_they_ask = models.TextField(blank=True, default="", db_default="")
    call_back = models.TextField(
        _("is a call back safe"),
        blank=True,
        default="",
        db_default="",
        help_text=_("“They ask when it is safe to ring.”"),
    )
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
    # Pages seldom give the day; a precise one would be a guess.
    referral_status_precision = models.CharField(
        max_length=6,
        choices=DatePrecision,
        default=DatePrecision.DAY,
        db_default=DatePrecision.DAY.value,
    )

    alert = models.CharField(max_length=300, blank=True)
    alert_until = models.DateField(null=True, blank=True)

    languages = models.CharField(
        max_length=120, blank=True, help_text=_("Language codes: en,cy,bfi")
    )
    interpreter = models.CharField(
        max_length=10, choices=KnownAnswer, default=KnownAnswer.NOT_KNOWN
    )
    # Nobody may be left to guess whether a service helps only after a report.
    police_report_needed = _answer(_("Do you have to report to the police?"))
    pre_trial_therapy = _answer(_("Do they give therapy before a trial?"))
    accessibility_description = models.TextField(blank=True)
    easy_read_url = models.URLField(max_length=300, blank=True)
    bsl_url = models.URLField(max_length=300, blank=True)
    coverage_description = models.CharField(
        max_length=300, blank=True, help_text=_("The area in the source's own words.")
    )

    terms = models.ManyToManyField(TaxonomyTerm, related_name="services", blank=True)

    hold_kind = models.CharField(
        _("kind of hold"),
        max_length=12,
        choices=HoldKind,
        blank=True,
        default="",
        db_default="",
        help_text=_("Internal: lists sort what is held by it. Say it in words too."),
    )
    hold_reason = models.CharField(
        max_length=300, blank=True, help_text=_("Internal: what keeps it a draft.")
    )
    curator_note = models.TextField(blank=True, help_text=_("Internal: never shown."))

    objects = ServiceQuerySet.as_manager()

    # Set by `with_checks()`: the newest date on which a way of contact was checked, and how
    # exactly it is known ("" without a date). Both are None where a way of contact is unchecked.
    last_checked: date | None
    last_checked_precision: str | None
    # Set by `with_checks()`: the day on which the service itself last confirmed a way of contact.
    confirmed_on: date | None
    # Set by `with_checks()`: the day on which it was marked as not confirmed in its period.
    unconfirmed_since: date | None
    # Set by `with_times()`: when the record that programs are told last changed. `last_modified`
    # is when somebody last wrote the row, and moves with what the public never sees.
    record_changed_at: datetime
    # Set by `in_collection()`: what the list says of it.
    note: str
    # Set by `resources.search` for a question with a place: how far its nearest public place is.
    miles: float | None = None
    # What pages made of a row that is kept in memory, by what else it depends on; None of others.
    made: dict[Hashable, Any] | None = None
    # The times of day at which one of its hours begins or ends, of such a row.
    edges: Sequence[time] | None = None

    class Meta:
        ordering = ("name", "id")
        verbose_name = _("service")
        verbose_name_plural = _("services")
        # Who holds them: resources/curation/roles.py
        permissions = [
            ("submit_service", "Can hand a listing to a colleague for review"),
            ("publish_service", "Can publish what somebody else wrote"),
            ("return_service", "Can give a listing back to its author"),
            ("withdraw_service", "Can withdraw a listing, and ask for its recall"),
            ("recall_service", "Can recall a listing alone: the safety lead"),
            ("undo_recall", "Can take a recall back, or turn one down"),
            ("merge_service", "Can merge a listing into another, with a second person"),
            ("import_service", "Can take rows of a spreadsheet as drafts"),
            ("export_service", "Can take listings out as a file"),
        ]
        indexes = [
            models.Index(fields=("publication", "name"), name="resources_service_published"),
        ]
        constraints = [*SERVICE_CONSTRAINTS]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("service-detail", args=[self.code])

    def clean(self) -> None:
        """Refuse a name or a link that must not come back, and a kind of hold without words."""
        refuse_suppressed(named_texts(self, NAMES, LINKS))
        if self.hold_kind and not self.hold_reason:
            raise ValidationError({"hold_reason": _("Say in words what keeps it a draft.")})
        if self.hold_reason and not self.hold_kind:
            self.hold_kind = HoldKind.OTHER

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse: withdraw instead, so that ids, codes and slugs are never given again."""
        raise KeepListingsError("Services are withdrawn, not deleted.")

    @property
    def language_codes(self) -> list[str]:
        """The languages in which the service is given, as codes; empty when not known."""
        return [code for code in self.languages.split(",") if code]

    def referral_status_on(self, day: date) -> ReferralStatus:
        """Return whether the service takes new people, as far as that is known on a day.

        What was said goes out of date by itself (docs/adr/0006-half-lives.md).
        """
        if is_old(self.referral_status_as_of, day, FactKind.REFERRAL):
            return ReferralStatus.NOT_KNOWN
        return ReferralStatus(self.referral_status)
