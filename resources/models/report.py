"""What visitors have told us about listings, without a trace of who told us."""

import uuid
from typing import Final, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext_lazy as _

from resources.choices import DANGER_KINDS, ReportKind, ReportOutcome
from resources.models.constraints import at_most

LONGEST_WORDS: Final = 300
# How many reports of one listing are kept for one day, and how many more where there is danger:
# who fills the places with nonsense cannot keep a warning out.
MOST_A_DAY: Final = 10
MORE_IN_DANGER: Final = 5

IS_DANGER: Final = Q(felt_unsafe=True) | Q(address_shown=True)
# Outcomes that have a person; the other one stands for reports of an earlier version.
GIVEN: Final = [
    outcome.value for outcome in ReportOutcome if outcome is not ReportOutcome.NOT_RECORDED
]
# Those that somebody chooses; the other one comes with a merge.
CHOSEN: Final = [value for value in GIVEN if value != ReportOutcome.MERGED]


class ReportQuerySet(models.QuerySet["Report"]):
    """The queries about reports."""

    def open(self) -> Self:
        """Reports of which nobody has said yet what came of them."""
        return self.filter(outcome="")

    def raised(self) -> Self:
        """Open reports that wait for the safety lead."""
        return self.open().filter(is_raised=True)

    def marking(self) -> Self:
        """Open reports of which the public page tells."""
        return self.open().filter(marks_page=True)

    def by_urgency(self) -> Self:
        """Order what is raised first, then other dangers, then the rest; the oldest day first."""
        urgency = Case(
            When(~Q(outcome=""), then=Value(3)),
            When(is_raised=True, then=Value(0)),
            When(IS_DANGER, then=Value(1)),
            default=Value(2),
        )
        return self.annotate(urgency=urgency).order_by("urgency", "received_on", "id")


class Report(models.Model):
    """What one visitor ticked and wrote about a listing, on which day, and what came of it.

    It holds nothing about the person, and no time: the key is random, so that it does not say in
    which order reports came. `number` counts those of one listing on one day, up to a limit.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey("Service", on_delete=models.PROTECT, related_name="reports")
    number_wrong = models.BooleanField(default=False)
    service_closed = models.BooleanField(default=False)
    hours_wrong = models.BooleanField(default=False)
    people_wrong = models.BooleanField(default=False)
    felt_unsafe = models.BooleanField(default=False)
    address_shown = models.BooleanField(default=False)
    something_else = models.BooleanField(default=False)
    words = models.CharField(max_length=LONGEST_WORDS, blank=True)
    received_on = models.DateField(_("day"))
    number = models.PositiveSmallIntegerField()
    is_raised = models.BooleanField(_("raised to the safety lead"), default=False)
    marks_page = models.BooleanField(_("told of by the public page"), default=False)
    outcome = models.CharField(
        _("what came of it"), max_length=14, choices=ReportOutcome, blank=True, default=""
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reports_decided",
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ("received_on", "id")
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        permissions = [("decide_danger", "Can decide a report of a danger: the safety lead")]
        constraints = [
            at_most("words", LONGEST_WORDS),
            models.UniqueConstraint(
                fields=("service", "received_on", "number"), name="resources_report_number_once"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1)
                & (
                    Q(number__lte=MOST_A_DAY)
                    | IS_DANGER & Q(number__lte=MOST_A_DAY + MORE_IN_DANGER)
                ),
                name="resources_report_so_many_a_day",
                violation_error_message="number: there are enough reports of this listing today.",
            ),
            models.CheckConstraint(
                condition=Q(*[(kind.value, True) for kind in ReportKind], _connector=Q.OR),
                name="resources_report_says_something",
                violation_error_message="A report says what is wrong.",
            ),
            models.CheckConstraint(
                condition=Q(is_raised=False, address_shown=False) | (Q(is_raised=True) & IS_DANGER),
                name="resources_report_raised_in_danger",
                violation_error_message="is_raised: for dangers, and for every address.",
            ),
            models.CheckConstraint(
                condition=Q(marks_page=False) | Q(is_raised=True),
                name="resources_report_marks_when_raised",
                violation_error_message="marks_page: only of what is raised to the safety lead.",
            ),
            models.CheckConstraint(
                condition=Q(
                    outcome__in=["", ReportOutcome.NOT_RECORDED],
                    decided_by__isnull=True,
                    decided_at__isnull=True,
                )
                | Q(outcome__in=GIVEN, decided_by__isnull=False, decided_at__isnull=False),
                name="resources_report_decided_by_someone",
                violation_error_message="outcome: one of the list, with a person and a time.",
            ),
        ]

    @property
    def kinds(self) -> list[ReportKind]:
        """What was ticked, in the order of the form."""
        return [kind for kind in ReportKind if getattr(self, kind.value)]

    @property
    def is_danger(self) -> bool:
        """Tell whether somebody felt unsafe, or an address is shown."""
        return not DANGER_KINDS.isdisjoint(self.kinds)

    def __str__(self) -> str:
        return ", ".join(str(kind.label) for kind in self.kinds)
