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
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
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


def _words(phrase: str) -> list[str]:
    """Return the words of a phrase as the readings write them; a star stays."""
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
# An expression for any of some patterns, and each by itself with its place in the list.
Group = tuple[re.Pattern[str], Sequence[Numbered]]


def _groups(table: Mapping[str, Sequence[Numbered]]) -> dict[str, Group]:
    return {
        word: (
            re.compile(
                "|".join(regex.pattern.replace("(?P<number>", "(?:") for _index, regex in patterns)
            ),
            patterns,
        )
        for word, patterns in table.items()
    }


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
        for index, pattern in enumerate(patterns):
            self._add(index, pattern)
        self._lengths = sorted({len(beginning) for beginning in self._by_beginning})
        self._words_first = _groups(self._by_word)
        self._beginnings_first = _groups(self._by_beginning)

    def find(self, reading: str) -> Iterator[Found]:
        """Yield every place of a reading where a pattern begins."""
        text = f" {reading} "
        words = reading.split()
        beginning = {word: tuple(self._beginning(word)) for word in set(words)}
        start = 0
        for word in words:
            for any_of_them, patterns in beginning[word]:
                # At nearly every place there is none of them, which is seen at once.
                if any_of_them.match(text, start) is None:
                    continue
                for index, regex in patterns:
                    if match := regex.match(text, start):
                        yield Found(index, start, match.end(), self._number(match))
            start += len(word) + 1

    def _beginning(self, word: str) -> Iterator["Group"]:
        """Yield the groups of patterns that can begin with a word."""
        keys = [word, _DIGITS] if word.isdecimal() else [word]
        yield from (self._words_first[key] for key in keys if key in self._words_first)
        for length in self._lengths:
            if word[:length] in self._beginnings_first:
                yield self._beginnings_first[word[:length]]

    def _number(self, match: re.Match[str]) -> int | None:
        """Return the number that stands where the pattern says <age>."""
        word = match.groupdict().get("number")
        if word is None:
            return None
        return int(word) if word.isdecimal() else self._numbers[word]

    def _add(self, index: int, pattern: str) -> None:
        """Compile one pattern, and list it under the words on which it can begin."""
        text = _FAMILY.sub(self._family, pattern)
        parts = list(_PART.finditer(text))
        read = "".join(match[0] for match in parts)
        if "".join(read.split()) != "".join(text.split()):
            raise PatternError(pattern)
        regex = re.compile("".join(map(self._expression, parts)) + "(?= )")
        for word in self._first_words(pattern, parts):
            table = self._by_beginning if word.endswith("*") else self._by_word
            table[word.rstrip("*")].append((index, regex))
        for match in parts:
            for phrase in (match[1] or match[2] or match[5] or "").split("|"):
                self.vocabulary.update(word.rstrip("*") for word in _words(phrase))

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
