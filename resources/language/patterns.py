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
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from resources.language.pattern_parts import (
    DIGITS,
    Between,
    Choices,
    Edge,
    Number,
    Part,
    PatternError,
    Phrase,
    begins_on,
    forget_seen,
    once,
    places,
)

MOST_BETWEEN: Final = 8
_PART: Final = re.compile(r"\(([^()\[\]]+)\)|\[([^()\[\]]+)\]|<(\w+)>|([\^$])|([^\s()\[\]<>^$|]+)")
_FAMILY: Final = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Found:
    """Which words a pattern was found in, by their places, and the number in it.

    It holds no word of the text.
    """

    index: int
    start: int
    end: int
    number: int | None = None

    def overlaps(self, other: "Found") -> bool:
        """Tell whether two finds share a word."""
        return self.start < other.end and other.start < self.end


class Listed(NamedTuple):
    """A pattern, by its place in the list, under a word on which it can begin.

    One of `seconds` has to follow that word: None where any may, or none. It has at most `most`
    words.
    """

    place: int
    parts: Sequence[Part]
    seconds: frozenset[str] | None
    most: int


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
        self._number = Number(numbers or {})
        # Families stand in many patterns: what is written alike is read once.
        self._choices: dict[tuple[str, bool], Choices] = {}
        self._by_word: defaultdict[str, list[Listed]] = defaultdict(list)
        self._by_beginning: defaultdict[str, list[Listed]] = defaultdict(list)
        self._needed = Needed([self._add(*numbered) for numbered in enumerate(patterns)])
        self._lengths = sorted({len(beginning) for beginning in self._by_beginning})
        self.vocabulary = frozenset[str]().union(
            *(choices.vocabulary for choices in self._choices.values())
        )
        forget_seen()

    def find(self, reading: str) -> Iterator[Found]:
        """Yield every place of a reading where a pattern begins."""
        words = reading.split()
        # Of nearly all patterns a word is missing, and they are not looked for at any place.
        possible = self._needed.possible(set(words))
        beginning = {
            word: [one for one in self._beginning(word) if one.place in possible]
            for word in set(words)
        }
        reach = {word: max(one.most for one in some) for word, some in beginning.items() if some}
        # Who sends the longest text there is writes the same again and again, as a rule.
        seen: dict[tuple[str, ...], list[Found]] = {}
        for start, word in enumerate(words):
            if word not in reach:
                continue
            # Longer than any pattern, so that the end of the text is told apart; and its beginning.
            around = (*([""] * (start == 0)), *words[start : start + reach[word] + 1])
            if around not in seen:
                seen[around] = list(self._found_at(start, words, beginning))
            for find in seen[around]:
                moved = start - find.start
                yield replace(find, start=start, end=find.end + moved) if moved else find

    def _found_at(
        self, start: int, words: Sequence[str], beginning: Mapping[str, Sequence[Listed]]
    ) -> Iterator[Found]:
        """Yield the patterns that begin with one word of a reading."""
        second = words[start + 1] if start + 1 < len(words) else ""
        for place, parts, seconds, _most in beginning[words[start]]:
            # Nearly all end here: to try the parts takes twenty times as long.
            if seconds is not None and second not in seconds:
                continue
            if (at := places(parts, words, start)) is not None:
                yield Found(place, start, at[-1], self._number_in(parts, words, at))

    def _beginning(self, word: str) -> Iterator[Listed]:
        """Yield the patterns that can begin with a word."""
        for key in [word, DIGITS] if word.isdecimal() else [word]:
            yield from self._by_word.get(key, ())
        for length in self._lengths:
            yield from self._by_beginning.get(word[:length], ())

    def _number_in(
        self, parts: Sequence[Part], words: Sequence[str], at: Sequence[int]
    ) -> int | None:
        """Return the number that stands where the pattern says <age>."""
        if self._number not in parts:
            return None
        return self._number.value(words[at[parts.index(self._number)]])

    def _add(self, index: int, pattern: str) -> list[frozenset[str]]:
        """Read one pattern, and list it under the words on which it can begin.

        Return what has to be in a text: of each set one word.
        """
        read = list(_PART.finditer(pattern))
        if "".join("".join(match[0] for match in read).split()) != "".join(pattern.split()):
            raise PatternError(pattern)
        parts = [self._part(match) for match in read]
        most = sum(part.most for part in parts)
        for word, seconds in _first_words(pattern, parts).items():
            table = self._by_beginning if word.endswith("*") else self._by_word
            table[word.rstrip("*")].append(Listed(index, parts, seconds, most))
        return [part.needed for part in parts if isinstance(part, Choices) and not part.is_optional]

    def _part(self, match: re.Match[str]) -> Part:
        """Return one part of a pattern."""
        one_of, optional, between, edge, word = match.groups()
        if edge:
            return Edge(is_beginning=edge == "^")
        if between == "age":
            return self._number
        if between:
            if not between.isdecimal() or not 0 < int(between) <= MOST_BETWEEN:
                raise PatternError(match.string)
            return Between(int(between))
        return self._choice(one_of or optional or word, is_optional=bool(optional))

    def _choice(self, listed: str, *, is_optional: bool) -> Choices:
        """Return phrases to choose from, those of families among them."""
        known = self._choices.get((listed, is_optional))
        if known is None:
            whole = _FAMILY.sub(lambda match: "|".join(self._families[match[1]]), listed)
            known = self._choices[listed, is_optional] = Choices(whole, is_optional=is_optional)
        return known


def _first_words(pattern: str, parts: Sequence[Part]) -> dict[str, frozenset[str] | None]:
    """Return the words on which a pattern can begin, and those that can follow each."""
    first: dict[str, frozenset[str] | None] = {}
    for tried, part in enumerate(parts, 1):
        if isinstance(part, Between):
            break
        if isinstance(part, Number):
            return first | dict.fromkeys(part.first)
        if isinstance(part, Choices):
            after = begins_on(parts[tried:])
            for phrase in part.phrases:
                second = _second(phrase, after)
                known = first.get(phrase[0], frozenset())
                is_open = known is None or second is None
                both = (known or frozenset()) | (second or frozenset())
                first[phrase[0]] = None if is_open else once(both)
            if not part.is_optional:
                return first
    raise PatternError(pattern)


def _second(phrase: Phrase, after: frozenset[str] | None) -> frozenset[str] | None:
    """Return the words that can be the second one; `after` are those that can follow the phrase."""
    if len(phrase) == 1:
        return after
    return None if phrase[1].endswith("*") else once(frozenset({phrase[1]}))
