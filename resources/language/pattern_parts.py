"""The parts of a wording, each of which says how far it reaches from a word of a text.

A wording is found by trying its parts one after the other, each way that a part can go in its
order, until all have found their place.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from sys import intern
from typing import Any, ClassVar, Final, Protocol, TypeVar

from resources.language.reading import plain_reading

# Digits of a number that may be an age.
MOST_DIGITS: Final = 3
# The word under which what begins with a number is listed.
DIGITS: Final = "<age>"
Phrase = tuple[str, ...]
Words = TypeVar("Words", Phrase, tuple[Phrase, ...], frozenset[str])


_seen: Final[dict[Any, Any]] = {}


def once(words: Words) -> Words:
    """Return the first of all equal collections of words: more than half of them are alike."""
    first: Words = _seen.setdefault(words, words)
    return first


def forget_seen() -> None:
    """Part from those, where a set of patterns is whole: others are read from another file."""
    _seen.clear()


class PatternError(ValueError):
    """A wording in a data file that is not of this language."""


class Part(Protocol):
    """One part of a wording, of at most so many words."""

    @property
    def most(self) -> int: ...

    def ends(self, words: Sequence[str], start: int) -> Sequence[int]:
        """Return where the words end that it may take from one on, in the order of trying."""


class Choices:
    """Phrases of which one is there; a star at the end of a word stands for any ending.

    Those that are listed first are tried first. An optional one may take no word as well.
    """

    def __init__(self, listed: str, *, is_optional: bool = False) -> None:
        """Read phrases with "|" between them; raise PatternError where one has no word."""
        self.phrases = once(tuple(_words(phrase) for phrase in listed.split("|")))
        self.is_optional = is_optional
        self.most = max(map(len, self.phrases))
        # What a text has to hold one of: the longest of words that follow each other is the rarest,
        # as a rule.
        self.needed = once(frozenset(max(phrase, key=len) for phrase in self.phrases))
        self.first = once(frozenset(phrase[0] for phrase in self.phrases))
        by_word: defaultdict[str, list[Phrase]] = defaultdict(list)
        for phrase in self.phrases:
            by_word[phrase[0]].append(phrase)
        begun = [word for word in by_word if word.endswith("*")]
        self._by_beginning = once(tuple(one for word in begun for one in by_word.pop(word)))
        self._by_word = {word: once(tuple(some)) for word, some in by_word.items()}

    @property
    def vocabulary(self) -> frozenset[str]:
        """Every word of a phrase, and every beginning of one."""
        return frozenset(word.rstrip("*") for phrase in self.phrases for word in phrase)

    def ends(self, words: Sequence[str], start: int) -> Sequence[int]:
        """Return where a phrase ends that stands there; for an optional one also the place."""
        none = (start,) if self.is_optional else ()
        begun = self._begun_by(words[start]) if start < len(words) else ()
        if not begun:
            return none
        found = [
            start + len(phrase)
            for phrase in begun
            if len(phrase) == 1 or _stands(phrase, words[start : start + len(phrase)])
        ]
        return [*found, *none]

    def _begun_by(self, word: str) -> Sequence[Phrase]:
        """Return the phrases that can begin with a word, in their order."""
        known = self._by_word.get(word, ())
        if not self._by_beginning:
            return known
        begun = [phrase for phrase in self._by_beginning if _is(phrase[0], word)]
        return sorted((*known, *begun), key=self.phrases.index) if begun else known


@dataclass(frozen=True, slots=True)
class Between:
    """Other words, as few as will do."""

    most: int

    def ends(self, words: Sequence[str], start: int) -> Sequence[int]:
        return range(start, min(start + self.most, len(words)) + 1)


@dataclass(frozen=True, slots=True)
class Edge:
    """The beginning of the text, or its end."""

    is_beginning: bool
    most: ClassVar[int] = 0

    def ends(self, words: Sequence[str], start: int) -> Sequence[int]:
        return (start,) if start == (0 if self.is_beginning else len(words)) else ()


@dataclass(frozen=True, slots=True)
class Number:
    """A number, as digits or as one of some words."""

    words: Mapping[str, int]
    most: ClassVar[int] = 1

    @property
    def first(self) -> frozenset[str]:
        """The words on which it can begin."""
        return frozenset((DIGITS, *self.words))

    def ends(self, words: Sequence[str], start: int) -> Sequence[int]:
        if start < len(words) and self.value(words[start]) is not None:
            return (start + 1,)
        return ()

    def value(self, word: str) -> int | None:
        """Return the number that a word is."""
        if word.isdecimal():
            return int(word) if len(word) <= MOST_DIGITS else None
        return self.words.get(word)


def begins_on(parts: Sequence[Part]) -> frozenset[str] | None:
    """Return the words of which the first one has to be one; None where it may be any, or none."""
    first: set[str] = set()
    for part in parts:
        if not isinstance(part, Choices) or any(word.endswith("*") for word in part.first):
            return None
        first |= part.first
        if not part.is_optional:
            return once(frozenset(first))
    return None


def places(
    parts: Sequence[Part], words: Sequence[str], start: int, tried: int = 0
) -> list[int] | None:
    """Return where each part begins, and where the last one ends; None where they do not fit."""
    if tried == len(parts):
        return [start]
    for end in parts[tried].ends(words, start):
        if (rest := places(parts, words, end, tried + 1)) is not None:
            return [start, *rest]
    return None


def _stands(phrase: Sequence[str], words: Sequence[str]) -> bool:
    """Tell whether words are those of a phrase, where a star stands for any ending."""
    return len(phrase) == len(words) and all(map(_is, phrase, words))


def _is(known: str, word: str) -> bool:
    return word.startswith(known[:-1]) if known.endswith("*") else word == known


def _words(phrase: str) -> Phrase:
    """Return the words of a phrase as the readings write them; a star stays."""
    found: list[str] = []
    for word in phrase.split():
        bare = word.rstrip("*")
        # Nearly all are small letters alone already.
        is_plain = bare.isascii() and bare.isalpha() and bare.islower()
        folded = [bare] if is_plain else plain_reading(bare).split()
        if not folded:
            raise PatternError(phrase)
        found += folded
        if word.endswith("*"):
            found[-1] += "*"
    if not found:
        raise PatternError(phrase)
    # Each wording is read by itself, and most of their words are the same few thousand.
    return once(tuple(map(intern, found)))
