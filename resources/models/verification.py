"""Checks of a service's facts: of which value, by whom, when, how, and from which source."""

import uuid
from datetime import date, timedelta
from typing import Final, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from resources.choices import (
    CONFIRMING_METHODS,
    DatePrecision,
    FactKind,
    ProviderRole,
    VerificationMethod,
)
from resources.models.constraints import leads_to_a_page, matches, one_of
from resources.models.facts import CONTACT, present_contact_digest, present_digest

# After this time a page no longer says "last checked" but "not checked since". A wrong number hurts
# most and changes fastest; what a service does changes slowly. (docs/adr/0006-half-lives.md)
HALF_LIVES: Final = {
    FactKind.CONTACT: timedelta(days=180),
    FactKind.HOURS: timedelta(days=180),
    FactKind.ADDRESS: timedelta(days=180),
    FactKind.ELIGIBILITY: timedelta(days=365),
    FactKind.ACCESS: timedelta(days=365),
    FactKind.REFERRAL: timedelta(days=31),
    FactKind.DESCRIPTION: timedelta(days=730),
}


def is_old(day: date | None, today: date, kind: FactKind = FactKind.CONTACT) -> bool:
    """Tell whether the half-life of a kind of fact is over, or the date of its check not known."""
    return day is None or today - day > HALF_LIVES[kind]


class VerificationQuerySet(models.QuerySet["Verification"]):
    """The queries about checks."""

    def of_contacts(self) -> Self:
        """Checks of the numbers, links and addresses that a service has now.

        A check of an earlier value is none of them: the value in the database decides.
        """
        return self.filter(
            fact=CONTACT,
            contact_route__service=F("service"),
            digest=present_contact_digest("contact_route"),
        )

    def confirming(self) -> Self:
        """Checks in which the service itself confirmed the facts."""
        return self.filter(method__in=CONFIRMING_METHODS)


class Verification(models.Model):
    """One check of one fact. A source that states two contacts is two rows, one for each.

    `digest` is that of the value that was checked, and `fact` and `contact_route` say where it
    stood. A source that does not say which facts it states has neither fact nor digest. A fact
    without a digest was checked when its value was another one, or may have been.
    """

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
    fact = models.CharField(
        max_length=40,
        blank=True,
        default="",
        db_default="",
        help_text=_("The name of the fact: contact, hours, minimum_age ..."),
    )
    digest = models.CharField(max_length=70, blank=True, default="", db_default="", editable=False)
    method = models.CharField(max_length=14, choices=VerificationMethod)
    spoke_with = models.CharField(
        max_length=14,
        choices=ProviderRole,
        blank=True,
        default="",
        db_default="",
        help_text=_("The role of the person who confirmed it. Never a name."),
    )
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
            leads_to_a_page("source_url"),
            one_of("method", VerificationMethod),
            matches("fact", "([a-z][a-z0-9_-]*)?", "the name of a fact."),
            matches("digest", "([0-9]+:[0-9a-f]{64})?", "a SHA-256 digest, with its version."),
            models.CheckConstraint(
                condition=~Q(fact="") | Q(digest=""),
                name="resources_verification_digest_of_a_fact",
                violation_error_message="digest: a value belongs to a fact.",
            ),
            models.CheckConstraint(
                condition=~Q(fact=CONTACT)
                | Q(contact_route__isnull=False, fact_kind=FactKind.CONTACT),
                name="resources_verification_contact_named",
                violation_error_message="contact_route: a check of a contact names it.",
            ),
            models.CheckConstraint(
                condition=Q(spoke_with="")
                | Q(spoke_with__in=ProviderRole.values, method__in=sorted(CONFIRMING_METHODS)),
                name="resources_verification_spoke_with_role",
                violation_error_message="spoke_with: a role, where the service confirmed it.",
            ),
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
    def value_has_changed(self) -> bool:
        """Tell whether the value that was checked is no longer the one that stands there.

        The service's parts are asked for as `for_detail()` fetches them.
        """
        return bool(self.fact) and self.digest != present_digest(
            self.service, self.fact, self.contact_route_id
        )

    @property
    def is_of_contact(self) -> bool:
        """Tell whether it is a check of a number, a link or an address, and still counts."""
        return self.fact == CONTACT and not self.value_has_changed

    def __str__(self) -> str:
        return f"{self.fields} ({self.checked_on or _('date not known')})"
