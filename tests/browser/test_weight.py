"""What a visit costs on a slow phone: bytes and requests, with everything a page loads."""

import gzip
import re
import sys
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page, Response

from tests.browser.pages import PHONE

pytestmark = pytest.mark.browser

# What a server may send before it hears from the phone again.
MOST_BYTES = 14 * 1024
# The page, one style sheet and the one script: the way out must not stand in the page itself.
MOST_REQUESTS = 3
FILES = re.compile(r'(?:href|src)="(/static/[^"]+)"')


class Load(NamedTuple):
    """What came over the network for one page: its own text, and the files that it names."""

    page: int
    files: int
    kinds: list[str]

    @property
    def total(self) -> int:
        return self.page + self.files


class Visit:
    """A person's browser that has never been here, and counts what it is sent."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.answers: list[Response] = []
        page.on("response", lambda one: self.answers.append(one))

    def counted(self, what: str) -> Load:
        """Return what was sent since the last count, and print it."""
        self.page.wait_for_load_state("networkidle")
        sent = [one.request for one in self.answers if _was_sent(one)]
        self.answers.clear()
        sizes = [(one.resource_type, one.sizes()["responseBodySize"]) for one in sent]
        page = sum(size for kind, size in sizes if kind == "document")
        load = Load(page, sum(size for _kind, size in sizes) - page, [kind for kind, _ in sizes])
        # Read it with -s.
        sys.stdout.write(f"{what}: {page} + {load.files} bytes, {len(sent)} requests\n")
        return load


def _was_sent(answer: Response) -> bool:
    """Tell an answer that was sent from one that lay in the cache.

    The redirection that answers a sent form has no body: the page is the one behind it.
    """
    in_cache = answer.request.timing["requestStart"] < 0
    return not (in_cache or answer.status == 303 or answer.url.startswith("data:"))


@pytest.fixture
def visit(chromium: Browser, address: str) -> Iterator[Visit]:
    """A phone with an empty cache. Chromium offers brotli to its own machine as on HTTPS."""
    context = chromium.new_context(base_url=address, viewport=PHONE)
    yield Visit(context.new_page())
    context.close()


def test_each_page_of_a_visit_fits_in_one_round_trip(visit: Visit) -> None:
    page = visit.page
    page.goto("/")
    front = visit.counted("front page")
    page.get_by_label("Where are you, or what do you need?").fill("counselling in Rotherham")
    page.get_by_role("button", name="Show services").first.click()
    page.wait_for_url("**/r/**")
    answer = visit.counted("answer to a search")
    page.get_by_role("main").get_by_role("heading", level=3).first.get_by_role("link").click()
    service = visit.counted("one service")
    page.goto("/services/")
    whole = visit.counted("every service")

    assert front.total <= MOST_BYTES
    assert 2 <= len(front.kinds) <= MOST_REQUESTS
    assert set(front.kinds) <= {"document", "stylesheet", "script"}
    for later in (answer, service, whole):
        assert later.kinds == ["document"]
        # A person who comes to this page first loads the files with it.
        assert later.page + front.files <= MOST_BYTES


@pytest.mark.parametrize("path", ["/services/?region=E08000018", "/services/p26j8g/", "/safety/"])
def test_a_page_that_a_person_comes_to_first_fits_too(visit: Visit, path: str) -> None:
    visit.page.goto(path)
    load = visit.counted(path)

    assert load.total <= MOST_BYTES
    assert 2 <= len(load.kinds) <= MOST_REQUESTS


@pytest.mark.parametrize("path", ["/", "/services/", "/services/?region=E08000018", "/in/leeds/"])
def test_a_first_visit_fits_where_a_network_knows_gzip_alone(address: str, path: str) -> None:
    whole = [path, *FILES.findall(gzip.decompress(packed(address, path)).decode())]
    sizes = [len(packed(address, one)) for one in whole]
    sys.stdout.write(f"{path}: {sizes} bytes with gzip\n")

    assert len(whole) == MOST_REQUESTS
    assert sum(sizes) <= MOST_BYTES


def packed(address: str, path: str) -> bytes:
    """Return what the server sends to whom it may send gzip alone."""
    with closing(HTTPConnection(address.removeprefix("http://"), timeout=10)) as server:
        server.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = server.getresponse()
        assert answer.getheader("Content-Encoding") == "gzip"
        return answer.read()


def test_the_list_makes_sense_without_its_style_sheet(plain_page: Page) -> None:
    plain_page.route("**/*.css", lambda route: route.abort())
    plain_page.goto("/services/?region=E08000018")

    headings = plain_page.get_by_role("heading").all_inner_texts()
    assert headings[0] == "Support for Rotherham"
    assert "In Rotherham" in headings
    # Reading order is source order: the way out first, then the list, then what is open now.
    text = plain_page.locator("body").inner_text()
    order = (
        "Exit this page",
        "Support for Rotherham",
        "Change what is shown",
        "In Rotherham\n",
        "Free and open now, anywhere",
    )
    places = [text.index(words) for words in order]
    assert places == sorted(places)
