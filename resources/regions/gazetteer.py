"""Names of places in sorted and packed text, about one megabyte.

Towns are the places of over 500 people in `places.csv`; villages are the smaller ones of
`place_outcodes.csv`, known by their outcode; areas are `regions.csv` and `counties.csv`. Both have
further names in `other_names.csv`.
"""

import csv
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from resources.choices import RegionLevel
from resources.regions.answers import Precision
from resources.regions.data import PLACES, RegionRecord, all_regions, find_region
from resources.regions.other_names import HEARD, QUARTER, OtherName, other_names
from resources.regions.points import Point
from resources.regions.spelling import folded, spoken

LEVELS: Final = {
    RegionLevel.COUNTRY: Precision.COUNTRY,
    RegionLevel.NATION: Precision.NATION,
    RegionLevel.CROWN_DEPENDENCY: Precision.NATION,
    RegionLevel.REGION: Precision.REGION,
    RegionLevel.DISTRICT: Precision.DISTRICT,
}


class PackedRows:
    """Rows of text, sorted, in one piece of memory. The first column is the key."""

    def __init__(self, rows: Iterable[tuple[str, ...]]) -> None:
        lines = sorted("\t".join(row).encode() + b"\n" for row in rows)
        self._text = b"".join(lines)
        self._starts = array("I")
        start = 0
        for line in lines:
            self._starts.append(start)
            start += len(line)

    def find(self, key: str) -> list[list[str]]:
        """Return the rows with this key, without it."""
        wanted = key.encode() + b"\t"
        at = bisect_left(self._starts, wanted, key=self._line)
        rows = []
        for start in self._starts[at:]:
            line = self._line(start)
            if not line.startswith(wanted):
                break
            rows.append(line.decode().split("\t")[1:])
        return rows

    def __iter__(self) -> Iterator[list[str]]:
        """Yield every row with its key, in the order of the keys."""
        yield from (line.split("\t") for line in self._text.decode().splitlines())

    def _line(self, start: int) -> bytes:
        """Return the line that begins at a place in the text, without its end."""
        return self._text[start : self._text.index(b"\n", start)]


class NamedArea(NamedTuple):
    """An area that a name stands for: a row of one of the two lists of areas."""

    name: str
    precision: Precision
    areas: tuple[RegionRecord, ...]


class Town(NamedTuple):
    """A place of over 500 people; `area` is its district, in London and on islands the widest."""

    name: str
    point: Point
    population: int
    area: RegionRecord


class Village(NamedTuple):
    """A smaller place, and the first half of the postcodes there."""

    name: str
    outcode: str


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Gazetteer:
    """Every name that is known. A key is the folded words of a name, run together."""

    areas: dict[str, tuple[NamedArea, ...]]
    others: dict[str, tuple[OtherName, ...]]
    towns: PackedRows
    villages: PackedRows

    def towns_named(self, key: str) -> Iterator[Town]:
        """Yield the towns of a name, in no order."""
        for name, lat, lon, population, code in self.towns.find(key):
            area = find_region(code)
            if area:
                yield Town(name, Point(float(lat), float(lon)), int(population), area)

    def villages_named(self, key: str) -> Iterator[Village]:
        """Yield the villages of a name, by name and outcode."""
        for name, outcode in self.villages.find(key):
            yield Village(name, outcode)


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    return Gazetteer(
        areas=_areas(),
        others=_others(),
        towns=PackedRows(
            (
                _key(row["name"]),
                row["name"],
                row["lat"],
                row["lon"],
                row["population"],
                row["district_code"] or row["region_code"],
            )
            for row in _shipped("places.csv")
        ),
        villages=PackedRows(
            (_key(row["place"]), row["place"], row["outcode"])
            for row in _shipped("place_outcodes.csv")
        ),
    )


def _areas() -> dict[str, tuple[NamedArea, ...]]:
    by_key: dict[str, dict[NamedArea, None]] = {}
    for name, area in named_areas():
        by_key.setdefault(_key(name), {})[area] = None
    return {key: tuple(areas) for key, areas in by_key.items()}


def named_areas() -> Iterator[tuple[str, NamedArea]]:
    """Yield the areas under each of their names in the lists, as written and as spoken."""
    for region in all_regions():
        area = NamedArea(spoken(region), LEVELS[region.level], (region,))
        yield region.name, area
        yield area.name, area
    for row in _shipped("counties.csv"):
        areas = tuple(_known(slug) for slug in row["areas"].split("|"))
        yield row["name"], NamedArea(row["label"] or row["name"], Precision(row["kind"]), areas)
    for other in other_names():
        if not other.known_as and other.kind != HEARD:
            yield other.name, NamedArea(other.name, _precision(other), other.areas)


def _precision(other: OtherName) -> Precision:
    """Return what a name is: a part of a district is as precise as a county, or a town in it."""
    if len(other.areas) == 1 and other.areas[0].level != RegionLevel.DISTRICT:
        return LEVELS[other.areas[0].level]
    return Precision.TOWN if other.kind == QUARTER else Precision.COUNTY


def _others() -> dict[str, tuple[OtherName, ...]]:
    """Return by key the names that stand for a place which has another name in the lists."""
    by_key: dict[str, tuple[OtherName, ...]] = {}
    for other in other_names():
        if other.known_as and other.kind != HEARD:
            key = _key(other.name)
            by_key[key] = (*by_key.get(key, ()), other)
    return by_key


def _known(slug: str) -> RegionRecord:
    """Return the area of a slug in a shipped file; raise ValueError when there is none."""
    region = find_region(slug)
    if region is None:
        raise ValueError(f"counties.csv names an area that regions.csv does not have: {slug}")
    return region


def _key(name: str) -> str:
    return "".join(folded(name))


def _shipped(name: str) -> Iterator[dict[str, str]]:
    with (PLACES / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
