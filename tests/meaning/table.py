"""From what the model says of each piece to a small table: fewer numbers, weights, eight bits."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from tests.meaning.encoder import Encoder, Numbers

WIDTH: Final = 128
# The vocabulary begins with special pieces and unused places, which no text is read as.
FIRST_READ: Final = 999
# Then it stands by frequency: the further down, the rarer, and the more a piece says.
WEIGHTLESS: Final = 990
TOP: Final = 127


def shrink(means: Numbers, width: int = WIDTH) -> Numbers:
    """Centre the rows and keep the directions in which they differ most."""
    centred = means - means.mean(axis=0)
    _, directions = np.linalg.eigh(centred.T @ centred)
    kept = directions[:, ::-1][:, :width]
    # A direction is as true the other way round: its largest part is made positive.
    largest = np.abs(kept).argmax(axis=0)
    kept = kept * np.sign(kept[largest, np.arange(kept.shape[1])])
    smaller: Numbers = centred @ kept
    return smaller


def weigh(rows: Numbers, ranks: NDArray[np.int64]) -> Numbers:
    """Let rare pieces say more than frequent ones."""
    weights: Numbers = np.log(1 + ranks - WEIGHTLESS)[:, None]
    return rows * weights


def eight_bits(rows: Numbers) -> tuple[NDArray[np.int8], NDArray[np.float16]]:
    """Keep each row as whole numbers up to 127, and what one step of it is worth.

    The step is rounded before it is used, so that rounding it costs nothing.
    """
    steps = (np.abs(rows).max(axis=1) / TOP).astype(np.float16)
    safe = np.where(steps > 0, steps, 1).astype(np.float64)
    whole = np.clip(np.rint(rows / safe[:, None]), -TOP, TOP)
    return whole.astype(np.int8), steps


def rows_of(encoder: Encoder, count: int) -> Numbers:
    """Make the row of every piece; those that no text is read as stay nothing."""
    ranks = np.arange(FIRST_READ, count)
    rows = np.zeros((count, WIDTH))
    rows[FIRST_READ:] = weigh(shrink(encoder.alone(ranks)), ranks)
    return rows
