"""What a browser keeps of a visit, or shows beside other windows, names no abuse.

Titles, addresses, queries and descriptions of every page of the shipped listings are read; the
headings may say what a page is about.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from django.test import Client

from directory.checks import TELLING_WORDS
from resources.models import Collection, Organization, Region, Service
from tests.pages.reading import Page
from tests.privacy.asking import ANSWERS, ROUTES, Asked, ask, is_page, page_of
from tests.privacy.test_headers import sealed

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


def marked(page: Page) -> list[str]:
    """Return the sentences in which a mark of Markdown is shown, which says nothing to a person."""
    return [one for one in page.one("body").words.split(". ") if "`" in one]


def within(page: Page, address: str) -> Iterator[str]:
    """Yield where the links of a page lead within the site, as far as pages go."""
    for link in page.all("a"):
        target, _fragment = urldefrag(urljoin(address, link.attrs["href"]))
        if target.startswith("/") and (target == ROUTES["api-docs"] or "/api/" not in target):
            yield target


def crawled(client: Client) -> Iterator[tuple[Asked, Any, Page]]:
    """Open every page by its links: the address, the answer and the page.

    Pages without end are cut short: a question has one part, and of the areas, which have one form
    and one template, the first pages of those that are larger than a district stand for all.
    """
    wide = set(Region.objects.filter(depth__lte=2).values_list("slug", flat=True))
    waiting, seen = ["/"], {"/"}
    while waiting:
        asked = Asked(200, waiting.pop())
        response = ask(client, asked)
        page = page_of(response)
        yield asked, response, page
        for target in sorted({*within(page, asked.address)} - seen):
            seen.add(target)
            is_far = target.startswith("/in/") and target.split("/", 2)[2].strip("/") not in wide
            if not is_far and target.count("=") < 2:
                waiting.append(target)


@pytest.mark.proves("DESIGN 2.3", "SAFETY 2.4")
@pytest.mark.usefixtures("shipped")
def test_no_page_of_the_shipped_listings_gives_a_visit_away(client: Client) -> None:
    opened, told, headings = [], [], []
    loose: list[tuple[Asked, str]] = []
    raw: list[tuple[Asked, str]] = []
    for asked, response, page in crawled(client):
        opened.append(asked.address)
        headings.append(page.heading)
        told += [
            (asked, words) for text in (asked.address, *kept(page)) if (words := telling(text))
        ]
        told += [(asked, words) for words in map(telling, response.headers.values()) if words]
        loose += [(asked, str(wrong)) for wrong in [sealed(response, asked)] if wrong]
        raw += [(asked, words) for words in marked(page)]
        loose += [(asked, "a cookie")] * bool(response.cookies)
    assert told == []
    assert loose == []
    assert raw == []
    # Every listing, organisation, list and area, and the pages of the whole list.
    assert {one.get_absolute_url() for one in Service.objects.published()} <= set(opened)
    assert {one.get_absolute_url() for one in Organization.objects.published()} <= set(opened)
    assert {one.get_absolute_url() for one in Collection.objects.published()} <= set(opened)
    assert len([one for one in opened if one.startswith("/in/")]) > 10
    assert len(opened) > 300
    assert ROUTES["api-docs"] in opened
    # The list of words finds something where something may stand.
    assert any(telling(heading) for heading in headings)


def test_a_mark_that_a_page_shows_would_be_found() -> None:
    page = Page("<body><p>Give <code>now</code>. Or `later`.</p></body>")
    assert marked(page) == ["Or `later`."]


@pytest.mark.proves("SAFETY 2.2")
@pytest.mark.usefixtures("shipped")
def test_the_answer_to_a_search_does_not_say_what_was_searched(client: Client) -> None:
    asked = {"place": "Rotherham", "type": ["counselling"], "region": "wales"}
    address = client.post("/find", asked)["Location"]
    page = page_of(ask(client, Asked(200, address)))
    for text in (address, *kept(page)):
        assert not telling(text)
        assert not [word for word in ("rotherham", "wales", "counsel") if word in text.lower()]


@pytest.mark.proves("SAFETY 2.4")
@pytest.mark.parametrize("asked", [one for one in ANSWERS if is_page(one)], ids=str)
def test_no_page_gives_away_a_listing_with_a_telling_name(visitor: Client, asked: Asked) -> None:
    response = ask(visitor, asked)
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
