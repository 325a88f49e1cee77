"""Every word of a page that is ours can be translated, and the page then says so of itself.

The pages are shown in a language that has no letter of English (`tests/pseudo_language.py`), to a
cast whose facts are Greek letters and figures. Any letter of English on them is either one of the
words in `KNOWN_FACTS`, which come with the shipped data, or was forgotten.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

import pytest
from django.test import Client
from django.test.utils import override_settings
from django.utils import translation
from django.utils.translation import trans_real
from django.utils.translation.template import templatize

from resources.content.accessibility import read_statement
from resources.models import Service, current_tables
from resources.regions import all_regions, resolve
from tests import data_messages
from tests.pages.greek_cast import ALL, GONE, LEAST, make_greek_cast
from tests.pages.reading import Element, Page
from tests.pseudo_language import CODE, PseudoTranslation, pseudo
from tests.rows_again import made_again

ENGLISH = re.compile(r"[A-Za-z]+")
# Attributes that a person reads or hears.
SPOKEN = ("title", "alt", "aria-label", "placeholder", "content", "label")
SEARCHES = ["S60 1AE", "CH4 8", "Newport", "Xyzzyhampton", "TD15", "Jersey", "BFPO 1", "France"]
ADDRESSES = [
    "/",
    "/services/",
    "/services/?region=E08000018&region=E08000038&channel=phone&open=now",
    "/services/?region=M83000003",
    "/services/?region=nowhere&type=nothing&channel=smoke",
    "/in/rotherham/",
    f"/services/{ALL}/",
    f"/services/{LEAST}/",
    f"/services/{GONE}/",
    f"/organizations/{ALL}/",
    "/lists/list/",
    "/safety/",
    "/about/",
    "/help/",
    "/privacy/",
    "/accessibility/",
    "/promises/",
    "/api/v1/docs/",
    "/r/old/",
    "/fault/400/",
    "/fault/403/",
    "/fault/404/",
    "/fault/500/",
    *(f"search: {place}" for place in SEARCHES),
]


# Put together once, as by a process that serves pages.
CATALOGUES: dict[str, PseudoTranslation] = {}


@pytest.fixture(scope="module", autouse=True)
def _faults() -> Iterator[None]:
    """Give the directory addresses at which a view fails, for all of these tests at once."""
    with override_settings(ROOT_URLCONF="tests.browser.faults"):
        yield


@pytest.fixture
def foreign(monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    """A visitor to whom everything is said in a language that nobody speaks."""
    monkeypatch.setattr(trans_real, "DjangoTranslation", PseudoTranslation)
    monkeypatch.setattr(trans_real, "_translations", CATALOGUES)
    with translation.override(CODE, deactivate=True):
        yield Client(raise_request_exception=False)


@pytest.fixture
def cast(db: None) -> Service:
    """The cast whose facts hold no letter of English."""
    return made_again(make_greek_cast)


@lru_cache(maxsize=1)
def _shipped_words() -> re.Pattern[str]:
    """Find facts that come with the data and the settings in English, the longest first."""
    words = {region.name for region in all_regions()}
    # The name of a standard.
    statement = read_statement()
    words.update((statement.standard, statement.level))
    # Towns that the searches above are understood as.
    for typed in SEARCHES:
        for place in resolve(typed, current_tables()).places:
            words.update(re.split(", |[Nn]ear ", place.label))
    # The site, the country, the way out, and where a number for WhatsApp leads.
    words.update(("Support directory", "the UK", "www.bbc.co.uk", "wa.me"))
    words.discard("")
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


def _read_out(element: Element) -> Iterator[str]:
    """Yield what a person reads or hears of an element and of all in it.

    What says of itself that it is in English is left out, and so is code.
    """
    if element.attrs.get("lang") == "en" or element.tag == "code":
        return
    for name in SPOKEN:
        if element.attrs.get("name") not in {"viewport", "color-scheme"}:
            yield element.attrs.get(name, "")
    for one in element.children:
        if isinstance(one, str):
            yield one
        else:
            yield from _read_out(one)


def _untranslated(page: Page) -> set[str]:
    """Return the texts that hold English which is no fact."""
    with translation.override(None):
        facts = _shipped_words()
    texts = {" ".join(text.split()) for text in _read_out(page.one("html"))}
    return {text for text in texts if ENGLISH.search(facts.sub("", text))}


def _open(client: Client, address: str) -> Page:
    if address.startswith("search: "):
        address = client.post("/find", {"place": address.removeprefix("search: ")})["Location"]
    response = client.get(address)
    return Page(response.content.decode(), response.status_code)


@pytest.mark.proves("SAFETY 3.5")
@pytest.mark.parametrize("address", ADDRESSES)
def test_every_word_of_ours_can_be_translated(address: str, cast: Service, foreign: Client) -> None:
    page = _open(foreign, address)
    assert _untranslated(page) == set()
    html = page.one("html")
    assert (html.attrs["lang"], html.attrs["dir"]) == (CODE, "rtl")
    assert page.heading


def test_a_page_in_english_holds_words_that_would_be_found(cast: Service, client: Client) -> None:
    found = _untranslated(_open(client, f"/services/{ALL}/"))
    assert "Get in touch" in found
    assert len(found) > 50


def test_the_language_that_nobody_speaks_keeps_places_for_values_and_markup() -> None:
    said = pseudo("Run by %(name)s, <bdi>100%%</bdi> &amp; %d")
    assert said == "⟦Ŕüñ ƀý %(name)s, <bdi>100%%</bdi> &amp; %d øøøøø⟧"


def test_the_texts_of_the_data_lie_where_translators_find_them() -> None:
    kept = data_messages.FILE.read_text(encoding="utf-8")
    assert kept == data_messages.as_template(), "changed? python -m tests.data_messages"
    found = templatize(kept)
    texts = data_messages.texts()
    assert {"In danger now", "Call 999.", "Our promises"} <= set(texts)
    assert len(texts) > 100
    # A quotation mark would end the message, a percent sign would be doubled.
    assert [text for text in texts if '"' in text or "%" in text] == []
    assert [text for text in texts if text not in found] == []


def test_what_is_said_in_danger_is_said_in_the_language_of_the_page(
    cast: Service, foreign: Client
) -> None:
    danger = _open(foreign, "/").one("details", class_="danger")
    assert pseudo("Call 999.") in danger.words
    assert "Call 999." not in danger.words


@pytest.mark.parametrize("address", ["/services/", f"/services/{ALL}/", f"/organizations/{ALL}/"])
def test_a_fact_says_in_which_language_it_is_where_the_page_is_in_another(
    address: str, cast: Service, foreign: Client
) -> None:
    main = _open(foreign, address).one("main")
    named = [one.words for one in main.walk() if one.attrs.get("lang") == "en"]
    assert cast.name in named or cast.organization.name in named
    assert (cast.summary if address == f"/services/{ALL}/" else cast.card_line) in named


@pytest.mark.parametrize("address", ["/", "/services/", f"/services/{ALL}/", "/help/"])
def test_a_page_in_english_does_not_say_of_each_fact_that_it_is(
    address: str, cast: Service, client: Client
) -> None:
    page = _open(client, address)
    assert [one for one in page.one("body").walk() if "lang" in one.attrs] == []
