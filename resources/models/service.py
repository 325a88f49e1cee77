"""The service: what a person looks for. How it is asked for stands in `service_queries`."""

import uuid
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from resources.choices import (
    DatePrecision,
    KnownAnswer,
    Publication,
    ReferralRoutes,
    ReferralStatus,
    ServiceCost,
    ServiceStatus,
)
from resources.models.constraints import LANGUAGES_PATTERN, at_most, matches, not_blank, one_of
from resources.models.importing import ImportedModel
from resources.models.organization import Organization
from resources.models.service_queries import KeepListingsError, ServiceQuerySet
from resources.models.taxonomy import TaxonomyTerm
from resources.validators import CODE_LENGTH, CODE_PATTERN, new_code

OLDEST = 120
# Facts of a service that are yes, no or not known.
ANSWER_FIELDS = ("interpreter", "police_report_needed", "pre_trial_therapy")


def _answer(question: Any) -> models.CharField[str, str]:
    """A yes-or-no fact: its answer starts as not known, also for writers of an older version."""
    return models.CharField(
        question,
        max_length=10,
        choices=KnownAnswer,
        default=KnownAnswer.NOT_KNOWN,
        db_default=KnownAnswer.NOT_KNOWN.value,
    )


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
    # Pages seldom give the day; to name one would be more than anybody has read.
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

    hold_reason = models.CharField(
        max_length=300, blank=True, help_text=_("Internal: what keeps it a draft.")
    )
    curator_note = models.TextField(blank=True, help_text=_("Internal: never shown."))

    objects = ServiceQuerySet.as_manager()

    # Set by `for_listing()`: the newest date on which a way of contact was checked.
    last_checked: date | None
    last_checked_precision: str | None
    # Set by `for_listing()`: the day on which the service itself last said that they are right.
    confirmed_on: date | None
    # Set by `in_collection()`: what the list says of it.
    note: str
    # Set by `nearest_first()`: the depth of the area by which the service was placed.
    reach: int | None
    # Set by `with_miles_from()`: how far its nearest public place is.
    miles: float | None = None

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
            one_of("referral_status_precision", DatePrecision),
            *(one_of(field, KnownAnswer) for field in ANSWER_FIELDS),
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
