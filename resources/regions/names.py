"""The places of a name, the largest first; two records of one place are one."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final, NamedTuple

from resources.choices import RegionLevel
from resources.regions.answers import Answer, Kind, Place, Precision, Sureness
from resources.regions.data import RegionRecord
from resources.regions.gazetteer import NamedArea, Town, Village
from resources.regions.points import Point, distance_miles
from resources.regions.postcodes import Part, one_or_more, places_of, shares
from resources.regions.spelling import folded, label, spoken
from resources.regions.tables import NOT_FOUND, Tables

# An order of size for what has no population in the data; villages have at most 500 people.
SIZES: Final = {
    Precision.COUNTRY: 60_000_000,
    Precision.NATION: 50_000_000,
    Precision.REGION: 5_000_000,
    Precision.COUNTY: 1_000_000,
    Precision.DISTRICT: 150_000,
    Precision.TOWN: 140_000,
}
VILLAGE_SIZE: Final = 500
# If the first is this much larger than the next, nearly everyone means the first.
FAR_LARGER: Final = 20
# The list of small places repeats a town at the outcodes around it: this near, it is the same.
SAME_MILES: Final = 12
# What may be a part of a district.
PARTS: Final = frozenset({Precision.COUNTY, Precision.TOWN})
CROWN_KINDS: Final = {"L93000001": Kind.CHANNEL_ISLANDS, "M83000003": Kind.ISLE_OF_MAN}


class Hit(NamedTuple):
    """A place of the name; it has several parts where a village's outcode lies in two regions."""

    parts: tuple[Place, ...]
    size: int


def hits(words: tuple[str, ...], tables: Tables) -> list[Hit]:
    """Return the places whose name is these folded words, the largest first.

    Spaces do not count, unless they tell two names apart: "West Ham" is not Westham.
    """
    by_label = {hit.parts[0].label: hit for hit in _own(words, tables)}
    for other in tables.names.others.get("".join(words), ()):
        meant = [Hit((Place(other.name, other.areas, Precision.NONE),), 0)]
        for hit in within(_own(folded(other.known_as), tables), meant):
            by_label.setdefault(hit.parts[0].label, hit)
    return sorted(by_label.values(), key=lambda hit: -hit.size)


def _own(words: tuple[str, ...], tables: Tables) -> list[Hit]:
    """Return the places that have these words for a name in the lists of places."""
    key = "".join(words)
    names = tables.names
    areas = names.areas.get(key, ())
    towns, villages = list(names.towns_named(key)), list(names.villages_named(key))
    meant = _meant(
        words, {town.name for town in towns} | {village.name for village in villages}, areas
    )
    by_label: dict[str, Hit] = {}
    for area in areas:
        place = _area_place(area)
        by_label.setdefault(place.label, Hit((place,), SIZES[area.precision]))
    for town in sorted(towns, key=lambda town: -town.population):
        if town.name in meant:
            _add_town(by_label, town)
    for village in villages:
        if village.name in meant:
            _add_village(by_label, village, tables)
    return list(by_label.values())


def within(candidates: list[Hit], around: list[Hit]) -> list[Hit]:
    """Return the places that lie in, hold or are near one of the other places.

    Near, since an address names its post town, and that may be in the next district.
    """
    others = [place for hit in around for place in hit.parts]
    kept = []
    for hit in candidates:
        parts = tuple(place for place in hit.parts if _touches(place, others))
        if parts:
            kept.append(Hit(parts, hit.size))
    return kept


def answer_named(candidates: list[Hit]) -> Answer | None:
    """Return the answer for the places of a name; None if there is none."""
    if not candidates:
        return None
    if len(candidates) == 1:
        parts = candidates[0].parts
        crown = CROWN_KINDS.get(parts[0].areas[0].code)
        if crown:
            return Answer(crown, parts)
        return one_or_more(parts, Sureness.CERTAIN, wants_rest=True)
    is_clear = candidates[0].size >= FAR_LARGER * candidates[1].size
    places = tuple(place for hit in candidates for place in hit.parts)
    return Answer(Kind.SEVERAL, places, Sureness.LIKELY if is_clear else Sureness.UNSURE)


def _meant(words: tuple[str, ...], names: set[str], areas: Iterable[NamedArea]) -> set[str]:
    """Return the names that are spaced as typed; if none is, as an area is; if no area is, all."""
    spaced = {name: folded(name) for name in names}
    exact = {name for name in names if spaced[name] == words}
    of_areas = {folded(area.name) for area in areas}
    if exact or not of_areas:
        return exact or names
    return {name for name in names if spaced[name] in of_areas}


def _area_place(named: NamedArea) -> Place:
    """Return an area as a place: "Kent, South East"; "Wales"; "North West, England".

    A part of a district is told by it: "Isle of Skye, Highland, Scotland".
    """
    first = named.areas[0]
    place = Place(named.name, named.areas, named.precision)
    if len(named.areas) == 1 and first.level != RegionLevel.DISTRICT:
        is_own_name = named.name == spoken(first)
        return replace(place, label=label(named.name, first)) if is_own_name else place
    is_part = len(named.areas) == 1 and named.name not in spoken(first)
    if is_part and named.precision in PARTS:
        return replace(place, label=label(named.name, first))
    around = [record.name for record in place.records if record not in named.areas]
    return replace(place, label=", ".join(dict.fromkeys([named.name, *around[:1]])))


def _add_town(by_label: dict[str, Hit], town: Town) -> None:
    """Add a town, or give its point to the district or county of the same name around it."""
    own = Place(label(town.name, town.area), (town.area,), Precision.TOWN, town.point)
    for key, hit in by_label.items():
        place = hit.parts[0]
        if place.point is None and any(_overlap(area, town.area) for area in place.areas):
            is_local = place.precision == Precision.DISTRICT
            precision = Precision.TOWN if is_local else place.precision
            joined = replace(place, precision=precision, point=town.point)
            by_label[key] = Hit((joined,), max(hit.size, town.population))
            return
    by_label.setdefault(own.label, Hit((own,), max(town.population, VILLAGE_SIZE)))


def _add_village(by_label: dict[str, Hit], village: Village, tables: Tables) -> None:
    """Add a village, unless it is a place that was found already."""
    index = tables.outcodes.index(village.outcode)
    if index == NOT_FOUND or _is_among(by_label.values(), index, tables):
        return
    point = tables.outcodes.point(index)
    part = Part(index, Precision.VILLAGE, point, name=village.name)
    parts = tuple(places_of(part, tables))
    if parts:
        by_label.setdefault(parts[0].label, Hit(parts, VILLAGE_SIZE))


def _is_among(candidates: Iterable[Hit], index: int, tables: Tables) -> bool:
    """Tell whether an outcode is where one of the places is: same district, or near."""
    point = tables.outcodes.point(index)
    regions, districts = tables.outcodes.regions[index], tables.outcodes.districts[index]
    # The outcodes of Northern Ireland and the islands name no district.
    has_districts = any(shares(districts))
    for place in (hit.parts[0] for hit in candidates):
        for area in place.areas:
            if area.code in districts or area.code in regions:
                return True
            if not has_districts and regions.partition(":")[0] in area.lineage:
                return True
        if point and place.point and _is_near(point, place.point):
            return True
    return False


def _touches(place: Place, others: list[Place]) -> bool:
    """Tell whether a place overlaps one of the others, or is near it."""
    for other in others:
        if any(_overlap(mine, area) for mine in place.areas for area in other.areas):
            return True
        if place.point and other.point and _is_near(place.point, other.point):
            return True
    return False


def _is_near(a: Point, b: Point) -> bool:
    """Tell whether two points are so near that one name means one place."""
    # Cheap first: a degree north is 69 miles everywhere.
    return abs(a.lat - b.lat) * 69 <= SAME_MILES and distance_miles(a, b) <= SAME_MILES


def _overlap(area: RegionRecord, other: RegionRecord) -> bool:
    return area.code in other.path or other.code in area.path
