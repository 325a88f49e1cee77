"""Postcodes are read however they are typed, and every one is in the right area."""

import csv
import gzip
from collections.abc import Iterator
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resources.regions import (
    PLACES,
    Answer,
    Kind,
    Place,
    Precision,
    Sureness,
    find_region,
    resolve,
    shipped,
)


def rows(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a shipped file."""
    path = PLACES / name
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)
    else:
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


@lru_cache(maxsize=1)
def exceptions() -> dict[str, str]:
    """Return the district of each postcode that is not in the first one of its outcode."""
    return {row["postcode"]: row["lad_code"] for row in rows("district_exceptions.csv.gz")}


def region_of(answer: Answer) -> str:
    """Return the code of the region of an answer with one place."""
    assert answer.kind == Kind.ONE
    region = answer.places[0].region
    return region.code if region else ""


def regions_of(text: str) -> list[str]:
    """Return the slugs of the regions that are offered for a text."""
    return [place.region.slug for place in resolve(text).places if place.region]


def only(text: str) -> Place:
    """Return the place of a text that can mean only one."""
    answer = resolve(text)
    assert (answer.kind, len(answer.places)) == (Kind.ONE, 1)
    return answer.places[0]


def test_every_postcode_outside_its_outcodes_first_region_gets_the_right_region() -> None:
    wrong = [
        row["postcode"]
        for row in rows("region_exceptions.csv")
        if region_of(resolve(row["postcode"])) != row["region_code"]
    ]
    assert wrong == []


@pytest.mark.long
def test_every_postcode_outside_its_outcodes_first_district_gets_the_right_district() -> None:
    tables = shipped()
    wrong = [
        postcode
        for postcode, district in exceptions().items()
        if resolve(postcode, tables).places[0].areas[0].code != district
    ]
    assert wrong == []


@pytest.mark.long
def test_an_ordinary_postcode_of_every_sector_is_in_the_first_areas_of_its_outcode() -> None:
    exceptional = exceptions().keys() | {row["postcode"] for row in rows("region_exceptions.csv")}
    firsts = {
        row["outcode"]: (row["regions"].partition(":")[0], row["districts"].partition(":")[0])
        for row in rows("outcodes.csv")
    }
    wrong = []
    for row in rows("sectors.csv"):
        postcode = f"{row['sector']}ZZ"
        region, district = firsts[row["sector"].split()[0]]
        local = find_region(district)
        # In PE6 and TN16 every postcode is an exception: no district fits the first region.
        if postcode in exceptional or local is None or region not in local.lineage:
            continue
        place = resolve(postcode).places[0]
        if (place.areas, region_of(resolve(postcode))) != ((local,), region):
            wrong.append(postcode)
    assert wrong == []


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_case_spaces_and_punctuation_in_a_postcode_do_not_matter(data: st.DataObject) -> None:
    postcode = data.draw(st.sampled_from(["S60 1AE", "CH4 0AB", "SW1A 1AA", "M1 1AE", "EH1 1YZ"]))
    gaps = st.sampled_from(["", " ", "  ", "-", ".", "\t", "\N{NO-BREAK SPACE}"])
    written = "".join(
        data.draw(gaps) + (letter.lower() if data.draw(st.booleans()) else letter)
        for letter in postcode.replace(" ", "")
    )
    assert resolve(written) == resolve(postcode)


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_letters_and_digits_that_look_alike_are_told_apart_by_position(data: st.DataObject) -> None:
    postcode = data.draw(st.sampled_from(["OX1 1AA", "IP1 3AB", "S10 1DD", "SO15 0AA", "CO1 1BB"]))
    swap = {"O": "0", "0": "O", "I": "1", "1": "I"}
    written = "".join(
        swap.get(letter, letter) if data.draw(st.booleans()) else letter for letter in postcode
    )
    assert resolve(written).places == resolve(postcode).places


def test_a_slip_of_the_finger_is_never_certain() -> None:
    assert resolve("S6O 1AE").sureness == Sureness.LIKELY
    assert resolve("S60 1AE").sureness == Sureness.CERTAIN


def test_a_postcode_keeps_its_district_and_the_point_of_its_sector_and_nothing_more() -> None:
    place = only("S60 1AE")
    assert place.precision == Precision.FULL
    assert place == only("S60 1AF")
    assert place.point == only("S60 1").point


@pytest.mark.parametrize(
    ("text", "precision", "slug"),
    [
        ("S60 1AE", Precision.FULL, "rotherham"),
        ("S60 1", Precision.SECTOR, "rotherham"),
        ("S60 1A", Precision.SECTOR, "rotherham"),
        ("S60", Precision.OUTCODE, "rotherham"),
        ("S60 0ZZ", Precision.OUTCODE, "rotherham"),
        ("LS79 1AA", Precision.AREA, "yorkshire-and-the-humber"),
        ("LS", Precision.AREA, "yorkshire-and-the-humber"),
        ("AB1 1AA", Precision.OUTCODE, "aberdeen-city"),
    ],
)
def test_an_answer_says_how_much_of_a_postcode_it_knows(
    text: str, precision: Precision, slug: str
) -> None:
    place = only(text)
    assert place.precision == precision
    assert place.areas[0].slug == slug


def test_a_postcode_typed_half_is_not_taken_for_another_one() -> None:
    # Read as S6 0IA it would be in Sheffield.
    assert resolve("S601A") == resolve("S60 1")


def test_an_outcode_is_tried_before_a_sector() -> None:
    assert resolve("B11") == resolve("B1 1")
    assert only("B11").precision == Precision.OUTCODE


@pytest.mark.parametrize(
    ("outcode", "nations"),
    [
        ("CH4", {"england", "wales"}),
        ("SY10", {"england", "wales"}),
        ("LD7", {"england", "wales"}),
        ("HR5", {"england", "wales"}),
        ("TD15", {"england", "scotland"}),
        ("TD5", {"england", "scotland"}),
    ],
)
def test_at_a_nations_border_every_nation_is_offered_and_the_rest_asked_for(
    outcode: str, nations: set[str]
) -> None:
    answer = resolve(outcode)
    assert (answer.kind, answer.wants_rest) == (Kind.BORDER, True)
    assert {place.nation.slug for place in answer.places if place.nation} == nations


def test_every_outcode_in_two_nations_is_a_border() -> None:
    for row in rows("outcodes.csv"):
        regions = [find_region(part.partition(":")[0]) for part in row["regions"].split("|")]
        nations = {tuple(region.lineage[:2]) for region in regions if region}
        if nations:
            is_border = resolve(row["outcode"]).kind == Kind.BORDER
            assert is_border == (len(nations) > 1), row["outcode"]


def test_within_a_nation_a_region_of_less_than_one_in_a_hundred_is_left_out() -> None:
    for row in rows("outcodes.csv"):
        shares = [part.split(":") for part in row["regions"].split("|") if part]
        answer = resolve(row["outcode"])
        if shares and answer.kind != Kind.BORDER:
            large = [find_region(code) for code, share in shares if float(share) >= 0.01]
            assert [place.region for place in answer.places] == large, row["outcode"]


def test_a_sector_that_lies_in_one_nation_is_not_asked_about() -> None:
    assert regions_of("TD15 2") == ["north-east"]
    assert resolve("TD15 1").kind == Kind.BORDER


@pytest.mark.parametrize(
    ("text", "kind", "slug"),
    [
        ("BT1 1AA", Kind.ONE, "northern-ireland"),
        ("BT99", Kind.ONE, "northern-ireland"),
        ("bt", Kind.ONE, "northern-ireland"),
        ("GY1 1AA", Kind.CHANNEL_ISLANDS, "channel-islands"),
        ("JE99 9ZZ", Kind.CHANNEL_ISLANDS, "channel-islands"),
        ("IM1", Kind.ISLE_OF_MAN, "isle-of-man"),
    ],
)
def test_letters_that_say_everything_are_believed(text: str, kind: Kind, slug: str) -> None:
    answer = resolve(text)
    assert answer.kind == kind
    assert [area.slug for place in answer.places for area in place.areas] == [slug]


@pytest.mark.parametrize("text", ["BF1 2AU", "BF1", "bfpo 5", "BFPO801"])
def test_forces_post_has_no_place(text: str) -> None:
    answer = resolve(text)
    assert (answer.kind, answer.places, answer.is_outside) == (Kind.FORCES, (), True)
