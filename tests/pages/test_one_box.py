"""One box takes a place, words, or both; a postcode goes no further than the box."""

import pytest
from django.test import Client
from django.utils import timezone

from resources.private_search.form import PrivateSearch, decrypt_search
from tests.factories import ServiceFactory
from tests.pages.reading import Page, read

pytestmark = pytest.mark.django_db

ROTHERHAM = ("E08000018",)


@pytest.fixture(autouse=True)
def _listed() -> None:
    """Counselling in Rotherham, and the same in Leeds."""
    for area in ("rotherham", "leeds"):
        ServiceFactory.make(name=f"Harbour of {area}", terms=["counselling"], areas=[area])


def sent(client: Client, **form: str) -> tuple[PrivateSearch, Page]:
    """Send the form; return what its answer's address holds, and the page."""
    address = client.post("/find", form)["Location"]
    token = address.removeprefix("/r/").removesuffix("/")
    return decrypt_search(token, timezone.now()), read(client, address)


@pytest.mark.parametrize(
    ("address", "question"),
    [
        ("/", "Where are you, or what do you need?"),
        ("/services/", "A place, or what you are looking for"),
    ],
)
def test_every_form_has_one_box_for_a_place_and_words(
    client: Client, address: str, question: str
) -> None:
    page = read(client, address)
    (box,) = [one for one in page.all("input", name="words") if one.attrs["type"] == "text"]
    label = page.one("label", **{"for": box.attrs["id"]})
    assert label.words == question
    assert box.attrs["dir"] == "auto"


@pytest.mark.parametrize("typed", ["Rotherham", "near rotherham", "help in Rotherham", "S60 1AE"])
def test_a_text_that_is_only_a_place_leaves_no_words(client: Client, typed: str) -> None:
    search, page = sent(client, words=typed)
    assert search.parameters == {"region": ROTHERHAM}
    assert page.heading in {
        "Support for Rotherham, Yorkshire and the Humber",
        "Support near Rotherham",
    }
    assert page.counts == "1 there."


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("counselling in rotherham", "counselling"),
        ("rotherham counselling", "counselling"),
        ("counselling, Rotherham", "counselling"),
    ],
)
def test_a_place_among_words_becomes_its_areas_and_the_words_stay(
    client: Client, typed: str, words: str
) -> None:
    search, page = sent(client, words=typed)
    assert search.parameters == {"words": (words,), "region": ROTHERHAM}
    assert page.chosen == [
        "Take off: Rotherham, Yorkshire and the Humber",
        f"Take off: “{words}”",
    ]
    assert [one.words for one in page.one("main").all("h3") if one.has("a")] == [
        "Harbour of rotherham"
    ]


def test_half_a_postcode_among_words_is_an_area_too(client: Client) -> None:
    search, page = sent(client, words="therapy near S60")
    assert search.parameters == {"words": ("therapy",), "region": ROTHERHAM}
    assert "s60" not in page.one("main").words.lower()


@pytest.mark.proves("SAFETY 2.2")
@pytest.mark.parametrize(
    "typed",
    [
        "S60 1AE",
        "counselling S60 1AE",
        "i live in s601ae and need counselling",
        "counselling (s60-1ae)",
        "counselling near S60 1AE or S60 2TH",
        "counselling \uff33\uff16\uff10 \uff11\uff21\uff25",
        "12 High Street, Rotherham S60 1AE",
    ],
)
def test_a_postcode_anywhere_in_the_box_becomes_an_area_and_is_dropped(
    client: Client, typed: str
) -> None:
    search, page = sent(client, words=typed)
    assert search.parameters["region"] == ROTHERHAM
    held = repr(search).lower() + page.one("main").words.lower()
    assert not [part for part in ("1ae", "s60", "2th", "high street") if part in held]


@pytest.mark.proves("SAFETY 2.2")
def test_a_postcode_beside_a_place_typed_by_itself_is_dropped_too(client: Client) -> None:
    search, _page = sent(client, words="counselling for s60 1ae", place="Leeds")
    assert search.parameters["region"] == ("E08000035",)
    assert "1ae" not in repr(search).lower()


def test_a_postcode_that_nobody_knows_is_dropped_and_the_page_says_so(client: Client) -> None:
    search, page = sent(client, words="counselling in ZZ99 9ZZ")
    assert search.parameters == {"words": ("counselling",)}
    (told,) = page.all("div", role="alert")
    assert told.hrefs == ["#words"]
    assert "We do not know that postcode." in told.words


@pytest.mark.parametrize("typed", ["he hit me at 5pm", "116 123", "section 28", "he hit me b4"])
def test_figures_that_are_no_postcode_stay_among_the_words(client: Client, typed: str) -> None:
    search, _page = sent(client, words=typed)
    assert search.parameters == {"words": (typed,)}


def test_a_place_found_before_gives_way_to_one_in_the_box(client: Client) -> None:
    label = "Leeds, Yorkshire and the Humber"
    search, _page = sent(client, words="Rotherham", place=label, place_found=label)
    assert search.parameters == {"region": ROTHERHAM}
    search, _page = sent(client, words="counselling", place=label, place_found=label)
    assert search.parameters == {"words": ("counselling",), "region": ("E08000035",)}


def test_a_slip_in_a_place_is_offered_and_never_taken(client: Client) -> None:
    search, page = sent(client, words="counselling in rothrham")
    assert search.parameters == {"words": ("counselling in rothrham",)}
    assert len(page.cards) >= 2
    (offer,) = [one for one in page.all("a") if one.words.startswith("Did you mean")]
    assert offer.words == "Did you mean Rotherham, Yorkshire and the Humber?"
    assert offer.attrs["href"].startswith("/r/")

    meant = read(client, offer.attrs["href"])
    assert meant.heading == "Support for Rotherham, Yorkshire and the Humber"
    assert [card.one("h3").words for card in meant.cards] == ["Harbour of rotherham"]
    assert meant.one("input", id="words").attrs["value"] == "counselling"


def test_a_slip_typed_for_a_place_by_itself_is_offered_too(client: Client) -> None:
    _question, page = sent(client, place="Rothrham")
    assert "Did you mean Rotherham, Yorkshire and the Humber?" in page.one("main").words
    assert page.all("div", role="alert") == []


def test_a_town_of_many_places_among_words_offers_the_others(client: Client) -> None:
    search, page = sent(client, words="counselling in newport")
    assert search.place == "Newport, Wales"
    assert "Did you mean another place?" in page.one("main").words
    links = {one.words: one.attrs["href"] for one in page.all("a", class_="action-link")}
    other = read(client, links["Newport, Isle of Wight, South East"])
    assert "Newport, Isle of Wight" in other.heading
    assert other.one("input", id="words").attrs["value"] == "counselling"


def test_a_place_in_the_name_of_a_service_stays_in_the_words(client: Client) -> None:
    ServiceFactory.make(name="York Street Garden Project", areas=["leeds"])
    search, _page = sent(client, words="york street garden project")
    assert search.parameters == {"words": ("york street garden project",)}
