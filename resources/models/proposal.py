"""Changes that wait for a second person, beside what the public sees.

A listing has proposals of its own, which hold all of it. Every other row that the public sees, or
that steers what it finds, has those of its kind.
"""

from typing import Any, ClassVar, Final, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from resources.choices import ProposalState, RecordKind
from resources.models.constraints import one_of
from resources.models.workflow import AppendOnly, AppendOnlyQuerySet

UNDECIDED: Final = (ProposalState.OPEN, ProposalState.RETURNED)
IS_UNDECIDED: Final = Q(state__in=[state.value for state in UNDECIDED])


class ProposalQuerySet(models.QuerySet[Any]):
    """The queries about proposals."""

    def undecided(self) -> Self:
        """Those that somebody has still to do something with: a row has one at most."""
        return self.filter(state__in=UNDECIDED)


class Change(models.Model):
    """A change, from the first word of it until it is approved or dropped.

    What is proposed is its last revision. `decided_by` is who approved it, dropped it, or gave it
    back; one that was given back and is written anew goes on telling that.
    """

    state = models.CharField(
        max_length=10, choices=ProposalState, default=ProposalState.OPEN, editable=False
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss_decided",
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.CharField(max_length=500, blank=True)

    revisions: Any

    class Meta:
        abstract = True
        ordering = ("-id",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("state", ProposalState),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=False, decided_at__isnull=False)
                | Q(state=ProposalState.OPEN, decided_by__isnull=True, decided_at__isnull=True),
                name="%(app_label)s_%(class)s_decided_by_someone",
                violation_error_message="decided_by: a decision has a person and a time.",
            ),
        ]


class Proposal(Change):
    """A change to a public listing."""

    service = models.ForeignKey("Service", on_delete=models.PROTECT, related_name="proposals")

    objects = ProposalQuerySet.as_manager()

    class Meta(Change.Meta):
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        constraints = [
            *Change.Meta.constraints,
            models.UniqueConstraint(
                fields=("service",),
                condition=IS_UNDECIDED,
                name="resources_proposal_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service}: {self.get_state_display()}"

    @property
    def last(self) -> "ProposalRevision":
        """What is proposed."""
        revision: ProposalRevision = self.revisions.latest("number")
        return revision


class RecordProposal(Change):
    """A change to a row that is no listing: a term, an organisation, a list for a post.

    `kind` and `key` name the row, which need not be there: it may be new, or gone.
    """

    kind = models.CharField(max_length=12, choices=RecordKind)
    key = models.UUIDField()

    objects = ProposalQuerySet.as_manager()

    class Meta(Change.Meta):
        verbose_name = _("proposal beside listings")
        verbose_name_plural = _("proposals beside listings")
        constraints = [
            *Change.Meta.constraints,
            one_of("kind", RecordKind),
            models.UniqueConstraint(
                fields=("kind", "key"),
                condition=IS_UNDECIDED,
                name="resources_recordproposal_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_state_display()}"

    @property
    def last(self) -> "RecordRevision":
        """What is proposed."""
        revision: RecordRevision = self.revisions.latest("number")
        return revision


class Revision(AppendOnly):
    """One version of a proposal: the whole row as it is to be, as a file for loading has it."""

    number = models.PositiveIntegerField()
    content = models.JSONField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="%(class)ss_written"
    )
    at = models.DateTimeField()
    reason = models.CharField(max_length=500)
    source = models.CharField(max_length=500, blank=True)

    # The plugin takes the manager of an abstract model for one of its class alone.
    objects = AppendOnlyQuerySet.as_manager()  # type: ignore[misc]  # the stubs cannot see the rows of a made manager

    class Meta:
        abstract = True
        ordering = ("proposal", "number")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("proposal", "number"), name="%(app_label)s_%(class)s_number_once"
            ),
        ]


class ProposalRevision(Revision):
    """One version of a proposal for a listing.

    `base_version` is the version of the listing that its author had before them. `places` are those
    that it names, so that it is found when one of them is hidden.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="revisions")
    base_version = models.PositiveIntegerField()
    places: Any = models.ManyToManyField(
        "Location", through="ProposedPlace", related_name="proposed"
    )

    class Meta(Revision.Meta):
        verbose_name = _("version of a proposal")
        verbose_name_plural = _("versions of proposals")

    def __str__(self) -> str:
        return f"{self.proposal_id}, version {self.number}"


class RecordRevision(Revision):
    """One version of a proposal for a row beside listings.

    `base` is the row that its author had before them, empty for a new one. An empty `content` says
    that the row is to be deleted.
    """

    proposal = models.ForeignKey(RecordProposal, on_delete=models.PROTECT, related_name="revisions")
    base = models.JSONField(default=dict)

    class Meta(Revision.Meta):
        verbose_name = _("version of a proposal beside listings")
        verbose_name_plural = _("versions of proposals beside listings")

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
