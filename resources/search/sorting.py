"""The first of many services by several keys, without sorting those that nobody looks at."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from resources.search.bitset import to_mask

Order = NDArray[np.int64]
Tiers = NDArray[np.int8]
# So few are sorted whole: to part them first would take longer.
FEW: Final = 64


def tiers(sets: Sequence[int], size: int) -> Tiers:
    """Return for each slot the place of the first set that holds it."""
    places = np.full(size, len(sets), dtype=np.int8)
    for place, services in reversed(list(enumerate(sets))):
        places[to_mask(services, size)] = place
    return places


def first_of(slots: Order, keys: Sequence[NDArray[Any]], most: int | None = None) -> Order:
    """Return at most `most` of some slots, by keys: the most telling key first.

    The keys are by slot, and the last of them is another for each slot.
    """
    left, wanted = slots, len(slots) if most is None else most
    ahead: list[Order] = []
    for key in keys:
        if len(left) <= max(FEW, 2 * wanted):
            break
        values = key[left]
        # Most keys have few values, and the lowest is that of many.
        last = values.min()
        if np.count_nonzero(values == last) < wanted:
            last = np.partition(values, wanted - 1)[wanted - 1]
        ahead.append(left[values < last])
        left = left[values == last]
        wanted -= len(ahead[-1])
    some = np.concatenate((*ahead, left))
    order = np.lexsort([key[some] for key in reversed(keys)])
    first: Order = some[order][:most]
    return first


def places_in_order(keys: Sequence[NDArray[Any]]) -> Order:
    """Return for each slot its place in the order by some keys: one key in the place of them all.

    The last of the keys is another for each slot.
    """
    order = np.lexsort(list(reversed(keys)))
    places = np.empty_like(order)
    places[order] = np.arange(len(order))
    return places
