"""The areas of the country, as shipped: read once from `data/places/regions.csv`, no network.

A filter value, a page address or a link names an area by its slug ("rotherham") or its GSS code
("E08000018"); both are understood in any case. The database holds the same rows for joining.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from resources.choices import RegionLevel

PLACES: Final = Path(__file__).parents[1] / "data" / "places"

# From the widest to the most local; a Crown dependency is on its own, like a nation.
DEPTHS: Final = {
    RegionLevel.COUNTRY: 0,
    RegionLevel.NATION: 1,
    RegionLevel.CROWN_DEPENDENCY: 1,
    RegionLevel.REGION: 2,
    RegionLevel.DISTRICT: 3,
}


@dataclass(frozen=True, slots=True)
class RegionRecord:
    """One area. `path` holds the codes from the root down, its own last, joined by "/"."""

    code: str
    name: str
    slug: str
    level: RegionLevel
    parent_code: str
    path: str

    @property
    def depth(self) -> int:
        """How local it is: 0 is a country, 3 is a district."""
        return DEPTHS[self.level]

    @property
    def lineage(self) -> list[str]:
        """The codes from the root down to this area, its own last."""
        return self.path.split("/")


@lru_cache(maxsize=1)
def all_regions() -> tuple[RegionRecord, ...]:
    """Return every area, parents before their children, as the file has them."""
    paths: dict[str, str] = {}
    regions = []
    with (PLACES / "regions.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            parent = row["parent_code"]
            path = f"{paths[parent]}/{row['code']}" if parent else row["code"]
            paths[row["code"]] = path
            level = RegionLevel(row["level"])
            regions.append(RegionRecord(row["code"], row["name"], row["slug"], level, parent, path))
    return tuple(regions)


@lru_cache(maxsize=1)
def _by_word() -> dict[str, RegionRecord]:
    """Every accepted spelling of an area: slug and GSS code, in lower case."""
    regions = all_regions()
    return {region.slug: region for region in regions} | {
        region.code.lower(): region for region in regions
    }


def find_region(word: str) -> RegionRecord | None:
    """Return the area with a slug or GSS code, in any case; None when there is none."""
    return _by_word().get(word.strip().lower())


def area_at(slug: str) -> RegionRecord | None:
    """Return the area that has a page at its own slug; the whole country has none."""
    region = find_region(slug)
    is_area = region is not None and region.slug == slug and region.level != RegionLevel.COUNTRY
    return region if is_area else None


def children_of(code: str) -> Iterable[RegionRecord]:
    """Return the areas directly below one, by name."""
    below = (region for region in all_regions() if region.parent_code == code)
    return sorted(below, key=lambda region: region.name)
