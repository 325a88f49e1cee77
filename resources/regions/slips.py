"""The names of places that a text which is no name may mean: slips of the hand or of the ear.

Names are compared without spaces, so that joined and split words cost nothing. What is found is
only ever offered: see `resolving` and `mentions`.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Final, NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from resources.precomputed import precomputed
from resources.regions.gazetteer import Gazetteer, gazetteer, named_areas
from resources.regions.names import SIZES, VILLAGE_SIZE, Hit, hits
from resources.regions.other_names import HEARD, other_names
from resources.regions.spelling import folded
from resources.regions.tables import Tables

# There are very many places of fewer people, so only one slip is allowed in their names.
SMALL: Final = 1000
# Inside a sentence, only places of this many people are suggested for a slip.
LARGE: Final = 10_000
# Another name of a place comes after the name itself, whatever the size of the place.
SIZE_OF_OTHERS: Final = SMALL
# Three letters have too many neighbours, unless the place is a large one: "yrk".
SHORTEST: Final = 4
SHORTEST_SIZE: Final = 50_000
LONGEST: Final = 34
MOST: Final = 5
# At most this many words of a sentence are read as one name.
MOST_TOGETHER: Final = 3
# More names than are offered, as some of them are one place.
MOST_NAMES: Final = 12
MOST_BEGUN: Final = 400


class Near(NamedTuple):
    """A name that a text is near to; `away` is the number of slips."""

    away: int
    size: int
    words: tuple[str, ...]


class Lengths:
    """Names without spaces, by their length: those of another length are too far away."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._keys: dict[int, list[str]] = {}
        for key in keys:
            self._keys.setdefault(len(key), []).append(key)

    def near(self, key: str, most: int) -> Iterator[tuple[str, int]]:
        """Yield the names within `most` slips, with the number of slips."""
        for length in range(len(key) - most, len(key) + most + 1):
            matches = process.extract(
                key,
                self._keys.get(length, ()),
                scorer=OSA.distance,
                score_cutoff=most,
                limit=None,
            )
            yield from ((name, int(away)) for name, away, _ in matches)


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Spellings:
    """Every name that a slip may be read as. `spaced` has the names of a key as they are written.

    `largest` are by the number of their words, all of them under 1. `heard` leads from a spelling
    that is only heard to the key of the name.
    """

    spaced: dict[str, tuple[tuple[str, ...], ...]]
    sizes: dict[str, int]
    largest: dict[int, Lengths]
    large: Lengths
    small: Lengths
    begun: tuple[str, ...]
    heard: dict[str, str]

    def near(self, key: str) -> list[Near]:
        """Return the names that a text without spaces may be meant for, the likeliest first."""
        least = SHORTEST_SIZE if len(key) < SHORTEST else 0
        return self._near(
            key, (*self.large.near(key, allowed(key)), *self.small.near(key, 1)), least
        )

    def near_large(self, key: str, count: int) -> list[Near]:
        """Return the names of places of 10,000 people and more that `count` words may mean.

        Words that are split by mistake have to be right otherwise.
        """
        # Among words a name is rarer than in a field for places: as if a letter fewer was typed.
        matches = self.largest[count].near(key, allowed(key[1:]))
        split = [(key, 0)] if count > 1 and key in self.sizes else []
        return self._near(key, (*matches, *split), LARGE)

    def _near(self, key: str, candidates: Iterable[tuple[str, int]], least: int) -> list[Near]:
        """Return names that are near, and those that are begun, of places of a size."""
        if not SHORTEST - 1 <= len(key) <= LONGEST or any(letter.isdigit() for letter in key):
            return []
        aways = dict(self._begun(key))
        for near, away in candidates:
            if away and near in self.heard:
                continue  # A slip of a slip is anybody's guess.
            name = self.heard.get(near, near)
            aways[name] = min(away, aways.get(name, away))
        kept = [(away, self.sizes[name], name) for name, away in aways.items()]
        ordered = sorted(
            (entry for entry in kept if entry[1] >= least),
            key=lambda entry: rank(entry[0], entry[1]),
        )
        return [
            Near(away, size, words)
            for away, size, name in ordered[:MOST_NAMES]
            for words in self.spaced[name]
        ]

    def _begun(self, key: str) -> Iterator[tuple[str, int]]:
        """Yield the names of larger places that begin with a text."""
        if len(key) < SHORTEST:
            return
        start = bisect_left(self.begun, key)
        for name in islice(self.begun, start, start + MOST_BEGUN):
            if not name.startswith(key):
                return
            yield name, 1 if len(name) - len(key) == 1 else 2


def allowed(key: str) -> int:
    """Return how many slips are allowed in a text: one under 6 letters, 2 under 10, then 3."""
    if len(key) < 6:
        return 1
    return 2 if len(key) < 10 else 3


def rank(away: int, size: int) -> tuple[float, int]:
    """Return the order of names: fewer slips first, but a hamlet is rarely meant."""
    return (away + (1 if size < SMALL else 0), -size)


def suggestions(words: tuple[str, ...], tables: Tables) -> list[Hit]:
    """Return the places that these folded words may be meant for, the likeliest first."""
    by_label: dict[str, tuple[int, Hit]] = {}
    for near in spellings().near("".join(words)):
        for hit in hits(near.words, tables):
            if near.away <= 1 or hit.size >= SMALL:
                by_label.setdefault(hit.parts[0].label, (near.away, hit))
    ordered = sorted(by_label.values(), key=lambda pair: rank(pair[0], pair[1].size))
    return [hit for _away, hit in ordered[:MOST]]


@lru_cache(maxsize=1)
@precomputed
def spellings() -> Spellings:
    """Return the index of names for slips."""
    names = gazetteer()
    sizes: dict[str, int] = {}
    spaced: dict[str, dict[tuple[str, ...], None]] = {}
    for name, size in _sized(names):
        words = folded(name)
        key = "".join(words)
        spaced.setdefault(key, {})[words] = None
        sizes[key] = max(size, sizes.get(key, 0))
    large = [key for key, size in sizes.items() if size >= SMALL]
    heard = {
        "".join(folded(other.name)): "".join(folded(other.known_as))
        for other in other_names()
        if other.kind == HEARD
    }
    only_heard = [key for key in heard if key not in sizes]
    return Spellings(
        spaced={key: tuple(written) for key, written in spaced.items()},
        sizes=sizes,
        largest={
            count: Lengths(
                key
                for key in large
                if sizes[key] >= LARGE and any(len(words) == count for words in spaced[key])
            )
            for count in range(2, MOST_TOGETHER + 1)
        }
        | {1: Lengths([*(key for key in large if sizes[key] >= LARGE), *only_heard])},
        large=Lengths([*large, *only_heard]),
        small=Lengths(key for key, size in sizes.items() if size < SMALL),
        begun=tuple(sorted(large)),
        heard=heard,
    )


def _sized(names: Gazetteer) -> Iterator[tuple[str, int]]:
    for name, area in named_areas():
        yield name, SIZES[area.precision]
    for others in names.others.values():
        yield from ((other.name, SIZE_OF_OTHERS) for other in others)
    for _key, name, _lat, _lon, population, _code in names.towns:
        yield name, int(population)
    for _key, name, _outcode in names.villages:
        yield name, min(VILLAGE_SIZE, SMALL - 1)
