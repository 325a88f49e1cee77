"""Services that a text names: by a whole name, its beginning, or the initials of its words."""

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

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
# So many different words of a name are told apart in any order.
_TELLING_TOGETHER: Final = 3
Places = defaultdict[str, "array[int]"]
# What is said beside a name of one word, which may be an everyday one: "hourglass helpline".
_BESIDE: Final = frozenset({"helpline", "charity", "number", "phone", "website", "contact", "uk"})
_ARTICLES: Final = frozenset({"the", "a", "and", "of", "for", "in"})


class Names:
    """The names of services by slot, to be looked for in texts."""

    def __init__(self, names: Sequence[str], slots: Iterable[int]) -> None:
        """Keep where each name, word and run of initials stands; of initials only non-words.

        The names of a slot are lines of words with single spaces.
        """
        self._names = names
        self._whole: Places = defaultdict(lambda: array("I"))
        self._initials: Places = defaultdict(lambda: array("I"))
        self._words: Places = defaultdict(lambda: array("I"))
        self._own: Places = defaultdict(lambda: array("I"))
        for slot in slots:
            self._own[names[slot].split("\n", 1)[0]].append(slot)
            for name in names[slot].split("\n"):
                self._add(slot, name)
        self._by_rarest = self._of_many_words()
        self._sorted = sorted(filter(None, self._whole))

    def _add(self, slot: int, name: str) -> None:
        words = name.split()
        self._whole[name].append(slot)
        if words[:1] == ["the"]:
            self._whole[" ".join(words[1:])].append(slot)
        for word in set(words):
            self._words[word].append(slot)
        short = "".join(word[0] for word in words if word not in _ARTICLES)
        if len(short) >= _FEWEST_INITIALS:
            self._initials[short].append(slot)

    def _of_many_words(self) -> Places:
        """Return the slots of names that tell by all of their words, by the rarest word of each."""
        by_rarest: Places = defaultdict(lambda: array("I"))
        for name, slots in self._whole.items():
            words = set(name.split())
            rarest = min(words, key=lambda word: (len(self._words[word]), word), default="")
            if len(words) >= _TELLING_TOGETHER and len(self._words[rarest]) <= MANY:
                by_rarest[rarest].extend(slots)
        return by_rarest

    def exactly(self, words: Sequence[str]) -> Sequence[int]:
        """Return the slots of the services whose own name some words are, and nothing else."""
        return self._own.get(" ".join(words), ())

    def in_text(self, words: Sequence[str]) -> Iterator[tuple[int, float]]:
        """Yield the slots of named services, and what being named so counts.

        One everyday word inside a longer text is no name: "refuge" is also the name of a charity.
        Beside a word such as "helpline", and nothing else, it is.
        """
        bare = [word for word in words if word not in _BESIDE]
        if len(bare) == 1:
            yield from ((slot, WHOLE) for slot in self._whole.get(bare[0], ()))
        for start in range(len(words)):
            for stop in range(start + 1, min(len(words), start + LONGEST) + 1):
                part = words[start:stop]
                if stop - start > 1 or len(words) == 1 or _tells(part[0]):
                    yield from ((slot, WHOLE) for slot in self._whole.get(" ".join(part), ()))
        for word in filter(_tells, dict.fromkeys(words)):
            yield from ((slot, INITIALS) for slot in self._initials.get(word, ()))
        yield from ((slot, BEGINNING) for slot in self._beginning(" ".join(words)))

    def with_all(self, words: Sequence[str]) -> set[int]:
        """Return the slots of the few services whose names hold all of some words."""
        if not words:
            return set()
        slots = set.intersection(*(set(self._words.get(word, ())) for word in words))
        return slots if len(slots) <= FEW else set()

    def within(self, words: Sequence[str]) -> Iterator[int]:
        """Yield the slots of services all of whose words stand in a text, in any order."""
        held = set(words)
        for word in held:
            for slot in self._by_rarest.get(word, ()):
                own = (name.split() for name in self._names[slot].split("\n"))
                if any(
                    held.issuperset(name) and len(set(name)) >= _TELLING_TOGETHER for name in own
                ):
                    yield slot

    def _beginning(self, text: str) -> Iterator[int]:
        """Yield the slots of services whose names go on after a text."""
        if len(text) < _FEWEST_INITIALS:
            return
        at = bisect_left(self._sorted, text)
        goes_on = text if len(text) >= LONG else f"{text} "
        while at < len(self._sorted) and self._sorted[at].startswith(goes_on):
            yield from self._whole[self._sorted[at]]
            at += 1


def _tells(word: str) -> bool:
    """Tell whether a word can be nothing but a name."""
    return word not in english_words()
