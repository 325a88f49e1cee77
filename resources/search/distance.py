"""How far public places lie from a point: of many services at once, and the same as one by one.

A hidden place and one of which only the area is public have no point, by a constraint of the
database: distance is the last thing that may ever leak.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from resources.regions import Point
from resources.regions.points import EARTH_RADIUS_MILES

Miles = NDArray[np.float64]


class Points:
    """The public points of services, by slot: a service may have several."""

    def __init__(self, points: Mapping[int, Sequence[Point]]) -> None:
        """Keep where each point is; the mapping is not changed afterwards."""
        self.by_slot = points
        pairs = [(slot, *point) for slot, some in points.items() for point in some]
        table = np.array(pairs, dtype=np.float64).reshape(-1, 3)
        self._slots = table[:, 0].astype(np.int64)
        self._lat, self._lon = np.radians(table[:, 1]), np.radians(table[:, 2])

    def without(self, gone: Iterable[int]) -> "Points":
        """Return the points without those of some slots."""
        left = set(gone)
        return Points({slot: some for slot, some in self.by_slot.items() if slot not in left})

    def with_points(self, came: Mapping[int, Sequence[Point]]) -> "Points":
        """Return the points with those of further slots."""
        return Points({**self.by_slot, **came}) if came else self

    def miles_from(self, start: Point, size: int) -> Miles:
        """Return the distance of the nearest place of each of `size` slots; infinity without one.

        The great circle, as `regions.distance_miles`, to a thousandth of a mile: five feet are the
        same place.
        """
        lat, lon = np.radians(start.lat), np.radians(start.lon)
        north = np.sin((self._lat - lat) / 2) ** 2
        east = np.sin((self._lon - lon) / 2) ** 2
        chord = np.minimum(1.0, north + np.cos(lat) * np.cos(self._lat) * east)
        nearest = np.full(size, np.inf)
        np.minimum.at(nearest, self._slots, 2 * EARTH_RADIUS_MILES * np.arcsin(np.sqrt(chord)))
        return np.round(nearest, 3)
