"""A form that could not be used says so first, kindly, and leads to the field that is meant."""

import pytest
from django.test import Client

from tests.factories import ServiceFactory
from tests.pages.reading import Element, Page

pytestmark = pytest.mark.django_db

NO_PLACE = (
    "We do not know that place. Try the name of a larger town near it, or choose an area below."
)
NO_WORD = "We did not understand what you typed, so we left it out. Try one or two plain words."
NO_START = "Type a place to see the nearest first."
HEADING = "There is something to change"
BLAMING = {"error", "invalid", "wrong", "mistake", "failed", "must", "please"}

MISTAKEN: list[tuple[dict[str, str], list[tuple[str, str]]]] = [
    ({"place": "qwxyzzy"}, [("#place", NO_PLACE)]),
    ({"place": "ZZ99 9ZZ"}, [("#place", NO_PLACE)]),
    ({"words": "?"}, [("#words", NO_WORD)]),
    ({"words": "\N{SLIGHTLY SMILING FACE}"}, [("#words", NO_WORD)]),
    ({"near": "place"}, [("#words", NO_START)]),
    ({"place": "qwxyzzy", "words": "?"}, [("#place", NO_PLACE), ("#words", NO_WORD)]),
]
# Each has an answer of its own, and nothing to change.
ANSWERED = ["Rotherham", "Newport", "TD15", "Jersey", "IM1 1AA", "France", "BFPO 801", ""]


def sent(client: Client, **form: str) -> Page:
    """Send the form and read the page that answers it."""
    return Page(client.get(client.post("/find", form)["Location"]).content.decode())


def summary(page: Page) -> Element:
    """Return the part that says what to change."""
    [found] = page.all("div", role="alert")
    return found


@pytest.fixture(autouse=True)
def _listed() -> None:
    """Two pages of services, so that there is a page to turn."""
    for number in range(11):
        ServiceFactory.make(name=f"Service {number}")


@pytest.mark.proves("SAFETY 3.4")
@pytest.mark.parametrize(("form", "asked"), MISTAKEN)
def test_what_to_change_comes_right_below_the_heading_and_links_to_its_fields(
    form: dict[str, str], asked: list[tuple[str, str]], client: Client
) -> None:
    page = sent(client, **form)
    first, heading, told, *_rest = [
        one for one in page.one("main").children if isinstance(one, Element)
    ]
    assert (first.tag, heading.tag) == ("details", "h1")
    assert told is summary(page)
    assert told.one("h2").words == HEADING
    assert [(one.attrs["href"], one.words) for one in told.all("a")] == asked
    assert not BLAMING & set(told.words.lower().split())
    assert page.title == f"{HEADING}: Search results, page 1 of 2"


@pytest.mark.proves("SAFETY 3.4")
@pytest.mark.parametrize(("form", "asked"), MISTAKEN)
def test_a_field_to_change_says_so_itself_and_holds_nothing_that_was_typed(
    form: dict[str, str], asked: list[tuple[str, str]], client: Client
) -> None:
    page = sent(client, **form)
    wrong = [one for one in page.all("input") if "aria-invalid" in one.attrs]
    by_field = {f"#{one.attrs['id']}": one for one in wrong}
    assert by_field.keys() == {href for href, _told in asked}
    for href, told in asked:
        one = by_field[href]
        described = one.attrs["aria-describedby"].split()
        by_id = {found.attrs["id"]: found for found in page.walk() if "id" in found.attrs}
        assert by_id[described[0]].words == told
        assert set(described) <= by_id.keys()
        assert one.attrs["value"] == ""
    # A field inside a closed part could not be reached by the link to it.
    folds = [fold for fold in page.all("details") if any(one in wrong for one in fold.walk())]
    assert all("open" in fold.attrs for fold in folds)


@pytest.mark.proves("SAFETY 3.4")
@pytest.mark.parametrize(("form", "_asked"), MISTAKEN)
def test_what_to_change_takes_the_focus_when_the_page_opens(
    form: dict[str, str], _asked: list[tuple[str, str]], client: Client
) -> None:
    page = sent(client, **form)
    [focused] = [one for one in page.walk() if "autofocus" in one.attrs]
    assert focused is summary(page)
    assert focused.attrs["tabindex"] == "-1"


@pytest.mark.parametrize("place", ANSWERED)
def test_a_place_that_has_an_honest_answer_is_no_mistake(place: str, client: Client) -> None:
    page = sent(client, place=place)
    assert page.all("div", role="alert") == []
    assert not [one for one in page.walk() if {"autofocus", "aria-invalid"} & one.attrs.keys()]
    assert page.title.startswith("Search results, page 1")


def test_a_place_that_is_looked_for_as_words_is_no_mistake(client: Client) -> None:
    ServiceFactory.make(name="Garden House")
    page = sent(client, place="garden house")
    assert page.all("div", role="alert") == []
    assert "so we looked for these words" in page.words


@pytest.mark.proves("SAFETY 3.4")
def test_an_answer_that_is_gone_leads_to_the_form_and_no_field_is_wrong(client: Client) -> None:
    page = Page(client.get("/r/old/").content.decode())
    told = summary(page)
    assert told.one("h2").words == "Search again"
    assert told.hrefs == ["#words"]
    assert told.words.endswith("You can search again here.")
    assert "autofocus" in told.attrs
    assert page.title == "Search again: Search results, page 1 of 2"
    assert not [one for one in page.walk() if "aria-invalid" in one.attrs]


@pytest.mark.parametrize("address", ["/r/old/", "place"])
def test_who_turns_the_page_is_not_led_back_to_what_to_change(address: str, client: Client) -> None:
    if address == "place":
        address = client.post("/find", {"place": "qwxyzzy"})["Location"]
    page = Page(client.get(f"{address}?page=2").content.decode())
    assert page.title == "Search results, page 2 of 2"
    assert "autofocus" not in summary(page).attrs
