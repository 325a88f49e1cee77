"""The first of many are those that sorting all of them gives, in the same order."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from resources.search.sorting import first_of, places_in_order

SIZE = 400


# Four hundred values drawn one by one would be what takes the time: they follow from one number.
@settings(deadline=None, max_examples=500)
@given(
    st.lists(st.sampled_from([1, 2, 3, 1_000]), max_size=4),
    st.integers(0, SIZE),
    st.one_of(st.none(), st.integers(1, SIZE)),
    st.integers(0, 2**32),
)
def test_the_first_are_those_of_the_whole_order(
    different: list[int], among: int, most: int | None, seed: int
) -> None:
    random = np.random.default_rng(seed)
    slots = np.sort(random.permutation(SIZE)[:among])
    keys = [random.integers(0, values, SIZE) / 8 - 1 for values in different]
    columns = [*keys, random.permutation(SIZE)]
    whole = sorted(slots.tolist(), key=lambda slot: [column[slot] for column in columns])
    assert first_of(slots, columns, most).tolist() == whole[:most]


@given(st.lists(st.sampled_from([1, 2, 3]), max_size=4), st.integers(0, 2**32))
def test_a_place_in_the_order_tells_as_much_as_the_keys_it_is_made_of(
    different: list[int], seed: int
) -> None:
    random = np.random.default_rng(seed)
    columns = [*(random.integers(0, values, 40) for values in different), random.permutation(40)]
    places = places_in_order(columns)
    slots = np.arange(40)
    assert first_of(slots, [places]).tolist() == first_of(slots, columns).tolist()
    assert sorted(places.tolist()) == list(range(40))
