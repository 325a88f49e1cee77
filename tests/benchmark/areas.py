"""Where people live, and so where services are: few for everybody, most for a district or some."""

import csv
from collections import Counter, defaultdict
from dataclasses import dataclass
from math import cos, hypot, radians
from random import Random
from typing import Final
from uuid import UUID

from resources.choices import RegionLevel
from resources.models import ServiceArea
from resources.regions import PLACES, RegionRecord, all_regions
from tests.benchmark.lots import Lot, happens, new_id
from tests.benchmark.shipped import is_local, served_by, shipped_services

# Shares of all services by how wide they reach. The shipped list begins with the national lines;
# a whole country has many more local services.
COUNTRY: Final = "country"
WIDE: Final = "as wide as a shipped one"
REGIONAL: Final = "a region"
LOCAL: Final = "districts"
REACHES: Final = Lot([(COUNTRY, 0.006), (WIDE, 0.02), (REGIONAL, 0.034), (LOCAL, 0.94)])
DISTRICTS: Final = Lot([(1, 70.0), (2, 9.0), (3, 6.0), *((count, 1.5) for count in range(4, 14))])
PARTIAL: Final = 0.03
NEIGHBOURS: Final = 13
FEWEST: Final = 4_000  # people: an island has its services too


@dataclass(frozen=True, slots=True)
class Town:
    """A town or village of a district."""

    name: str
    latitude: float
    longitude: float


class Country:
    """The areas of the country, with people in them."""

    def __init__(self) -> None:
        """Read the towns once, and how many people live in them."""
        self._towns: dict[str, list[tuple[Town, float]]] = defaultdict(list)
        elsewhere = self._read()
        regions = all_regions()
        local = [one for one in regions if one.level == RegionLevel.DISTRICT]
        below = Counter(one.parent_code for one in local)
        people = {
            one.code: sum(count for _town, count in self._towns[one.code])
            + elsewhere[one.parent_code] / below[one.parent_code]
            for one in local
        }
        self.districts = Lot((one, max(people[one.code], FEWEST)) for one in local)
        self.regions = Lot(
            (one, sum(people[other.code] for other in local if other.parent_code == one.code))
            for one in regions
            if one.level == RegionLevel.REGION
        )
        self.towns = {code: Lot(towns) for code, towns in self._towns.items()}
        shapes = [row for row in shipped_services() if not is_local(row)]
        whole = [one for one in regions if one.level == RegionLevel.COUNTRY]
        self._whole = tuple(whole[:1])
        self._wide = Lot((served_by(row), 1.0) for row in shapes if served_by(row) != self._whole)
        self._near = {one.code: self._neighbours(one, local) for one in local}

    def _read(self) -> Counter[str]:
        """Keep the towns of each district; return the people of towns that lie in several."""
        elsewhere: Counter[str] = Counter()
        with (PLACES / "places.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                town = Town(row["name"], float(row["lat"]), float(row["lon"]))
                people = max(int(row["population"] or 0), 1)
                if row["district_code"]:
                    self._towns[row["district_code"]].append((town, people))
                else:
                    elsewhere[row["region_code"]] += people
        return elsewhere

    def _neighbours(
        self, district: RegionRecord, others: list[RegionRecord]
    ) -> tuple[RegionRecord, ...]:
        """Return the districts of the same region, the nearest first, by their first towns."""
        here = self._towns[district.code][0][0]

        def distance(other: RegionRecord) -> float:
            there = self._towns[other.code][0][0]
            east = (here.longitude - there.longitude) * cos(radians(here.latitude))
            return hypot(here.latitude - there.latitude, east)

        beside = [
            one for one in others if one.parent_code == district.parent_code and one != district
        ]
        return tuple(sorted(beside, key=distance)[:NEIGHBOURS])

    def served(self, random: Random) -> tuple[RegionRecord, ...]:
        """Draw the areas of a service; the first is where it is at home."""
        reach = REACHES.draw(random)
        if reach == COUNTRY:
            return self._whole
        if reach == WIDE:
            return self._wide.draw(random)
        if reach == REGIONAL:
            return (self.regions.draw(random),)
        home = self.districts.draw(random)
        return (home, *self._near[home.code][: DISTRICTS.draw(random) - 1])

    def town(self, region: RegionRecord, random: Random) -> Town | None:
        """Draw a town of a district; None for a wider area."""
        towns = self.towns.get(region.code)
        return towns.draw(random) if towns else None


def area_rows(
    service: UUID, regions: tuple[RegionRecord, ...], random: Random
) -> list[ServiceArea]:
    return [
        ServiceArea(
            id=new_id(random),
            service_id=service,
            region_id=region.code,
            is_partial=happens(random, PARTIAL),
        )
        for region in regions
    ]


def asked_areas(country: Country) -> Lot[str]:
    """Return the areas that people ask for: mostly districts, as people live, some wider ones."""
    wide = [one.slug for one in all_regions() if one.level != RegionLevel.DISTRICT]
    local = [(one.slug, weight) for one, weight in country.districts.weighed]
    people = sum(weight for _slug, weight in local)
    further = [(slug, people / 10 / place) for place, slug in enumerate(wide, start=1)]
    return Lot([*further, *local])
