"""Which services hold which tokens: what an engine's index holds, in memory, as sets.

For tens of thousands of found documents an engine needs longer to hand over their keys than all
else takes; here "both" and "either" of whole sets take microseconds. Only what listings hold is
kept, never what is asked. tests/search holds it equal to both engines.
"""

from array import array
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import and_
from typing import Final

from resources.language import AllOf, AnyOf, Expression, Phrase, Token
from resources.search.bits import bits_of, numbers_in

# A set of fewer than one in so many is kept as a list of its numbers, which takes less room then.
_RARE: Final = 32
# Of more documents that changed, the sets are made anew: each is asked about each token.
MOST_CHANGED: Final = 2_000

Phrases = Callable[[Phrase], int]


@dataclass(frozen=True, slots=True, repr=False)
class Postings:
    """For each token the set of slots that hold it. Never changed: a newer one takes its place.

    `texts` are the documents by slot, a line for each part: by them some are put in order.
    `changed` are the tokens of slots that came or changed after the sets were made: for these slots
    the sets do not count.
    """

    size: int = 0
    texts: Mapping[int, str] = field(default_factory=dict)
    common: Mapping[str, int] = field(default_factory=dict)
    rare: Mapping[str, "array[int]"] = field(default_factory=dict)
    changed: Mapping[int, frozenset[str]] = field(default_factory=dict)

    def holding(self, expression: Expression, phrases: Phrases) -> int:
        """Return the set of slots that hold what is asked.

        The order of tokens is not known here: `phrases` is asked about each phrase.
        """
        if isinstance(expression, Token):
            return self._of(expression.text)
        if isinstance(expression, Phrase):
            return phrases(expression)
        if isinstance(expression, AllOf):
            return reduce(and_, (self.holding(part, phrases) for part in expression.parts))
        return self._of_any(expression, phrases)

    def with_documents(self, documents: Iterable[tuple[int, str]]) -> "Postings":
        """Return the postings with some more slots and their tokens, or other tokens for them."""
        came = dict(documents)
        changed = {slot: frozenset(text.split()) for slot, text in came.items()}
        newer = replace(self, texts={**self.texts, **came}, changed={**self.changed, **changed})
        return newer if len(newer.changed) <= MOST_CHANGED else newer._made_anew()

    def _of(self, token: str) -> int:
        """Return the set of slots that hold a token."""
        rare = self.rare.get(token)
        bits = self.common.get(token, 0) if rare is None else bits_of(rare, self.size)
        return self._as_changed(bits, frozenset((token,)))

    def _of_any(self, expression: AnyOf, phrases: Phrases) -> int:
        """Return the set of slots that hold any of some parts: the rare tokens all at once."""
        bits, few = 0, array("I")
        tokens = frozenset(part.text for part in expression.parts if isinstance(part, Token))
        for token in tokens:
            few.extend(self.rare.get(token, ()))
            bits |= self.common.get(token, 0)
        bits = self._as_changed(bits | bits_of(few, self.size), tokens)
        for part in expression.parts:
            if not isinstance(part, Token):
                bits |= self.holding(part, phrases)
        return bits

    def _as_changed(self, bits: int, tokens: frozenset[str]) -> int:
        """Return the set of slots that hold any of some tokens, from the set as it was made."""
        if not self.changed:
            return bits
        size = max(self.size, max(self.changed) + 1)
        holding = [slot for slot, held in self.changed.items() if not held.isdisjoint(tokens)]
        return bits & ~bits_of(self.changed, size) | bits_of(holding, size)

    def _made_anew(self) -> "Postings":
        """Return the same with all that has changed put into the sets."""
        held: dict[str, Iterable[int]] = {
            token: numbers_in(self._of(token)) for token in (*self.common, *self.rare)
        }
        more: dict[str, list[int]] = {}
        for slot, tokens in self.changed.items():
            for token in tokens - held.keys():
                more.setdefault(token, []).append(slot)
        return _sets(max(self.size, max(self.changed) + 1), {**held, **more}, self.texts)


def postings_of(documents: Iterable[tuple[int, str]]) -> Postings:
    """Make the postings of documents: the slot of each, and its tokens with spaces between."""
    held: dict[str, array[int]] = {}
    texts = dict(documents)
    for slot, text in texts.items():
        for token in set(text.split()):
            if token in held:
                held[token].append(slot)
            else:
                held[token] = array("I", (slot,))
    return _sets(max(texts, default=-1) + 1, held, texts)


def _sets(size: int, held: Mapping[str, Iterable[int]], texts: Mapping[int, str]) -> Postings:
    """Choose for each token the way to keep its slots that takes less room."""
    common: dict[str, int] = {}
    rare: dict[str, array[int]] = {}
    for token, slots in held.items():
        numbers = slots if isinstance(slots, array) else array("I", slots)
        if len(numbers) * _RARE < size:
            rare[token] = numbers
        elif numbers:
            common[token] = bits_of(numbers, size)
    return Postings(size, texts, common, rare)
