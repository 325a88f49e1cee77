"""The shipped listings, read as a visitor reads them: every link followed, nothing internal found.

Each run walks a site with a share of them, `make endurance` the whole.
The walk starts at the front page and at the lists of the API and follows every link within the
site, as far as it leads. So it finds each published listing, each dead end, each word that is
meant for curators only, and each that would give a visit away.
"""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urldefrag

import pytest
from django.test import Client
from django.urls import reverse

from resources.models import Collection, Organization, Service
from tests.pages.reading import Page
from tests.privacy.asking import Exchange
from tests.privacy.test_deny_list import kept as kept_by_a_browser
from tests.privacy.test_deny_list import telling
from tests.privacy.test_headers import wrong_headers
from tests.shipped import LISTINGS

pytestmark = pytest.mark.long

STARTS = ["/", *(f"/api/v1/{name}/" for name in ("services", "organizations", "collections"))]
UNCONFIRMED = "Unconfirmed, never publish:"
ADDRESS = re.compile(r"https?://[^\s;,]+[^\s;,.]")
# Shorter than this a sentence may say by chance what a page says too.
TELLING = 25


def _rows(record: str) -> list[dict[str, Any]]:
    """Return the lines of the shipped file of one kind."""
    lines = [json.loads(line) for line in LISTINGS.read_text().splitlines()]
    return [line for line in lines if line["record"] == record]


def _strings(value: Any) -> Iterator[str]:
    """Yield every text in an answer of the API."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _strings(one)


def marked(page: Page) -> list[str]:
    """Return the sentences in which a mark of Markdown is shown, which says nothing to a person.

    Programs are shown as they are.
    """
    text = page.one("body").words
    for program in page.all("code"):
        if program.attrs.get("class") == "program":
            text = text.replace(program.words, "")
    return [one for one in text.split(". ") if "`" in one]


class Walk:
    """Every public answer, what it says, and where its links lead."""

    def __init__(self, client: Client) -> None:
        """Follow every link within the site, each once."""
        self.client = client
        self.statuses: dict[str, int] = {}
        self.values: set[str] = set()
        self.words: dict[str, str] = {}
        # What would give a visit away, what lets it be followed, and what pages are headed.
        self.told: list[tuple[str, str]] = []
        self.loose: list[tuple[str, object]] = []
        self.headings: list[str] = []
        # Signs of a way of writing that no person should have to read.
        self.raw: list[tuple[str, str]] = []
        waiting = list(STARTS)
        while waiting:
            address, _part = urldefrag(waiting.pop())
            if address not in self.statuses:
                waiting += self._open(address)

    def _open(self, address: str) -> list[str]:
        """Read one answer and return the addresses it leads to."""
        response = self.client.get(address)
        self.statuses[address] = response.status_code
        self._look_at(address, response)
        if address.startswith("/api/v1/schema/"):
            return []
        if response["Content-Type"].startswith("application/json"):
            return self._read_answer(address, response.json())
        return self._read_page(address, Page(response.content.decode(), response.status_code))

    def _look_at(self, address: str, response: Any) -> None:
        """Note what the address and the headers say, and whether they encrypt the visit."""
        self._note(address, [address, *response.headers.values()])
        wrong = wrong_headers(response, Exchange(200, address))
        self.loose += [(address, one) for one in (wrong, response.cookies) if one]

    def _note(self, address: str, texts: list[str]) -> None:
        self.told += [(address, text) for text in texts if telling(text)]

    def _read_page(self, address: str, page: Page) -> list[str]:
        self._note(address, list(kept_by_a_browser(page)))
        self.headings.append(page.heading)
        self.raw += [(address, one) for one in marked(page)]
        self.words[address] = page.words
        values = [value for one in page.walk() for value in one.attrs.values()]
        self.values.update(values)
        path = address.partition("?")[0]
        # The pages of areas show the same services again and again: the first of each wide one is
        # enough, and `test_areas` opens the page of every district.
        if path.startswith("/in/"):
            return [one for one in page.hrefs if one.startswith(("/services/", "/organizations/"))]
        return [f"{path}{one}" if one[0] == "?" else one for one in page.hrefs if one[0] in "/?"]

    def _read_answer(self, address: str, answer: dict[str, Any]) -> list[str]:
        texts = list(_strings(answer))
        self.words[address] = " ".join(" ".join(texts).split())
        self.values.update(texts)
        if "results" not in answer:
            return []
        path = address.partition("?")[0]
        key = {"/api/v1/collections/": "slug", "/api/v1/regions/": "code"}.get(path, "id")
        follow = [answer["next"].removeprefix("http://testserver")] if answer["next"] else []
        return follow + [f"{path}{row[key]}/" for row in answer["results"]]


@pytest.fixture(scope="module")
def kept() -> dict[int, Walk]:
    """The walks of this module, each once somebody has taken it."""
    return {}


@pytest.fixture
def walk(kept: dict[int, Walk], shipped_share_once: int, db: None, client: Client) -> Walk:
    """The whole site, walked once."""
    if shipped_share_once not in kept:
        kept[shipped_share_once] = Walk(client)
    return kept[shipped_share_once]


@pytest.fixture
def public(shipped_share_once: int, db: None) -> list[str]:
    """The address of every page and answer about one listing."""
    services, organizations = Service.objects.published(), Organization.objects.published()
    return [
        *(row.get_absolute_url() for row in services),
        *(row.get_absolute_url() for row in organizations),
        *(f"/api/v1/services/{row.pk}/" for row in services),
        *(f"/api/v1/organizations/{row.pk}/" for row in organizations),
    ]


def test_every_link_within_the_site_leads_somewhere(walk: Walk) -> None:
    assert [one for one, status in walk.statuses.items() if status != 200] == []


def test_every_published_listing_is_reached_by_following_links(
    walk: Walk, public: list[str], shipped_share_once: int
) -> None:
    assert len(public) > 1500 / shipped_share_once
    assert set(public) <= set(walk.statuses)


@pytest.mark.proves("DESIGN 2.3", "SAFETY 2.4")
def test_no_page_of_the_shipped_listings_gives_a_visit_away(walk: Walk) -> None:
    assert walk.told == []
    assert walk.loose == []
    # Every list too, some areas, and far more pages than there are templates.
    assert {one.get_absolute_url() for one in Collection.objects.published()} <= set(walk.statuses)
    assert len([one for one in walk.statuses if one.startswith("/in/")]) > 10
    assert len(walk.headings) > 150
    # The list of words finds something where something may stand.
    assert any(telling(heading) for heading in walk.headings)


def test_no_page_shows_a_mark_that_is_meant_for_a_machine(walk: Walk) -> None:
    assert walk.raw == []
    assert reverse("api-docs") in walk.statuses


def test_a_mark_that_a_page_shows_would_be_found() -> None:
    page = Page("<body><p>Give <code>now</code>. Or `later`.</p></body>")
    assert marked(page) == ["Or `later`."]


def test_no_listing_that_is_held_back_is_reached_or_named(walk: Walk) -> None:
    held = [row for row in _rows("service") if row["publication"] != "published"]
    assert held
    everything = "\n".join([*walk.statuses, *walk.words.values(), *walk.values])
    for row in held:
        assert f"/services/{row['code']}/" not in everything
        assert row["id"] not in everything


def _internal() -> set[str]:
    """Return the sentences and reasons that curators wrote for themselves."""
    texts: set[str] = set()
    for row in _rows("service"):
        texts.add(row.get("hold_reason", ""))
        texts.update(re.split(r"(?<=[.;])\s+", row.get("curator_note", "")))
    return {text for text in texts if len(text) >= TELLING}


def test_no_sentence_that_curators_wrote_for_themselves_is_on_any_page_or_answer(
    walk: Walk,
) -> None:
    internal = _internal()
    assert len(internal) > 300
    everything = "\n".join(walk.words.values())
    assert [text for text in internal if text in everything] == []


def _unconfirmed() -> set[str]:
    """Return the addresses of sites that nobody has read anywhere."""
    notes = [row.get("curator_note", "").partition(UNCONFIRMED)[2] for row in _rows("service")]
    return {address for note in notes for address in ADDRESS.findall(note)}


def _read_somewhere() -> set[str]:
    """Return the addresses that a public field of a published listing holds."""
    rows = [row for row in _rows("service") if row["publication"] == "published"]
    contacts = {one["value"] for row in rows for one in row["contacts"]}
    sources = {one.get("url", "") for row in rows for one in row["sources"]}
    return contacts | sources | {one.get("website", "") for one in _rows("organization")}


def test_no_value_that_nobody_has_read_is_on_any_page_or_answer(walk: Walk) -> None:
    secret = _unconfirmed() - _read_somewhere()
    assert len(secret) > 40
    everything = "\n".join([*walk.words.values(), *walk.values])
    shown = {
        address for address in secret if re.search(re.escape(address) + r"/?(\s|$)", everything)
    }
    assert shown == set()
