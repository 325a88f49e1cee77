"""How much slower than a usual processor this machine is just now.

A virtual machine may get a third of a processor from one day to the next. What takes too long there
takes as much longer everywhere, so a limit grows with the time of a sum that never changes.
"""

from time import process_time
from typing import Final

# Seconds that the sum takes on a processor of some three thousand million beats a second.
USUAL: Final = 0.0085
COUNTED: Final = 200_000
TRIES: Final = 3


def pace() -> float:
    """Return by what a limit is multiplied: 1 on a machine as fast as that, or faster."""
    return max(1.0, min(_seconds() for _ in range(TRIES)) / USUAL)


def _seconds() -> float:
    began, total = process_time(), 0
    for number in range(COUNTED):
        total += number * number
    return process_time() - began
