"""Which areas the words of a source mean, by the rules of resources/data/README.md.

A county is the districts of the council area of today, a town is a part of its district, and a name
whose districts are not certain is a part of its nation or region. What no list here or in
`resources/data/places` knows is an error: nothing is guessed, and no area is made wider.
"""

import csv
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

from resources.regions import PLACES, all_regions, find_region

Row = dict[str, Any]
# An area by its slug, and whether only a part of it is served.
Area = tuple[str, bool]

WIDEST: Final = {"uk": "united-kingdom"}
# Short names of whole districts.
WHOLE: Final = {
    "Aberdeen": "aberdeen-city",
    "Anglesey": "isle-of-anglesey",
    "Bracknell": "bracknell-forest",
    "Brighton": "brighton-and-hove",
    "Bristol": "bristol-city-of",
    "Derry": "derry-city-and-strabane",
    "Dundee": "dundee-city",
    "Edinburgh": "city-of-edinburgh",
    "Glasgow": "glasgow-city",
    "Herefordshire": "herefordshire-county-of",
    # counties.csv has Newcastle-under-Lyme for it, at the other end of England.
    "Newcastle": "newcastle-upon-tyne",
}
# Towns, former districts and wider names of which only a part is sure, by their districts.
PARTS: Final = {
    "antrim-and-newtownabbey": ("Antrim", "Newtownabbey"),
    "armagh-city-banbridge-and-craigavon": ("Armagh", "Craigavon"),
    "bath-and-north-east-somerset": ("Bath",),
    "blackburn-with-darwen": ("Blackburn",),
    "bournemouth-christchurch-and-poole": ("Bournemouth", "Poole"),
    "buckinghamshire": ("Aylesbury",),
    "calderdale": ("Halifax",),
    "causeway-coast-and-glens": ("Coleraine", "Dungiven", "Limavady"),
    "charnwood": ("Loughborough",),
    "cumberland": ("Allerdale", "North Cumbria"),
    "derry-city-and-strabane": ("Derry/Londonderry", "Strabane"),
    "east-ayrshire": ("Kilmarnock",),
    "fermanagh-and-omagh": ("Fermanagh", "Omagh"),
    "fife": ("St Andrews",),
    "gwynedd": ("Bangor",),
    "hammersmith-and-fulham": ("Hammersmith",),
    "hart": ("North East Hampshire",),
    "highland": ("Inverness", "Ross-shire"),
    "kings-lynn-and-west-norfolk": ("King's Lynn",),
    "kirklees": ("Huddersfield",),
    "lisburn-and-castlereagh": ("Lisburn",),
    "london": ("East London", "South London", "West London"),
    "mid-and-east-antrim": ("Ballymena", "Carrickfergus", "Larne"),
    "mid-ulster": ("Cookstown", "Dungannon", "Magherafelt"),
    "newark-and-sherwood": ("Newark",),
    "newry-mourne-and-down": ("Down", "Newry"),
    "north-east": ("Tyneside", "North of England"),
    "north-lanarkshire": ("Cumbernauld",),
    "north-lincolnshire": ("Scunthorpe",),
    "north-west": ("North of England",),
    "north-yorkshire": (
        *("Craven", "Hambleton", "Harrogate", "Northallerton", "Richmondshire", "Ryedale"),
        *("Scarborough", "Selby", "Skipton"),
    ),
    "powys": ("Montgomeryshire",),
    "renfrewshire": ("Paisley",),
    "rushmoor": ("North East Hampshire",),
    "scottish-borders": ("Galashiels",),
    "south-ayrshire": ("Ayr",),
    "south-east": ("East Kent",),
    "south-kesteven": ("Grantham",),
    "telford-and-wrekin": ("Telford", "Wellington"),
    "wales": ("Mid Wales", "South East Wales", "South Wales", "West Wales"),
    "west-dunbartonshire": ("Dumbarton",),
    "west-lancashire": ("Ormskirk", "Skelmersdale"),
    "westmorland-and-furness": ("Barrow-in-Furness", "South Cumbria", "South Lakeland"),
    "wyre": ("Fleetwood",),
    "yorkshire-and-the-humber": ("North of England",),
}
# Names that mean several districts and stand in no file.
SEVERAL: Final = {
    "West Mercia": (
        *("herefordshire-county-of", "shropshire", "telford-and-wrekin", "bromsgrove"),
        *("malvern-hills", "redditch", "worcester", "wychavon", "wyre-forest"),
    ),
}
# What a commissioner's area is known to be, whatever its name may mean elsewhere.
BY_SERVICE: Final = {
    "Northumbria Victim and Witness Service": (
        *("northumberland", "newcastle-upon-tyne", "gateshead", "north-tyneside"),
        *("south-tyneside", "sunderland"),
    ),
}
# Shipped before: their areas were read from more than the names.
AS_SHIPPED: Final = frozenset(
    {
        "Blossom Clinic (FGM, Leeds)",
        "East Kent Rape Crisis Centre",
        "Men's Advisory Project (MAP NI)",
        "National FGM Support Clinics (England)",
        "Nottinghamshire Women's Aid",
        "RASASC South London",
        "Rape Crisis Tyneside and Northumberland",
        "STAGE project (women affected by exploitation)",
        "Sikh Women's Aid",
        "Southall Black Sisters",
        "Staying Put",
        "West Midlands forced marriage helpline",
        "nia",
    }
)


class UnknownAreaError(Exception):
    """A name that stands for no area we know."""


def plain(name: str) -> str:
    """Return a name without case and signs, for comparing."""
    return re.sub(r"[^a-z0-9]+", " ", name.lower().replace("&", "and").replace("'", "")).strip()


@lru_cache(maxsize=1)
def _known() -> dict[str, tuple[Area, ...]]:
    """Return the areas of every name; what stands later goes before what stands earlier."""
    found: dict[str, tuple[Area, ...]] = {}
    with (PLACES / "counties.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[plain(row["name"])] = tuple((one, False) for one in row["areas"].split("|"))
    for region in all_regions():
        found[plain(region.name)] = ((region.slug, False),)
    for name, slugs in SEVERAL.items():
        found[plain(name)] = tuple((slug, False) for slug in slugs)
    for name, slug in WHOLE.items():
        found[plain(name)] = ((slug, False),)
    parts: dict[str, tuple[Area, ...]] = {}
    for slug, names in PARTS.items():
        for name in names:
            parts[plain(name)] = (*parts.get(plain(name), ()), (slug, True))
    return found | parts


def areas_of(row: Row) -> list[Area]:
    """Return the areas that a service serves, each once."""
    if row["name"] in BY_SERVICE:
        return [(slug, False) for slug in BY_SERVICE[row["name"]]]
    wide = [WIDEST.get(slug, slug) for slug in row["coverage"]]
    if not row["areas"]:
        return [(slug, False) for slug in wide]
    own = _named_in(row)
    named: list[Area] = []
    for name in row["areas"]:
        areas = _known().get(plain(name))
        if areas is None:
            raise UnknownAreaError(f"{row['name']}: {name}")
        if not own.isdisjoint(areas) or own.isdisjoint((slug, True) for slug, _part in areas):
            named += areas
    # A campus: its students come from anywhere.
    if row["who_for"] == ["students"]:
        named = [(slug, True) for slug, _part in named]
    # "England, and London" names England beside what lies in London.
    outer = [
        slug
        for slug in wide
        if any(_is_inside(one, slug) for one in wide)
        or not any(one == slug or _is_inside(one, slug) for one, _part in named)
    ]
    return list(_once([*named, *((slug, False) for slug in outer)]).items())


def _named_in(row: Row) -> set[Area]:
    """Return the parts of districts that the name of a service has too: "Ross-shire Women's Aid".

    A district or county around such a part was noted to say where it is, and is not served whole.
    """
    words = f" {plain(row['name'])} "
    named = (name for name in map(plain, row["areas"]) if f" {name} " in words)
    return {area for name in named for area in _known().get(name, ()) if area[1]}


def _is_inside(inner: str, outer: str) -> bool:
    """Tell whether one area lies in another."""
    small, large = find_region(inner), find_region(outer)
    return bool(small and large and small != large and large.code in small.lineage)


def _once(areas: Iterable[Area]) -> dict[str, bool]:
    """Return each area once: whole, where one of the names means all of it."""
    found: dict[str, bool] = {}
    for slug, is_part in areas:
        found[slug] = found.get(slug, True) and is_part
    return found


def as_lines(areas: Iterable[Area]) -> list[Row]:
    return [{"region": slug, "part": True} if part else {"region": slug} for slug, part in areas]
