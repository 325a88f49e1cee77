"""The names by which people call the areas that listings serve.

An area's official name is rarely what is typed: "Bristol, City of" is "Bristol", "Redcar and
Cleveland" is either of the two.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from resources.language.lexicon import Key, Place
from resources.language.text import listed, words

_PLACES: Final = Path(__file__).parents[1] / "data" / "places"
TOWNS: Final = _PLACES / "places.csv"
COUNTIES: Final = _PLACES / "counties.csv"
# Smaller places share their names with too many ordinary words and surnames.
SMALLEST_TOWN: Final = 1000
# Of several towns with one name, those much smaller than the largest are rarely meant.
MUCH_SMALLER: Final = 4

_TITLES: Final = re.compile(r",? ?\b(city of|county of|city|isle of|vale of|county)\b,?", re.I)
_PARTS: Final = re.compile(r", | and ")
# What is left of a name when its sides of the compass are cut off is no name.
_NOT_ALONE: Final = listed(
    "north south east west mid greater upper lower down city county district the"
)
# Towns whose names are ordinary words or first names as well. They are places only after "in"
# or "near".
ORDINARY: Final = listed(
    """
    alexandria arnold ash banks barnes battle beer bourne bow bream church cove crook deal denny
    diss douglas eye fleet flint ford force grove hale ham hayes head hook home hope keith law lee
    leek lees leslie loose march mold nelson norton over par peel poplar price queen ramsey ripley
    rye sale sandwich sandy send settle shirley stanley stone street tumble victoria ware wells wick
    wing
    """
) | {"saint marys"}


def names_of_area(name: str) -> set[Key]:
    """Return the ways to say an area's name, as plain words.

    "Kingston upon Hull, City of" gives also "kingston upon hull", "hull" and "kingston".
    """
    found = {tuple(words(name)), tuple(words(_TITLES.sub("", name)))}
    for part in _PARTS.split(_TITLES.sub("", name)):
        found.add(tuple(words(part)))
    for full in list(found):
        if "upon" in full:
            where = full.index("upon")
            found |= {full[:where], full[where + 1 :]} - {("thames",), ("tyne",), ("trent",)}
    return {key for key in found if key and not _NOT_ALONE.issuperset(key)}


def area_names(areas: Iterable[tuple[str, Place]]) -> dict[Key, tuple[Place, ...]]:
    """Map every way to say the name of an area to the areas so called."""
    found: dict[Key, tuple[Place, ...]] = {}
    for name, place in areas:
        for key in names_of_area(name):
            found[key] = (*found.get(key, ()), place)
    return found


def county_names(areas: Mapping[str, Place], path: Path = COUNTIES) -> dict[Key, tuple[Place, ...]]:
    """Map the names of counties, and of areas in Welsh, to the areas they are made of.

    `areas` are by slug. Source: `data/places/counties.csv`, where a name may have several rows.
    """
    found: dict[Key, tuple[Place, ...]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key = tuple(words(row["name"]))
            more = (areas[slug] for slug in row["areas"].split("|"))
            found[key] = tuple(dict.fromkeys((*found.get(key, ()), *more)))
    return found


def town_names(districts: Mapping[str, Place], path: Path = TOWNS) -> dict[Key, tuple[Place, ...]]:
    """Map the names of towns to the districts they lie in.

    Source: `data/places/places.csv` (GeoNames), where a town has a population and a district.
    """
    sizes: dict[Key, dict[str, int]] = {}
    for key, code, people in _towns(path):
        if people >= SMALLEST_TOWN and code in districts:
            of_name = sizes.setdefault(key, {})
            of_name[code] = max(people, of_name.get(code, 0))
    return {
        key: tuple(
            districts[code]
            for code, people in of_name.items()
            if people * MUCH_SMALLER >= max(of_name.values())
        )
        for key, of_name in sizes.items()
    }


def _towns(path: Path) -> Iterator[tuple[Key, str, int]]:
    """Read the plain words of each town's name, its district and how many live there."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield tuple(words(row["name"])), row["district_code"], int(row["population"] or 0)
