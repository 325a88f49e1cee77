"""Public listings whose contact nobody has confirmed in its period, and rules to withdraw them."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from resources.choices import CadenceKind, Channel, LapseStage, Publication
from resources.models.compiled_columns import CompiledColumns
from resources.models.constraints import one_of
from resources.models.contact import ContactRoute
from resources.models.verification import Verification

FEWEST_DAYS, MOST_DAYS = 14, 730


def newest_contact_check(service: str) -> Subquery:
    """Return the day of the newest check of a way of contact as it stands now; `service` is a path.

    A website counts where there is no other way: that it was seen says nothing about a number.
    """
    own = ContactRoute.objects.filter(service=OuterRef("service"))
    checks = Verification.objects.of_contacts().filter(
        ~Q(contact_route__channel=Channel.WEBSITE) | ~models.Exists(own.direct()),
        service=OuterRef(service),
        checked_on__isnull=False,
    )
    return Subquery(checks.order_by("-checked_on").values("checked_on")[:1])


def unconfirmed_since(service: str) -> Subquery:
    """Return the day on which a listing was marked as unconfirmed, else NULL."""
    marked = Lapse.objects.filter(service=OuterRef(service), stage=LapseStage.UNCONFIRMED)
    return Subquery(marked.values("stage_on")[:1])


def _person(name: str, *, is_needed: bool = False) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=not is_needed,
        blank=not is_needed,
        related_name=f"withdrawal_rules_{name}",
    )


class WithdrawalRuleQuerySet(models.QuerySet["WithdrawalRule"]):
    """The queries about rules."""

    def standing(self) -> Self:
        """Rules that nobody has taken back, agreed or not."""
        return self.filter(ended_at__isnull=True)

    def in_force(self) -> Self:
        """Rules that two people have agreed on."""
        return self.standing().filter(agreed_at__isnull=False)


class WithdrawalRule(models.Model):
    """That unconfirmed listings of one kind are withdrawn after some days: two people set it.

    Without one, nothing is ever withdrawn by itself; helplines never are.
    """

    kind = models.CharField(max_length=10, choices=CadenceKind)
    after_days = models.PositiveSmallIntegerField(
        help_text=_("How many days after it was marked unconfirmed.")
    )
    reason = models.CharField(max_length=500)
    proposed_by = _person("proposed", is_needed=True)
    proposed_at = models.DateTimeField()
    agreed_by = _person("agreed")
    agreed_at = models.DateTimeField(null=True, blank=True)
    ended_by = _person("ended")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = WithdrawalRuleQuerySet.as_manager()

    class Meta:
        ordering = ("-proposed_at", "-id")
        verbose_name = _("rule to withdraw")
        verbose_name_plural = _("rules to withdraw")
        permissions = [
            ("set_withdrawalrule", "Can set, with a colleague, a rule that withdraws listings"),
        ]
        constraints = [
            one_of("kind", CadenceKind),
            models.CheckConstraint(
                condition=~Q(kind=CadenceKind.HELPLINE),
                name="resources_withdrawalrule_no_helpline",
                violation_error_message="kind: a helpline stays until a person looks.",
            ),
            models.CheckConstraint(
                condition=Q(after_days__gte=FEWEST_DAYS, after_days__lte=MOST_DAYS),
                name="resources_withdrawalrule_days",
                violation_error_message="after_days: from 14 to 730 days.",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True, agreed_at__isnull=True)
                | (
                    Q(agreed_by__isnull=False, agreed_at__isnull=False)
                    & ~Q(agreed_by=F("proposed_by"))
                ),
                name="resources_withdrawalrule_agreed_by_another",
                violation_error_message="agreed_by: somebody else has to agree.",
            ),
            models.CheckConstraint(
                condition=Q(ended_by__isnull=True, ended_at__isnull=True)
                | Q(ended_by__isnull=False, ended_at__isnull=False),
                name="resources_withdrawalrule_ended_by_someone",
                violation_error_message="ended_by: a rule is taken back by somebody.",
            ),
            models.UniqueConstraint(
                fields=("kind",),
                condition=Q(ended_at__isnull=True),
                name="resources_withdrawalrule_one_of_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.after_days}"


class LapseManager(models.Manager["Lapse"]):
    """Ends what is over; `resources.curation.cadence` begins it."""

    def settle(self, services: Sequence[UUID]) -> None:
        """Drop the rows of listings that were checked, withdrawn by a person, or published anew."""
        keys = [key for (key,) in _over().find(services)]
        if keys:
            self.filter(pk__in=keys).delete()


@lru_cache(maxsize=1)
def _over() -> CompiledColumns:
    """Return the query for the keys of rows that are over: it is asked with every change."""
    is_public = Q(
        service__publication=Publication.PUBLISHED, service__organization__is_broker=False
    )
    by_rule = Q(stage=LapseStage.WITHDRAWN)
    over = Lapse.objects.annotate(checked_on=newest_contact_check("service")).filter(
        (by_rule & is_public) | (~by_rule & (~is_public | Q(checked_on__gt=F("since"))))
    )
    return CompiledColumns(over.values_list("pk"), "service__in")


class Lapse(models.Model):
    """A listing whose contact was not confirmed in its period, and how far that has gone.

    `since` is the day from which the period is counted. A check of a way of contact, dated later,
    ends it at once: `publish_revision` sees to that. What a rule withdrew keeps its row until it is
    published again.
    """

    service = models.OneToOneField("Service", on_delete=models.CASCADE, related_name="lapse")
    kind = models.CharField(max_length=10, choices=CadenceKind)
    stage = models.CharField(max_length=14, choices=LapseStage)
    since = models.DateField()
    stage_on = models.DateField()
    rule = models.ForeignKey(
        WithdrawalRule, on_delete=models.PROTECT, null=True, blank=True, related_name="lapses"
    )

    objects = LapseManager()

    class Meta:
        ordering = ("stage_on", "id")
        verbose_name = _("unconfirmed listing")
        verbose_name_plural = _("unconfirmed listings")
        indexes = [
            models.Index(fields=("stage", "stage_on"), name="resources_lapse_stage"),
        ]
        constraints = [
            one_of("kind", CadenceKind),
            one_of("stage", LapseStage),
            models.CheckConstraint(
                condition=Q(stage_on__gt=F("since")),
                name="resources_lapse_in_order",
                violation_error_message="stage_on: a reminder comes after what it is about.",
            ),
            models.CheckConstraint(
                condition=Q(stage=LapseStage.WITHDRAWN, rule__isnull=False)
                | (~Q(stage=LapseStage.WITHDRAWN) & Q(rule__isnull=True)),
                name="resources_lapse_withdrawn_by_rule",
                violation_error_message="rule: what is withdrawn by itself has a rule.",
            ),
            models.CheckConstraint(
                condition=~Q(stage=LapseStage.WITHDRAWN, kind=CadenceKind.HELPLINE),
                name="resources_lapse_helpline_stays",
                violation_error_message="kind: a helpline stays until a person looks.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service}: {self.get_stage_display()}"
