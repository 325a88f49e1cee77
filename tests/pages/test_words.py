"""Free text from the form: found, corrected, or honestly not understood; never in an address."""

import pytest
from django.test import Client

from tests.factories import ServiceFactory
from tests.pages.reading import Page

pytestmark = pytest.mark.django_db


def search(client: Client, **form: str | list[str]) -> Page:
    """Send the form and read the page that answers it."""
    answer = client.post("/find", form)
    assert answer.status_code == 303
    assert answer["Location"].startswith("/r/")
    return Page(client.get(answer["Location"]).content.decode())


def alerts(page: Page) -> list[str]:
    return [one.words for one in page.one("main").all("p") if "alert" in one.attrs.get("class", "")]


def changes(page: Page) -> list[str]:
    [told] = page.all("div", role="alert")
    return [one.words for one in told.all("a")]


@pytest.fixture
def two() -> None:
    """A helpline for the country, and counselling in Leeds."""
    ServiceFactory.make(code="bcdfg2", name="Night line", summary="Listens.", terms=["helpline"])
    ServiceFactory.make(
        code="bcdfg3", name="Garden House", summary="Talks.", terms=["counselling"], areas=["leeds"]
    )


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(
    ("typed", "code"),
    [("counselling", "bcdfg3"), ("garden house", "bcdfg3"), ("night", "bcdfg2")],
)
def test_words_find_services_by_name_and_by_kind_of_help(
    client: Client, typed: str, code: str
) -> None:
    page = search(client, words=typed)
    assert page.listed[0] == code
    assert page.one("input", id="words").attrs["value"] == typed
    assert f"Take off: “{typed}”" in page.chosen
    assert alerts(page) == []


@pytest.mark.usefixtures("two")
def test_words_that_nothing_has_are_read_as_what_was_meant_and_the_page_says_so(
    client: Client,
) -> None:
    page = search(client, words="counceling")
    assert page.listed == ["bcdfg3"]
    told = "We found nothing for “counceling”, so we looked for “counselling”."
    assert told in page.one("main").words


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize("typed", ["?", "\N{SLIGHTLY SMILING FACE}", '" OR *'])
def test_a_text_without_a_word_is_left_out_and_the_page_says_so(client: Client, typed: str) -> None:
    page = search(client, words=typed)
    assert set(page.listed) == {"bcdfg2", "bcdfg3"}
    assert changes(page) == [
        "We did not understand what you typed, so we left it out. Try one or two plain words."
    ]


@pytest.mark.usefixtures("two")
def test_what_is_typed_for_a_place_and_is_none_is_looked_for_as_words(client: Client) -> None:
    page = search(client, place="someone for counselling")
    assert page.listed == ["bcdfg3"]
    assert page.one("input", id="place").attrs["value"] == ""
    assert alerts(page) == ["We know no place with that name, so we looked for these words."]


@pytest.mark.usefixtures("two")
def test_what_was_meant_as_a_postcode_is_not_looked_for_as_words(client: Client) -> None:
    page = search(client, place="ZZ99 9ZZ")
    assert "We do not know that place." in page.one("main").words
    assert page.one("input", id="words").attrs["value"] == ""


@pytest.mark.usefixtures("two")
def test_words_and_a_filter_have_to_fit_both(client: Client) -> None:
    assert search(client, words="counselling", region="E08000035").listed == ["bcdfg3"]
    assert search(client, words="counselling", region="W92000004").listed == []


@pytest.mark.usefixtures("two")
@pytest.mark.proves("SAFETY 2.2")
def test_typed_words_are_in_no_address_of_the_answer(client: Client) -> None:
    answer = client.post("/find", {"words": "counselling zebra"})
    page = client.get(answer["Location"]).content.decode()
    assert "zebra" not in answer["Location"]
    assert not [one for one in Page(page).hrefs if "zebra" in one]


@pytest.mark.proves("SAFETY 3.6")
def test_a_choice_says_how_many_it_would_find(client: Client) -> None:
    ServiceFactory.make(name="A", terms=["counselling", "men"])
    ServiceFactory.make(name="B", terms=["counselling", "women"])
    ServiceFactory.make(name="C", terms=["housing", "men"], areas=["leeds"])
    page = Page(client.get("/services/?audience=men").content.decode())
    labels = [one.words for one in page.all("label")]
    assert "Counselling or therapy (1)" in labels or "Counselling (1)" in labels
    assert [one for one in labels if one.startswith("Men")] == ["Men (2)"]
    assert [one for one in labels if one.startswith("Women")] == ["Women (1)"]


@pytest.mark.proves("SAFETY 3.7")
def test_nothing_found_says_what_to_take_off_and_where_near_there_is_something(
    client: Client,
) -> None:
    ServiceFactory.make(name="Leeds", terms=["counselling"], areas=["leeds"])
    ServiceFactory.make(name="Wakefield", terms=["housing"], areas=["wakefield"])
    page = search(client, place="Wakefield", type=["counselling"])
    nothing = page.section("Take one off to see more")
    ways = [one.words for one in nothing.all("li")]
    assert ways[:3] == [
        "Take off: Wakefield, Yorkshire and the Humber, shows 1",
        "Take off: Counselling or therapy, shows 1",
        "Look in Leeds, shows 1",
    ]
    assert all(href.startswith(("/r/", "/services/", "#")) for href in nothing.hrefs)
    there = Page(client.get(nothing.hrefs[2]).content.decode())
    assert (there.heading, there.counts) == ("Support for Leeds", "1 there.")
