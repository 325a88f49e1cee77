"""How the words of a question are looked up: areas, terms, ages, and the values of closed lists."""

import re
from collections.abc import Sequence
from typing import ClassVar

import django_filters
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from resources.filters.starts import Start, find_start
from resources.filters.words import Choice, ChoiceFilter, Row
from resources.models import Search, SearchDocument, TaxonomyTerm
from resources.models.service import OLDEST
from resources.models.synonyms import TermRow
from resources.regions import RegionRecord, find_region


class Vocabulary(django_filters.FilterSet):
    """Looks up what the parameters of a filter set name."""

    # The parameters whose values are terms, and the taxonomy of each.
    taxonomies: ClassVar = {
        "type": "type",
        "topic": "topic",
        "audience": "audience",
        "by_and_for": "by-and-for",
    }
    # All terms that can be asked for, and the words for them, where somebody has them at hand.
    known_terms: Sequence[TaxonomyTerm] = ()
    known_words: Sequence[TermRow] = ()

    @cached_property
    def terms(self) -> list[TaxonomyTerm]:
        """Every term of the taxonomies that can be asked for: those at hand, or in one query."""
        return list(self.known_terms or self.all_terms())

    @classmethod
    def all_terms(cls) -> QuerySet[TaxonomyTerm]:
        """Ask for every term of the taxonomies that can be asked for."""
        return TaxonomyTerm.objects.to_show().filter(taxonomy__slug__in=cls.taxonomies.values())

    def find_region(self, word: str) -> RegionRecord | None:
        """Look an area up by slug or GSS code."""
        return find_region(word)

    def find_start(self, word: str) -> Start | None:
        """Look an area up by slug or GSS code, or read a point."""
        return find_start(word)

    def find_type(self, word: str) -> TaxonomyTerm | None:
        """Look a kind of help up by slug or neutral code."""
        return self._find_term("type", word)

    def find_topic(self, word: str) -> TaxonomyTerm | None:
        """Look a topic up by slug or neutral code."""
        return self._find_term("topic", word)

    def find_audience(self, word: str) -> TaxonomyTerm | None:
        """Look an audience up by slug or neutral code."""
        return self._find_term("audience", word)

    def find_by_and_for(self, word: str) -> TaxonomyTerm | None:
        """Look a community up by slug or neutral code."""
        return self._find_term("by-and-for", word)

    def find_age(self, word: str) -> Choice | None:
        """Read an age in whole years."""
        if not re.fullmatch(r"[0-9]{1,3}", word) or int(word) > OLDEST:
            return None
        return Choice(str(int(word)), _("Age %(years)d") % {"years": int(word)})

    def find_words(self, text: str) -> Search:
        """Put words to the directory."""
        return SearchDocument.objects.matching(text, self.known_words)

    def choices(self, name: str) -> list[Row]:
        """Every value that a parameter may have: of a closed list, or the terms of a taxonomy.

        Areas and ages are no closed lists: there are none.
        """
        one = self.filters[name]
        if isinstance(one, ChoiceFilter):
            return list(one.rows)
        taxonomy = self.taxonomies.get(name)
        return [term for term in self.terms if term.taxonomy.slug == taxonomy]

    def _find_term(self, taxonomy: str, word: str) -> TaxonomyTerm | None:
        """Look a term up in one taxonomy, in any case."""
        wanted = word.lower()
        for term in self.terms:
            if term.taxonomy.slug == taxonomy and wanted in {term.slug, term.code}:
                return term
        return None
