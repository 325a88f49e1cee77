"""The areas that a postcode, or a part of one, lies in.

A postcode that is well formed but not known falls back to its sector, its outcode, its first
letters, and the answer says how precise it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from resources.regions.answers import Answer, Kind, Place, Precision, Sureness
from resources.regions.data import RegionRecord, find_region
from resources.regions.points import Point
from resources.regions.spelling import label, spoken
from resources.regions.tables import LETTER_PAIRS, NOT_FOUND, Tables, letters_number
from resources.regions.written import FULL, Written

# Postcode areas whose letters say everything (the README of the data: BT, GY, JE, IM, BF).
ALWAYS: Final = {"BT": "N92000002", "GY": "L93000001", "JE": "L93000001", "IM": "M83000003"}
OUTSIDE: Final = {
    "GY": Kind.CHANNEL_ISLANDS,
    "JE": Kind.CHANNEL_ISLANDS,
    "IM": Kind.ISLE_OF_MAN,
    "BF": Kind.FORCES,
}
# A smaller part of an outcode is left out, except at a nation's border.
SMALLEST_SHARE: Final = 0.01


@dataclass(frozen=True, slots=True)
class Part:
    """An outcode, or what is known beyond it: the areas that are possible, and a name."""

    index: int
    precision: Precision
    point: Point | None
    name: str = ""
    possible: frozenset[str] = frozenset()


def answer_for(written: Written, tables: Tables) -> Answer | None:
    """Return where a postcode is; None if no postcode begins with its letters."""
    if written.area in OUTSIDE:
        places = _always(written.area, Precision.AREA)
        return Answer(OUTSIDE[written.area], places)
    index = tables.outcodes.index(written.outcode)
    if index == NOT_FOUND or not tables.outcodes.regions[index]:
        return _of_letters(written, tables)
    if written.digit:
        answer = _of_sector(index, written, tables)
        if answer:
            return answer
    whole = Part(index, Precision.OUTCODE, tables.outcodes.point(index))
    is_whole = "|" not in tables.outcodes.regions[index]
    return one_or_more(
        tuple(places_of(whole, tables)),
        Sureness.CERTAIN if is_whole else Sureness.LIKELY,
        wants_rest=not written.letters,
    )


def point_of(postcode: str, tables: Tables) -> Point | None:
    """Return the middle of the sector of a whole postcode; None where none is free to use."""
    match = FULL.fullmatch("".join(postcode.upper().split()))
    index = tables.outcodes.index(match[1]) if match else NOT_FOUND
    if match is None or index == NOT_FOUND:
        return None
    return tables.sector_point(index * 10 + int(match[2]))


def one_or_more(places: tuple[Place, ...], sureness: Sureness, *, wants_rest: bool) -> Answer:
    """Return the answer for the parts of one place or postcode, one for each region.

    `sureness` is that of a single part; between several nobody is sure.
    """
    if len(places) == 1:
        return Answer(Kind.ONE, places, sureness)
    is_border = len({place.nation for place in places}) > 1
    kind = Kind.BORDER if is_border else Kind.SEVERAL
    return Answer(kind, places, Sureness.UNSURE, wants_rest)


def places_of(part: Part, tables: Tables) -> Iterator[Place]:
    """Yield a place for each region that an outcode, or a part of it, lies in."""
    regions = shares(tables.outcodes.regions[part.index])
    districts = shares(tables.outcodes.districts[part.index])
    is_border = len({tuple(region.lineage[:2]) for region, _ in regions}) > 1
    for region, share in regions:
        if part.possible and region.code not in part.possible:
            continue
        if share < SMALLEST_SHARE and not is_border and not part.possible:
            continue
        inside = [(district, of) for district, of in districts if region.code in district.lineage]
        areas = _local(inside, part) if inside else (region,)
        if areas:
            yield Place(_label(part, region, tables), areas, part.precision, part.point)


def shares(text: str) -> list[tuple[RegionRecord, float]]:
    """Return the areas of "CODE:share|CODE:share" with their shares, the largest first.

    Codes that are not in the list of areas are left out: another list's "none", or a newer area.
    """
    pairs = (part.partition(":") for part in text.split("|"))
    return [(region, float(of)) for code, _, of in pairs if (region := find_region(code))]


def area_place(region: RegionRecord, precision: Precision) -> Place:
    return Place(label(spoken(region), region), (region,), precision)


def _local(inside: list[tuple[RegionRecord, float]], part: Part) -> tuple[RegionRecord, ...]:
    """Return the districts of a region that are possible, at least one unless narrowed further."""
    if part.possible:
        return tuple(district for district, _ in inside if district.code in part.possible)
    large = tuple(district for district, share in inside if share >= SMALLEST_SHARE)
    return large or tuple(district for district, _ in inside)


def _label(part: Part, region: RegionRecord, tables: Tables) -> str:
    """Return "Near Chester, Wales", or with a name "Leeds, near Maidstone, South East"."""
    near = tables.outcodes.nears[part.index]
    if not part.name and not near:
        return label(region.name, region)
    words = [part.name] if part.name else [_("Near %(town)s") % {"town": near}]
    if part.name and near and near != part.name:
        words.append(_("near %(town)s") % {"town": near})
    if region.name not in (part.name, near):
        words.append(region.name)
    return ", ".join(words)


def _of_sector(index: int, written: Written, tables: Tables) -> Answer | None:
    """Return where a full postcode or a sector is; None if the list has no such sector."""
    sector = index * 10 + int(written.digit)
    point = tables.sector_point(sector)
    if written.letters:
        return _exactly(index, sector * LETTER_PAIRS + letters_number(written.letters), tables)
    if point is None:
        return None
    # Whatever of the sector is no exception lies in the first areas of the outcode.
    possible = {_first(tables.outcodes.regions[index]), _first(tables.outcodes.districts[index])}
    possible |= tables.region_exceptions.within(sector)
    possible |= tables.district_exceptions.within(sector)
    part = Part(index, Precision.SECTOR, point, possible=frozenset(possible))
    return one_or_more(tuple(places_of(part, tables)), Sureness.CERTAIN, wants_rest=True)


def _exactly(index: int, number: int, tables: Tables) -> Answer | None:
    """Return where a full postcode is: an exception, or in the first areas of its outcode.

    None if its sector is not known, so that nobody knows whether it exists.
    """
    exceptional = tables.region_exceptions.find(number)
    local = tables.district_exceptions.find(number)
    point = tables.sector_point(number // LETTER_PAIRS)
    if point is None and exceptional is None and local is None:
        return None
    region = find_region(exceptional or _first(tables.outcodes.regions[index]))
    district = find_region(local or _first(tables.outcodes.districts[index]))
    # A district that is newer than the list, or of another region, is not guessed at.
    area = district if district and region and region.code in district.lineage else region
    if area is None:
        return None
    place = Place(label(spoken(area), area), (area,), Precision.FULL, point)
    return Answer(Kind.ONE, (place,))


def _first(text: str) -> str:
    """Return the code of the largest area of "CODE:share|CODE:share"."""
    return text.partition(":")[0]


def _of_letters(written: Written, tables: Tables) -> Answer | None:
    """Return where a postcode area such as "S" is, each of its outcodes counting alike."""
    if written.area in ALWAYS:
        return Answer(Kind.ONE, _always(written.area, Precision.AREA))
    totals: dict[RegionRecord, float] = {}
    for index in tables.outcodes.starting(written.area):
        for region, share in shares(tables.outcodes.regions[index]):
            totals[region] = totals.get(region, 0) + share
    if not totals:
        return None
    is_border = len({tuple(region.lineage[:2]) for region in totals}) > 1
    least = 0 if is_border else SMALLEST_SHARE * sum(totals.values())
    largest = sorted(totals.items(), key=lambda pair: -pair[1])
    places = tuple(area_place(region, Precision.AREA) for region, of in largest if of >= least)
    return one_or_more(places, Sureness.LIKELY, wants_rest=not written.letters)


def _always(letters: str, precision: Precision) -> tuple[Place, ...]:
    """Return the place of a postcode area that has only one; none for forces' post."""
    region = find_region(ALWAYS.get(letters, ""))
    return (area_place(region, precision),) if region else ()
