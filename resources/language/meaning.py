"""What a text means, as a direction: texts that mean alike point alike.

The directions come from a table that is shipped with the directory (resources/data/meaning). A text
is read in this process, from memory, and nothing of it is kept.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.language.word_pieces import WordPieces

FOLDER: Final = Path(__file__).parents[1] / "data" / "meaning"

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Meaning:
    """The table: a row of whole numbers for each word piece, and what a step in that row is worth.

    A row's length is its weight: rare pieces say more than frequent ones.
    """

    table: NDArray[np.int8]
    steps: NDArray[np.float16]
    pieces: WordPieces

    @staticmethod
    def load() -> "Meaning":
        """Give the shipped table, read when it is first asked for."""
        return _shipped()

    def vector(self, text: str) -> Vectors:
        """Point where a text points, at length one; nothing but zeros if no piece is known."""
        pieces = self.pieces.read(text)
        # Unknown pieces have a row too: of zeros.
        total = self.steps[pieces].astype(np.float32) @ self.table[pieces].astype(np.float32)
        length = float(np.sqrt(total @ total))
        pointed: Vectors = total / np.float32(length) if length else total
        return pointed

    def vectors(self, texts: Iterable[str]) -> Vectors:
        """Give a row for each text, in the same order."""
        rows = [self.vector(text) for text in texts]
        return np.stack(rows) if rows else np.zeros((0, self.table.shape[1]), dtype=np.float32)


def nearest(query: Vectors, matrix: Vectors, count: int) -> list[tuple[int, float]]:
    """Name the rows that mean most nearly the same, with their cosines, nearest first.

    Nothing is near to a text that says nothing.
    """
    count = min(count, len(matrix))
    if count < 1 or not query.any():
        return []
    cosines = matrix @ query
    rows = np.argpartition(-cosines, count - 1)[:count]
    rows = rows[np.lexsort((rows, -cosines[rows]))]
    return list(zip(rows.tolist(), cosines[rows].tolist(), strict=True))


@lru_cache(maxsize=1)
def _shipped() -> Meaning:
    # Mapped, not read: the workers of one machine share the same memory.
    table = np.load(FOLDER / "table.npy", mmap_mode="r", allow_pickle=False)
    steps = np.load(FOLDER / "steps.npy", mmap_mode="r", allow_pickle=False)
    pieces = WordPieces.load(FOLDER / "vocabulary.txt")
    return Meaning(np.asarray(table), np.asarray(steps), pieces)
