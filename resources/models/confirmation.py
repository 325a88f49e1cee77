"""Links by which a provider says whether a listing is still right, and what came of each."""

from datetime import datetime
from typing import Any, Final, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from resources.choices import ProviderRole
from resources.models.constraints import at_most, matches, one_of

LONGEST_WORDS: Final = 600


class ConfirmationState(models.TextChoices):
    """What became of a link."""

    OPEN = "open", _("Waits for an answer")
    ANSWERED = "answered", _("Answered")
    REVOKED = "revoked", _("Taken back")
    EXPIRED = "expired", _("Ran out")
    NOT_SENT = "not_sent", _("Could not be sent")


ANSWERED: Final = Q(state=ConfirmationState.ANSWERED)


class ConfirmationQuerySet(models.QuerySet["Confirmation"]):
    """The queries about links to providers."""

    def live(self, now: datetime) -> Self:
        """Those that can still be answered, as far as their own rows say."""
        return self.filter(state=ConfirmationState.OPEN, expires_at__gt=now)

    def run_out(self, now: datetime) -> Self:
        """Those that nobody answered in time, and that are not closed yet."""
        return self.filter(state=ConfirmationState.OPEN, expires_at__lte=now)

    def with_words(self) -> Self:
        """Those with words of the provider that a person has to put in."""
        return self.filter(changes__in=ProviderChange.objects.open()).distinct()


class Confirmation(models.Model):
    """One link that was sent to one address of a provider.

    The link itself is nowhere: `digest` is that of its secret part. `number` counts the links of a
    day. `source` says where the address was read, if the listing does not publish it.
    """

    service = models.ForeignKey("Service", on_delete=models.PROTECT, related_name="confirmations")
    address = models.EmailField(_("sent to"), blank=True)
    source = models.CharField(max_length=500, blank=True)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="confirmations_asked"
    )
    asked_on = models.DateField(_("asked on"))
    number = models.PositiveSmallIntegerField(editable=False)
    expires_at = models.DateTimeField(_("until"))
    state = models.CharField(
        max_length=10, choices=ConfirmationState, default=ConfirmationState.OPEN, editable=False
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="confirmations_revoked",
    )
    role = models.CharField(_("answered by"), max_length=14, choices=ProviderRole, blank=True)
    stamped = models.PositiveSmallIntegerField(_("facts confirmed"), default=0)
    moved = models.PositiveSmallIntegerField(_("changed meanwhile, not confirmed"), default=0)

    objects = ConfirmationQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_on", "-id")
        verbose_name = _("question to a provider")
        verbose_name_plural = _("questions to providers")
        constraints = [
            one_of("state", ConfirmationState),
            matches("digest", "[0-9a-f]{64}", "a SHA-256 digest."),
            models.UniqueConstraint(
                fields=("service",),
                condition=Q(state=ConfirmationState.OPEN),
                name="resources_confirmation_one_open",
            ),
            models.UniqueConstraint(
                fields=("asked_on", "number"), name="resources_confirmation_number_once"
            ),
            models.CheckConstraint(
                condition=Q(state=ConfirmationState.OPEN, closed_at__isnull=True)
                | (~Q(state=ConfirmationState.OPEN) & Q(closed_at__isnull=False)),
                name="resources_confirmation_closed_at_a_time",
                violation_error_message="closed_at: when it was closed, and only then.",
            ),
            models.CheckConstraint(
                condition=(ANSWERED & Q(role__in=ProviderRole.values))
                | (~ANSWERED & Q(role="", stamped=0, moved=0)),
                name="resources_confirmation_answered_by_a_role",
                violation_error_message="role: who answered, and only then.",
            ),
            models.CheckConstraint(
                condition=Q(state=ConfirmationState.REVOKED, revoked_by__isnull=False)
                | (~Q(state=ConfirmationState.REVOKED) & Q(revoked_by__isnull=True)),
                name="resources_confirmation_revoked_by_someone",
                violation_error_message="revoked_by: who took it back, and only then.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service}: {self.get_state_display()}"

    def is_live(self, now: datetime) -> bool:
        """Tell whether it can still be answered."""
        return self.state == ConfirmationState.OPEN and self.expires_at > now

    def close(self, state: ConfirmationState, now: datetime, **answer: Any) -> None:
        """Let a link be worth nothing from now on."""
        self.state, self.closed_at = state, now
        for name, value in answer.items():
            setattr(self, name, value)
        self.save(update_fields=["state", "closed_at", *answer])


class ProviderChangeQuerySet(models.QuerySet["ProviderChange"]):
    """The queries about what providers want to be different."""

    def open(self) -> Self:
        """Those that no proposal holds, and that nobody has dealt with."""
        return self.filter(proposal__isnull=True, done_by__isnull=True)


class ProviderChange(models.Model):
    """One fact that a provider says should be different, and what came of it.

    What could be put into the listing's fields is in a proposal. The others wait for a person, with
    the provider's words, which no page but those of the staff shows.
    """

    confirmation = models.ForeignKey(Confirmation, on_delete=models.PROTECT, related_name="changes")
    fact = models.CharField(max_length=40)
    label = models.CharField(max_length=200)
    words = models.CharField(max_length=LONGEST_WORDS, blank=True)
    why = models.CharField(_("not put in by itself"), max_length=300, blank=True)
    proposal = models.ForeignKey(
        "Proposal", on_delete=models.PROTECT, null=True, blank=True, related_name="from_providers"
    )
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="provider_changes_done",
    )
    done_at = models.DateTimeField(null=True, blank=True)

    objects = ProviderChangeQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        verbose_name = _("change that a provider wants")
        verbose_name_plural = _("changes that providers want")
        constraints = [
            at_most("words", LONGEST_WORDS),
            models.CheckConstraint(
                condition=Q(done_by__isnull=True, done_at__isnull=True)
                | Q(done_by__isnull=False, done_at__isnull=False, proposal__isnull=True),
                name="resources_providerchange_done_by_someone",
                violation_error_message="done_by: a person and a time, where no proposal has it.",
            ),
        ]

    def __str__(self) -> str:
        return self.label
