"""Which known word a person most likely meant: only if it is close, and only if it is known."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

# A word of three letters has too many neighbours to guess from.
_SHORTEST: Final = 4
_LONG: Final = 7


def allowed_slips(word: str) -> int:
    """Return how many slips of the hand are read over: 0 below 4 letters, 1 to 6, 2 above."""
    if len(word) < _SHORTEST or not word.isalpha():
        return 0
    return 1 if len(word) < _LONG else 2


def slips(one: str, other: str, most: int) -> int:
    """Return how many letters were added, left out, changed or swapped with their neighbour.

    The Damerau-Levenshtein distance (optimal string alignment). Above `most` the answer is only
    "more than that": `most + 1`.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [i]
        for j, wanted in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most and min(before) > most:
            return most + 1
    return min(row[-1], most + 1)


def _letters(word: str) -> int:
    """Return the set of letters of a word as bits."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 31)
    return bits


class Vocabulary:
    """Plain words that may be suggested."""

    def __init__(self, known: Iterable[str]) -> None:
        """Sort the words by length, so that only those of a fitting length are compared."""
        self._by_length: dict[int, list[tuple[str, int]]] = {}
        for word in set(known):
            if len(word) >= _SHORTEST and word.isalpha():
                self._by_length.setdefault(len(word), []).append((word, _letters(word)))

    def begun(self, start: str) -> Iterator[str]:
        """Yield the words that begin like this: a word half typed."""
        for length, listed in self._by_length.items():
            if length > len(start) >= _SHORTEST:
                yield from (word for word, _bits in listed if word.startswith(start))

    def close_to(self, word: str) -> Iterator[tuple[int, str]]:
        """Yield the words within the allowed slips, with the number of slips."""
        most = allowed_slips(word)
        mine = _letters(word)
        for length in range(len(word) - most, len(word) + most + 1) if most else ():
            for known, bits in self._by_length.get(length, ()):
                # One slip changes at most two letters of the set: a quick way to say no.
                if (mine ^ bits).bit_count() <= 2 * most:
                    away = slips(word, known, most)
                    if away <= most:
                        yield away, known


def likely(word: str, vocabularies: Sequence[Vocabulary]) -> list[str]:
    """Return the known words that a word may be meant for, the likeliest first.

    A word that goes on as this one begins is likelier than one with slips; then fewer slips; then
    the earlier vocabulary; then the same first letter, the shorter word, and the alphabet.
    """
    found = []
    for rank, known in enumerate(vocabularies):
        found += [(0, rank, False, len(other), other) for other in known.begun(word)]
        found += [
            (away, rank, other[0] != word[0], len(other), other)
            for away, other in known.close_to(word)
        ]
    return list(dict.fromkeys(other for *_order, other in sorted(found)))
