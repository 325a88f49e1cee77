"""Opening hours as rows. What they mean is decided in `opening_hours`, and only there."""

import uuid
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Final, Self

from django.db import models
from django.db.models import F, OuterRef, Prefetch, Q, Subquery
from django.utils.translation import gettext_lazy as _

from resources.choices import Channel, ContactCost, ServiceStatus
from resources.models.constraints import matches
from resources.models.lapse import unconfirmed_since
from resources.models.region import ServiceArea
from resources.models.taxonomy import TaxonomyTerm
from resources.models.verification import Verification
from resources.opening_hours import BankHolidays, Period, days_of

_DAY: Final = "(MO|TU|WE|TH|FR|SA|SU)"
BYDAY_PATTERN: Final = f"{_DAY}(,{_DAY})*"

BANK_HOLIDAY_CHOICES = [
    (BankHolidays.OPEN.value, _("Open at the same hours")),
    (BankHolidays.CLOSED.value, _("Closed")),
    (BankHolidays.NOT_KNOWN.value, _("Not known")),
]


@lru_cache(maxsize=1)
def _checks() -> Mapping[str, Subquery]:
    """Return when a way of contact was last checked: to put it together takes as long as to ask."""
    newest = (
        Verification.objects.of_contacts()
        .filter(contact_route=OuterRef("contact_route"))
        .order_by(F("checked_on").desc(nulls_last=True), "id")
    )
    return {
        "route_checked_on": Subquery(newest.values("checked_on")[:1]),
        "route_precision": Subquery(newest.values("precision")[:1]),
        "unconfirmed_since": unconfirmed_since("service"),
    }


class ScheduleQuerySet(models.QuerySet["Schedule"]):
    """The queries about hours."""

    def of_free_lines(self, services: models.QuerySet[Any]) -> Self:
        """Hours of the ways to talk or write, now, to some services, that a source calls free.

        One query for everything that is needed to say which of them are open, and when each was
        last checked.
        """
        return (
            self.annotate(**_checks())
            .filter(
                service__in=services,
                service__status=ServiceStatus.ACTIVE,
                contact_route__cost=ContactCost.FREE,
                contact_route__channel__in=(Channel.PHONE, Channel.TEXT, Channel.WEBCHAT),
            )
            .select_related("contact_route", "service__organization")
            .prefetch_related(
                Prefetch("service__terms", TaxonomyTerm.objects.to_show()),
                Prefetch("service__areas", ServiceArea.objects.select_related("region")),
            )
            # Rows of one route come together, even if other routes share its name or position.
            .order_by(
                "service__name",
                "service",
                "contact_route__position",
                "contact_route",
                "opens_at",
                "id",
            )
        )


class Schedule(models.Model):
    """One weekly period of a service, or of one of its routes or places.

    `byday` is Open Referral's list of days ("MO,TU"). A period that closes at or before it opens
    ends on the next day; from midnight to midnight is the whole day. No row at all means "hours not
    known", which is not "closed".
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Always given, so that all hours of a list of services are one query.
    service = models.ForeignKey("Service", on_delete=models.CASCADE, related_name="schedules")
    contact_route = models.ForeignKey(
        "ContactRoute",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="schedules",
    )
    service_at_location = models.ForeignKey(
        "ServiceAtLocation",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="schedules",
    )
    byday = models.CharField(max_length=20, help_text=_("MO,TU,WE,TH,FR,SA,SU"))
    opens_at = models.TimeField()
    closes_at = models.TimeField()
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    bank_holidays = models.CharField(
        max_length=10, choices=BANK_HOLIDAY_CHOICES, default=BankHolidays.NOT_KNOWN.value
    )

    objects = ScheduleQuerySet.as_manager()

    # Set by `of_free_lines()`: the newest date on which the route was checked, and how exactly it
    # is known; the precision is None where the number that stands there was never checked.
    route_checked_on: date | None
    route_precision: str | None
    # Set by `of_free_lines()`: the day on which the service was marked as unconfirmed.
    unconfirmed_since: date | None

    class Meta:
        ordering = ("opens_at", "id")
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        constraints = [
            matches("byday", BYDAY_PATTERN, "days as MO,TU,WE,TH,FR,SA,SU."),
            models.CheckConstraint(
                condition=Q(bank_holidays__in=[value for value, _label in BANK_HOLIDAY_CHOICES]),
                name="resources_schedule_bank_holidays_known",
            ),
            models.CheckConstraint(
                condition=Q(contact_route__isnull=True) | Q(service_at_location__isnull=True),
                name="resources_schedule_one_owner",
                violation_error_message="Hours belong to a route or to a place, not to both.",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_from__lte=F("valid_to")),
                name="resources_schedule_validity_in_order",
                violation_error_message="valid_to: this may not be before valid_from.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.byday} {self.opens_at:%H:%M} to {self.closes_at:%H:%M}"

    def as_period(self) -> Period:
        """Return the row as a value that `opening_hours` can compute with."""
        return Period(
            days_of(self.byday),
            self.opens_at,
            self.closes_at,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            bank_holidays=BankHolidays(self.bank_holidays),
        )
