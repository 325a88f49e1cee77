"""Places to go to, as far as they may be known."""

from random import Random
from typing import Any, Final
from uuid import UUID

from resources.choices import AddressVisibility, KnownAnswer
from resources.models import Location, ServiceAtLocation
from resources.models.location import ACCESSIBILITY_FIELDS
from resources.regions import RegionRecord
from tests.benchmark.areas import Country, Town
from tests.benchmark.lots import Lot, falling, happens, new_id

VISITED: Final = 0.45  # share of local services that can be visited
SHARED: Final = 0.5  # share of them at a place where the organisation is already
POINTED: Final = 0.6  # share of full addresses with a point
VISIBILITIES: Final = Lot(
    [
        (AddressVisibility.FULL, 0.6),
        (AddressVisibility.AREA_ONLY, 0.3),
        (AddressVisibility.HIDDEN, 0.1),
    ]
)
FACTS: Final = Lot([(KnownAnswer.NOT_KNOWN, 0.5), (KnownAnswer.YES, 0.38), (KnownAnswer.NO, 0.12)])
STREETS: Final = falling(
    ["High Street", "Station Road", "Church Lane", "Market Place", "Mill Road", "Park Avenue"]
)


def new_place(region: RegionRecord, country: Country, random: Random) -> Location:
    visibility = VISIBILITIES.draw(random)
    known: dict[str, Any] = {}
    town = country.town(region, random)
    if visibility != AddressVisibility.HIDDEN:
        known = {"city": town.name if town else region.name, "region_id": region.code}
    if visibility == AddressVisibility.FULL:
        known |= _address(town, random)
    facts = {field: FACTS.draw(random) for field in ACCESSIBILITY_FIELDS}
    return Location(id=new_id(random), address_visibility=visibility, **known, **facts)


def _address(town: Town | None, random: Random) -> dict[str, Any]:
    """Make a street, a postcode of no district, and often a point near the town."""
    known: dict[str, Any] = {
        "address_1": f"{random.randint(1, 200)} {STREETS.draw(random)}",
        "postcode": f"ZZ{random.randint(1, 99)} {random.randint(0, 9)}ZZ",
    }
    if town and happens(random, POINTED):
        known["latitude"] = round(random.gauss(town.latitude, 0.01), 5)
        known["longitude"] = round(random.gauss(town.longitude, 0.015), 5)
    return known


def visit(service: UUID, place: Location, random: Random) -> ServiceAtLocation:
    """Make the row that says that a service can be visited at a place."""
    return ServiceAtLocation(id=new_id(random), service_id=service, location_id=place.pk)
