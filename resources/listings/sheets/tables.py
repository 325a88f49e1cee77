"""What a file may hold, and what is in it once it was read."""

from collections.abc import Sequence
from dataclasses import dataclass

from resources.listings.sheets.cells import Cell
from resources.listings.sheets.headings import Headings


class UnreadableError(ValueError):
    """What is wrong with a file as a whole."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file may hold."""

    size: int = 2_000_000
    rows: int = 2_000
    columns: int = 500
    # What a workbook may come to when it is unpacked: 2 MB of nothing can be 2 GB.
    unpacked: int = 24_000_000


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of a file by row, the headings first; `notices` say how it was read."""

    rows: Sequence[tuple[int, Sequence[Cell]]]
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows with their number in the file, and their cells by the key of the column."""

    headings: Headings
    rows: Sequence[tuple[int, dict[str, Cell]]]
    notices: tuple[str, ...] = ()
