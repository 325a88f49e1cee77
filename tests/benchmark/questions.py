"""What is asked: a fixed mix in which every filter that there is comes up."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from resources.filters import ServiceFilter
from tests.benchmark.areas import Country, asked_areas
from tests.benchmark.lots import Lot, falling, happens
from tests.chance import Repeatable

WORDS: Final = "words"
TYPED: Final = Path(__file__).parents[1] / "relevance" / "questions.csv"
FILTERS_AT_ONCE: Final = Lot([(0, 0.15), (1, 0.3), (2, 0.3), (3, 0.15), (4, 0.1)])
WITH_WORDS: Final = 1 / 3
WITH_AREA: Final = 0.5  # share of the questions with filters that ask for an area as well
FURTHER_PAGE: Final = 0.1
LAST_PAGE: Final = 8
COMMON_WORDS: Final = ("support", "counselling", "women", "helpline", "abuse", "children", "advice")


# Where people stand who have typed a place, some of them far from any service.
POINTS: Final = ("53.43,-1.36", "51.51,-0.13", "55.95,-3.19", "60.15,-1.14")
# The years that the shipped services draw their lines at, and some between.
AGES: Final = ("30", "18", "16", "17", "13", "70")


class Kind(StrEnum):
    """The kinds of question that the table tells apart."""

    NOTHING = "no filter"
    FILTERS = "filters only"
    WORDS = "words only"
    BOTH = "words and filters"


@dataclass(frozen=True, slots=True)
class Ask:
    """One question: parameters with their values, words ("" for none) and the page of the list."""

    parameters: tuple[tuple[str, str], ...]
    words: str
    page: int

    @property
    def kind(self) -> Kind:
        """Which line of the table it belongs to."""
        if self.words:
            return Kind.BOTH if self.parameters else Kind.WORDS
        return Kind.FILTERS if self.parameters else Kind.NOTHING

    def __str__(self) -> str:
        """Say what is asked, for the table of the slowest."""
        parts = [f"{name}={value}" for name, value in self.parameters]
        parts += [f"words={self.words}"] if self.words else []
        parts += [f"page={self.page}"] if self.page > 1 else []
        return " ".join(parts) or "nothing"


class Asker:
    """Draws questions. The same seed asks the same, as long as there are the same filters."""

    def __init__(self, seed: int) -> None:
        """Read what can be asked for; `words` are asked once there is such a filter."""
        self._random = Repeatable(seed)
        self._names = [name for name in ServiceFilter.base_filters if name != WORDS]
        self._values = {name: values_of(name) for name in self._names}
        self._has_words = WORDS in ServiceFilter.base_filters
        self._typed = _typed_words() if self._has_words else None
        self._turn = 0

    def asks(self, count: int) -> Iterator[Ask]:
        """Yield so many questions."""
        for _number in range(count):
            yield Ask(self._parameters(), self._words(), self._page())

    def _parameters(self) -> tuple[tuple[str, str], ...]:
        """Draw up to four filters: the first in turn, so that each comes up, others by chance."""
        random = self._random
        wanted = FILTERS_AT_ONCE.draw(random)
        if not wanted:
            return ()
        names = [self._names[self._turn % len(self._names)]]
        self._turn += 1
        if "region" in self._names and wanted > 1 and happens(random, WITH_AREA):
            names.append("region")
        names += random.sample(self._names, len(self._names))
        chosen = list(dict.fromkeys(names))[:wanted]
        return tuple((name, self._values[name].draw(random)) for name in chosen)

    def _words(self) -> str:
        """Draw what somebody types, in a third of all questions."""
        if self._typed is None or not happens(self._random, WITH_WORDS):
            return ""
        return self._typed.draw(self._random)

    def _page(self) -> int:
        """Draw a page: nearly always the first."""
        return self._random.randint(2, LAST_PAGE) if happens(self._random, FURTHER_PAGE) else 1


def values_of(name: str) -> Lot[str]:
    """Return the values that a filter is asked with, the first of its list most often."""
    if name == "region":
        return asked_areas(Country())
    if name == "near":
        return Lot([*asked_areas(Country()).weighed, *((point, 9e6) for point in POINTS)])
    if name == "age":
        return falling(AGES)
    values = [row.code for row in ServiceFilter().choices(name)]
    if not values:
        raise LookupError(f"{name}: say in tests/benchmark/questions.py what is asked of it")
    return falling(values)


def _typed_words() -> Lot[str]:
    """Return what people type: the table of questions, very common words, and words with a slip."""
    with TYPED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    # The API refuses a text that says nothing.
    queries = [row["words"] for row in rows if not row["expected"].startswith("nothing")]
    slips = [word[:2] + word[3] + word[2] + word[4:] for word in COMMON_WORDS]
    return Lot(
        [
            *((query, 0.6 / len(queries)) for query in queries),
            *((word, 0.3 / len(COMMON_WORDS)) for word in COMMON_WORDS),
            *((slip, 0.1 / len(slips)) for slip in slips),
        ]
    )
