"""The first of many are those that sorting all of them gives, in the same order."""

from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from resources.search.sorting import first_of

SIZE = 400
FEW_VALUES = st.lists(st.integers(0, 2), min_size=SIZE, max_size=SIZE)
MANY_VALUES = st.lists(st.floats(-2, 2, width=16), min_size=SIZE, max_size=SIZE)


@settings(deadline=None)
@given(
    st.lists(st.one_of(FEW_VALUES, MANY_VALUES), max_size=4),
    st.sets(st.integers(0, SIZE - 1)),
    st.booleans(),
    st.one_of(st.none(), st.integers(1, SIZE)),
    st.randoms(),
)
def test_the_first_are_those_of_the_whole_order(
    keys: list[list[float]], some: set[int], is_all: bool, most: int | None, random: Random
) -> None:
    slots = np.array(range(SIZE) if is_all else sorted(some), dtype=np.int64)
    rank = list(range(SIZE))
    random.shuffle(rank)
    columns = [np.array(key) for key in (*keys, rank)]
    whole = sorted(slots.tolist(), key=lambda slot: [column[slot] for column in columns])
    assert first_of(slots, columns, most).tolist() == whole[:most]
