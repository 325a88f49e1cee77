"""Whose voice a text may be: a child's, or of somebody who does not want to live; and of what.

Sums of weights over the meaning of a text and its word pieces, made beforehand (`make voices`)
from invented sentences. They only move lines in a list: nothing of a text is kept, and nothing is
ever concluded of a person. The reviewed wordings of `people.py` and `risk.py` come before them.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.language.meaning import Meaning, Vectors

FILE: Final = Path(__file__).parents[1] / "data" / "voices" / "weights.npy"
WIDTH: Final = 128
# Pieces, and pairs of them, share so many places: some meet by chance.
PLACES: Final = 4_096
FEATURES: Final = WIDTH + PLACES + 1
# What is done to people who seldom name it: slugs of topics, each with a row of weights.
SUBJECTS: Final = (
    "domestic-abuse",
    "rape-sexual-assault",
    "child-sexual-abuse",
    "online-abuse",
    "stalking-harassment",
    "forced-marriage-honour",
    "trafficking-modern-slavery",
)
# How much the meaning counts beside the pieces.
MEANING: Final = 3.0
_MIX: Final = np.uint64(0x9E3779B97F4A7C15)
_SHIFT: Final = np.uint64(52)

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Voice:
    """How likely it is that a child writes, and that somebody does not want to live.

    `subjects` holds for each of SUBJECTS how likely a text is about it; nothing of an empty one.
    """

    child: float = 0.0
    life: float = 0.0
    subjects: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Voices:
    """The weights: a row for a child, one for somebody at risk, and one for each subject."""

    weights: NDArray[np.float32]

    @staticmethod
    def load() -> "Voices":
        """Give the shipped weights, read when they are first asked for."""
        return _shipped()

    def read(self, text: str) -> Voice:
        """Say how likely each is; nothing is, where nothing is said."""
        meaning, places, share = features(text)
        if not len(places):
            return Voice()
        sums = self.weights[:, :WIDTH] @ meaning
        sums = sums + share * self.weights[:, places].sum(axis=1) + self.weights[:, -1]
        child, life, *subjects = (1 / (1 + np.exp(-sums))).tolist()
        return Voice(child, life, tuple(subjects))


def features(text: str) -> tuple[Vectors, NDArray[np.int64], float]:
    """Return what is weighed of a text: its meaning, the places of its pieces, and their share."""
    table = Meaning.load()
    pieces = np.array([0, *table.pieces.read(text), 0], dtype=np.uint64)
    if len(pieces) < 3:
        return np.zeros(WIDTH, dtype=np.float32), np.zeros(0, dtype=np.int64), 0.0
    pairs = (pieces[:-1] << np.uint64(16)) + pieces[1:] + np.uint64(1)
    mixed = (np.concatenate((pieces[1:-1], pairs)) * _MIX) >> _SHIFT
    places = np.unique(mixed.astype(np.int64) + WIDTH)
    return table.vector(text) * np.float32(MEANING), places, len(places) ** -0.5 * MEANING


@lru_cache(maxsize=1)
def _shipped() -> Voices:
    stored = np.load(FILE, allow_pickle=False)
    return Voices(stored.astype(np.float32))
