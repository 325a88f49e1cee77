"""Sets of small numbers, each held as one integer: bit 5 stands for the number 5.

Python's integers have no fixed size. "Both" is `&`, "either" is `|`, how many is `.bit_count()`,
and each takes some microseconds for a set of 100,000.
"""

from collections.abc import Collection, Iterable

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]


def union(sets: Iterable[int]) -> int:
    """Return the numbers that stand in any of some sets."""
    either = 0
    for bits in sets:
        either |= bits
    return either


def bitset(numbers: Collection[int] | Numbers, size: int) -> int:
    """Return the set of some numbers from 0 to `size` - 1."""
    mask = np.zeros(size, dtype=np.bool_)
    mask[np.fromiter(numbers, dtype=np.int64, count=len(numbers))] = True
    return from_mask(mask)


def from_mask(mask: Mask) -> int:
    """Return the set of the places at which a mask is true."""
    return int.from_bytes(np.packbits(mask, bitorder="little").tobytes(), "little")


def to_mask(bits: int, size: int) -> Mask:
    """Return a mask of `size` places that is true for each number of a set."""
    held = np.frombuffer(bits.to_bytes((size + 7) // 8, "little"), dtype=np.uint8)
    return np.unpackbits(held, count=size, bitorder="little").view(np.bool_)


def members(bits: int, size: int) -> Numbers:
    """Return the numbers of a set, the smallest first."""
    return np.flatnonzero(to_mask(bits, size))
