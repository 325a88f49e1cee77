"""Slips of the pen: the word that was probably meant, of those that listings and phrases use."""

import gzip
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

# 40,000 plain English words: what is one of them is no slip.
ENGLISH: Final = Path(__file__).parents[1] / "data" / "english_words.txt.gz"
# Shorter words are too near to too many others.
SHORTEST: Final = 4


class Words(frozenset[str]):
    """Words that slips are read as, in their order too: those that begin alike stand together."""

    @cached_property
    def in_order(self) -> Sequence[str]:
        """The words, sorted."""
        return sorted(self)

    def beginning(self, start: str) -> Sequence[str]:
        """Return the words that begin with some letters, sorted."""
        first = bisect_left(self.in_order, start)
        return self.in_order[first : bisect_left(self.in_order, f"{start}\U0010ffff", first)]


@lru_cache(maxsize=1)
def english_words() -> frozenset[str]:
    """Return plain English words, from Debian's list for British English."""
    with gzip.open(ENGLISH, "rt", encoding="ascii") as file:
        return frozenset(file.read().split())


def most_slips(word: str) -> int:
    """Return how many letters of a word may be wrong, missing, too many or exchanged."""
    return 1 if len(word) < 6 else 2 if len(word) < 10 else 3


def likely(word: str, vocabulary: Words) -> str:
    """Return the word of a vocabulary that was probably meant; empty where none is near."""
    if len(word) < SHORTEST or not word.isascii() or word.isdigit() or word in english_words():
        return ""
    longer = vocabulary.beginning(word)
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
        vocabulary.beginning(word[0]),
        scorer=OSA.distance,
        score_cutoff=most_slips(word),
    )
    return split or (near[0] if near else "")
