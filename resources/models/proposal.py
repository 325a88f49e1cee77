"""Changes to public listings that wait for a second person, beside what the public sees."""

from typing import Any, Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from resources.choices import ProposalState
from resources.models.constraints import one_of
from resources.models.workflow import AppendOnly, AppendOnlyQuerySet

UNDECIDED: Final = (ProposalState.OPEN, ProposalState.RETURNED)


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """The queries about proposals."""

    def undecided(self) -> "ProposalQuerySet":
        """Those that somebody has still to do something with: a listing has one at most."""
        return self.filter(state__in=UNDECIDED)


class Proposal(models.Model):
    """A change to a public listing, from the first word of it until it is approved or dropped.

    What is proposed is its last revision. `decided_by` is who approved it, dropped it, or gave it
    back; one that was given back and is written anew goes on telling that.
    """

    service = models.ForeignKey("Service", on_delete=models.PROTECT, related_name="proposals")
    state = models.CharField(
        max_length=10, choices=ProposalState, default=ProposalState.OPEN, editable=False
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals_decided",
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.CharField(max_length=500, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        constraints = [
            one_of("state", ProposalState),
            models.UniqueConstraint(
                fields=("service",),
                condition=Q(state__in=[state.value for state in UNDECIDED]),
                name="resources_proposal_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=False, decided_at__isnull=False)
                | Q(state=ProposalState.OPEN, decided_by__isnull=True, decided_at__isnull=True),
                name="resources_proposal_decided_by_someone",
                violation_error_message="decided_by: a decision has a person and a time.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service}: {self.get_state_display()}"

    @property
    def last(self) -> "ProposalRevision":
        """What is proposed."""
        revision: ProposalRevision = self.revisions.latest("number")
        return revision


class ProposalRevision(AppendOnly):
    """One version of a proposal: the whole listing as it is to be, as a listings file has it.

    `base_version` is the version of the listing that its author had before them. `places` are those
    that it names, so that it is found when one of them is hidden.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    base_version = models.PositiveIntegerField()
    content = models.JSONField()
    places: Any = models.ManyToManyField(
        "Location", through="ProposedPlace", related_name="proposed"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="proposals_written"
    )
    at = models.DateTimeField()
    reason = models.CharField(max_length=500)
    source = models.CharField(max_length=500, blank=True)

    # The plugin takes the manager of an abstract model for one of its class alone.
    objects = AppendOnlyQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ("proposal", "number")
        verbose_name = _("version of a proposal")
        verbose_name_plural = _("versions of proposals")
        constraints = [
            models.UniqueConstraint(
                fields=("proposal", "number"), name="resources_proposalrevision_number_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}, version {self.number}"


class ProposedPlace(models.Model):
    """That a version of a proposal names a place; it outlives the row of the place."""

    proposalrevision = models.ForeignKey(ProposalRevision, on_delete=models.CASCADE)
    location = models.ForeignKey("Location", on_delete=models.DO_NOTHING, db_constraint=False)

    class Meta:
        db_table = "resources_proposalrevision_places"
        verbose_name = _("place of a proposal")
        verbose_name_plural = _("places of proposals")
        unique_together = (("proposalrevision", "location"),)

    def __str__(self) -> str:
        return f"{self.location_id}"
