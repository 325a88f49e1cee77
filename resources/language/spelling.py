"""Slips of the pen: the word that was probably meant, of those that listings and phrases use."""

import gzip
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

# 40,000 plain English words: what is one of them is no slip.
ENGLISH: Final = Path(__file__).parents[1] / "data" / "english_words.txt.gz"
# Shorter words are too near to too many others.
SHORTEST: Final = 4


@lru_cache(maxsize=1)
def english_words() -> frozenset[str]:
    """Return plain English words, from Debian's list for British English."""
    with gzip.open(ENGLISH, "rt", encoding="ascii") as file:
        return frozenset(file.read().split())


def most_slips(word: str) -> int:
    """Return how many letters of a word may be wrong, missing, too many or exchanged."""
    return 1 if len(word) < 6 else 2 if len(word) < 10 else 3


def likely(word: str, vocabulary: Collection[str]) -> str:
    """Return the word of a vocabulary that was probably meant; empty where none is near."""
    if len(word) < SHORTEST or not word.isascii() or word.isdigit() or word in english_words():
        return ""
    longer = [known for known in vocabulary if known.startswith(word)]
    if longer and len(word) > SHORTEST:
        return min(longer, key=lambda known: (len(known), known))
    split = next(
        (
            f"{word[:at]} {word[at:]}"
            for at in range(3, len(word) - 2)
            if word[:at] in vocabulary and word[at:] in vocabulary
        ),
        "",
    )
    # The first letter is rarely wrong, and so a tenth of the words is looked at. Of two that are as
    # near the same one is taken in every process, whatever order a set has there.
    near = process.extractOne(
        word,
        sorted(known for known in vocabulary if known[0] == word[0]),
        scorer=OSA.distance,
        score_cutoff=most_slips(word),
    )
    return split or (near[0] if near else "")
