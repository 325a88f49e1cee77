"""What people say for the terms of the directory: shipped phrases, and words of the staff."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from json import loads
from typing import Final

from django.db.models import TextField
from django.db.models.functions import Cast

from resources.choices import Channel
from resources.language import Phrase, Thesaurus, fold, shipped_phrases
from resources.models import SynonymGroup, TaxonomyTerm
from resources.precomputed import precomputed

# The slug and the name of a term, and the list of its synonyms, not yet read.
TermRow = tuple[str, str, str]
# Two, so that a change in the middle of a test run costs little.
_KEPT: Final = 2


def current_thesaurus() -> Thesaurus:
    """Return what words mean now; built again only when the rows have changed."""
    terms = TaxonomyTerm.objects.annotate(listed=Cast("synonyms", TextField()))
    groups = SynonymGroup.objects.annotate(listed=Cast("words", TextField()))
    return _thesaurus(
        tuple(terms.order_by("pk").values_list("slug", "name", "listed")),
        tuple(groups.filter(is_used=True).order_by("pk").values_list("listed", flat=True)),
    )


# Holds only rows of the database, with lists as they stand there.
@lru_cache(maxsize=_KEPT)
@precomputed
def _thesaurus(terms: Sequence[TermRow], groups: Sequence[str]) -> Thesaurus:
    known = {*Channel.values, *(slug for slug, _name, _synonyms in terms)}
    phrases = (*shipped_phrases(), *_phrases_of(terms, groups))
    return Thesaurus(phrase for phrase in _merged(phrases) if known.issuperset(phrase.terms))


def _phrases_of(terms: Sequence[TermRow], groups: Sequence[str]) -> Iterator[Phrase]:
    """Yield the names and synonyms of terms, and the words of groups with what the first means."""
    meant: defaultdict[str, list[str]] = defaultdict(list)
    for slug, name, synonyms in terms:
        for text in (name, *loads(synonyms)):
            meant[fold(text)].append(slug)
            yield Phrase(text, (slug,), is_name=text == name)
    for group in groups:
        first, *others = loads(group)
        if slugs := tuple(dict.fromkeys(meant[fold(first)])):
            for text in others:
                yield Phrase(text, slugs)


def _merged(phrases: Iterable[Phrase]) -> Iterator[Phrase]:
    """Yield each phrase once, with all terms that it means."""
    terms: defaultdict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    names = set()
    for phrase in phrases:
        terms[fold(phrase.text), phrase.language].update(dict.fromkeys(phrase.terms))
        if phrase.is_name:
            names.add(fold(phrase.text))
    for (text, language), slugs in terms.items():
        yield Phrase(text, tuple(slugs), language, text in names)
