"""Nicknames, other languages, police areas and old councils lead to the areas they stand for."""

import csv
from functools import lru_cache

import pytest

from resources.regions import PLACES, Kind, Sureness, find_region, resolve
from resources.regions.names import hits, within
from resources.regions.other_names import HEARD, KINDS, other_names
from resources.regions.spelling import folded
from resources.regions.tables import shipped

FORCES = """
avon and somerset; bedfordshire; cambridgeshire; cheshire; city of london; cleveland; cumbria;
derbyshire; devon and cornwall; dorset; durham; dyfed-powys; essex; gloucestershire; greater
manchester; gwent; hampshire; hertfordshire; humberside; kent; lancashire; leicestershire;
lincolnshire; merseyside; metropolitan; norfolk; north wales; north yorkshire; northamptonshire;
northumbria; nottinghamshire; south wales; south yorkshire; staffordshire; suffolk; surrey; sussex;
thames valley; warwickshire; west mercia; west midlands; west yorkshire; wiltshire
"""


@lru_cache(maxsize=1)
def rows() -> tuple[dict[str, str], ...]:
    with (PLACES / "other_names.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def areas(text: str) -> set[str]:
    """Return the slugs of the areas of the first place of a text."""
    return {area.slug for area in resolve(text).places[0].areas}


def test_every_code_is_that_of_an_area() -> None:
    unknown = [row["name"] for row in rows() if not all(map(find_region, row["codes"].split()))]
    assert unknown == []
    assert all(row["codes"] for row in rows())


def test_every_kind_is_one_that_is_described() -> None:
    assert {row["kind"] for row in rows()} == KINDS


def test_no_name_stands_twice_for_the_same() -> None:
    keys = [("".join(folded(row["name"])), row["codes"]) for row in rows()]
    assert len(set(keys)) == len(keys)


def test_what_a_name_is_known_as_is_one_place_in_its_areas() -> None:
    tables = shipped()
    for other in other_names():
        if other.known_as:
            found = [
                hit
                for hit in hits(folded(other.known_as), tables)
                if any(
                    area.code in mine.path or mine.code in area.path
                    for area in other.areas
                    for place in hit.parts
                    for mine in place.areas
                )
            ]
            assert len(found) == 1, other.name


def test_every_name_is_read_and_leads_into_its_areas() -> None:
    for other in other_names():
        around = {area.code for area in other.areas}
        found = [area for place in resolve(other.name).places for area in place.areas]
        assert any(around & set(area.lineage) for area in found), other.name


def test_a_name_by_ear_is_never_read_by_itself() -> None:
    for other in other_names():
        if other.kind == HEARD:
            assert resolve(other.name).sureness == Sureness.UNSURE


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("brum", {"birmingham"}),
        ("donny", {"doncaster"}),
        ("Brizzle", {"bristol-city-of"}),
        ("the wirral", {"wirral"}),
        ("the potteries", {"stoke-on-trent"}),
        ("Black Country", {"dudley", "sandwell", "walsall", "wolverhampton"}),
        ("the black country", {"dudley", "sandwell", "walsall", "wolverhampton"}),
        ("East End", {"tower-hamlets", "hackney", "newham"}),
        ("Dùn Èideann", {"city-of-edinburgh"}),
        ("an t-oban", {"argyll-and-bute"}),
        ("Béal Feirste", {"belfast"}),
        ("Doire", {"derry-city-and-strabane"}),
        ("Aberhonddu", {"powys"}),
        ("Lerpwl", {"liverpool"}),
        ("Kernow", {"cornwall"}),
        ("Ryedale", {"north-yorkshire"}),
        ("south lakeland", {"westmorland-and-furness"}),
        ("Dyfed-Powys", {"carmarthenshire", "ceredigion", "pembrokeshire", "powys"}),
        ("PSNI", {"northern-ireland"}),
        ("police scotland", {"scotland"}),
    ],
)
def test_what_people_say_is_understood(text: str, slugs: set[str]) -> None:
    assert areas(text) == slugs


def test_a_town_by_another_name_is_the_town_itself_with_its_point() -> None:
    oban, same = resolve("An t-Òban").places[0], resolve("Oban").places[0]
    assert oban == same
    assert oban.point is not None


def test_a_part_of_a_district_is_told_by_it() -> None:
    assert (
        resolve("Ryedale").places[0].label == "Ryedale, North Yorkshire, Yorkshire and the Humber"
    )


@pytest.mark.parametrize("force", [" ".join(name.split()) for name in FORCES.split(";")])
def test_every_territorial_police_force_is_known(force: str) -> None:
    names = {"".join(folded(row["name"])) for row in rows() if row["kind"] == "police"}
    key = "".join(folded(force))
    assert {f"{key}police", f"{key}constabulary"} & names
    assert resolve(f"{force} police").kind in (Kind.ONE, Kind.SEVERAL)


def test_every_district_of_england_and_wales_has_exactly_one_force() -> None:
    by_force = {frozenset(row["codes"].split()) for row in rows() if row["kind"] == "police"}
    held = [code for codes in by_force for code in codes if code[0] in "EW"]
    assert len(by_force) == 45
    assert len(set(held)) == len(held)
    shown = {row["code"] for row in region_rows() if row["level"] == "district"}
    assert set(held) == {code for code in shown if code[0] in "EW"}


def region_rows() -> list[dict[str, str]]:
    with (PLACES / "regions.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_names_within_an_area_are_those_there() -> None:
    tables = shipped()
    assert within(hits(("wick",), tables), hits(("highland",), tables))
