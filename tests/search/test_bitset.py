"""Sets held as integers are the sets that they stand for."""

from hypothesis import given
from hypothesis import strategies as st

from resources.search.bitset import bitset, from_mask, members, to_mask, union

SIZE = 70
NUMBERS = st.sets(st.integers(0, SIZE - 1))


@given(NUMBERS, NUMBERS)
def test_both_either_and_how_many_are_those_of_sets(one: set[int], other: set[int]) -> None:
    first, second = bitset(one, SIZE), bitset(other, SIZE)
    assert members(first & second, SIZE).tolist() == sorted(one & other)
    assert members(union([first, second]), SIZE).tolist() == sorted(one | other)
    assert (first & ~second).bit_count() == len(one - other)


@given(NUMBERS)
def test_a_mask_and_back_is_the_same_set(numbers: set[int]) -> None:
    bits = bitset(numbers, SIZE)
    assert from_mask(to_mask(bits, SIZE)) == bits
    assert set(to_mask(bits, SIZE).nonzero()[0].tolist()) == numbers


def test_nothing_is_an_empty_set() -> None:
    assert bitset([], 0) == union([]) == 0
    assert members(0, 0).tolist() == []
