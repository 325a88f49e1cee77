"""The words that mean the same: those of terms, those that staff keep, and names of places."""

import json
import uuid
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from resources.language import (
    Lexicon,
    Place,
    TermWords,
    area_names,
    county_names,
    town_names,
    words,
)
from resources.models.taxonomy import TaxonomyTerm
from resources.regions import all_regions

LONGEST_PHRASE: Final = 60

Names = dict[tuple[str, ...], tuple[Place, ...]]
# The code and the name of a term, and the list of its synonyms, not yet read.
TermRow = tuple[str, str, str]


def check_words(value: object) -> None:
    """Refuse what is not a list of at least two different phrases."""
    phrases = value if isinstance(value, list) else []
    if not all(isinstance(one, str) and 0 < len(one) <= LONGEST_PHRASE for one in phrases):
        raise ValidationError(_("Each line is a word or a phrase of at most 60 characters."))
    if len({tuple(words(one)) for one in phrases} - {()}) < len(phrases) or len(phrases) < 2:
        raise ValidationError(_("Give at least two words or phrases that are not the same."))


class SynonymGroup(models.Model):
    """Words and phrases that mean the same to a person who searches.

    The first is what the others mean: where it is a term's name or one of its synonyms, the others
    bring that term; where it is the name of an area, that area. A change works at once.
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
        """Return the first words of the group."""
        return ", ".join(self.words[:3])


def term_words() -> tuple[TermRow, ...]:
    """Ask for the code, the name and the synonyms of every term, these as the database has them."""
    listed = TaxonomyTerm.objects.annotate(listed=Cast("synonyms", models.TextField()))
    return tuple(listed.order_by("pk").values_list("code", "name", "listed"))


def current_lexicon(terms: Sequence[TermRow] = ()) -> Lexicon:
    """Return what words mean now; built anew only when the rows have changed.

    One short query for the groups, and one for the terms where they are not at hand (`term_words`).
    """
    groups = SynonymGroup.objects.annotate(listed=Cast("words", models.TextField()))
    used = groups.filter(is_used=True).order_by("pk").values_list("listed", flat=True)
    return _built(tuple(terms) or term_words(), tuple(used))


# Holds only rows of the database, with lists as they stand there: to read them all takes longer
# than a search. Two, so that a change in the middle of a test run costs little.
@lru_cache(maxsize=2)
def _built(terms: Sequence[TermRow], groups: Sequence[str]) -> Lexicon:
    """Build the lexicon of these rows."""
    areas, towns = _places()
    meant = [TermWords(code, name, tuple(json.loads(listed))) for code, name, listed in terms]
    return Lexicon(meant, [json.loads(listed) for listed in groups], areas, towns)


@lru_cache(maxsize=1)
def _places() -> tuple[Names, Names]:
    """Return the names of areas, and those of towns, from the shipped files."""
    found = [(one, Place(one.code, tuple(one.lineage))) for one in all_regions()]
    counties = county_names({one.slug: place for one, place in found})
    # What a name officially says goes before what people also mean by it.
    areas = counties | area_names((one.name, place) for one, place in found)
    return areas, town_names({one.code: place for one, place in found})
