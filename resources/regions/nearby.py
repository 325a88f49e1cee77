"""Which areas lie next to one, for when it has nothing to offer: by the distance of their middles.

The middle of an area is the mean of its outcodes' points, weighted by how much of each outcode
lies in it (`data/places/outcodes.csv`). Where no district of an outcode is known, as in Northern
Ireland, it is the mean of its towns, weighted by people (`data/places/places.csv`).
"""

import csv
from collections.abc import Iterable, Iterator
from functools import lru_cache

from resources.precomputed import precomputed
from resources.regions.data import PLACES, RegionRecord, all_regions
from resources.regions.points import Point, distance_miles

NEIGHBOURS = 6


@lru_cache(maxsize=1)
@precomputed
def _middles() -> dict[str, Point]:
    """Return the middle of every area that has an outcode, or else a town."""
    return {**_weighed(_towns()), **_weighed(_outcodes())}


def _weighed(points: Iterable[tuple[str, Point, float]]) -> dict[str, Point]:
    """Return the mean of the points of each district, and of each area around it."""
    around = {region.code: region.lineage for region in all_regions()}
    sums: dict[str, tuple[float, float, float]] = {}
    for district, point, weight in points:
        for code in around.get(district, ()):
            lat, lon, total = sums.get(code, (0.0, 0.0, 0.0))
            sums[code] = (lat + weight * point.lat, lon + weight * point.lon, total + weight)
    return {code: Point(lat / total, lon / total) for code, (lat, lon, total) in sums.items()}


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (PLACES / name).open(encoding="utf-8", newline="") as file:
        yield from (row for row in csv.DictReader(file) if row["lat"])


def _outcodes() -> Iterator[tuple[str, Point, float]]:
    """Yield the districts of each outcode, its point, and how much of it lies in the district."""
    for row in _rows("outcodes.csv"):
        point = Point(float(row["lat"]), float(row["lon"]))
        for part in filter(None, row["districts"].split("|")):
            district, share = part.split(":")
            yield district, point, float(share)


def _towns() -> Iterator[tuple[str, Point, float]]:
    """Yield the district of each town, its point, and how many live there (at least one)."""
    for row in _rows("places.csv"):
        code = row["district_code"] or row["region_code"]
        yield code, Point(float(row["lat"]), float(row["lon"])), float(row["population"] or 0) + 1


def middle_of(region: RegionRecord) -> Point | None:
    """Return the middle of an area; None for one of which no postcode is known."""
    return _middles().get(region.code)


@lru_cache(maxsize=512)
def neighbours(region: RegionRecord, most: int = NEIGHBOURS) -> tuple[RegionRecord, ...]:
    """Return the areas of the same kind whose middles are nearest, and the area around it."""
    middle = middle_of(region)
    nearest: list[RegionRecord] = []
    if middle is not None:
        others = [
            (distance_miles(middle, point), other)
            for other in all_regions()
            if other.level == region.level and other != region
            if (point := middle_of(other)) is not None
        ]
        nearest = [other for _miles, other in sorted(others, key=lambda pair: pair[0])[:most]]
    parent = next((other for other in all_regions() if other.code == region.parent_code), None)
    return (*nearest, *([parent] if parent and parent.parent_code else ()))
