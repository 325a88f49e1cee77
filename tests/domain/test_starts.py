"""Where distances start, and how far away a service is, in words."""

import pytest

from resources.filters import find_start, start_of
from resources.presenters.distances import distance_text
from resources.regions import Point, all_regions, middle_of, resolve


@pytest.mark.parametrize("word", ["rotherham", "E08000018", "e08000018"])
def test_an_area_is_known_by_slug_or_code_and_starts_at_its_middle(word: str) -> None:
    start = find_start(word)

    assert start
    assert start.code == "E08000018"
    middle = next(middle_of(one) for one in all_regions() if one.slug == "rotherham")
    assert start.point == middle
    assert start.is_area


def test_every_area_can_be_a_start() -> None:
    assert all(find_start(one.code) for one in all_regions())


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("53.43,-1.36", "53.43,-1.36"),
        ("53.4312345,-1.3599", "53.43,-1.36"),
        ("53.43, -1.36", "53.43,-1.36"),
        ("54,-2", "54.00,-2.00"),
        ("-0.001,0.001", "0.00,0.00"),
        ("90,-180", "90.00,-180.00"),
    ],
)
def test_a_point_is_read_to_about_a_kilometre(word: str, code: str) -> None:
    start = find_start(word)

    assert start
    assert start.code == code
    assert start.point == Point(*(float(part) for part in code.split(",")))
    assert not start.is_area
    again = find_start(start.code)
    assert again == start


@pytest.mark.parametrize(
    "word",
    [
        *(
            "nowhere",
            "S60 1AE",
            "place",
            "53.43",
            "53.43,",
            ",-1.36",
            "53.43;-1.36",
            "53.43,-1.36,0",
        ),
        *(
            "90.01,0",
            "-91,0",
            "0,180.5",
            "0,999",
            "1e1,0",
            "nan,nan",
            "inf,0",
            "\u0665\u0663,\u0661",
            "53.,1",
        ),
        *("+53,1", "53,1\n", "53.4" + "3" * 400 + ",1"),
    ],
)
def test_what_is_neither_an_area_nor_a_point_on_the_globe_is_no_start(word: str) -> None:
    assert find_start(word) is None


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("S60 1AE", "53.43,-1.36"),
        ("Rotherham", "53.43,-1.36"),
        ("Wickersley", "53.42,-1.26"),
        ("England", "E92000001"),
    ],
)
def test_a_named_place_starts_at_its_own_point_or_else_in_the_middle_of_its_area(
    typed: str, code: str
) -> None:
    start = start_of(resolve(typed).places[0])

    assert start
    assert start.code == code


def test_a_county_starts_in_the_middle_of_its_districts() -> None:
    place = resolve("South Yorkshire").places[0]
    start = start_of(place)

    assert start
    lats = [middle.lat for area in place.areas if (middle := middle_of(area))]
    assert len(lats) == len(place.areas) == 4
    assert start.point.lat == pytest.approx(sum(lats) / 4, abs=0.005)
    assert not start.is_area


@pytest.mark.parametrize(
    ("miles", "words"),
    [
        (None, ""),
        (0.0, "Less than a mile away"),
        (0.999, "Less than a mile away"),
        (1.0, "About 1 mile away"),
        (1.49, "About 1 mile away"),
        (1.5, "About 2 miles away"),
        (3.6, "About 4 miles away"),
        (412.4, "About 412 miles away"),
    ],
)
def test_a_distance_is_said_in_whole_miles_and_never_as_exact(
    miles: float | None, words: str
) -> None:
    assert distance_text(miles) == words
