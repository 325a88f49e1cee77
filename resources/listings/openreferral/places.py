"""Places of a service, as far as they may be known: a town and an area, and never a street.

A curator who knows that an address is public types it in. Of a refuge nothing at all is taken.
"""

from collections.abc import Iterator
from typing import Final
from uuid import UUID, uuid5

from resources.choices import AddressVisibility
from resources.listings.openreferral.cleaning import Notes, parts, said
from resources.listings.openreferral.feeds import Json
from resources.listings.openreferral.opening import SCHEDULES, hours
from resources.listings.openreferral.words import named_areas
from resources.regions import RegionRecord, Tables, resolve
from resources.regions.answers import Precision

ADDRESSES: Final = (
    *("addresses", "physical_addresses", "postal_addresses"),
    *("physical_address", "postal_address"),
)
# Names that say no more than a town does.
_TOWNS: Final = frozenset(
    {Precision.TOWN, Precision.VILLAGE, Precision.DISTRICT, Precision.COUNTY, Precision.REGION}
)
MOST: Final = 50


def locations_of(service: Json) -> Iterator[Json]:
    for visit in parts(service, "service_at_locations"):
        yield from parts(visit, "location")


def streets_of(service: Json) -> list[str]:
    """Return the streets and postcodes that are not to stand anywhere."""
    return [
        text
        for location in locations_of(service)
        for address in parts(location, *ADDRESSES)
        for name in ("address_1", "address_2", "postal_code")
        if (text := said(address, name))
    ]


def places_of(service: Json, key: UUID, tables: Tables, notes: Notes) -> list[Json]:
    """Return each place as a town and an area, with its hours; one that says neither is none."""
    found: dict[str, Json] = {}
    for visit in parts(service, "service_at_locations"):
        for location in parts(visit, "location"):
            if said(location, "location_type").casefold() in {"virtual", "postal"}:
                continue
            place = _place(location, tables)
            if not place:
                continue
            notes.add("addresses", "kept as a town or an area; a street was not taken")
            name = said(location, "id") or said(visit, "id") or str(sorted(place.items()))
            rows = [
                *parts(visit, *SCHEDULES),
                *parts(location, *SCHEDULES),
            ]
            opened = hours(rows, notes)
            found.setdefault(
                name,
                {
                    "id": str(uuid5(key, f"openreferral:place:{name}")),
                    "address_visibility": AddressVisibility.AREA_ONLY.value,
                    **place,
                    **({"hours": opened} if opened else {}),
                },
            )
    if len(found) > MOST:
        notes.add("service_at_locations", f"there are more than {MOST}, and the rest was left out")
    return list(found.values())[:MOST]


def _place(location: Json, tables: Tables) -> dict[str, str]:
    """Return the town, where it is one, and the area of the postcode or of the town."""
    for address in parts(location, *ADDRESSES):
        town = _town(said(address, "city"), tables)
        region = _region_of(said(address, "postal_code"), tables) or _region(town, tables)
        made = {"city": town, "region": region.slug if region else ""}
        if any(made.values()):
            return {name: value for name, value in made.items() if value}
    return {}


def _town(typed: str, tables: Tables) -> str:
    """Return a town as it was typed; a street in its field is none."""
    if not typed or len(typed) > 60 or any(sign.isdigit() or sign == "," for sign in typed):
        return ""
    answer = resolve(typed, tables)
    known = {place.label.partition(",")[0].casefold() for place in answer.places
             if place.precision in _TOWNS}  # fmt: skip
    return typed if typed.casefold() in known else ""


def _region_of(postcode: str, tables: Tables) -> RegionRecord | None:
    if not any(sign.isdigit() for sign in postcode):
        return None
    places = resolve(postcode, tables).places
    # A postcode on a border has several: which one is not guessed.
    return (places[0].district or places[0].region) if len(places) == 1 else None


def _region(town: str, tables: Tables) -> RegionRecord | None:
    areas = named_areas(town, tables) if town else {}
    return next(iter(areas)) if len(areas) == 1 else None
