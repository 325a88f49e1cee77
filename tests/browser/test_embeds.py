"""A list inside somebody else's post, in a real browser: it loads everywhere and leaves nothing."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page

from tests.browser.posts import HOSTS, TITLE, post
from tests.infrastructure.axe import violations

pytestmark = pytest.mark.browser
FRAMED = "/embed/lists/first-steps/"
PREVIEW = "/embed/preview/?list=first-steps"


@pytest.fixture
def reader(chromium: Browser) -> Iterator[Page]:
    """A small phone, in a profile of its own."""
    context = chromium.new_context(viewport={"width": 360, "height": 800})
    yield context.new_page()
    context.close()


def pasted(reader: Page, address: str, attributes: str = "") -> str:
    """Return the frame that an author takes from us, with what a site adds to it."""
    reader.goto(address + PREVIEW)
    markup = reader.locator("#frame").input_value()
    narrow = markup.replace('width="600"', 'width="320"')
    assert narrow != markup
    return narrow.replace("<iframe", f"<iframe{attributes}")


@pytest.mark.parametrize("host", HOSTS)
def test_a_frame_loads_in_any_post_and_leaves_nothing(
    host: str, reader: Page, address: str
) -> None:
    headers, sandbox = HOSTS[host]
    asked: list[dict[str, str]] = []
    markup = pasted(reader, address, sandbox)
    before = reader.evaluate("history.length")
    reader.on("request", lambda one: asked.append({"url": one.url, **one.headers}))
    with post(headers, markup) as host_address:
        reader.goto(host_address)
        inside = reader.frames[1]
        inside.get_by_text("116 123").wait_for()
        # Words may be there before the sheet that the frame waits for.
        inside.wait_for_load_state("load")
        heading = inside.locator("h1")
        # Styled by our own sheet, and no wider than the frame.
        assert "serif" in str(heading.evaluate("one => getComputedStyle(one).fontFamily"))
        assert inside.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert inside.evaluate("document.scripts.length") == 0
        assert reader.title() == TITLE
        assert reader.evaluate("history.length") == before + 1
    ours = [one for one in asked if one["url"].startswith(address)]
    assert {one["url"].removeprefix(address).split("/")[1] for one in ours} == {"embed", "static"}
    for one in ours:
        assert "cookie" not in one
        # Our sheet is asked for by our own frame, which sends no referer either.
        assert not one.get("referer")
    assert reader.context.cookies() == []


def test_a_link_of_a_frame_opens_beside_the_post(reader: Page, address: str) -> None:
    with post({}, pasted(reader, address)) as host_address:
        reader.goto(host_address)
        with reader.context.expect_page() as opened:
            reader.frames[1].get_by_role("link", name="list").click()
        assert opened.value.url == f"{address}/lists/first-steps/"
        assert opened.value.evaluate("opener") is None
        assert reader.url == host_address


def test_a_copy_in_a_post_asks_nothing_of_us(reader: Page, address: str) -> None:
    reader.goto(address + PREVIEW)
    copy = reader.locator("#copy").input_value()
    asked: list[str] = []
    reader.on("request", lambda one: asked.append(one.url))
    with post({}, copy) as host_address:
        reader.goto(host_address)
        assert reader.get_by_role("link", name="Call 116 123").get_attribute("href") == "tel:116123"
        assert reader.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not [url for url in asked if url.startswith(address)]


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_no_scanner_finds_a_fault_in_a_frame_or_where_an_author_takes_it(
    colours: Any, reader: Page, address: str
) -> None:
    for path in (FRAMED, PREVIEW):
        reader.emulate_media(color_scheme=colours)
        reader.goto(address + path)
        assert violations(reader) == []
        assert reader.evaluate("document.documentElement.scrollWidth <= innerWidth")


ASKED_ACROSS = """async ([address, headers]) => {
  const answer = await fetch(address, { headers });
  const words = await answer.text();
  return [answer.status, answer.headers.get('ETag'), words.length];
}"""


def test_a_page_of_another_site_may_ask_again_for_what_it_knows(reader: Page, address: str) -> None:
    asked = f"{address}/api/v1/services/?page_size=1"
    with post({}, "") as host_address:
        reader.goto(host_address)
        # With a header of its own, so that the browser asks first whether it may.
        first = {"X-Requested-With": "XMLHttpRequest"}
        status, etag, length = reader.evaluate(ASKED_ACROSS, [asked, first])
        assert (status, bool(etag), length > 100) == (200, True, True)
        again = first | {"If-None-Match": etag}
        status, told, length = reader.evaluate(ASKED_ACROSS, [asked, again])
        # Weak or strong, by whether the answer was compressed.
        assert (status, told.removeprefix("W/"), length) == (304, etag.removeprefix("W/"), 0)
        # A header of which the API does not speak is not let through, by the browser itself.
        with pytest.raises(Error, match="Failed to fetch"):
            reader.evaluate(ASKED_ACROSS, [asked, {"X-Somebody": "else"}])
