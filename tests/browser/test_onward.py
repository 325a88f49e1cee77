"""The form stands above the services; anybody who does not need it gets past it at once."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_one_press_leads_past_the_form_to_the_first_service(plain_page: Page) -> None:
    plain_page.set_viewport_size({"width": 390, "height": 844})
    plain_page.goto("/services/?region=E08000018")
    first = plain_page.get_by_role("main").get_by_role("heading", level=3).first
    expect(first).not_to_be_in_viewport()
    plain_page.get_by_role("link", name="Go past the form to the services").click()
    expect(first).to_be_in_viewport()
    # Not under the bar with the way out.
    bar = plain_page.get_by_role("link", name="Exit this page").bounding_box()
    top = plain_page.locator("#services").bounding_box()
    assert bar
    assert top
    assert top["y"] >= bar["y"] + bar["height"]


def test_where_nothing_was_found_there_is_nothing_to_go_to(plain_page: Page) -> None:
    plain_page.goto("/services/?region=M83000003")
    expect(plain_page.get_by_role("link", name="Go past the form")).to_have_count(0)
