"""Services that a text names: by a whole name, its beginning, or the initials of its words."""

from array import array
from bisect import bisect_left, insort
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from copy import copy
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
# More slots than this are not put in or taken out one by one.
MOST_FOLLOWED: Final = 1_000
# So many different words of a name are told apart in any order.
_TELLING_TOGETHER: Final = 3
# What is said beside a name of one word, which may be an everyday one: "hourglass helpline".
_BESIDE: Final = frozenset({"helpline", "charity", "number", "phone", "website", "contact", "uk"})
_ARTICLES: Final = frozenset({"the", "a", "and", "of", "for", "in"})


class Places:
    """The slots at which texts stand, in order. A copy shares what it does not change."""

    def __init__(self) -> None:
        self.known: dict[str, array[int]] = {}
        # The texts of a copy whose slots are its own; of what is no copy all are.
        self.changed: set[str] | None = None

    def copy(self) -> "Places":
        """Return the same, to be changed by itself; this one is changed no more."""
        copied = Places()
        copied.known, copied.changed = dict(self.known), set()
        return copied

    def at(self, text: str) -> Sequence[int]:
        """Return the slots at which a text stands."""
        return self.known.get(text, ())

    def add(self, text: str, slot: int) -> None:
        """Put a slot in, after all that were put in before."""
        self._own(text).append(slot)

    def remove(self, text: str, slot: int) -> None:
        """Take a slot out once."""
        slots = self._own(text)
        slots.remove(slot)
        if not slots:
            del self.known[text]

    def remove_all(self, text: str, slot: int) -> None:
        """Take a slot out as often as it is there."""
        while slot in self.at(text):
            self.remove(text, slot)

    def _own(self, text: str) -> "array[int]":
        """Return the slots of a text, to be changed."""
        slots = self.known.get(text)
        if slots is None or (self.changed is not None and text not in self.changed):
            slots = self.known[text] = array("I", slots or ())
            if self.changed is not None:
                self.changed.add(text)
        return slots


class Names:
    """The names of services by slot, to be looked for in texts."""

    def __init__(self, names: Sequence[str], slots: Collection[int]) -> None:
        """Keep where each name, word and run of initials stands; of initials only non-words.

        The names of a slot are lines of words with single spaces.
        """
        self._names = names
        self._slots = frozenset(slots)
        self._whole, self._initials, self._words, self._own = (Places() for _kind in range(4))
        for slot in slots:
            self._change(slot, Places.add)
        self._by_rarest = Places()
        for name, some in self._whole.known.items():
            if (rarest := self._rarest(name)) is not None:
                for slot in some:
                    self._by_rarest.add(rarest, slot)
        self._sorted = sorted(filter(None, self._whole.known))

    def after(self, names: Sequence[str], slots: Collection[int]) -> "Names":
        """Return the names of other slots, made from these where only a few differ.

        A slot that both have has the same names in both. These here stay as they are.
        """
        now = frozenset(slots)
        gone, came = self._slots - now, sorted(now - self._slots)
        if len(gone) + len(came) > MOST_FOLLOWED:
            return Names(names, slots)
        made = copy(self)
        made._names, made._slots = names, now
        for kind in ("_whole", "_initials", "_words", "_own", "_by_rarest"):
            setattr(made, kind, getattr(self, kind).copy())
        for slot in gone:
            made._change(slot, Places.remove)
        for slot in came:
            made._change(slot, Places.add)
        if self._becomes_telling(made):
            return Names(names, slots)
        made._find_anew(gone, came)
        made._sort_anew(self._whole)
        return made

    def _becomes_telling(self, made: "Names") -> bool:
        """Tell whether a word of other names has become rare enough to find them by, or too usual.

        Which of its words a name is found by matters to nobody; whether it is found by one does.
        """
        words, others = self._words, made._words
        return any(
            (len(words.at(word)) <= MANY) != (len(others.at(word)) <= MANY)
            for word in others.changed or ()
        )

    def _find_anew(self, gone: Iterable[int], came: Iterable[int]) -> None:
        """Let names of many words that came be found by their rarest word, and no others."""
        for slot in gone:
            for word in set(self._names[slot].split()):
                self._by_rarest.remove_all(word, slot)
        for slot in came:
            for name in self._whole_names(slot):
                if (rarest := self._rarest(name)) is not None:
                    self._by_rarest.add(rarest, slot)

    def _sort_anew(self, before: Places) -> None:
        """Put what names have come in order, and take out those that are none any more."""
        self._sorted = self._sorted[:]
        for name in filter(None, self._whole.changed or ()):
            is_there, was_there = name in self._whole.known, name in before.known
            if is_there and not was_there:
                insort(self._sorted, name)
            elif was_there and not is_there:
                del self._sorted[bisect_left(self._sorted, name)]

    def _whole_names(self, slot: int) -> Iterator[str]:
        """Yield the names of a slot as they may be said: with an article and without."""
        for name in self._names[slot].split("\n"):
            yield name
            if name.split(" ", 1)[0] == "the":
                yield name[4:]

    def _change(self, slot: int, change: Callable[[Places, str, int], None]) -> None:
        """Put a slot in everywhere, or take it out."""
        change(self._own, self._names[slot].split("\n", 1)[0], slot)
        for name in self._whole_names(slot):
            change(self._whole, name, slot)
        for name in self._names[slot].split("\n"):
            words = name.split()
            for word in set(words):
                change(self._words, word, slot)
            short = "".join(word[0] for word in words if word not in _ARTICLES)
            if len(short) >= _FEWEST_INITIALS:
                change(self._initials, short, slot)

    def _rarest(self, name: str) -> str | None:
        """Return the rarest word of a name that tells by all of its words; None of any other."""
        words = set(name.split())
        rarest = min(words, key=lambda word: (len(self._words.at(word)), word), default="")
        is_telling = len(words) >= _TELLING_TOGETHER and len(self._words.at(rarest)) <= MANY
        return rarest if is_telling else None

    def exactly(self, words: Sequence[str]) -> Sequence[int]:
        """Return the slots of the services whose own name some words are, and nothing else."""
        return self._own.at(" ".join(words))

    def in_text(self, words: Sequence[str]) -> Iterator[tuple[int, float]]:
        """Yield the slots of named services, and what being named so counts.

        One everyday word inside a longer text is no name: "refuge" is also the name of a charity.
        Beside a word such as "helpline", and nothing else, it is.
        """
        bare = [word for word in words if word not in _BESIDE]
        if len(bare) == 1:
            yield from ((slot, WHOLE) for slot in self._whole.at(bare[0]))
        for start in range(len(words)):
            for stop in range(start + 1, min(len(words), start + LONGEST) + 1):
                part = words[start:stop]
                if stop - start > 1 or len(words) == 1 or _tells(part[0]):
                    yield from ((slot, WHOLE) for slot in self._whole.at(" ".join(part)))
        for word in filter(_tells, dict.fromkeys(words)):
            yield from ((slot, INITIALS) for slot in self._initials.at(word))
        yield from ((slot, BEGINNING) for slot in self._beginning(" ".join(words)))

    def with_all(self, words: Sequence[str]) -> set[int]:
        """Return the slots of the few services whose names hold all of some words."""
        if not words:
            return set()
        slots = set.intersection(*(set(self._words.at(word)) for word in words))
        return slots if len(slots) <= FEW else set()

    def within(self, words: Sequence[str]) -> Iterator[int]:
        """Yield the slots of services all of whose words stand in a text, in any order."""
        held = set(words)
        for word in held:
            for slot in self._by_rarest.at(word):
                own = self._names[slot].split("\n")
                if any(held.issuperset(name.split()) and self._rarest(name) for name in own):
                    yield slot

    def _beginning(self, text: str) -> Iterator[int]:
        """Yield the slots of services whose names go on after a text."""
        if len(text) < _FEWEST_INITIALS:
            return
        at = bisect_left(self._sorted, text)
        goes_on = text if len(text) >= LONG else f"{text} "
        while at < len(self._sorted) and self._sorted[at].startswith(goes_on):
            yield from self._whole.at(self._sorted[at])
            at += 1


def _tells(word: str) -> bool:
    """Tell whether a word can be nothing but a name."""
    return word not in english_words()
