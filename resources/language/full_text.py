"""A table of texts in memory that is asked by words, ranked by bm25 as FTS5 of SQLite ranks.

It is the same beside SQLite and PostgreSQL, as it belongs to neither: it lives in the process. Only
texts of ours are put into it, and a question is gone when it has been answered. A test holds rows,
order and figures to those of FTS5, which takes some twenty times as long for a question.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, pairwise
from math import log
from threading import Lock
from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.language.postings import K1, Numbers, Postings
from resources.language.stems import raw_words, stem

# In a large table the rare words of a question are asked for, until so many rows are looked at.
LARGE_TABLE: Final = 2_000
MOST_ROWS: Final = 8_000
# Of a word that is longer, so many letters may be an ending: to guess how common its stem is.
_ENDING: Final = 2
_SHORTEST_STEM: Final = 3
# A common word never counts less than nothing.
LEAST_IDF: Final = 1e-6

Match = tuple[int, float]
Scores = NDArray[np.float64]


class FullText:
    """Rows of texts by number. Rows are added, never taken away: who asks leaves out the dead."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        """Make an empty table of some columns; a match in a column counts by its weight."""
        self._weights = np.array(tuple(weights.values()), dtype=np.float64)
        self._postings = Postings(len(weights))
        self._lock = Lock()

    def add(self, rows: Iterable[tuple[int | str, ...]]) -> None:
        """Add rows: the number of each, and a text for each column. Later rows have more."""
        with self._lock:
            self._postings = self._postings.with_rows(rows)

    def search(
        self, words: Sequence[str], most: int, common: frozenset[str] = frozenset()
    ) -> list[Match]:
        """Return at most `most` rows that hold any of the words, the best first, with their fit.

        Words that stand side by side count once more where a row has them so. `common` words count
        only beside others, as they stand in too many rows to tell them apart.
        """
        rows, scores = self.best(words, most, common)
        return list(zip(rows.tolist(), scores.tolist(), strict=True))

    def best(
        self, words: Sequence[str], most: int, common: frozenset[str] = frozenset()
    ) -> tuple[Numbers, Scores]:
        """Return the same as arrays: the rows, and beside them their fit."""
        postings = self._postings
        asked = _rarest(postings, words) if postings.size > LARGE_TABLE else list(words)
        held = set(asked)
        together = [pair for pair in pairwise(words) if held.issuperset(pair)]
        alone = ((word,) for word in asked if word not in common)
        stems = {word: [stem(raw) for raw in raw_words(word)] for word in held}
        scores = np.zeros(postings.size)
        for phrase in dict.fromkeys((*alone, *together)):
            self._count(postings, list(chain.from_iterable(stems[one] for one in phrase)), scores)
        places = _best(scores, most)
        return postings.rows[places], scores[places]

    def _count(self, postings: Postings, phrase: Sequence[str], scores: Scores) -> None:
        """Add what a phrase counts in each row that holds its stems side by side."""
        places, often = postings.holding(phrase, self._weights)
        if not len(places):
            return
        idf = log((postings.size - len(places) + 0.5) / (len(places) + 0.5))
        counts = often * (K1 + 1.0) / (often + postings.longness[places])
        scores[places] += (idf if idf > 0 else LEAST_IDF) * counts

    def stems(self) -> Mapping[int, Sequence[str]]:
        """Return the stems of each row, in their order."""
        return self._postings.stems()


def _best(scores: Scores, most: int) -> Numbers:
    """Return the places of the highest scores above nothing; of the same ones the first."""
    places = np.flatnonzero(scores)
    if len(places) > most > 0:
        found = scores[places]
        last = np.partition(found, len(found) - most)[len(found) - most]
        higher, same = places[found > last], places[found == last]
        places = np.concatenate((higher, same[: most - len(higher)]))
    order: Numbers = places[np.lexsort((places, -scores[places]))]
    return order[:most]


def _rarest(postings: Postings, words: Sequence[str]) -> list[str]:
    """Return the rarest words first, as long as they stand in few rows together."""
    by_rows = sorted((_rows_with(postings, word), word) for word in dict.fromkeys(words))
    asked: list[str] = []
    rows = 0
    for count, word in by_rows:
        rows += count
        if asked and rows > MOST_ROWS:
            break
        asked.append(word)
    return asked


def _rows_with(postings: Postings, word: str) -> int:
    """Return at least how many rows hold a word, from stems that begin like it."""
    start = word[: max(_SHORTEST_STEM, len(word) - _ENDING)]
    terms, rows_before = postings.vocabulary
    first = bisect_left(terms, start)
    last = bisect_left(terms, f"{start}\U0010ffff", first)
    return int(rows_before[last] - rows_before[first])
