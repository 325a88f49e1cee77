"""The answer stands on the first screen, on a phone and on a desktop."""

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.positions import SIZES, Positions, kept, positions

pytestmark = pytest.mark.browser

# What a page may differ from what was written down: lines that are open now come and go, and in the
# typeface of another machine a text takes a line more or one fewer.
TOLERANCE, LINE = 0.1, 30
HEIGHTS = [(name, size["height"]) for name, size in SIZES.items()]


@pytest.fixture(scope="module")
def found(chromium: Browser, address: str) -> Positions:
    """The positions on all pages, measured once."""
    return positions(chromium, address)


def test_positions_are_what_they_were(found: Positions) -> None:
    differing = {
        f"{page}: {what}": (before, found[page][what])
        for page, places in kept().items()
        for what, before in places.items()
        if (before is None) != (found[page][what] is None)
        or abs((found[page][what] or 0) - (before or 0)) > max(LINE, TOLERANCE * (before or 0))
    }
    assert differing == {}


@pytest.mark.parametrize(("size", "height"), HEIGHTS)
def test_the_question_and_first_choices_stand_on_the_first_screen(
    found: Positions, size: str, height: int
) -> None:
    front = found[f"front, {size}"]
    assert (front["place field"] or height) + 120 < height
    assert (front["first choice"] or height) + 3 * 48 < height


@pytest.mark.parametrize(("size", "height"), HEIGHTS)
@pytest.mark.parametrize("page", ["list", "everything"])
def test_the_first_service_and_a_number_stand_on_the_first_screen(
    found: Positions, page: str, size: str, height: int
) -> None:
    assert (found[f"{page}, {size}"]["first card"] or height) < height - 44
    assert (found[f"{page}, {size}"]["first way to get in touch"] or height) < height - 44


@pytest.mark.parametrize(("size", "height"), HEIGHTS)
def test_the_number_of_a_service_and_the_ways_on_from_nothing_stand_on_the_first_screen(
    found: Positions, size: str, height: int
) -> None:
    assert (found[f"service, {size}"]["first way to get in touch"] or height) < height - 44
    assert (found[f"none, {size}"]["first choice"] or height) < height - 44


@pytest.mark.parametrize(("size", "height"), HEIGHTS)
def test_where_hardly_anything_is_found_a_line_and_the_first_service_stand_there_too(
    found: Positions, size: str, height: int
) -> None:
    assert (found[f"few, {size}"]["first way to get in touch"] or height) < height - 44
    assert (found[f"few, {size}"]["first card"] or height) < height - 44


def test_a_list_and_the_front_page_are_no_longer_than_promised(found: Positions) -> None:
    assert (found["list, phone"]["height of a card"] or 9999) <= 420
    assert (found["list, phone"]["height of all cards"] or 9999) <= 5000
    assert (found["list, desktop"]["height of all cards"] or 9999) <= 3600
    assert (found["front, phone"]["height of the page"] or 9999) <= 5 * SIZES["phone"]["height"]


@pytest.mark.parametrize("size", SIZES.values(), ids=list(SIZES))
def test_two_presses_of_tab_lead_past_the_form_to_the_services(
    plain_page: Page, size: ViewportSize
) -> None:
    plain_page.set_viewport_size(size)
    plain_page.goto("/services/?region=E08000018")
    plain_page.keyboard.press("Tab")
    plain_page.keyboard.press("Tab")
    expect(plain_page.locator(":focus")).to_have_text("Skip to the services")
    plain_page.keyboard.press("Enter")
    plain_page.keyboard.press("Tab")

    expect(plain_page.locator("#services :focus")).to_have_count(1)
    # Not under the bar with the way out.
    bar = plain_page.get_by_role("link", name="Exit this page").bounding_box()
    focused = plain_page.locator(":focus").bounding_box()
    assert bar
    assert focused
    assert focused["y"] >= bar["y"] + bar["height"]


def test_the_form_is_closed_on_a_phone_and_open_beside_the_services_on_a_desktop(
    plain_page: Page,
) -> None:
    button = plain_page.locator(".filters button").first
    plain_page.set_viewport_size(SIZES["phone"])
    plain_page.goto("/services/?region=E08000018")
    expect(button).not_to_be_visible()
    plain_page.get_by_text("Change what is shown").first.click()
    expect(button).to_be_visible()

    plain_page.set_viewport_size(SIZES["desktop"])
    plain_page.reload()
    expect(button).to_be_visible()
    form, services = plain_page.locator(".change").bounding_box(), plain_page.locator("#services")
    beside = services.bounding_box()
    assert form
    assert beside
    assert beside["x"] >= form["x"] + form["width"]
