"""Nearest first: asked for by a tick, said back, and never of a place that is not public."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from resources.choices import AddressVisibility
from resources.models import Location
from resources.private_search.form import PrivateSearch, decrypt_search
from tests.factories import LocationFactory, ServiceAtLocationFactory, ServiceFactory, at_point
from tests.pages.reading import Page, read
from tests.publishing import publish_all

pytestmark = pytest.mark.django_db

HINT = "Only places with a public address have a distance. The others follow."
TOLD = "Type a place to see the nearest first."
AWAY = re.compile(r"(?:Less than a|About \d+) miles? away")


@pytest.fixture(autouse=True)
def _around_rotherham() -> None:
    """Two public places, a hidden one, one of which only the area is known, and a phone line."""
    at_point(ServiceFactory.make(name="Far", areas=["rotherham"]), 53.8, -1.55)
    at_point(ServiceFactory.make(name="Near"), 53.38, -1.47)
    for name, quiet in [
        ("Hidden", AddressVisibility.HIDDEN),
        ("Somewhere", AddressVisibility.AREA_ONLY),
    ]:
        place = LocationFactory.make(address_visibility=quiet, address_1="", city="", postcode="")
        service = ServiceFactory.make(name=name, areas=["rotherham"])
        ServiceAtLocationFactory.make(service=service, location=place)


def asked(client: Client, **form: str | list[str]) -> tuple[PrivateSearch, Page]:
    """Send the form; return what its answer's address holds, and the page."""
    answer = client.post("/find", form)
    assert answer.status_code == 303
    return decrypt(answer["Location"]), read(client, answer["Location"])


def decrypt(address: str) -> PrivateSearch:
    return decrypt_search(address.removeprefix("/r/").removesuffix("/"), timezone.now())


def source(client: Client, **form: str) -> str:
    """Send the form, and return the page that answers it as it is sent."""
    address = client.post("/find", form)["Location"]
    return client.get(address).content.decode()


def names(page: Page) -> list[str]:
    """Return the names of the services on a page, in their order."""
    return [one.words for one in page.one("main").all("h3") if one.has("a")]


def distances(page: Page) -> dict[str, str]:
    """Return what each card says of its distance, by the name of the service."""
    return {
        card.one("h3").words: "".join(AWAY.findall(card.one("p", class_="card__why").words))
        for card in page.cards
    }


def is_ticked(page: Page) -> bool:
    """Tell whether the form is filled in with the nearest first."""
    return "checked" in page.one("input", name="near").attrs


def test_who_ticks_nearest_first_sees_the_nearest_places_first_and_how_far_they_are(
    client: Client,
) -> None:
    _question, page = asked(client, place="Rotherham", near="place")

    assert names(page) == ["Near", "Far", "Hidden", "Somewhere"]
    assert distances(page)["Near"] == "About 6 miles away"
    assert distances(page)["Far"] == "About 27 miles away"
    assert is_ticked(page)
    assert HINT in page.one("main").words
    assert TOLD not in page.one("main").words


@pytest.mark.proves("SAFETY 2.8")
def test_no_page_says_how_far_a_place_is_that_is_hidden_or_only_an_area(client: Client) -> None:
    _question, page = asked(client, place="Rotherham", near="place")
    told = distances(page)
    assert (told["Hidden"], told["Somewhere"]) == ("", "")

    Location.objects.filter(latitude__isnull=False).update(
        address_visibility=AddressVisibility.AREA_ONLY,
        address_1="",
        postcode="",
        latitude=None,
        longitude=None,
    )
    publish_all()
    _question, page = asked(client, place="Rotherham", near="place")
    assert set(distances(page).values()) == {""}
    assert " away" not in page.one("main").words
    assert names(page) == ["Far", "Hidden", "Somewhere", "Near"]


def test_a_place_that_was_found_out_since_counts_at_once(client: Client) -> None:
    assert names(read(client, "/services/", near="rotherham"))[0] == "Near"
    at_point(ServiceFactory.make(name="Nearest"), 53.43, -1.36)

    page = read(client, "/services/", near="53.43,-1.36")
    assert names(page)[:3] == ["Nearest", "Near", "Far"]
    assert distances(page)["Nearest"] == "Less than a mile away"


def test_without_the_tick_the_most_local_come_first_and_no_distance_is_said(client: Client) -> None:
    search, page = asked(client, place="Rotherham")

    assert names(page) == ["Far", "Hidden", "Somewhere", "Near"]
    assert set(distances(page).values()) == {""}
    assert not is_ticked(page)
    assert "near" not in search.parameters


@pytest.mark.proves("SAFETY 2.2")
@pytest.mark.parametrize("typed", ["S60 1AE", "s601ae"])
def test_a_postcode_is_sealed_as_a_point_to_a_kilometre_and_as_nothing_else(
    client: Client, typed: str
) -> None:
    search, _page = asked(client, place=typed, near=typed)

    assert search.parameters == {"region": ("E08000018",), "near": ("53.43,-1.36",)}
    assert "1ae" not in repr(search).lower()
    assert "s60" not in repr(search).lower()
    assert "53.43" not in source(client, place=typed, near=typed)


@pytest.mark.proves("SAFETY 2.2")
@pytest.mark.parametrize("sent", ["S60 1AE", "53.43123,-1.36123", "my house"])
def test_what_somebody_writes_into_the_tick_itself_is_not_kept(client: Client, sent: str) -> None:
    search, _page = asked(client, near=sent)

    assert search.parameters == {"near": ("place",)}
    assert sent not in source(client, near=sent)


def test_the_tick_without_a_place_says_what_is_missing_and_stays(client: Client) -> None:
    for place in ("", "I don't know"):
        _question, page = asked(client, place=place, near="place")
        assert TOLD in page.one("main").words
        assert is_ticked(page)
        assert HINT not in page.one("main").words
        assert len(names(page)) == 4
        assert set(distances(page).values()) == {""}


def test_words_typed_for_a_place_are_looked_for_and_are_near_nothing(client: Client) -> None:
    ServiceFactory.make(name="Harbour lights")
    _question, page = asked(client, place="harbour", near="place")

    assert names(page) == ["Harbour lights"]
    assert "We know no place with that name" in page.one("main").words
    assert TOLD not in page.one("main").words
    assert is_ticked(page)


def test_an_area_of_the_menu_is_a_place_too(client: Client) -> None:
    search, page = asked(client, region="Rotherham", near="place")

    assert search.parameters["near"] == ("E08000018",)
    assert names(page)[0] == "Near"
    assert TOLD not in page.one("main").words


def test_who_has_to_choose_between_places_sees_the_nearest_to_the_one_they_mean(
    client: Client,
) -> None:
    search, page = asked(client, place="newport", near="place")
    assert search.parameters["near"] == ("place",)
    assert is_ticked(page)

    links = {one.words: one.attrs["href"] for one in page.all("a", class_="action-link")}
    for place, point in (("Newport, Wales", "51.59,-3.00"), ("Newport, Isle", "50.70,-1.29")):
        (link,) = [link for words, link in links.items() if words.startswith(place)]
        assert decrypt(link).parameters["near"] == (point,)
        assert is_ticked(read(client, link))


def test_a_postcode_on_a_border_has_its_point_and_both_nations(client: Client) -> None:
    search, page = asked(client, place="TD15", near="place")

    assert len(search.parameters["region"]) == 2
    assert re.fullmatch(r"55\.\d\d,-\d\.\d\d", search.parameters["near"][0])
    assert distances(page)["Near"].startswith("About ")


def test_the_order_can_be_taken_off_and_the_place_stays(client: Client) -> None:
    _question, page = asked(client, place="Rotherham", near="place")
    (link,) = [one for one in page.all("a") if one.words == "Take off: Nearest first"]
    without = read(client, link.attrs["href"])

    assert names(without) == ["Far", "Hidden", "Somewhere", "Near"]
    assert not is_ticked(without)
    assert without.heading == "Support for Rotherham, Yorkshire and the Humber"
    assert without.counts == "3 there, 1 for the whole of the UK."


@pytest.mark.proves("SAFETY 3.2")
def test_an_order_is_no_filter_and_is_not_counted_as_one(client: Client) -> None:
    _question, page = asked(client, place="Rotherham", near="place")
    assert page.heading == "Support for Rotherham, Yorkshire and the Humber"
    assert (
        page.one("details", class_="change").all("summary")[0].words
        == "Change what is shown (1 on)"
    )
    assert page.chosen == [
        "Take off: Rotherham, Yorkshire and the Humber",
        "Take off: Nearest first",
    ]

    page = read(client, "/services/", near="rotherham")
    assert page.counts == "4 services."
    assert page.one("details", class_="change").all("summary")[0].words == "Change what is shown"
    assert page.chosen == ["Take off: Nearest first"]


@pytest.mark.proves("SAFETY 3.3")
def test_who_finds_nothing_is_not_told_to_take_an_order_off(client: Client) -> None:
    page = read(client, "/services/?near=rotherham&type=legal&region=leeds")
    assert page.heading == "No service for all of this in Leeds"

    advice = [one.words for one in page.section("Take one off to see more").all("a")]
    assert [one.partition(", shows")[0] for one in advice if one.startswith("Take off: ")] == [
        "Take off: Leeds",
        "Take off: Legal help",
    ]
    assert is_ticked(page)


def test_a_link_to_the_nearest_is_understood_and_kept_in_the_form(client: Client) -> None:
    page = read(client, "/services/", near="rotherham")

    assert names(page)[:2] == ["Near", "Far"]
    assert page.one("input", name="near").attrs["value"] == "E08000018"
    search, again = asked(client, near="E08000018")
    assert search.parameters == {"near": ("E08000018",)}
    assert names(again) == names(page)


@pytest.mark.parametrize("value", ["nowhere", "91,0", "S60 1AE", "53.43"])
def test_a_link_to_no_place_is_left_out_and_the_page_says_so(client: Client, value: str) -> None:
    page = read(client, "/services/", near=value)

    assert "We did not understand the starting place in this link" in page.one("main").words
    assert len(names(page)) == 4
    assert value not in client.get("/services/", {"near": value}).content.decode()


def test_a_link_to_two_places_is_left_out(client: Client) -> None:
    page = read(client, "/services/?near=leeds&near=rotherham")

    assert "We did not understand the starting place in this link" in page.one("main").words
    assert set(distances(page).values()) == {""}


def test_words_come_before_distance(client: Client) -> None:
    at_point(ServiceFactory.make(name="Harbour lights"), 53.8, -1.55)
    at_point(ServiceFactory.make(name="Other", summary="Near the harbour."), 53.43, -1.36)
    _question, page = asked(client, place="Rotherham", near="place", words="harbour lights")

    assert names(page)[0] == "Harbour lights"
