"""Where each stem stands in a table of texts: arrays of numbers, put together as rows come."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.language.stems import raw_words, stem

Numbers = NDArray[np.int64]
Small = NDArray[np.int32]
Floats = NDArray[np.float64]
# The constants of bm25: how soon a word that comes again counts less, and a long text.
K1, B = 1.2, 0.75
# What stands after each text in the run: no stem has this number.
_END: Final = -1


class _Stems(dict[str, int]):
    """The number of the stem of each word, for as long as some rows of ours are read."""

    def __init__(self, numbers: dict[str, int]) -> None:
        super().__init__()
        self.numbers = numbers

    def __missing__(self, word: str) -> int:
        number = self.numbers.setdefault(stem(word), len(self.numbers))
        self[word] = number
        return number


@dataclass(frozen=True, eq=False)
class Postings:
    """All texts as one run of the numbers of their stems, with `_END` after each text.

    `rows` are the numbers of the rows, each with `columns` texts; `lengths` how many stems each
    text has. `numbers` are those of stems: a later table shares them, and may have added some.
    Nothing of it changes: more rows make another table.
    """

    columns: int
    numbers: dict[str, int] = field(default_factory=dict)
    run: Small = field(default_factory=lambda: np.zeros(0, dtype=np.int32))
    rows: Numbers = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    lengths: Numbers = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def with_rows(self, came: Iterable[tuple[int | str, ...]]) -> "Postings":
        """Return a table that has some rows more: the number of each, and its texts."""
        run: list[int] = []
        rows: list[int] = []
        lengths: list[int] = []
        known = _Stems(self.numbers)
        for row, *texts in came:
            rows.append(int(row))
            for text in texts:
                words = raw_words(str(text))
                run += [known[word] for word in words]
                run.append(_END)
                lengths.append(len(words))
        return Postings(
            self.columns,
            self.numbers,
            np.concatenate((self.run, np.array(run, dtype=np.int32))),
            np.concatenate((self.rows, np.array(rows, dtype=np.int64))),
            np.concatenate((self.lengths, np.array(lengths, dtype=np.int64))),
        )

    @property
    def size(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    @cached_property
    def places(self) -> Small:
        """The places in the run at which stems stand, by the number of the stem."""
        stems = np.flatnonzero(self.run != _END).astype(np.int32)
        return stems[np.argsort(self.run[stems], kind="stable")]

    @cached_property
    def starts(self) -> Numbers:
        """Where the places of each stem begin, and where those of the last one end."""
        counts = np.bincount(self.run[self.run != _END], minlength=len(self.numbers))
        return np.concatenate(([0], np.cumsum(counts)))

    @cached_property
    def texts(self) -> Small:
        """The text in which each place of the run lies: those of a row follow each other."""
        numbers = np.arange(len(self.lengths), dtype=np.int32)
        return np.repeat(numbers, self.lengths + 1)

    @cached_property
    def longness(self) -> Floats:
        """What the length of each row takes from its words: longer ones say a word more often."""
        stems = self.lengths.reshape(-1, self.columns).sum(axis=1).astype(np.float64)
        average = float(stems.sum()) / max(1, self.size)
        longness: Floats = K1 * (1 - B + B * stems / max(average, 1e-9))
        return longness

    @cached_property
    def vocabulary(self) -> tuple[Sequence[str], Numbers]:
        """All stems in order, and in how many rows those before each of them stand."""
        # A table that came later may have added some, which stand in no row of this one.
        numbers = {word: number for word, number in self.numbers.items() if number < self.known}
        terms = sorted(numbers)
        order = np.array([numbers[term] for term in terms], dtype=np.int64)
        return terms, np.concatenate(([0], np.cumsum(self._rows_by_stem()[order])))

    @property
    def known(self) -> int:
        """How many stems have a place in this table."""
        return len(self.starts) - 1

    def _rows_by_stem(self) -> Numbers:
        """Return in how many rows each stem stands."""
        stems = self.run[self.places]
        rows = self.texts[self.places] // self.columns
        is_first = np.ones(len(stems), dtype=np.bool_)
        is_first[1:] = (stems[1:] != stems[:-1]) | (rows[1:] != rows[:-1])
        counts: Numbers = np.bincount(stems[is_first], minlength=self.known)
        return counts

    def holding(self, phrase: Sequence[str], weights: Floats) -> tuple[Small, Floats]:
        """Return the rows, by place, that hold stems side by side, and how often: by weights."""
        numbers = [self.numbers.get(one, self.known) for one in phrase]
        if not numbers or max(numbers) >= self.known:
            return np.zeros(0, dtype=np.int32), np.zeros(0)
        sizes = [self.starts[number + 1] - self.starts[number] for number in numbers]
        at = sizes.index(min(sizes))
        rarest = numbers[at]
        found = self.places[self.starts[rarest] : self.starts[rarest + 1]] - at
        for beside, number in enumerate(numbers):
            if beside != at:
                found = found[self.run.take(found + beside, mode="clip") == number]
        return self._by_row(found[found >= 0], weights)

    def _by_row(self, found: Small, weights: Floats) -> tuple[Small, Floats]:
        """Return the rows of some places of the run, and the sum of the weights in each."""
        if not len(found):
            return found, np.zeros(0)
        texts = self.texts[found]
        rows, columns = np.divmod(texts, np.int32(self.columns))
        begins = np.concatenate(([0], np.flatnonzero(rows[1:] != rows[:-1]) + 1))
        return rows[begins], np.add.reduceat(weights[columns], begins)

    def stems(self) -> Mapping[int, Sequence[str]]:
        """Return the stems of each row that has any, in their order."""
        words = list(self.numbers)
        stems = [words[number] for number in self.run[self.run != _END].tolist()]
        ends = np.cumsum(self.lengths.reshape(-1, self.columns).sum(axis=1)).tolist()
        bounds = zip(self.rows.tolist(), [0, *ends][:-1], ends, strict=True)
        return {row: stems[start:end] for row, start, end in bounds if end > start}
