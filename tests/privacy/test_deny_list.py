"""What a browser keeps of a visit, or shows beside other windows, names no abuse.

Titles, addresses, queries and descriptions are read, here of a cast whose every word would tell,
and of all shipped listings by the walk of tests/pages/test_shipped_listings.py; the headings may
say what a page is about.
"""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from django.test import Client

from directory.checks import TELLING_WORDS
from resources.models import Region
from tests.pages.reading import Page
from tests.privacy.asking import ANSWERS, Exchange, ask, is_page, page_of

TELLING = (*TELLING_WORDS, "sexual", "incest", "domestic")


def telling(text: str) -> list[str]:
    """Return the words of the list that a text holds."""
    return [word for word in TELLING if word in unquote(text).lower()]


def kept(page: Page) -> Iterator[str]:
    """Yield what a browser keeps of a page and of the pages that it links to."""
    yield page.title
    for meta in page.all("meta"):
        yield from meta.attrs.values()
    for link in (*page.all("a"), *page.all("link")):
        parts = urlsplit(link.attrs["href"])
        if not parts.netloc and parts.scheme not in {"tel", "sms", "mailto"}:
            yield f"{parts.path}?{parts.query}#{parts.fragment}"
    for form in page.all("form"):
        yield form.attrs["action"]
        if form.attrs.get("method") != "post":
            yield from _sent_in_the_address(page)


def _sent_in_the_address(page: Page) -> Iterator[str]:
    """Yield the names and values that forms would put into an address."""
    for tag in ("input", "option", "select", "button"):
        for one in page.all(tag):
            yield from (one.attrs.get("name", ""), one.attrs.get("value", ""))


@pytest.mark.proves("SAFETY 2.2")
@pytest.mark.usefixtures("shipped")
def test_the_answer_to_a_search_does_not_say_what_was_searched(client: Client) -> None:
    form = {"place": "Rotherham", "type": ["counselling"], "region": "wales"}
    address = client.post("/find", form)["Location"]
    page = page_of(ask(client, Exchange(200, address)))
    for text in (address, *kept(page)):
        assert not telling(text)
        assert not [word for word in ("rotherham", "wales", "counsel") if word in text.lower()]


@pytest.mark.proves("SAFETY 2.4")
@pytest.mark.parametrize("exchange", [one for one in ANSWERS if is_page(one)], ids=str)
def test_no_page_gives_away_a_listing_with_a_telling_name(
    visitor: Client, exchange: Exchange
) -> None:
    response = ask(visitor, exchange)
    if response.content:
        assert not [text for text in kept(page_of(response)) if telling(text)]


@pytest.mark.proves("SAFETY 2.4")
def test_no_area_has_a_telling_address(db: None) -> None:
    slugs = list(Region.objects.values_list("slug", flat=True))
    assert "rotherham" in slugs
    assert not [slug for slug in slugs if telling(slug)]


@pytest.mark.proves("SAFETY 2.4")
def test_no_static_file_has_a_telling_name(collected: Path) -> None:
    names = [str(one.relative_to(collected)) for one in collected.rglob("*")]
    ours = [name for name in names if not name.startswith("admin/")]
    assert "css/site.css" in ours
    assert not [name for name in ours if telling(name)]
