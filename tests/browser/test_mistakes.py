"""A person on a phone says that a listing is wrong: without script, by touch or by keyboard."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.keyboard import report, stops
from tests.infrastructure.axe import violations

pytestmark = pytest.mark.browser

MARK = "Somebody has told us of a problem here."
SENT = re.compile("/mistake/sent/$")


def a_service(page: Page) -> str:
    """Return the address of a listing that no other test reports."""
    page.goto("/services/?page=3")
    href = page.get_by_role("main").locator("h3 a").last.get_attribute("href")
    assert href
    return href


def test_a_person_on_a_phone_reports_a_mistake_without_javascript(plain_page: Page) -> None:
    service = a_service(plain_page)
    plain_page.goto(service)
    plain_page.get_by_role("link", name="Report a mistake on this page").click()
    expect(plain_page).to_have_title("Report a mistake")
    plain_page.get_by_role("button", name="Send this report").click()

    expect(plain_page).to_have_title("There is something to change: Report a mistake")
    plain_page.get_by_role("link", name="Tick what is wrong. One tick is enough.").click()
    first = plain_page.get_by_label("The number or link did not work")
    expect(first).to_be_focused()
    first.check()
    plain_page.get_by_label("A few words, if they help us put it right").fill("It rings out.")
    plain_page.get_by_role("button", name="Send this report").click()

    expect(plain_page).to_have_url(SENT)
    expect(plain_page.get_by_role("heading", level=1)).to_have_text("Thank you for telling us")
    assert plain_page.context.cookies() == []
    plain_page.get_by_role("link", name="Go to the list of services").click()
    expect(plain_page).to_have_url(re.compile("/services/$"))


def test_a_person_with_a_keyboard_alone_reports_what_felt_unsafe(plain_page: Page) -> None:
    service = a_service(plain_page)
    plain_page.goto(f"{service}mistake/")
    reachable = stops(plain_page)
    assert not [stop for stop in reachable if 'name="subject"' in stop]
    while not plain_page.get_by_label("It felt unsafe").evaluate(
        "e => e === document.activeElement"
    ):
        plain_page.keyboard.press("Tab")
    assert report(plain_page)["faults"] == []
    plain_page.keyboard.press("Space")
    while "Send this report" not in reachable[report(plain_page)["index"]]:
        plain_page.keyboard.press("Tab")
        assert report(plain_page)["faults"] == []
    plain_page.keyboard.press("Enter")
    expect(plain_page).to_have_url(SENT)
    expect(plain_page.get_by_role("heading", name="Free and open now")).to_be_visible()


def test_the_page_is_marked_after_an_address_was_reported_and_no_scanner_minds(
    plain_page: Page, scripted_page: Page
) -> None:
    service = a_service(plain_page)
    plain_page.goto(f"{service}mistake/")
    plain_page.get_by_label("It shows an address that should not be here").check()
    plain_page.get_by_role("button", name="Send this report").click()
    expect(plain_page).to_have_url(SENT)
    scripted_page.goto(service)
    expect(scripted_page.get_by_text(MARK)).to_be_visible()
    assert violations(scripted_page) == []
    scripted_page.emulate_media(color_scheme="dark")
    assert violations(scripted_page) == []


def test_what_was_ticked_and_typed_is_gone_when_a_person_comes_back(scripted_page: Page) -> None:
    service = a_service(scripted_page)
    scripted_page.goto(f"{service}mistake/")
    scripted_page.get_by_label("It felt unsafe").check()
    scripted_page.locator("#words").fill("It rings out.")
    scripted_page.get_by_role("link", name="Go back and send nothing").click()
    expect(scripted_page).to_have_title("Service details")
    scripted_page.go_back()
    expect(scripted_page.locator("#words")).to_have_value("")
    expect(scripted_page.get_by_label("It felt unsafe")).not_to_be_checked()
