"""Which curated phrases share words with a text: bm25 over words and pairs of words, by bm25s.

Phrases are many, fixed and asked for with every question, so that each weight is reckoned once, at
the start. Texts of listings come and go: they are weighed as they are asked for (`full_text`).
"""

from collections.abc import Container, Sequence
from itertools import pairwise
from logging import WARNING, getLogger
from typing import Final

import numpy as np
from bm25s import BM25
from Stemmer import Stemmer

# When it is imported it asks for every line of its log, such as that it builds an index.
getLogger("bm25s").setLevel(WARNING)
# Words that are shorter have no ending: "is", "us".
_SHORTEST_STEMMED: Final = 3

Share = tuple[int, float]


class PhraseIndex:
    """Phrases by number, asked by words. Never changed, and nothing that is asked is kept."""

    def __init__(self, phrases: Sequence[Sequence[str]]) -> None:
        """Weigh every word, and every two that stand side by side, in phrases given as words."""
        self._is_empty = not phrases
        self._bm25 = BM25(method="lucene", k1=1.2, b=0.75)
        if phrases:
            stems = map(stems_of, phrases)
            grams = [[*some, *_pairs(some)] for some in stems]
            self._bm25.index(grams, create_empty_token=False, show_progress=False)
            # Read only where tokens are asked for by numbers of others.
            self._bm25.unique_token_ids_set = None
            weights, rows = self._bm25.scores["data"], self._bm25.scores["indices"]
            # What each phrase gets when it is asked for by itself.
            self._whole = np.bincount(rows, weights=weights, minlength=len(phrases))

    def search(self, words: Sequence[str], most: int, common: Container[str] = ()) -> list[Share]:
        """Return the rows of at most `most` phrases, those that share most first.

        Each comes with what is shared of it, from above 0 to 1. `common` words count only beside
        others, as they stand in too many phrases to tell them apart.
        """
        if self._is_empty:
            return []
        stems = stems_of(words)
        telling = (stem for stem, word in zip(stems, words, strict=True) if word not in common)
        asked = self._bm25.get_tokens_ids(list(dict.fromkeys((*telling, *_pairs(stems)))))
        scores = self._bm25.get_scores_from_ids(asked)
        found = np.flatnonzero(scores)
        best = found[np.argsort(-scores[found], kind="stable")[:most]]
        shares = np.minimum(1.0, scores[best] / self._whole[best])
        return list(zip(best.tolist(), shares.tolist(), strict=True))


def stems_of(words: Sequence[str]) -> list[str]:
    """Return words without their English endings (Porter), in their order."""
    # Made anew each time: no two threads may share one, and its own cache would keep what is typed.
    stemmer = Stemmer("porter", 0)
    return [word if len(word) < _SHORTEST_STEMMED else stemmer.stemWord(word) for word in words]


def _pairs(stems: Sequence[str]) -> list[str]:
    """Return every two that stand side by side."""
    return [f"{first} {second}" for first, second in pairwise(stems)]
