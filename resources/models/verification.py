"""Checks of a service's facts: by whom, when, how, and from which source."""

import uuid
from datetime import date, timedelta
from typing import Final, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from resources.choices import (
    CONFIRMING_METHODS,
    DatePrecision,
    FactKind,
    VerificationMethod,
)
from resources.models.constraints import one_of

# After this time a page no longer says "last checked" but "not checked since". A wrong number hurts
# most and changes fastest; what a service does changes slowly. (docs/adr/0006-half-lives.md)
HALF_LIVES: Final = {
    FactKind.CONTACT: timedelta(days=180),
    FactKind.HOURS: timedelta(days=180),
    FactKind.ADDRESS: timedelta(days=180),
    FactKind.ELIGIBILITY: timedelta(days=365),
    FactKind.DESCRIPTION: timedelta(days=730),
}


def is_old(day: date | None, today: date, kind: FactKind = FactKind.CONTACT) -> bool:
    """Tell whether the half-life of a kind of fact is over, or the date of its check not known."""
    return day is None or today - day > HALF_LIVES[kind]


class VerificationQuerySet(models.QuerySet["Verification"]):
    """The queries about checks."""

    def of_contacts(self) -> Self:
        """Checks of a number, a link or an address by which people get in touch."""
        return self.filter(contact_route__isnull=False)

    def confirming(self) -> Self:
        """Checks in which the service itself confirmed the facts."""
        return self.filter(method__in=CONFIRMING_METHODS)


class Verification(models.Model):
    """One check. A source that states two contacts is two rows, one for each."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey("Service", on_delete=models.CASCADE, related_name="verifications")
    contact_route = models.ForeignKey(
        "ContactRoute",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="verifications",
    )
    fact_kind = models.CharField(max_length=12, choices=FactKind)
    fields = models.CharField(max_length=600, help_text=_("The facts, in words."))
    covers = models.CharField(
        max_length=400,
        blank=True,
        default="",
        db_default="",
        help_text=_("Names of the facts that it states, when it is known: minimum_age,languages"),
    )
    method = models.CharField(max_length=14, choices=VerificationMethod)
    source_kind = models.CharField(
        max_length=20, blank=True, help_text=_("“own_site”, “council”, “nhs” ...")
    )
    source_url = models.URLField(max_length=500, blank=True)
    checked_on = models.DateField(
        null=True, blank=True, help_text=_("The date of the source or the check, when known.")
    )
    precision = models.CharField(max_length=6, choices=DatePrecision, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="verifications",
    )

    objects = VerificationQuerySet.as_manager()

    class Meta:
        ordering = (models.F("checked_on").desc(nulls_last=True), "fields", "id")
        verbose_name = _("check")
        verbose_name_plural = _("checks")
        constraints = [
            one_of("fact_kind", FactKind),
            one_of("method", VerificationMethod),
            models.CheckConstraint(
                condition=Q(checked_on__isnull=True, precision="")
                | Q(checked_on__isnull=False, precision__in=DatePrecision.values),
                name="resources_verification_date_with_precision",
                violation_error_message="A date needs a precision, and no date needs none.",
            ),
            models.CheckConstraint(
                condition=Q(method=VerificationMethod.PUBLIC_SOURCE)
                | Q(checked_by__isnull=False, checked_on__isnull=False),
                name="resources_verification_by_someone",
                violation_error_message="A check by the directory names who did it and when.",
            ),
        ]

    @property
    def covered_facts(self) -> list[str]:
        """The names of the facts that this check is known to state."""
        return [name for name in self.covers.split(",") if name]

    def __str__(self) -> str:
        return f"{self.fields} ({self.checked_on or _('date not known')})"
