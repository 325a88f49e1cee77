"""Places that somebody may visit: only those whose full address is public leave the house.

Of any other place there is nothing here, not even that it exists. The service then has the areas
that it serves, and its ways of contact.
"""

from collections.abc import Iterable
from typing import Final

from resources.choices import AccessNeed, AddressVisibility, KnownAnswer
from resources.models import Location, Service, ServiceAtLocation
from resources.models.location import ACCESSIBILITY_FIELDS
from resources.openreferral.values import Object, filled, own, part_id
from resources.regions import find_region, resolve

SAID: Final = {KnownAnswer.YES.value: "Yes", KnownAnswer.NO.value: "No"}
COUNTRY: Final = "GB"


def is_public(visit: ServiceAtLocation) -> bool:
    """Tell whether the address of a place may be known."""
    return visit.location.address_visibility == AddressVisibility.FULL


def public_visits(service: Service) -> list[ServiceAtLocation]:
    """Return where a service can be visited, at places whose address is public."""
    return [visit for visit in service.service_at_locations.all() if is_public(visit)]


def service_at_location(visit: ServiceAtLocation, *, is_whole: bool = True) -> Object:
    """Return that a service can be visited at a public place; in lists without arrays."""
    return filled(
        id=str(visit.pk),
        service_id=str(visit.service_id),
        location_id=str(visit.location_id),
        description=visit.public_description,
        location=location(visit.location, is_whole=is_whole),
    )


def location(place: Location, *, is_whole: bool) -> Object:
    """Return a public place. `address` is only there where all that it needs is known."""
    told = filled(
        id=str(place.pk),
        location_type="physical",
        name=place.name,
        latitude=place.latitude,
        longitude=place.longitude,
    )
    if place.latitude is not None:
        # The middle of the sector of its postcode, and not its door.
        told |= own(point_of="postcode sector")
    if not is_whole:
        return told
    return told | filled(addresses=_addresses(place), accessibility=[*_accessibility(place)])


def _addresses(place: Location) -> list[Object]:
    nation = _nation(place)
    if not (place.address_1 and place.city and place.postcode and nation):
        return []
    return [
        filled(
            id=part_id(place.pk, "address"),
            location_id=str(place.pk),
            address_1=place.address_1,
            address_2=place.address_2,
            city=place.city,
            state_province=nation,
            postal_code=place.postcode,
            country=COUNTRY,
            address_type="physical",
        )
    ]


def _nation(place: Location) -> str:
    """Return the nation of a place, which stands for a county that we do not know."""
    region = find_region(place.region_id or "")
    if region is None:
        first = next(iter(resolve(place.postcode).places), None)
        nation = first and first.nation
        return nation.name if nation else ""
    lineage = region.lineage
    above = find_region(lineage[min(1, len(lineage) - 1)])
    return above.name if above else ""


def _accessibility(place: Location) -> Iterable[Object]:
    for fact in ACCESSIBILITY_FIELDS:
        said = SAID.get(getattr(place, fact))
        if said:
            need = AccessNeed(fact).label
            yield filled(
                id=part_id(place.pk, fact),
                location_id=str(place.pk),
                accessibility=str(need),
                description=f"{need}: {said.lower()}",
                details=said,
            ) | own(fact=fact, answer=getattr(place, fact))
