"""Sets of small numbers, each held as one integer: bit 5 stands for the number 5.

Python's integers have no fixed size. "Both" is `&`, "either" is `|`, how many is `.bit_count()`,
and each takes some microseconds for a set of 100,000.
"""

from collections.abc import Collection, Iterable
from typing import Final

# For each byte the places of its bits.
_ONE: Final = ord("1")
# One in so many is many.
_MANY: Final = 25
_PLACES: Final = tuple(tuple(at for at in range(8) if byte >> at & 1) for byte in range(256))


def either(sets: Iterable[int]) -> int:
    """Return the union of sets."""
    union = 0
    for one in sets:
        union |= one
    return union


def bits_of(numbers: Collection[int], size: int) -> int:
    """Return the set of some numbers from 0 to `size` - 1."""
    if len(numbers) * _MANY < size:
        few = bytearray((size + 7) // 8)
        for number in numbers:
            few[number >> 3] |= 1 << (number & 7)
        return int.from_bytes(few, "little")
    # One sign for each number, read as a binary figure: twice as quick for each, slow for a few.
    held = bytearray(b"0") * size
    for number in numbers:
        held[number] = _ONE
    held.reverse()
    return int(held, 2) if size else 0


def numbers_in(bits: int) -> list[int]:
    """Return the numbers of a set, the smallest first."""
    return [
        (at << 3) + place for at, byte in enumerate(_bytes(bits)) if byte for place in _PLACES[byte]
    ]


def first_in(bits: int, most: int) -> list[int]:
    """Return the smallest numbers of a set."""
    found: list[int] = []
    for at, byte in enumerate(_bytes(bits)):
        if byte:
            found += [(at << 3) + place for place in _PLACES[byte]]
            if len(found) >= most:
                break
    return found[:most]


def in_order(bits: int, order: Iterable[int], start: int, stop: int) -> list[int]:
    """Return those of a set's numbers that come from `start` to `stop` in a given order."""
    held = _bytes(bits)
    size = len(held) << 3
    found: list[int] = []
    for number in order:
        if number < size and held[number >> 3] >> (number & 7) & 1:
            found.append(number)
            if len(found) == stop:
                break
    return found[start:]


def _bytes(bits: int) -> bytes:
    """Return a set as bytes, the smallest numbers first."""
    return bits.to_bytes((bits.bit_length() + 7) // 8, "little")
