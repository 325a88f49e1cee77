"""Found services by how far their public places lie from a point: `ServiceQuerySet.in_order`.

Only those on a page have their distance worked out in full. All others are compared by the straight
line through the globe, which is shorter exactly where the way around it is.
"""

from collections.abc import Mapping, Sequence
from math import cos, dist, radians, sin
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from resources.models.distances import DECIMALS, public_points
from resources.models.service_queries import ServiceQuerySet
from resources.regions import Point, distance_miles
from resources.search.bits import numbers_in
from resources.search.carried import DOCUMENT

if TYPE_CHECKING:
    from resources.search.index import Index

_PLACED: Final = (f"service__{DOCUMENT}", "location__latitude", "location__longitude")


class Spot(NamedTuple):
    """A public place: its point, and where that is in a globe whose radius is one."""

    point: Point
    vector: tuple[float, float, float]


def spot(point: Point) -> Spot:
    """Return a point with its place in the globe."""
    lat, lon = radians(point.lat), radians(point.lon)
    return Spot(point, (cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat)))


class Nearest:
    """Those of a set of services that have a public place, the nearest first.

    `tiers` are sets that come one after another where the distance is the same; then the name.
    """

    def __init__(self, index: "Index", found: int, start: Point, tiers: Sequence[int]) -> None:
        """Keep what is asked; nothing is worked out yet."""
        self.index = index
        self.found = found & index.with_a_spot
        self.start = start
        self.tiers = tiers

    def __len__(self) -> int:
        """Return how many they are."""
        return self.found.bit_count()

    def between(self, start: int, stop: int) -> list[int]:
        """Return the slots from one place in the order to another."""
        slots = self._sorted()
        first, last = start, min(stop, len(slots))
        # Whole groups of the same distance: within one the other keys decide.
        while 0 < first < last and self._miles(slots[first - 1]) == self._miles(slots[first]):
            first -= 1
        while 0 < last < len(slots) and self._miles(slots[last - 1]) == self._miles(slots[last]):
            last += 1
        return sorted(slots[first:last], key=self._key)[start - first : stop - first]

    def _sorted(self) -> list[int]:
        """Return all slots by the length of the straight line to their nearest place."""
        here, spots = spot(self.start).vector, self.index.spots
        lines = {
            slot: min([dist(here, at.vector) for at in spots[slot]])
            for slot in numbers_in(self.found)
        }
        return sorted(lines, key=lines.__getitem__)

    def _miles(self, slot: int) -> float:
        """Return how far the nearest place of a service is, as the database rounds it."""
        ways = (distance_miles(self.start, at.point) for at in self.index.spots[slot])
        return round(min(ways), DECIMALS)

    def _key(self, slot: int) -> tuple[Any, ...]:
        """Return what a slot is ordered by."""
        tier = next(place for place, one in enumerate(self.tiers) if one >> slot & 1)
        return (self._miles(slot), tier, self.index.rank[slot])


def spots_among(slots: Mapping[int, int], services: ServiceQuerySet) -> dict[int, tuple[Spot, ...]]:
    """Return the public places of some services, by slot; `slots` are those of the documents."""
    rows = public_points().filter(service__in=services.values("pk")).order_by()
    found: dict[int, tuple[Spot, ...]] = {}
    for key, lat, lon in rows.values_list(*_PLACED):
        if key in slots:
            slot = slots[key]
            found[slot] = (*found.get(slot, ()), spot(Point(lat, lon)))
    return found
