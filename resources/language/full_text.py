"""Texts of listings, asked by words: Okapi's bm25 over columns that count differently.

It is the same beside SQLite and PostgreSQL, as it belongs to neither: it lives in the process. Only
texts of ours are put into it, and a question is gone when it has been answered. Where each stem
stands is kept in arrays, so that a question costs what its own words do.
(docs/adr/0015-one-answerer.md)
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from resources.language.phrase_index import stems_of
from resources.language.text import words_of

# How little more it counts that a word stands there again, and that a text is short: bm25's k1, b.
AGAIN: Final = 1.2
SHORT: Final = 0.75
# What most rows hold tells nothing apart, but is found.
LEAST: Final = 1e-6
# In a large table the rare words of a question are asked for, until so many rows are looked at.
LARGE_TABLE: Final = 2_000
MOST_ROWS: Final = 4_000

Numbers = NDArray[np.int32]
Fits = NDArray[np.float64]
Row = tuple[int | str, ...]


class Matches(NamedTuple):
    """Rows, and how well each fits, or how much it holds."""

    rows: Numbers
    fits: Fits


class Part(NamedTuple):
    """Texts that came together: the number of each stem, where its places begin, and all places."""

    stems: Mapping[str, int]
    starts: Numbers
    places: Numbers

    def of(self, stem: str) -> Numbers | None:
        """Return the places of a stem, in order; None where it does not stand."""
        number = self.stems.get(stem)
        return (
            None if number is None else self.places[self.starts[number] : self.starts[number + 1]]
        )

    def words(self) -> list[str]:
        """Return the stem of each place."""
        counts = np.diff(self.starts).tolist()
        return [stem for stem, count in zip(self.stems, counts, strict=True) for _ in range(count)]


class TextTable(NamedTuple):
    """All texts at one moment, never changed: each word has a place, the next one the place after.

    `texts` says of each place which text it is in: that of row r in column c, of n, is r * n + c.
    `lengths` are the words of each row, by its number; `rows` were added.
    """

    parts: tuple[Part, ...] = ()
    texts: Numbers = np.zeros(0, np.int32)
    lengths: Numbers = np.zeros(0, np.int32)
    rows: int = 0

    def places(self, stem: str) -> Numbers:
        """Return the places of a stem, in order."""
        some = [places for part in self.parts if (places := part.of(stem)) is not None]
        return some[0] if len(some) == 1 else np.concatenate((np.zeros(0, np.int32), *some))


class FullText:
    """Rows of texts by number. Rows are added, never taken away: who asks leaves out the dead."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        """Make an empty table of some columns; a match in a column counts by its weight."""
        self._weights = np.array(list(weights.values()))
        self._table = TextTable()

    def add(self, rows: Iterable[Row]) -> None:
        """Add rows: the number of each, and a text for each column."""
        self._table = _with_rows(self._table, list(rows))

    def dump(self) -> TextTable:
        """Return all that is here."""
        return self._table

    def take(self, table: TextTable) -> None:
        """Take such a table in place of the texts that are here."""
        self._table = table

    def search(self, words: Sequence[str], most: int) -> Matches:
        """Return at most `most` rows that hold any of the words, the best first, with their fit.

        Words that stand side by side count once more where a row has them so.
        """
        table = self._table
        places = {
            word: table.places(stem) for word, stem in zip(words, stems_of(words), strict=True)
        }
        counted = {word: self._counted(table, some) for word, some in places.items()}
        asked = _asked(table, counted)
        found = [counted[word] for word in asked]
        for first, second in dict.fromkeys(pairwise(words)):
            if first in asked and second in asked:
                found.append(self._counted(table, _followed(places[first], places[second])))
        fits = np.zeros(len(table.lengths))
        relative = table.lengths * (SHORT * table.rows / max(1, int(table.lengths.sum())))
        for rows, counts in found:
            if len(rows):
                rarity = math.log((table.rows - len(rows) + 0.5) / (len(rows) + 0.5))
                share = counts / (counts + AGAIN * (1 - SHORT + relative[rows]))
                fits[rows] += max(rarity, LEAST) * (AGAIN + 1) * share
        return _best(fits, most)

    def _counted(self, table: TextTable, places: Numbers) -> Matches:
        """Return the rows of some places, and how much each holds, by the weights of columns."""
        rows, columns = np.divmod(table.texts[places], np.int32(len(self._weights)))
        if not len(rows):
            return Matches(rows, np.zeros(0))
        starts = np.concatenate(([0], np.flatnonzero(rows[1:] != rows[:-1]) + 1))
        return Matches(rows[starts], np.add.reduceat(self._weights[columns], starts))


def _with_rows(table: TextTable, rows: Sequence[Row]) -> TextTable:
    """Return a table with some rows more. Small parts become one: there are never many."""
    if not rows:
        return table
    texts, counts, words = [], [], []
    columns = len(rows[0]) - 1
    for number, *some in rows:
        for column, text in enumerate(some):
            texts.append(int(number) * columns + column)
            counts.append(len(here := words_of(str(text))))
            words += here
    # A place after each text is free: words of two texts do not stand side by side.
    sizes = np.array(counts) + 1
    has_word = np.ones(int(sizes.sum()), bool)
    has_word[np.cumsum(sizes) - 1] = False
    places = (np.flatnonzero(has_word) + len(table.texts)).astype(np.int32)
    lengths = np.bincount(np.array(texts) // columns, counts, len(table.lengths)).astype(np.int32)
    lengths[: len(table.lengths)] += table.lengths
    known = dict(zip(once := list(dict.fromkeys(words)), stems_of(once), strict=True))
    part = _part([known[word] for word in words], places)
    all_texts = np.concatenate((table.texts, np.repeat(texts, sizes).astype(np.int32)))
    return TextTable(_merged([*table.parts, part]), all_texts, lengths, table.rows + len(rows))


def _merged(parts: list[Part]) -> tuple[Part, ...]:
    """Return parts of which each is less than half as large as the one before."""
    while len(parts) > 1 and 2 * len(parts[-1].places) >= len(parts[-2].places):
        last, before = parts.pop(), parts.pop()
        places = np.concatenate((before.places, last.places))
        parts.append(_part([*before.words(), *last.words()], places))
    return tuple(parts)


def _part(stems: Sequence[str], places: Numbers) -> Part:
    """Return the places of some stems by stem; those of one stay in their order."""
    numbers = {stem: number for number, stem in enumerate(dict.fromkeys(stems))}
    keys = np.fromiter(map(numbers.__getitem__, stems), np.int32, len(stems))
    ends = np.cumsum(np.bincount(keys, minlength=len(numbers)))
    starts = np.concatenate(([0], ends)).astype(np.int32)
    return Part(numbers, starts, places[np.argsort(keys, kind="stable")])


def _asked(table: TextTable, counted: Mapping[str, Matches]) -> list[str]:
    """Return the words to ask for: in a large table the rarest, while they are in few rows.

    What most rows hold counts for nothing there: it is weighed as good as not at all.
    """
    if table.rows <= LARGE_TABLE:
        return list(counted)
    asked: list[str] = []
    rows = 0
    for count, word in sorted((len(found.rows), word) for word, found in counted.items()):
        rows += count
        if 2 * count > table.rows or (asked and rows > MOST_ROWS):
            break
        asked.append(word)
    return asked


def _followed(first: Numbers, second: Numbers) -> Numbers:
    """Return the places of one word that another comes after."""
    if not len(second):
        return second
    at = np.minimum(np.searchsorted(second, first + 1), len(second) - 1)
    is_followed: NDArray[np.bool_] = second[at] == first + 1
    return first[is_followed]


def _best(fits: Fits, most: int) -> Matches:
    """Return the rows that fit best, at most so many, the best first; of equal ones the first."""
    found = np.flatnonzero(fits).astype(np.int32)
    if len(found) > most:
        least = np.partition(fits[found], len(found) - most)[len(found) - most]
        found = found[fits[found] >= least]
    rows = found[np.argsort(-fits[found], kind="stable")[:most]]
    return Matches(rows, fits[rows])
