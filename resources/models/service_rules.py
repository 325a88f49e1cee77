"""What the database refuses of a service, whoever writes it."""

from typing import Final

from django.db import models
from django.db.models import F, Q

from resources.choices import (
    DatePrecision,
    HoldKind,
    KnownAnswer,
    Publication,
    ReferralRoutes,
    ReferralStatus,
    ServiceCost,
    ServiceStatus,
)
from resources.models.constraints import (
    LANGUAGES_PATTERN,
    at_most,
    leads_to_a_page,
    matches,
    not_blank,
    one_of,
)
from resources.validators import CODE_PATTERN

OLDEST: Final = 120
# Facts of a service that are yes, no or not known.
ANSWER_FIELDS: Final = ("interpreter", "police_report_needed", "pre_trial_therapy")

SERVICE_CONSTRAINTS: Final = (
    not_blank("name"),
    *(leads_to_a_page(field) for field in ("url", "easy_read_url", "bsl_url")),
    at_most("summary", 240),
    at_most("card_line", 90),
    matches("code", CODE_PATTERN, "six characters of the code alphabet."),
    matches("languages", LANGUAGES_PATTERN, "language codes with commas: en,cy,bfi."),
    one_of("status", ServiceStatus),
    one_of("publication", Publication),
    models.CheckConstraint(
        condition=Q(hold_kind="") | (Q(hold_kind__in=HoldKind.values) & ~Q(hold_reason="")),
        name="resources_service_hold_kind_known",
        violation_error_message="hold_kind: one of the list, and said in words too.",
    ),
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
)
