"""How a word of a query string is looked up: an area, a term, an age, a starting place."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from resources.filters.starts import Start, find_start
from resources.models import TaxonomyTerm
from resources.regions import RegionRecord, find_region
from resources.search import Index
from resources.search.facets import OLDEST, UNDER_18


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a closed list: its word in addresses, and its label for people."""

    code: str
    label: Any = field(compare=False)

    @property
    def name(self) -> str:
        """The label in the language of whoever asks now."""
        return str(self.label)


FilterValue = RegionRecord | TaxonomyTerm | Choice | Start
# Returns None for a word that is not known.
Lookup = Callable[[Index, str], FilterValue | None]


def region(index: Index, word: str) -> RegionRecord | None:
    return find_region(word)


def start(index: Index, word: str) -> Start | None:
    """Look the middle of an area up by slug or GSS code, or read a point."""
    return find_start(word)


YOUNG = Choice(UNDER_18, _lazy("Under 18"))


def age(index: Index, word: str) -> Choice | None:
    """Read an age in whole years, or that somebody is under 18."""
    if word.lower() == UNDER_18:
        return YOUNG
    if not re.fullmatch(r"[0-9]{1,3}", word) or int(word) > OLDEST:
        return None
    return Choice(str(int(word)), _("Age %(years)d") % {"years": int(word)})


@dataclass(frozen=True, slots=True)
class TermLookup:
    """Looks terms of one taxonomy up, by slug or neutral code in any case."""

    taxonomy: str

    def __call__(self, index: Index, word: str) -> TaxonomyTerm | None:
        wanted = word.lower()
        return next((term for term in self.terms(index) if wanted in {term.slug, term.code}), None)

    def terms(self, index: Index) -> list[TaxonomyTerm]:
        """Return every term of the taxonomy, in the curators' order."""
        return [term for term in index.terms if term.taxonomy.slug == self.taxonomy]


def facet_value(value: FilterValue) -> str:
    return value.slug if isinstance(value, TaxonomyTerm) else value.code
