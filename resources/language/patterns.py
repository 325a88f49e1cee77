"""A small language for the wordings that a data file lists, safe whatever a person types.

    kill (myself|my self)     one of several
    want to [just] die        may be left out
    suicid*                   any ending
    tablets <3> tonight       up to three other words in between
    {want} to die             a family of words, listed once under "words"
    im <age>                  a number, as digits or as a word, which is handed back
    ^ cutting $               the beginning and the end of the text

A wording is compared with whole words of a reading (`resources.language.reading`), from each word
on which it can begin. There are no nested repetitions, so the time grows with the length of the
text and with nothing else.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from resources.language.reading import plain_reading

MOST_BETWEEN: Final = 8
_PART: Final = re.compile(r"\(([^()\[\]]+)\)|\[([^()\[\]]+)\]|<(\w+)>|([\^$])|([^\s()\[\]<>^$|]+)")
_FAMILY: Final = re.compile(r"\{(\w+)\}")
_DIGITS: Final = "<age>"
"""The word under which patterns that begin with a number are listed."""


class PatternError(ValueError):
    """A wording in a data file that is not of this language."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where a pattern was found, and the number in it. It holds no word of the text."""

    index: int
    start: int
    end: int
    number: int | None = None

    def overlaps(self, other: "Found") -> bool:
        """Tell whether two finds share a word."""
        return self.start < other.end and other.start < self.end


@lru_cache(maxsize=8_192)
def _words(phrase: str) -> Sequence[str]:
    """Return the words of a phrase as the readings write them; a star stays.

    Families are written into many patterns: their words are read once. No text of a person is.
    """
    found = []
    for word in phrase.split():
        folded = plain_reading(word.rstrip("*")).split()
        if not folded:
            raise PatternError(phrase)
        found += folded
        if word.endswith("*"):
            found[-1] += "*"
    return found


def _phrase(phrase: str) -> str:
    """Return the expression for words that follow each other."""
    return "".join(
        " " + (re.escape(word[:-1]) + "[^ ]*" if word.endswith("*") else re.escape(word))
        for word in _words(phrase)
    )


def _one_of(choices: str) -> str:
    return "(?:" + "|".join(map(_phrase, choices.split("|"))) + ")"


Numbered = tuple[int, re.Pattern[str]]


class Needed:
    """Which patterns a text may hold, by the words that are in it and nothing else."""

    def __init__(self, needs: Sequence[Sequence[frozenset[str]]]) -> None:
        """Take, for each pattern, the sets of which a text has to hold one word each.

        A pattern is listed under the words of one of its sets: the one whose words are the rarest
        among all patterns.
        """
        common = Counter(word for sets in needs for words in sets for word in words)
        self._by_word: defaultdict[str, list[int]] = defaultdict(list)
        self._by_beginning: defaultdict[str, list[int]] = defaultdict(list)
        self._always: list[int] = []
        for index, sets in enumerate(needs):
            rarest = min(sets, key=lambda words: sum(common[one] for one in words), default=None)
            if rarest is None:
                self._always.append(index)
            for word in rarest or ():
                table = self._by_beginning if word.endswith("*") else self._by_word
                table[word.rstrip("*")].append(index)
        self._lengths = sorted({len(beginning) for beginning in self._by_beginning})

    def possible(self, words: Collection[str]) -> set[int]:
        """Return the places of the patterns that a text with these words may hold."""
        found = set(self._always)
        for word in words:
            found.update(self._by_word.get(word, ()))
            for length in self._lengths:
                found.update(self._by_beginning.get(word[:length], ()))
        return found


class PatternSet:
    """Patterns that are looked for together, each known by its place in the list."""

    def __init__(
        self,
        patterns: Sequence[str],
        families: Mapping[str, Sequence[str]],
        numbers: Mapping[str, int] | None = None,
    ) -> None:
        self._families = families
        self._numbers = dict(numbers or {})
        self._by_word: defaultdict[str, list[Numbered]] = defaultdict(list)
        self._by_beginning: defaultdict[str, list[Numbered]] = defaultdict(list)
        self.vocabulary: set[str] = set()
        needs = [self._add(index, pattern) for index, pattern in enumerate(patterns)]
        self._lengths = sorted({len(beginning) for beginning in self._by_beginning})
        self._needed = Needed(needs)

    def find(self, reading: str) -> Iterator[Found]:
        """Yield every place of a reading where a pattern begins."""
        text = f" {reading} "
        words = reading.split()
        # Of nearly all patterns a word is missing, and they are not looked for at any place.
        possible = self._needed.possible(set(words))
        beginning = {
            word: [one for one in self._beginning(word) if one[0] in possible]
            for word in set(words)
        }
        start = 0
        for word in words:
            for index, regex in beginning[word]:
                if match := regex.match(text, start):
                    yield Found(index, start, match.end(), self._number(match))
            start += len(word) + 1

    def _beginning(self, word: str) -> Iterator[Numbered]:
        """Yield the patterns that can begin with a word."""
        for key in [word, _DIGITS] if word.isdecimal() else [word]:
            yield from self._by_word.get(key, ())
        for length in self._lengths:
            yield from self._by_beginning.get(word[:length], ())

    def _number(self, match: re.Match[str]) -> int | None:
        """Return the number that stands where the pattern says <age>."""
        word = match.groupdict().get("number")
        if word is None:
            return None
        return int(word) if word.isdecimal() else self._numbers[word]

    def _add(self, index: int, pattern: str) -> list[frozenset[str]]:
        """Compile one pattern, and list it under the words on which it can begin.

        Return what has to be in a text: of each set one word.
        """
        text = _FAMILY.sub(self._family, pattern)
        parts = list(_PART.finditer(text))
        read = "".join(match[0] for match in parts)
        if "".join(read.split()) != "".join(text.split()):
            raise PatternError(pattern)
        regex = re.compile("".join(map(self._expression, parts)) + "(?= )")
        for word in self._first_words(pattern, parts):
            table = self._by_beginning if word.endswith("*") else self._by_word
            table[word.rstrip("*")].append((index, regex))
        needs = []
        for match in parts:
            phrases = [_words(one) for one in (match[1] or match[2] or match[5] or "").split("|")]
            self.vocabulary.update(word.rstrip("*") for words in phrases for word in words)
            if match[1] or match[5]:
                # The longest of words that follow each other is the rarest, as a rule.
                needs.append(frozenset(max(words, key=len) for words in phrases))
        return needs

    def _family(self, match: re.Match[str]) -> str:
        """Return the words of a family, in brackets unless it stands in some."""
        before = match.string[: match.start()]
        inside = max(before.rfind("("), before.rfind("[")) > max(
            before.rfind(")"), before.rfind("]")
        )
        words = "|".join(self._families[match[1]])
        return words if inside else f"({words})"

    def _expression(self, part: re.Match[str]) -> str:
        """Return the regular expression of one part of a pattern."""
        one_of, optional, between, edge, word = part.groups()
        if edge:
            return r"\A" if edge == "^" else r"(?= \Z)"
        if between == "age":
            return r" (?P<number>\d{1,3}" + "".join(f"|{name}" for name in self._numbers) + ")"
        if between:
            if not between.isdecimal() or not 0 < int(between) <= MOST_BETWEEN:
                raise PatternError(part.string)
            return f"(?: [^ ]+){{0,{between}}}?"
        if word:
            return _phrase(word)
        return _one_of(one_of) if one_of else _one_of(optional) + "?"

    def _first_words(self, pattern: str, parts: Sequence[re.Match[str]]) -> set[str]:
        """Return the words on which a pattern can begin."""
        first: set[str] = set()
        for one_of, optional, between, edge, word in (part.groups() for part in parts):
            if edge:
                continue
            if between and between != "age":
                break
            if between:
                return first | {_DIGITS, *self._numbers}
            first |= {_words(phrase)[0] for phrase in (one_of or optional or word).split("|")}
            if not optional:
                return first
        raise PatternError(pattern)
