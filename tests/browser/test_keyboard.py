"""Whoever uses only a keyboard reaches everything, sees where they are, and can turn round."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.keyboard import from_the_top, report, stops, walk
from tests.browser.pages import LAYOUTS, State, opened

pytestmark = pytest.mark.browser


@pytest.mark.proves("DESIGN 2.2", "SAFETY 1.1", "SAFETY 3.1", "SAFETY 5.2")
@pytest.mark.parametrize("state", LAYOUTS, ids=str)
def test_tab_reaches_everything_in_order_and_shift_and_tab_leads_back(
    state: State, same_scripted_page: Page, address: str
) -> None:
    same_scripted_page.set_viewport_size({"width": 390, "height": 640})
    page = opened(same_scripted_page, state, address)
    all_stops = stops(page)
    everything = list(range(len(all_stops)))
    from_the_top(page)
    there, faults = walk(page, "Tab", len(all_stops))
    back, more = walk(page, "Shift+Tab", len(all_stops))

    assert "exit-bar__link" in all_stops[0]
    assert there == everything
    assert back == everything[::-1]
    assert {all_stops[int(one.split()[0])]: one for one in faults + more} == {}


@pytest.mark.proves("SAFETY 5.1")
def test_a_stop_under_the_bar_and_one_without_an_outline_would_be_found(
    scripted_page: Page,
) -> None:
    scripted_page.set_content(
        "<body style='background:#fff'><div style='position:fixed;inset:0 0 auto;height:90px;"
        "background:#000;z-index:2'></div><a href='#a' style='outline:3px solid #000'>Under</a>"
        "<p style='margin-top:120px'><a href='#b' style='outline:none'>Bare</a>"
        "<p><a href='#c' style='outline:3px solid #ddd'>Pale</a>"
    )
    assert len(stops(scripted_page)) == 3
    _order, faults = walk(scripted_page, "Tab", 3)
    found = "\n".join(faults)
    for said in ("0 stop: at", "1 stop: no outline", "2 stop: the outline is pale"):
        assert said in found


@pytest.mark.proves("DESIGN 2.2", "SAFETY 5.2")
@pytest.mark.parametrize("name", ["list", "front"])
def test_everything_folded_opens_with_the_keyboard_and_its_inside_comes_next(
    name: str, scripted_page: Page, address: str
) -> None:
    (state,) = [one for one in LAYOUTS if one.name == name]
    page = opened(scripted_page, state, address)
    assert page.locator("details:not([open])").count()
    for summary in page.locator("summary").all():
        if not summary.is_visible():
            continue
        is_open = summary.evaluate("one => one.parentElement.open")
        summary.focus()
        page.keyboard.press("Enter")
        assert summary.evaluate("one => one.parentElement.open") is not is_open
    stops(page)
    summary = page.locator("summary").first
    summary.focus()
    first = report(page)["index"]
    page.keyboard.press("Tab")
    assert report(page)["index"] == first + 1
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    assert not summary.evaluate("one => one.parentElement.open")


def test_the_skip_link_shows_itself_and_leads_past_the_menu(plain_page: Page) -> None:
    plain_page.goto("/safety/")
    skip = plain_page.get_by_role("link", name="Skip to main content")
    while not skip.evaluate("one => one === document.activeElement"):
        plain_page.keyboard.press("Tab")
    box = skip.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    plain_page.keyboard.press("Enter")
    expect(plain_page.locator("main:focus")).to_have_count(1)
    plain_page.keyboard.press("Tab")
    assert plain_page.locator(":focus").evaluate("one => one.closest('main') !== null")
