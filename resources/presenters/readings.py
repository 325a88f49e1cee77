"""What typed words were read as, said above their list, with the way to have them as they stand."""

from dataclasses import dataclass
from typing import Final

from resources.choices import LANGUAGE_NAMES
from resources.filters import ServiceFilter
from resources.language import ParsedQuery, words_of
from resources.presenters.list_urls import ListUrls
from resources.presenters.terms import in_sentence
from resources.search import Index

READING: Final = "reading"
# A term that is less sure counts in the order, but is not what was looked for.
SURE: Final = 0.4
MOST_TERMS: Final = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """What the words were read as: the name of another language, slips, and what they mean.

    `slips` are words with what was looked for instead; `terms` are names. `undo_url` is the address
    of the same search for the words as they stand; empty where they are taken so already.
    """

    language: str
    slips: tuple[tuple[str, str], ...]
    terms: tuple[str, ...]
    undo_url: str


def reading(filterset: ServiceFilter, urls: ListUrls, *, is_quiet: bool = False) -> Reading | None:
    """Return how the words were read; None where they were read just as typed.

    With `is_quiet` nothing that was typed is repeated.
    """
    text = filterset.text
    if text is None:
        return None
    language = str(LANGUAGE_NAMES.get(text.language, text.language))
    terms = _terms(text, filterset.index)
    if not (language or text.corrected or terms):
        return None
    (as_typed,) = filterset.choices(READING)
    others = [pair for pair in filterset.chosen if pair[0] != READING]
    undo_url = "" if text.is_literal else urls.with_filters([*others, (READING, as_typed)])
    return Reading(language, () if is_quiet else text.corrected, terms, undo_url)


def _terms(text: ParsedQuery, index: Index) -> tuple[str, ...]:
    """Return the names of the surest terms, but for those that were typed themselves."""
    sure = [concept.term for concept in text.concepts if concept.confidence > SURE]
    by_slug = index.term_by_slug
    terms = [by_slug[slug] for slug in sure if slug in by_slug][:MOST_TERMS]
    return tuple(
        in_sentence(term) for term in terms if not set(words_of(term.name)) <= set(text.spoken)
    )
