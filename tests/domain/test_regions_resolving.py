"""What people type for a place is understood, and nothing of it is kept."""

import logging

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resources.regions import (
    Answer,
    Kind,
    Place,
    Point,
    Precision,
    Sureness,
    distance_miles,
    resolve,
    shipped,
)


def only(text: str) -> Place:
    """Return the place of a text that can mean only one."""
    answer = resolve(text)
    assert (answer.kind, len(answer.places)) == (Kind.ONE, 1)
    return answer.places[0]


def labels(text: str) -> list[str]:
    return [place.label for place in resolve(text).places]


def slugs(text: str) -> set[str]:
    """Return the most local areas that a text stands for."""
    return {area.slug for area in only(text).areas}


def test_a_town_knows_its_district_region_and_nation() -> None:
    place = only("Rotherham")
    assert [area.slug for area in place.records] == [
        "rotherham",
        "yorkshire-and-the-humber",
        "england",
        "united-kingdom",
    ]
    assert place.label == "Rotherham, Yorkshire and the Humber"
    assert place.precision == Precision.TOWN
    assert place.point is not None


@pytest.mark.proves("SAFETY 3.7")
@pytest.mark.parametrize(
    "text",
    [
        "st helens, isle of wight",
        "ST. HELENS (Isle of Wight)",
        "near Saint Helen's, Isle of Wight",
        "in st helens isle of wight",
        "nr  sáint-hélens ; isle-of-wight",
    ],
)
def test_spelling_does_not_matter(text: str) -> None:
    assert labels(text) == ["St. Helens, Isle of Wight, South East"]


@pytest.mark.parametrize(
    ("name", "first", "others"),
    [
        ("Newport", "Newport, Wales", ["Newport, Isle of Wight, South East"]),
        ("richmond", "Richmond, Richmond upon Thames, London", ["Richmond, North Yorkshire,"]),
        ("newcastle", "Newcastle upon Tyne, North East", ["Newcastle-under-Lyme, West Midlands"]),
        ("Whitchurch", "Whitchurch, Cardiff, Wales", ["Whitchurch, Shropshire, West Midlands"]),
    ],
)
def test_places_of_one_name_are_offered_the_largest_first(
    name: str, first: str, others: list[str]
) -> None:
    answer = resolve(name)
    assert (answer.kind, answer.sureness) == (Kind.SEVERAL, Sureness.UNSURE)
    assert answer.places[0].label == first
    for other in others:
        assert any(label.startswith(other) for label in labels(name)[1:])


def test_every_label_that_is_offered_is_understood_when_typed() -> None:
    for name in ("Newport", "Richmond", "Whitchurch", "Sutton", "Ashford", "Douglas", "Newcastle"):
        for label in labels(name):
            assert label in labels(label)


def test_a_city_stands_first_and_likely_before_a_village_of_its_name() -> None:
    answer = resolve("Leeds")
    assert answer.sureness == Sureness.LIKELY
    assert labels("Leeds") == [
        "Leeds, Yorkshire and the Humber",
        "Leeds, near Maidstone, South East",
    ]


def test_a_space_tells_two_names_apart_but_is_not_needed() -> None:
    assert labels("West Ham") == ["West Ham, Newham, London"]
    assert all(label.startswith("Westham") for label in labels("westham"))
    assert labels("newport pagnell") == labels("newportpagnell") != []


def test_london_is_its_region_as_it_has_no_single_district() -> None:
    place = only("London")
    assert (place.label, place.precision, place.district) == ("London", Precision.REGION, None)
    assert [area.slug for area in place.areas] == ["london"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kirklees", {"kirklees"}),
        ("Hull", {"kingston-upon-hull-city-of"}),
        ("bristol", {"bristol-city-of"}),
        ("Brighton & Hove", {"brighton-and-hove"}),
        ("co. durham", {"county-durham"}),
        ("Berks", {"bracknell-forest", "reading", "slough", "wokingham"}),
        ("Dyfed", {"carmarthenshire", "ceredigion", "pembrokeshire"}),
        ("Roxburghshire", {"scottish-borders"}),
        ("county fermanagh", {"fermanagh-and-omagh"}),
        ("Ynys Mon", {"isle-of-anglesey"}),
        ("Caerdydd", {"cardiff"}),
        ("Cymru", {"wales"}),
        ("south west", {"south-west"}),
        ("Northern Ireland", {"northern-ireland"}),
        ("the UK", {"united-kingdom"}),
    ],
)
def test_districts_counties_regions_and_nations_are_known(text: str, found: set[str]) -> None:
    assert found <= slugs(text)


def test_a_county_has_every_district_and_only_the_region_they_share() -> None:
    place = only("Yorkshire")
    assert place.precision == Precision.COUNTY
    assert place.district is None
    assert place.region is not None
    assert place.region.slug == "yorkshire-and-the-humber"
    middlesex = only("Middlesex")
    assert middlesex.nation is not None
    assert middlesex.region == middlesex.nation


def test_an_address_is_read_for_its_postcode_or_else_its_town() -> None:
    assert slugs("12 High Street, Rotherham S60 1AE") == {"rotherham"}
    assert only("12 High Street, Rotherham S60 1AE").precision == Precision.FULL
    assert labels("Flat 3, The Grange, Ely, Cambridgeshire") == [
        "Ely, East Cambridgeshire, East of England"
    ]


def test_a_post_town_in_the_next_district_still_tells_villages_of_one_name_apart() -> None:
    assert labels("Dinnington, Sheffield") == ["Dinnington, Rotherham, Yorkshire and the Humber"]


def test_a_village_on_the_border_of_nations_may_be_in_either() -> None:
    answer = resolve("Llansilin")
    assert (answer.kind, answer.wants_rest) == (Kind.BORDER, True)
    assert {place.nation.slug for place in answer.places if place.nation} == {"england", "wales"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Jersey", Kind.CHANNEL_ISLANDS),
        ("St. Peter Port", Kind.CHANNEL_ISLANDS),
        ("isle of man", Kind.ISLE_OF_MAN),
        ("BFPO", Kind.FORCES),
        ("BFPO 57", Kind.FORCES),
        ("France", Kind.OVERSEAS),
        ("i am in the Netherlands", Kind.OVERSEAS),
        ("USA", Kind.OVERSEAS),
        ("FR", Kind.OVERSEAS),
        ("Côte d'Ivoire", Kind.OVERSEAS),
        ("D02 X285", Kind.OVERSEAS),
        ("GX11 1AA", Kind.OVERSEAS),
    ],
)
def test_outside_the_united_kingdom_is_said(text: str, kind: Kind) -> None:
    answer = resolve(text)
    assert (answer.kind, answer.is_outside) == (kind, True)


def test_a_village_with_the_name_of_a_country_goes_with_the_answer() -> None:
    answer = resolve("Egypt")
    assert (answer.kind, answer.sureness) == (Kind.OVERSEAS, Sureness.LIKELY)
    assert [place.precision for place in answer.places] == [Precision.VILLAGE]


@pytest.mark.parametrize(
    "text", ["I don't know", "dont know", "Don\N{RIGHT SINGLE QUOTATION MARK}t know.", "not sure"]
)
def test_not_knowing_is_an_answer(text: str) -> None:
    assert resolve(text) == Answer(Kind.NOT_SAID)
    assert resolve("Anywhere").kind == Kind.NOT_SAID


@pytest.mark.parametrize("text", ["", "   ", "\n", "?!"])
def test_nothing_typed_is_empty(text: str) -> None:
    assert resolve(text) == Answer(Kind.EMPTY)


@pytest.mark.parametrize("text", ["qwxyz", "12345678901", "Atlantis upon Sea", "ZZ1 1AA"])
def test_what_is_nowhere_is_not_guessed(text: str) -> None:
    assert resolve(text) == Answer(Kind.NOTHING)


@settings(max_examples=300, deadline=None)
@given(text=st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    answer = resolve(text)
    assert bool(answer.places) or answer.kind not in (Kind.ONE, Kind.SEVERAL, Kind.BORDER)


@pytest.mark.parametrize("text", ["S60 1AE", "S60", "Rotherham", "near Newport", "Jersey", "CH4"])
def test_what_an_answer_prints_and_logs_holds_no_place(
    text: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    answer = resolve(text)
    shown = " ".join([repr(answer), str(answer), repr(answer.places), repr(shipped())])
    assert text not in shown
    assert not any(place.label in shown for place in answer.places)
    assert caplog.records == []


def test_distances_are_those_of_a_great_circle() -> None:
    london, edinburgh = Point(51.5074, -0.1278), Point(55.9533, -3.1883)
    assert distance_miles(london, edinburgh) == pytest.approx(332, abs=1)
    assert distance_miles(london, london) == 0
    assert distance_miles(Point(0, 0), Point(0, 180)) == pytest.approx(12436.8, abs=1)


def test_tyneside_is_its_four_districts_and_not_the_whole_north_east() -> None:
    districts = {"gateshead", "newcastle-upon-tyne", "north-tyneside", "south-tyneside"}
    assert {area.slug for area in only("Tyneside").areas} == districts
