"""FTS5 of SQLite as the oracle of the table of texts: the same rows, order and figures."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from resources.language import full_text
from resources.language.full_text import Match

TOKENIZER = "porter unicode61 remove_diacritics 2 categories 'L* N* Co M*'"


class Fts5:
    """The table as SQLite keeps it, asked as the product did before it had arrays of its own."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._ranking = f"bm25({', '.join(map(str, weights.values()))})"
        self._connection = sqlite3.connect(":memory:")
        self._connection.executescript(
            f"CREATE VIRTUAL TABLE texts USING fts5({', '.join(weights)}, content='', "
            f'tokenize="{TOKENIZER}"); '
            "CREATE VIRTUAL TABLE stems USING fts5vocab(texts, 'row');"
            "CREATE VIRTUAL TABLE places USING fts5vocab(texts, 'instance');"
        )
        self._columns = ", ".join(("rowid", *weights))
        self._marks = ", ".join("?" * (len(weights) + 1))
        self._rows = 0

    def add(self, rows: Iterable[tuple[int | str, ...]]) -> None:
        """Add rows: the number of each, and a text for each column."""
        some = list(rows)
        statement = f"INSERT INTO texts({self._columns}) VALUES ({self._marks})"  # noqa: S608  our own columns
        self._connection.executemany(statement, some)
        self._rows += len(some)

    def search(
        self, words: Sequence[str], most: int, common: frozenset[str] = frozenset()
    ) -> list[Match]:
        """Return the rows for words, with their fit."""
        asked = self._rarest(words) if self._rows > full_text.LARGE_TABLE else list(words)
        held = set(asked)
        together = [f"{one} {two}" for one, two in pairwise(words) if held.issuperset((one, two))]
        asked = [word for word in asked if word not in common]
        expression = " OR ".join(f'"{text}"' for text in dict.fromkeys((*asked, *together)))
        if not expression:
            return []
        return self._connection.execute(
            "SELECT rowid, -rank FROM texts WHERE texts MATCH ? AND rank MATCH ? "
            "ORDER BY rank LIMIT ?",
            (expression, self._ranking, most),
        ).fetchall()

    def words(self) -> list[str]:
        """Return the stems of all rows, in their order."""
        places = self._connection.execute("SELECT term FROM places ORDER BY doc, offset")
        # A mark without a letter under it is a word of nothing.
        return [stem for (stem,) in places if stem]

    def _rarest(self, words: Sequence[str]) -> list[str]:
        asked: list[str] = []
        rows = 0
        for count, word in sorted((self._rows_with(word), word) for word in dict.fromkeys(words)):
            rows += count
            if asked and rows > full_text.MOST_ROWS:
                break
            asked.append(word)
        return asked

    def _rows_with(self, word: str) -> int:
        start = word[: max(3, len(word) - 2)]
        (rows,) = self._connection.execute(
            "SELECT coalesce(sum(doc), 0) FROM stems WHERE term >= ? AND term < ?",
            (start, f"{start}\U0010ffff"),
        ).fetchone()
        return int(rows)
