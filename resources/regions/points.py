"""Points on the map, and how far they lie apart."""

from math import asin, cos, radians, sin, sqrt
from typing import Final, NamedTuple

# The mean radius of the Earth (IUGG, 6371.0088 km) in international miles.
EARTH_RADIUS_MILES: Final = 3958.7613


class Point(NamedTuple):
    """A place on the map: degrees north and degrees east (WGS84)."""

    lat: float
    lon: float


def distance_miles(a: Point, b: Point) -> float:
    """Return the great-circle distance of two points in miles, not rounded.

    Both points stand for a whole sector or town, so say "about 4 miles", and never say it of a
    service whose address is hidden or only an area.
    """
    north = sin(radians(b.lat - a.lat) / 2) ** 2
    east = sin(radians(b.lon - a.lon) / 2) ** 2
    # Rounding may carry opposite points of the globe a hair past 1, where asin ends.
    chord = min(1.0, north + cos(radians(a.lat)) * cos(radians(b.lat)) * east)
    return 2 * EARTH_RADIUS_MILES * asin(sqrt(chord))
