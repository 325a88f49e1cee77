"""A table of texts in memory that is asked by words: SQLite's FTS5, with its ranking bm25.

It is the same beside SQLite and PostgreSQL, as it belongs to neither: it lives in the process. Only
texts of ours are put into it, and a question is gone when it has been answered.
"""

import sqlite3
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, pairwise
from threading import Lock
from typing import Final, NamedTuple

# Word stems (Porter), without accents; the vowel signs of Bengali and Punjabi belong to words.
TOKENIZER: Final = "porter unicode61 remove_diacritics 2 categories 'L* N* Co M*'"
# In a large table the rare words of a question are asked for, until so many rows are looked at.
LARGE_TABLE: Final = 2_000
MOST_ROWS: Final = 4_000
# Of a word that is longer, so many letters may be an ending: to guess how common its stem is.
_ENDING: Final = 2
_SHORTEST_STEM: Final = 3

Match = tuple[int, float]


class _Counted(NamedTuple):
    """The stems of a table in order, and how many rows those before each stand in together."""

    stems: Sequence[str]
    rows: Sequence[int]


class FullText:
    """Rows of texts by number. Rows are added, never taken away: who asks leaves out the dead."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        """Make an empty table of some columns; a match in a column counts by its weight."""
        # Asked for by its name it is a quarter faster than as FTS5's own column "rank".
        self._select = (
            f"SELECT rowid, -bm25(texts, {', '.join(map(str, weights.values()))}) AS fit "  # noqa: S608  our own weights
            "FROM texts WHERE texts MATCH ? ORDER BY fit DESC, rowid LIMIT ?"
        )
        marks = ", ".join("?" * (len(weights) + 1))
        columns = ", ".join(("rowid", *weights))
        # Whatever is typed goes in as a parameter.
        self._insert = f"INSERT INTO texts({columns}) VALUES ({marks})"  # noqa: S608  our own columns
        self._rows = 0
        self._counted: _Counted | None = None
        self._lock = Lock()
        # A server may answer in another thread than the one that filled the table.
        self._connection = sqlite3.connect(":memory:", check_same_thread=False)
        self._connection.executescript(
            f"""
            CREATE VIRTUAL TABLE texts USING fts5(
                {", ".join(weights)}, content='', tokenize="{TOKENIZER}"
            );
            CREATE VIRTUAL TABLE stems USING fts5vocab(texts, 'row');
            """
        )

    def add(self, rows: Iterable[tuple[int | str, ...]]) -> None:
        """Add rows: the number of each, and a text for each column."""
        some = list(rows)
        with self._lock, self._connection:
            self._connection.executemany(self._insert, some)
            self._rows += len(some)
            self._counted = None

    def dump(self) -> tuple[int, bytes]:
        """Return how many rows there are, and the whole table as SQLite writes it to a file."""
        with self._lock:
            return self._rows, self._connection.serialize()

    def take(self, rows: int, table: bytes) -> None:
        """Take the rows of such a table in place of those that are here."""
        with self._lock:
            self._connection.deserialize(table)
            self._rows, self._counted = rows, None

    def search(self, words: Sequence[str], most: int) -> list[Match]:
        """Return at most `most` rows that hold any of the words, the best first, with their fit.

        Words that stand side by side count once more where a row has them so.
        """
        asked = self._rarest(words) if self._rows > LARGE_TABLE else list(words)
        held = set(asked)
        pairs = [f"{first} {second}" for first, second in pairwise(words)]
        together = [pair for pair in pairs if set(pair.split()) <= held]
        if not asked:
            return []
        # Every word is quoted: nothing that is typed is read as a command.
        expression = " OR ".join(f'"{text}"' for text in dict.fromkeys((*asked, *together)))
        with self._lock:
            return self._connection.execute(self._select, (expression, most)).fetchall()

    def _rarest(self, words: Sequence[str]) -> list[str]:
        """Return the rarest words first, as long as they stand in few rows together.

        What most rows hold counts for nothing there: bm25 weighs it as good as not at all.
        """
        by_rows = sorted((self._rows_with(word), word) for word in dict.fromkeys(words))
        if by_rows and self._is_in_most(*by_rows[0]):
            return []
        asked: list[str] = []
        rows = 0
        for count, word in by_rows:
            rows += count
            if asked and rows > MOST_ROWS:
                break
            asked.append(word)
        return asked

    def _is_in_most(self, at_least: int, word: str) -> bool:
        """Tell whether most rows hold a word of which it is known how many may hold it."""
        if 2 * at_least <= self._rows:
            return False
        counting = "SELECT count(*) FROM texts WHERE texts MATCH ?"
        with self._lock:
            (count,) = self._connection.execute(counting, (f'"{word}"',)).fetchone()
        return 2 * int(count) > self._rows

    def _rows_with(self, word: str) -> int:
        """Return at least how many rows hold a word, from stems that begin like it."""
        start = word[: max(_SHORTEST_STEM, len(word) - _ENDING)]
        counted = self._counts()
        first, last = (bisect_left(counted.stems, end) for end in (start, f"{start}\U0010ffff"))
        return counted.rows[last] - counted.rows[first]

    def _counts(self) -> "_Counted":
        """Return how many rows hold each stem: read once, as each question asks for many words."""
        with self._lock:
            if self._counted is None:
                asked = "SELECT term, doc FROM stems ORDER BY term"
                told = self._connection.execute(asked).fetchall()
                so_far = accumulate((rows for _stem, rows in told), initial=0)
                self._counted = _Counted([stem for stem, _rows in told], list(so_far))
            return self._counted
