"""Reading a postcode, or a part of one, as people write it.

The rules are those of resources/data/README.md: the list of outcodes is tried first, then outcode
and sector digit; the slips O for 0 and I for 1 are undone by position when nothing matches.
"""

import re
from itertools import product
from operator import ne
from typing import Final, NamedTuple

from resources.regions.tables import NOT_FOUND, Tables

LETTERS: Final = re.compile(r"[A-Z]{1,2}(?![A-Z])")
OUTCODE: Final = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?")
FULL: Final = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9])([A-Z]{2})")
# A digit of the second half, and at most one letter of it: typing stopped half-way.
SECTOR: Final = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9])[A-Z]?")
LONGEST: Final = 7
ALIKE: Final = {"O": "O0", "0": "0O", "I": "I1", "1": "1I"}
NEVER_LAST: Final = frozenset("OI")
# Postcode areas without outcodes in the list.
UNLISTED: Final = frozenset({"BF"})


class Written(NamedTuple):
    """A postcode in its parts; those that were not typed are empty."""

    area: str
    outcode: str = ""
    digit: str = ""
    letters: str = ""

    def __repr__(self) -> str:
        return "<Written>"


def read(compact: str, tables: Tables) -> tuple[Written, bool] | None:
    """Read capitals and digits as a postcode; tell too whether a slip was undone.

    None if they are not one. Without a digit among them they are one only if the outcode exists.
    """
    if len(compact) > LONGEST:
        return None
    written = _parts(compact, tables)
    if written and _is_known(written, tables):
        return written, False
    # The last two letters of a postcode are never O or I: nothing is repaired into those.
    readings = (_parts(text, tables) for text in _alike(compact))
    repaired = [
        reading for reading in readings if reading and not NEVER_LAST & set(reading.letters)
    ]
    for reading in repaired:
        if _is_known(reading, tables):
            return reading, True
    if not any(letter.isdigit() for letter in compact):
        return None
    if written:
        return written, False
    return (repaired[0], True) if repaired else None


def _is_known(written: Written, tables: Tables) -> bool:
    """Tell whether the outcode exists, or the area where that is all there is."""
    if written.area in UNLISTED:
        return True
    if written.outcode:
        return tables.outcodes.index(written.outcode) != NOT_FOUND
    return len(tables.outcodes.starting(written.area)) > 0


def _parts(compact: str, tables: Tables) -> Written | None:
    """Take a postcode apart; None if it is not well formed."""
    start = LETTERS.match(compact)
    area = start[0] if start else ""
    if tables.outcodes.index(compact) != NOT_FOUND:
        return Written(area, compact)
    if start is None:
        return None
    if area == compact:
        return Written(area)
    full = FULL.fullmatch(compact)
    if full:
        return Written(area, *full.groups())
    is_outcode = OUTCODE.fullmatch(compact) is not None
    sector = SECTOR.fullmatch(compact)
    if sector and (not is_outcode or _is_sector(sector, tables)):
        return Written(area, *sector.groups())
    return Written(area, compact) if is_outcode else None


def _is_sector(sector: re.Match[str], tables: Tables) -> bool:
    """Tell whether what could be a new outcode is a sector that exists."""
    index = tables.outcodes.index(sector[1])
    return index != NOT_FOUND and tables.sector_point(index * 10 + int(sector[2])) is not None


def _alike(compact: str) -> list[str]:
    """Return the texts with O and 0, I and 1 exchanged, those with the fewest exchanges first."""
    options = (
        "".join(letters) for letters in product(*(ALIKE.get(sign, sign) for sign in compact))
    )
    changed = ((sum(map(ne, text, compact)), text) for text in options)
    return [text for changes, text in sorted(changed) if changes]
