"""The ways to get in touch with a service, and what each one leaves behind."""

import uuid
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from resources.choices import Channel, ContactCost, TraceAnswer
from resources.models.constraints import (
    LANGUAGES_PATTERN,
    leads_to_a_page,
    matches,
    not_blank,
    one_of,
)
from resources.models.suppression import contact_texts, refuse_suppressed
from resources.validators import LINKED, fits

# The questions about traces, in the order in which pages answer them.
TRACE_FIELDS = (
    "on_itemised_bill",
    "voicemail",
    "caller_id",
    "needs_name",
    "needs_account",
    "transcript_kept",
)


def _trace(question: StrOrPromise) -> models.CharField[str, str]:
    """A trace question: its answer starts as not known."""
    return models.CharField(
        question, max_length=10, choices=TraceAnswer, default=TraceAnswer.NOT_KNOWN
    )


class ContactRouteQuerySet(models.QuerySet["ContactRoute"]):
    """The queries about ways of contact."""

    def direct(self) -> Self:
        """Ways to talk, write or go: everything but a web address to read."""
        return self.exclude(channel=Channel.WEBSITE)


class ContactRoute(models.Model):
    """One number, address or link."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey("Service", on_delete=models.CASCADE, related_name="contacts")
    channel = models.CharField(max_length=12, choices=Channel)
    value = models.CharField(max_length=300, help_text=_("The number, link or address itself."))
    label = models.CharField(
        max_length=120, blank=True, help_text=_("Tells two routes apart: “Out of hours”.")
    )
    note = models.CharField(max_length=300, blank=True, help_text=_("“Press 2.”"))
    cost = models.CharField(max_length=12, choices=ContactCost, default=ContactCost.NOT_KNOWN)
    languages = models.CharField(
        max_length=120,
        blank=True,
        default="",
        db_default="",
        help_text=_("Language codes, where this way has languages of its own: pl,ur"),
    )
    is_crisis_line = models.BooleanField(_("urgent line"), default=False)
    do_not_test_call = models.BooleanField(
        default=False, help_text=_("A test call would take the place of a person in danger.")
    )
    position = models.PositiveSmallIntegerField(default=0)

    on_itemised_bill = _trace(_("Does it show on an itemised bill?"))
    voicemail = _trace(_("Do they leave voicemail?"))
    caller_id = _trace(_("Does their number show when they call back?"))
    needs_name = _trace(_("Do they ask for a name?"))
    needs_account = _trace(_("Is an account needed?"))
    transcript_kept = _trace(_("Is a record of the conversation kept on the device?"))

    objects = ContactRouteQuerySet.as_manager()

    class Meta:
        ordering = ("position", "id")
        verbose_name = _("contact route")
        verbose_name_plural = _("contact routes")
        constraints = [
            one_of("channel", Channel),
            one_of("cost", ContactCost),
            not_blank("value"),
            leads_to_a_page("value", Q(channel__in=sorted(LINKED))),
            matches("languages", LANGUAGES_PATTERN, "language codes with commas: en,cy,bfi."),
            *(one_of(field, TraceAnswer) for field in TRACE_FIELDS),
            models.CheckConstraint(
                condition=Q(is_crisis_line=False) | Q(do_not_test_call=True),
                name="resources_contactroute_urgent_not_test_called",
                violation_error_message="do_not_test_call: nobody rings an urgent line to test it.",
            ),
            models.UniqueConstraint(
                fields=("service", "channel", "value", "label"),
                name="resources_contactroute_once",
            ),
        ]

    def clean(self) -> None:
        """Refuse a value that could not be dialled or followed as it is; guard an urgent line."""
        self.do_not_test_call = self.do_not_test_call or self.is_crisis_line
        if not fits(self.channel, self.value):
            raise ValidationError(
                {"value": _("Give one number, link or address, without further words.")}
            )
        refuse_suppressed(contact_texts("value", self.channel, self.value))

    def __str__(self) -> str:
        return f"{self.get_channel_display()}: {self.value}"

    @property
    def language_codes(self) -> list[str]:
        """The languages of this way of contact, as codes; empty when it has none of its own."""
        return [code for code in self.languages.split(",") if code]
