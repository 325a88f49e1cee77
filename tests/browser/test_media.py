"""The pages in a person's own colours, and on paper."""

import pytest
from playwright.sync_api import Page

from tests.browser.colours import pale_words
from tests.browser.geometry import misfits
from tests.browser.pages import EVERY_STATE, LAYOUTS, State, opened

pytestmark = pytest.mark.browser

SITE = "Support directory"
# What is shown as a box or can be used, and has no line around it to be told apart by.
BOUNDLESS = """() => {
  const boxes = 'button, input, select, .exit-bar__link, .danger, .risk, .gap, .alert, '
    + '.card, .branch';
  const found = [];
  for (const one of document.querySelectorAll(boxes)) {
    const style = getComputedStyle(one);
    const lines = ['Top', 'Right', 'Bottom', 'Left'].some(side =>
      style[`border${side}Style`] !== 'none' && parseFloat(style[`border${side}Width`]) >= 1
      && style[`border${side}Color`] !== style.backgroundColor);
    const own = one.type === 'checkbox';
    if (!lines && !own && one.checkVisibility()) found.push(one.outerHTML.slice(0, 80));
  }
  return found;
}"""
# The facts of a service for which no box is drawn, although a person reads them on the screen.
UNPRINTED = """() => {
  const facts = 'main :is(h1, .card, .way, .facts, .place, .card__why)';
  const found = [];
  for (const one of document.querySelectorAll(facts)) {
    if (!one.closest('.danger, .change') && !one.checkVisibility()) {
      found.push(one.outerHTML.slice(0, 80));
    }
  }
  return found;
}"""


@pytest.mark.proves("DESIGN 2.2", "SAFETY 3.5")
@pytest.mark.parametrize("state", LAYOUTS, ids=str)
def test_in_forced_colours_every_box_has_a_line_and_every_word_stands_out(
    state: State, same_plain_page: Page, address: str
) -> None:
    same_plain_page.emulate_media(forced_colors="active")
    page = opened(same_plain_page, state, address)

    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    assert page.evaluate(BOUNDLESS) == []
    assert pale_words(page) == []


@pytest.mark.proves("SAFETY 5.1")
def test_a_box_without_a_line_would_be_found(plain_page: Page) -> None:
    plain_page.emulate_media(forced_colors="active")
    plain_page.set_content("<p class='alert'>One</p><button style='border:0'>Two</button>")

    assert len(plain_page.evaluate(BOUNDLESS)) == 2


@pytest.mark.proves("DESIGN 2.2", "SAFETY 3.5", "SAFETY 5.2")
@pytest.mark.parametrize("state", EVERY_STATE, ids=str)
def test_on_paper_stand_all_facts_and_neither_the_site_nor_the_way_out(
    state: State, same_plain_page: Page, address: str
) -> None:
    same_plain_page.emulate_media(media="print")
    same_plain_page.set_viewport_size({"width": 720, "height": 1000})
    page = opened(same_plain_page, state, address)
    words = page.locator("body").inner_text()

    assert SITE not in words
    assert page.get_by_role("link", name="Exit this page").count() == 0
    assert "Leave quickly" not in words
    assert page.evaluate(UNPRINTED) == []
    assert misfits(page) == []


def test_the_name_of_the_site_would_be_found_on_the_screen(plain_page: Page) -> None:
    plain_page.goto("/")
    words = plain_page.locator("body").inner_text()

    assert SITE in words
    assert plain_page.get_by_role("link", name="Exit this page").count() == 1
