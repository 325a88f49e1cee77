"""Where a list that is ordered by distance starts: the middle of an area, or a point.

A point is only ever known to two decimals, about a kilometre: nobody can read a postcode out of it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from resources.regions import Place, Point, RegionRecord, find_region, middle_of

DECIMALS: Final = 2
_POINT: Final = re.compile(
    r"(?P<lat>-?[0-9]{1,2}(?:\.[0-9]{1,15})?),\s?(?P<lon>-?[0-9]{1,3}(?:\.[0-9]{1,15})?)"
)


@dataclass(frozen=True, slots=True, repr=False)
class Start:
    """Where distances are measured from: its word in addresses, and its point."""

    code: str
    point: Point

    @property
    def name(self) -> str:
        """Say what it does to a list, never where it is."""
        return _("Nearest first")

    @property
    def is_area(self) -> bool:
        """Whether it is the middle of an area, and not a point of its own."""
        return find_region(self.code) is not None


def start_at(point: Point) -> Start:
    """Return a point as a start, to two decimals."""
    # Adding zero makes -0.0 the same as 0.0.
    lat, lon = (round(degrees, DECIMALS) + 0.0 for degrees in point)
    return Start(f"{lat:.{DECIMALS}f},{lon:.{DECIMALS}f}", Point(lat, lon))


def start_in(areas: Sequence[RegionRecord]) -> Start | None:
    """Return the middle of an area, or the mean of the middles of several."""
    middles = [middle for area in areas if (middle := middle_of(area)) is not None]
    if not middles:
        return None
    if len(areas) == 1:
        return Start(areas[0].code, middles[0])
    lats, lons = zip(*middles, strict=True)
    return start_at(Point(sum(lats) / len(lats), sum(lons) / len(lons)))


def start_of(place: Place) -> Start | None:
    """Return the point of a place that a person named, or else the middle of its areas."""
    return start_at(place.point) if place.point else start_in(place.areas)


def find_start(word: str) -> Start | None:
    """Read the slug or GSS code of an area, or "53.43,-1.36"; None when it is neither."""
    region = find_region(word)
    if region is not None:
        return start_in([region])
    found = _POINT.fullmatch(word)
    if not found:
        return None
    point = Point(float(found["lat"]), float(found["lon"]))
    return start_at(point) if abs(point.lat) <= 90 and abs(point.lon) <= 180 else None
