"""Names that official lists lack: what people say, other languages, police areas, old councils.

Source: `data/places/other_names.csv`. A name stands for the place that our lists have as `known_as`
within `areas`, or, where that is empty, for the areas together. A spelling that is only heard is
never read by itself: it leads to a suggestion.
"""

import csv
from functools import lru_cache
from typing import Final, NamedTuple

from resources.regions.data import PLACES, RegionRecord, find_region

HEARD: Final = "heard"
QUARTER: Final = "quarter"
LANGUAGES: Final = frozenset({"gaelic", "scots", "irish", "welsh"})
KINDS: Final = LANGUAGES | {"nickname", "area", "county", "police", "former", QUARTER, HEARD}


class OtherName(NamedTuple):
    """Another name, and what it stands for."""

    name: str
    areas: tuple[RegionRecord, ...]
    kind: str
    known_as: str


@lru_cache(maxsize=1)
def other_names() -> tuple[OtherName, ...]:
    with (PLACES / "other_names.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            OtherName(row["name"], _areas(row["codes"]), row["kind"], row["known_as"])
            for row in csv.DictReader(file)
        )


def _areas(codes: str) -> tuple[RegionRecord, ...]:
    """Return the areas of codes with blanks between; raise ValueError for one that is unknown."""
    areas = tuple(find_region(code) for code in codes.split())
    if not areas or None in areas:
        raise ValueError(f"other_names.csv names an area that regions.csv does not have: {codes}")
    return tuple(area for area in areas if area)
