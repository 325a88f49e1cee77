"""A person on a phone without JavaScript finds a service, reads it, and leaves."""

import re

import pytest
from playwright.sync_api import Page, Request, expect

from tests.infrastructure.neutral import NeutralSite

pytestmark = pytest.mark.browser


@pytest.mark.proves("DESIGN 2.2", "SAFETY 5.2")
def test_a_person_without_javascript_finds_support_in_rotherham(plain_page: Page) -> None:
    plain_page.goto("/")
    plain_page.get_by_label("Where are you, or what do you need?").fill("s60 1ae")
    plain_page.get_by_role("button", name="Show services").first.click()

    expect(plain_page).to_have_title(re.compile("^Search results, page 1 of"))
    expect(plain_page.get_by_role("heading", level=1)).to_have_text(
        "Support for Rotherham, Yorkshire and the Humber"
    )
    assert "s60" not in plain_page.content().lower()
    plain_page.locator("h3 a", has_text="Hackenthorpe Lodge").click()

    expect(plain_page).to_have_title("Service details")
    expect(plain_page.get_by_role("heading", level=1)).to_contain_text("Hackenthorpe Lodge")
    expect(plain_page.get_by_text("Not yet confirmed with the service").first).to_be_visible()


def test_a_person_chooses_an_area_from_the_list_instead(plain_page: Page) -> None:
    plain_page.goto("/services/")
    # The menu says beside each area how many services it would find, and a region names its parts.
    for name in ("Yorkshire and the Humber", "Rotherham"):
        plain_page.get_by_text("Change what is shown").first.click()
        option = plain_page.locator("#region option", has_text=re.compile(rf"^{name} \(\d+\)$"))
        plain_page.get_by_label("Or choose an area").select_option(label=option.inner_text())
        plain_page.get_by_role("button", name="Show services").first.click()

    heading = plain_page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Support for Rotherham")
    plain_page.get_by_role("link", name="Take off: Rotherham").click()
    expect(heading).to_have_text("Support anywhere in the UK")


@pytest.mark.proves("SAFETY 2.2")
def test_addresses_on_the_way_hold_codes_and_no_words(plain_page: Page) -> None:
    seen: list[str] = []
    plain_page.on("framenavigated", lambda frame: seen.append(frame.url))
    plain_page.goto("/services/")
    plain_page.get_by_text("Change what is shown").first.click()
    plain_page.get_by_label("A place, or what you are looking for").fill("rotherham")
    plain_page.get_by_text("Emotional support", exact=False).first.click()
    plain_page.get_by_label("Counselling", exact=False).first.check()
    plain_page.get_by_role("button", name="Show services").first.click()
    plain_page.get_by_role("main").get_by_role("heading", level=3).first.get_by_role("link").click()

    assert len(seen) == 3
    for url in seen:
        assert not re.search("rotherham|counsel|napac|abuse|sarc", url, re.IGNORECASE), url


@pytest.mark.proves("DESIGN 2.2", "SAFETY 1.1")
def test_the_first_tab_stop_of_a_page_is_the_way_out(plain_page: Page) -> None:
    for path in ("/", "/services/", "/safety/", "/nothing-here/"):
        plain_page.goto(path)
        plain_page.keyboard.press("Tab")
        focused = plain_page.locator(":focus")
        expect(focused).to_have_text(re.compile("Exit this page"))
        assert focused.get_attribute("rel") == "nofollow noreferrer noopener"
        assert focused.get_attribute("target") is None
        box = focused.bounding_box()
        assert box is not None
        assert box["height"] >= 44


@pytest.mark.proves("SAFETY 1.1")
def test_the_way_out_leads_to_the_neutral_site(plain_page: Page, neutral: NeutralSite) -> None:
    plain_page.goto("/services/p26j8g/")
    plain_page.get_by_role("link", name="Exit this page").click()

    assert plain_page.url == neutral.address


@pytest.mark.proves("DESIGN 2.1")
def test_a_visit_leaves_no_cookie_no_storage_and_asks_nobody_else(scripted_page: Page) -> None:
    asked: list[Request] = []
    scripted_page.on("request", lambda one: asked.append(one))
    for path in ("/", "/services/?region=E08000018", "/services/p26j8g/", "/lists/first-steps/"):
        scripted_page.goto(path)
    state = scripted_page.context.storage_state()

    assert state["cookies"] == []
    assert state["origins"] == []
    here = scripted_page.url.split("/services/")[0].split("/lists/")[0]
    assert [one.url for one in asked if not one.url.startswith((here, "data:"))] == []


@pytest.mark.proves("DESIGN 2.2", "SAFETY 3.5", "SAFETY 5.2")
def test_a_person_who_zooms_to_320_pixels_never_scrolls_sideways(plain_page: Page) -> None:
    plain_page.set_viewport_size({"width": 320, "height": 640})
    for path in (
        "/",
        "/services/",
        "/services/p26j8g/",
        "/safety/",
        "/about/",
        "/help/",
        "/api/v1/docs/",
    ):
        plain_page.goto(path)
        box = plain_page.locator("html").bounding_box()
        assert box is not None
        assert box["width"] <= 320, path
        shown = plain_page.screenshot(full_page=True)
        # A PNG keeps its width in bytes 16 to 20: wider than the window means sideways scrolling.
        assert int.from_bytes(shown[16:20], "big") == 320, path


@pytest.mark.proves("DESIGN 2.2", "SAFETY 3.5", "SAFETY 5.2")
def test_a_printed_service_has_no_exit_bar(plain_page: Page) -> None:
    plain_page.goto("/services/p26j8g/")
    plain_page.emulate_media(media="print")

    expect(plain_page.get_by_role("link", name="Exit this page")).to_be_hidden()
    expect(plain_page.get_by_text("0808 801 0331").first).to_be_visible()
