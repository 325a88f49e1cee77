"""What words mean here: the terms of the directory, the synonyms that staff keep, and places.

A lexicon is built from plain rows, so that it can be tried without a database. It holds nothing of
what anybody typed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from resources.language.spelling import Vocabulary
from resources.language.stems import stem_of_listing
from resources.language.text import STOP_WORDS, words

Key = tuple[str, ...]
_NOTHING: Final[frozenset[str]] = frozenset()
_NO_KEYS: Final[frozenset[Key]] = frozenset()


@dataclass(frozen=True, slots=True)
class Place:
    """An area of the directory, by its code and by the codes from the root down to it."""

    code: str
    lineage: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TermWords:
    """A term: its neutral code, its name, and the words people type for it."""

    code: str
    name: str
    synonyms: tuple[str, ...]


@dataclass(slots=True)
class Meanings:
    """What a phrase stands for: codes of terms, and other phrases that mean the same."""

    terms: set[str] = field(default_factory=set)
    phrases: set[Key] = field(default_factory=set)


def exact_key(phrase: str) -> Key:
    """Return a phrase as stems, with every word of it."""
    return tuple(stem_of_listing(word) for word in words(phrase))


def content_key(phrase: str) -> Key:
    """Return a phrase as stems, without the words that every sentence has."""
    return tuple(stem_of_listing(word) for word in words(phrase) if word not in STOP_WORDS)


def _keys(phrase: str) -> set[Key]:
    """Return the ways in which a phrase is recognised.

    "hurt as a kid" is found in "hurt when I was a kid" too. But where only one word is left, as of
    "in care", the whole phrase has to be typed: "care" alone means something else.
    """
    exact, content = exact_key(phrase), content_key(phrase)
    keys = {exact}
    if len(content) > 1:
        keys.add(content)
    return keys - {()}


class Lexicon:
    """Phrases and what they mean.

    `terms` and `groups` come from the database; `places` maps the plain words of a name to the
    areas so called. `towns` are place names that give way to every other meaning.
    """

    def __init__(
        self,
        terms: Iterable[TermWords],
        groups: Iterable[Sequence[str]],
        places: Mapping[Key, tuple[Place, ...]],
        towns: Mapping[Key, tuple[Place, ...]],
    ) -> None:
        """Write down every phrase under each of its keys."""
        self._meanings: dict[Key, Meanings] = {}
        self.places = dict(places)
        self.towns = towns
        self._words: set[str] = set()
        for term in terms:
            for phrase in (term.name, *term.synonyms):
                self._words.update(words(phrase))
                for key in _keys(phrase):
                    self._meanings.setdefault(key, Meanings()).terms.add(term.code)
        own = {key: frozenset(one.terms) for key, one in self._meanings.items()}
        for group in groups:
            self._add_group(group, own)
        self.longest = max(map(len, (*self._meanings, *self.places, *self.towns)), default=0)

    def _add_group(self, group: Sequence[str], own: Mapping[Key, frozenset[str]]) -> None:
        """Let every phrase of a group mean its first one: its term, its place, its words.

        `own` are the terms that phrases have by themselves: what groups say is not handed on, or
        the order of groups would change what they mean. A first phrase that is a term needs no
        other words; one that is not has those of the whole group.
        """
        self._words.update(word for phrase in group for word in words(phrase))
        head = group[0]
        terms = frozenset(code for key in _keys(head) for code in own.get(key, ()))
        places = self.places.get(tuple(words(head)), ())
        for phrase in group:
            others = {content_key(other) for other in group if other != phrase} - {()}
            for key in _keys(phrase):
                meanings = self._meanings.setdefault(key, Meanings())
                meanings.terms |= terms
                if phrase != head or not terms:
                    meanings.phrases |= others
            if places and phrase != head:
                self.places.setdefault(tuple(words(phrase)), places)

    def __contains__(self, key: Key) -> bool:
        """Tell whether a phrase is known."""
        return key in self._meanings

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of terms and synonyms, to be suggested."""
        return Vocabulary(self._words)

    @cached_property
    def place_names(self) -> Vocabulary:
        """The words of the names of places, to be suggested."""
        listed = (self.places, self.towns)
        return Vocabulary(word for names in listed for key in names for word in key)

    def knows(self, word: str) -> bool:
        """Tell whether a word stands for a term, a place or another phrase by itself."""
        return (stem_of_listing(word),) in self or (word,) in self.places or (word,) in self.towns

    def terms_of(self, key: Key) -> frozenset[str]:
        """Return the codes of the terms that a phrase stands for."""
        found = self._meanings.get(key)
        return frozenset(found.terms) if found else _NOTHING

    def phrases_like(self, key: Key) -> frozenset[Key]:
        """Return the other phrases that mean the same."""
        found = self._meanings.get(key)
        return frozenset(found.phrases) if found else _NO_KEYS
