"""Drawing lots: some values come more often than others, and the same seed draws the same."""

from bisect import bisect
from collections.abc import Iterable, Sequence
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar
from uuid import UUID

T = TypeVar("T")


class Lot(Generic[T]):
    """Values to draw from, each with its weight."""

    def __init__(self, weighed: Iterable[tuple[T, float]]) -> None:
        """Add the weights up once, so that a draw is one search."""
        pairs = [(value, weight) for value, weight in weighed if weight > 0]
        self.weighed = tuple(pairs)
        self.values = tuple(value for value, _weight in pairs)
        self._sums = tuple(accumulate(weight for _value, weight in pairs))

    def draw(self, random: Random) -> T:
        return self.values[bisect(self._sums, random.random() * self._sums[-1])]


def falling(values: Sequence[T], by: float = 1.0) -> Lot[T]:
    """Return a lot whose n-th value weighs 1/n (Zipf); with a larger `by` it falls faster."""
    return Lot((value, 1 / place**by) for place, value in enumerate(values, start=1))


def new_id(random: Random) -> UUID:
    """Return an id of the form that rows are given, from the seed instead of from chance."""
    return UUID(int=random.getrandbits(128), version=4)


def happens(random: Random, share: float) -> bool:
    """Tell whether something happens that happens in so large a share of all cases."""
    return random.random() < share
