"""The words that mean the same: those of terms, those that staff keep, and names of places."""

import uuid
from typing import Final

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from resources.language import words_of

LONGEST_PHRASE: Final = 60


def check_words(value: object) -> None:
    """Refuse what is not a list of at least two different phrases."""
    phrases = value if isinstance(value, list) else []
    if not all(isinstance(phrase, str) and 0 < len(phrase) <= LONGEST_PHRASE for phrase in phrases):
        raise ValidationError(_("Each line is a word or a phrase of at most 60 characters."))
    if (
        len({tuple(words_of(phrase)) for phrase in phrases} - {()}) < len(phrases)
        or len(phrases) < 2
    ):
        raise ValidationError(_("Give at least two words or phrases that are not the same."))


class SynonymGroup(models.Model):
    """Words and phrases that mean the same to a person who searches.

    The first is what the others mean: they mean the terms of which it is the name or a synonym. A
    change works at once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    words = models.JSONField(
        validators=[check_words], help_text=_("The first is what the others mean.")
    )
    note = models.CharField(max_length=300, blank=True, help_text=_("For the staff: the reason."))
    is_used = models.BooleanField(
        _("used"), default=True, help_text=_("Untick it to leave a shipped group out for good.")
    )
    shipped = models.JSONField(
        default=list, editable=False, help_text=_("The words as they were last shipped.")
    )

    class Meta:
        ordering = ("note", "id")
        verbose_name = _("group of synonyms")
        verbose_name_plural = _("groups of synonyms")

    def __str__(self) -> str:
        return ", ".join(self.words[:3])
