"""In a language written from right to left, a third longer, every page still fits, mirrored."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import LISTED_NO_LONGER, LISTED_ONCE
from tests.browser.geometry import SPACED, misfits, styled, unfolded
from tests.browser.pages import LAYOUTS, State, opened
from tests.infrastructure.served import EXTREMES, LISTINGS, ROOT, served
from tests.pseudo_language import CODE

pytestmark = pytest.mark.browser

WIDTHS = (320, 390, 1280)
# How far things stand from the left edge and from the right one.
SIDES = """(selector) => {
  const range = document.createRange();
  range.selectNodeContents(document.querySelector(selector));
  const box = range.getBoundingClientRect();
  return [box.left, document.documentElement.clientWidth - box.right];
}"""
# Names of sides in style sheets that do not turn with the writing.
FIXED_SIDES = re.compile(
    r"(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)"
    r"|^\s*(?:left|right)\s*:|(?:text-align|float|clear)\s*:\s*(?:left|right)",
    re.MULTILINE,
)


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a directory that speaks a language nobody speaks."""
    settings = {"DJANGO_SETTINGS_MODULE": "tests.browser.pseudo_settings"}
    log: Path = tmp_path_factory.mktemp("foreign") / "log"
    listings, after = (LISTINGS, EXTREMES, LISTED_ONCE), (LISTED_NO_LONGER,)
    with served(log, listings=listings, after=after, environment=settings) as running:
        yield running


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    """A window without JavaScript, whose server the test names; the same for all of them."""
    context = chromium.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.mark.proves("SAFETY 3.5", "SAFETY 5.2")
@pytest.mark.parametrize("state", LAYOUTS, ids=str)
def test_a_longer_language_from_right_to_left_fits(state: State, page: Page, foreign: str) -> None:
    opened(page, state, foreign)
    html = page.locator("html")
    assert (html.get_attribute("lang"), html.get_attribute("dir")) == (CODE, "rtl")
    unfolded(page)
    found = {}
    for style in ("", SPACED):
        styled(page, style)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            found[width, style] = misfits(page)

    assert {look: said for look, said in found.items() if said} == {}


def _sides(page: Page, selector: str) -> tuple[float, float]:
    left, right = page.evaluate(SIDES, selector)
    return left, right


@pytest.mark.proves("SAFETY 3.5")
@pytest.mark.parametrize("selector", [".exit-bar__link", "h1", ".masthead__name", ".skip"])
def test_the_page_is_the_mirror_of_the_english_one(
    selector: str, page: Page, foreign: str, address: str
) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{address}/safety/")
    left, right = _sides(page, selector)
    page.goto(f"{foreign}/safety/")
    mirrored_left, mirrored_right = _sides(page, selector)

    assert (left < right) is not (mirrored_left < mirrored_right)


def test_no_style_sheet_names_a_side_that_does_not_turn() -> None:
    sheets = sorted((ROOT / "static" / "css").glob("*.css"))
    assert sheets
    assert [one.name for one in sheets if FIXED_SIDES.search(one.read_text(encoding="utf-8"))] == []
    assert FIXED_SIDES.search("a {\n  left: 0;\n}")
