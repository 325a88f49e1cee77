"""What words mean: from what a person typed to terms, by curated phrases.

A phrase is found by its words (bm25) and by the nearness of its meaning (`meaning`). How sure that
is, is a confidence from 0 to 1. Nothing that was typed is kept.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from sys import intern
from typing import Final

import numpy as np

from resources.language.meaning import Meaning, nearest
from resources.language.phrase_index import PhraseIndex, stems_of
from resources.language.phrases import Phrase
from resources.language.text import EVERYDAY_WORDS, STOP_WORDS, words_of

# As many phrases are looked at.
MOST_PHRASES: Final = 60
# Less says nothing.
LEAST_CONFIDENCE: Final = 0.2
# So many words, one of them everyday, say nothing.
SHORT: Final = 2
# A word in more than so many phrases tells none of them apart by itself.
COMMON: Final = 0.06
# A phrase that stands whole in the question, and how sure its terms are at least.
WHOLE: Final = 0.99
CONTAINED: Final = 0.6
# Inside a longer phrase that is found whole, a shorter one says little.
INSIDE_ANOTHER: Final = 0.3
# How much it counts that other phrases with a word mean the same: "girlfriend" says little.
PURITY: Final = 1.0
# A man or a woman in a sentence may be the one who harms: the rules for people say who asks.
GENDERS: Final = frozenset({"men", "women"})
GENDER: Final = 0.2
# How much more a phrase votes that is the whole question, and how sure its terms are at least.
EXACT, EXACTLY = 1.5, 0.85
# From no nearness of meaning to all of it, as cosines.
FAR, NEAR = 0.35, 0.85
# What the weaker of the two ways adds to the stronger one.
BOTH_WAYS: Final = 0.25
# So many phrases vote, and how much more the nearer ones count.
VOTERS: Final = 12
SHARPNESS: Final = 4
# Question words, such as "i" and "my", in a phrase of another language mean something else.
FOREIGN_ENOUGH: Final = 0.5


@dataclass(frozen=True, slots=True)
class Concept:
    """A term that a text means, how surely, and the curated phrase that says so."""

    term: str
    confidence: float
    phrase: Phrase


class Thesaurus:
    """Curated phrases, and what each of them means."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        """Build the tables; phrases of everyday words alone are left out."""
        self.phrases = tuple(phrase for phrase in phrases if _says_something(phrase))
        # Many phrases share a word: it is in memory once.
        self._words = [tuple(map(intern, words_of(phrase.text))) for phrase in self.phrases]
        self._known: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for row, words in enumerate(self._words):
            self._known[words].append(row)
        counts = Counter(word for words in self._words for word in set(words))
        self._common = frozenset(
            word for word, rows in counts.items() if rows > COMMON * len(self._words)
        )
        self._index = PhraseIndex(self._words)
        self._purity = self._purities([stems_of(words) for words in self._words])
        english = [row for row, phrase in enumerate(self.phrases) if not phrase.language]
        self._english = np.array(english, dtype=np.int64)
        self._vectors = Meaning.load().vectors([self.phrases[row].text for row in english])

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word of a phrase."""
        return frozenset(word for words in self._words for word in words)

    @cached_property
    def english_vocabulary(self) -> frozenset[str]:
        """Every word of an English phrase."""
        return frozenset(word for row in self._english for word in self._words[row])

    def _purities(self, stems: Sequence[Sequence[str]]) -> Mapping[int, float]:
        """Return for each phrase of one telling word how many phrases with it mean the same."""
        meaning: defaultdict[str, list[int]] = defaultdict(list)
        for row, tokens in enumerate(stems):
            if not self.phrases[row].language:
                for stem in set(tokens):
                    meaning[stem].append(row)
        purities = {}
        for row, tokens in enumerate(stems):
            words = self._words[row]
            telling = [at for at, word in enumerate(words) if word not in STOP_WORDS]
            if len(telling) == 1 and not self.phrases[row].language:
                rows, own = meaning[tokens[telling[0]]], set(self.phrases[row].terms)
                alike = sum(not own.isdisjoint(self.phrases[other].terms) for other in rows)
                purities[row] = GENDER if own <= GENDERS else alike / len(rows)
        return purities

    def holds(self, words: Sequence[str]) -> bool:
        """Tell whether some words are a curated phrase, just as they stand."""
        return tuple(words) in self._known

    def language_of(self, matches: Mapping[int, float]) -> str:
        """Return the code of the language that most is matched in; empty for English or unknown."""
        best = {"": LEAST_CONFIDENCE}
        for row, confidence in matches.items():
            language = self.phrases[row].language
            # A longer phrase says more: "cam" is also the beginning of the Welsh for abuse.
            weight = confidence * len(self._words[row])
            if not language or confidence >= FOREIGN_ENOUGH:
                best[language] = max(best.get(language, 0.0), weight)
        return max(best, key=best.__getitem__)

    def concepts(
        self, matches: Mapping[int, float], text: str, language: str, words: Sequence[str] = ()
    ) -> list[Concept]:
        """Return the terms that a text means, the surest first.

        The phrases that are nearest to it vote: a term that all of them mean is as sure as the
        nearest of them. `text` is empty where nearness of meaning is not asked for. `words` are the
        whole question: a phrase that is just that has more to say.
        """
        spoken = (row for row in matches if self.phrases[row].language == language)
        sure = {row: matches[row] for row in spoken}
        near = self._by_meaning(text) if text and not language else {}
        exact = {row for row in self._known.get(tuple(words), ()) if row in sure or row in near}
        clear = self._clearness({*sure, *near}, words)
        both = {
            row: EXACT
            if row in exact
            else _together(sure.get(row, 0.0), near.get(row, 0.0)) * clear[row]
            for row in clear
        }
        voters = sorted(both, key=lambda row: -both[row])[:VOTERS]
        votes: defaultdict[str, float] = defaultdict(float)
        nearest: dict[str, Phrase] = {}
        for row in voters:
            for term in self.phrases[row].terms:
                votes[term] += both[row] ** SHARPNESS
                nearest.setdefault(term, self.phrases[row])
        everything = sum(both[row] ** SHARPNESS for row in voters)
        best = min(1.0, max((both[row] for row in voters), default=0.0))
        surely: defaultdict[str, float] = defaultdict(float)
        for row in voters:
            if row in exact or sure.get(row, 0.0) > WHOLE:
                least = EXACTLY if row in exact else CONTAINED * clear[row]
                for term in self.phrases[row].terms:
                    surely[term] = max(surely[term], least)
        concepts = [
            Concept(term, max(best * votes[term] / everything, surely[term]), nearest[term])
            for term in votes
        ]
        return sorted(concepts, key=lambda concept: -concept.confidence)

    def _clearness(self, rows: Iterable[int], words: Sequence[str]) -> dict[int, float]:
        """Return how much each phrase says: a word of many meanings says little in a text."""
        if len(words) < SHORT:
            return dict.fromkeys(rows, 1.0)
        return {row: self._purity.get(row, 1.0) ** PURITY for row in rows}

    def matches(self, words: Sequence[str]) -> dict[int, float]:
        """Return the confidence of each phrase that shares enough words."""
        found: dict[int, float] = {}
        for row, share in self._index.search(words, MOST_PHRASES, self._common):
            confidence = share**2
            if confidence >= LEAST_CONFIDENCE:
                found[row] = confidence
        whole = [row for row, confidence in found.items() if confidence > WHOLE]
        longer = [f" {' '.join(self._words[row])} " for row in whole]
        for row in whole:
            own = f" {' '.join(self._words[row])} "
            if any(own in other and own != other for other in longer):
                found[row] *= INSIDE_ANOTHER
        return found

    def _by_meaning(self, text: str) -> dict[int, float]:
        """Return the confidence of the phrases that are nearest in meaning."""
        vector = Meaning.load().vector(text)
        close = nearest(vector, self._vectors, MOST_PHRASES)
        scaled = ((row, (cosine - FAR) / (NEAR - FAR)) for row, cosine in close)
        return {int(self._english[row]): min(1.0, near) for row, near in scaled if near > 0}


def _together(first: float, second: float) -> float:
    """Return how sure two ways to find a phrase are of it together."""
    weaker, stronger = sorted((first, second))
    return min(1.0, stronger + BOTH_WAYS * weaker)


def _says_something(phrase: Phrase) -> bool:
    """Tell whether a phrase is more than everyday words: "me", "my partner", "what do i do"."""
    words = words_of(phrase.text)
    telling = [word for word in words if word not in STOP_WORDS]
    is_everyday = len(words) <= SHORT and len(telling) == 1 and telling[0] in EVERYDAY_WORDS
    return bool(phrase.language) or phrase.is_name or bool(telling and not is_everyday)
