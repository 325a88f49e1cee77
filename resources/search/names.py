"""Services that a text names: by a whole name, its beginning, or the initials of its words."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from resources.language import words_of
from resources.language.spelling import english_words

WHOLE, INITIALS, PART, BEGINNING = 2.5, 2.0, 1.5, 0.8
# Words that stand in more names than this tell nobody apart.
FEW: Final = 5
MANY: Final = 200
# A shorter text is the beginning of too many names.
LONG: Final = 5
# No name of a service has more words that tell it apart.
LONGEST: Final = 8
_FEWEST_INITIALS: Final = 3
_ARTICLES: Final = frozenset({"the", "a", "and", "of", "for", "in"})


class Names:
    """The names of services by slot, to be looked for in texts."""

    def __init__(self, names: Iterable[tuple[int, Sequence[str]]]) -> None:
        """Keep each name as words; of initials only those that are no word."""
        whole: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        initials: defaultdict[str, list[int]] = defaultdict(list)
        by_word: defaultdict[str, set[int]] = defaultdict(set)
        owned: defaultdict[int, list[frozenset[str]]] = defaultdict(list)
        for slot, own in names:
            for name in own:
                words = tuple(words_of(name))
                whole[words].append(slot)
                owned[slot].append(frozenset(words))
                for word in words:
                    by_word[word].add(slot)
                if words[:1] == ("the",):
                    whole[words[1:]].append(slot)
                short = "".join(word[0] for word in words if word not in _ARTICLES)
                if len(short) >= _FEWEST_INITIALS:
                    initials[short].append(slot)
        self._whole, self._initials = dict(whole), dict(initials)
        self._words, self._own = dict(by_word), dict(owned)
        self._sorted = sorted(" ".join(words) for words in whole if words)

    def in_text(self, words: Sequence[str]) -> Iterator[tuple[int, float]]:
        """Yield the slots of named services, and what being named so counts.

        One everyday word inside a longer text is no name: "refuge" is also the name of a charity.
        """
        everything = tuple(words)
        for start in range(len(words)):
            for stop in range(start + 1, min(len(words), start + LONGEST) + 1):
                part = everything[start:stop]
                if part == everything or _tells(part):
                    yield from ((slot, WHOLE) for slot in self._whole.get(part, ()))
        for word in dict.fromkeys(words):
            if word not in english_words():
                yield from ((slot, INITIALS) for slot in self._initials.get(word, ()))
        yield from ((slot, BEGINNING) for slot in self._beginning(" ".join(words)))

    def with_all(self, words: Sequence[str]) -> set[int]:
        """Return the slots of the few services whose names hold all of some words."""
        if not words:
            return set()
        slots = set.intersection(*(self._words.get(word, set()) for word in words))
        return slots if len(slots) <= FEW else set()

    def within(self, words: Sequence[str]) -> Iterator[int]:
        """Yield the slots of services all of whose words stand in a text, in any order."""
        held = set(words)
        for word in held:
            for slot in self._words.get(word, ()) if len(self._words.get(word, ())) <= MANY else ():
                if any(len(own) > 2 and held.issuperset(own) for own in self._own[slot]):
                    yield slot

    def _beginning(self, text: str) -> Iterator[int]:
        """Yield the slots of services whose names go on after a text."""
        if len(text) < _FEWEST_INITIALS:
            return
        at = bisect_left(self._sorted, text)
        goes_on = text if len(text) >= LONG else f"{text} "
        while at < len(self._sorted) and self._sorted[at].startswith(goes_on):
            yield from self._whole[tuple(self._sorted[at].split())]
            at += 1


def _tells(part: tuple[str, ...]) -> bool:
    """Tell whether some words can be nothing but a name."""
    return len(part) > 1 or part[0] not in english_words()
