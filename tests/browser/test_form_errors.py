"""A person whose form could not be used is led to what to change, without JavaScript too."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.exit.conftest import STARTS
from tests.browser.keyboard import report, stops
from tests.browser.pages import STATES, State, opened, path_of
from tests.infrastructure.tab import Tab

pytestmark = pytest.mark.browser

# The field that each page leads to: the one box, unless a place was typed by itself.
FIELDS = {"place not found": "place", "expired search": "words"}
TO_CHANGE = [one for one in STATES if one.name in FIELDS]
# The part with the focus, and whether the bar with the way out lies over its beginning.
FOCUSED = """(() => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  const seen = document.elementFromPoint(box.left + 20, box.top + 4);
  return [one.getAttribute('role') || one.localName, one.contains(seen)];
})()"""


@contextmanager
def _without_script(browser: str, folder: Path) -> Iterator[Tab]:
    """Start a browser whose settings let no script run, and give a tab of it."""
    with STARTS[browser](folder / browser, "script") as running, running.tab() as tab:
        yield tab


@pytest.mark.proves("SAFETY 3.4")
@pytest.mark.parametrize("browser", STARTS)
def test_the_focus_is_on_what_to_change_without_a_script(
    browser: str, tmp_path: Path, address: str
) -> None:
    with _without_script(browser, tmp_path) as tab:
        for state in TO_CHANGE:
            tab.open(address + path_of(state, address))
            tab.until("document.activeElement !== document.body")
            assert tab.evaluate(FOCUSED) == ["alert", True]


@pytest.mark.proves("SAFETY 3.4")
@pytest.mark.parametrize("state", TO_CHANGE, ids=str)
@pytest.mark.parametrize("size", [(390, 640), (320, 256), (1280, 900)], ids=str)
def test_tab_and_enter_lead_to_the_field_and_back_to_the_way_out(
    size: tuple[int, int], state: State, plain_page: Page, address: str
) -> None:
    plain_page.set_viewport_size({"width": size[0], "height": size[1]})
    page = opened(plain_page, state, address)
    assert page.evaluate(FOCUSED) == ["alert", True]
    all_stops = stops(page)
    to_change = FIELDS[state.name]
    page.keyboard.press("Tab")
    link = report(page)
    assert f'href="#{to_change}"' in all_stops[link["index"]]
    for _press in range(link["index"]):
        page.keyboard.press("Shift+Tab")
    assert "exit-bar__link" in all_stops[report(page)["index"]]
    page.locator(f'a[href="#{to_change}"]').first.focus()
    page.keyboard.press("Enter")
    field = report(page)
    assert f'id="{to_change}"' in all_stops[field["index"]]
    assert link["faults"] == field["faults"] == []


def test_a_page_with_nothing_to_change_takes_no_focus(plain_page: Page) -> None:
    plain_page.goto("/services/")
    assert plain_page.evaluate("() => document.activeElement.localName") == "body"
