"""Passkeys in a real browser, with the headers of the product and a device that is not there.

One day of an administrator: invited, enrolled, locked out by wrong passwords, in by the passkey.
Each page on the way is looked at in light and dark and in a narrow window.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.browser.geometry import misfits, small_targets
from tests.browser.pages import DESKTOP
from tests.browser.staff_site import Device, Site, ask_device, staff_site
from tests.infrastructure.axe import CONTRAST, violations
from tests.second_factor import PASSWORD, code

pytestmark = pytest.mark.browser

LISTINGS = ("tests/data/extreme_listings.jsonl",)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with staff_site(tmp_path_factory.mktemp("staff"), LISTINGS) as running:
        yield running


class Desk:
    """A browser of a member of the staff, and the device beside it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.device = Device(page)
        self.console: list[str] = []
        page.on("console", self._said)

    def _said(self, message: ConsoleMessage) -> None:
        # Django's own pages name no icon, so the browser looks for one.
        if not message.location["url"].endswith("/favicon.ico"):
            self.console.append(message.text)

    def look(self) -> None:
        """Look at the page: nothing for a scanner to find, in both schemes, and it fits a phone.

        Chromium forgets the device when a scanner has gone, so it is plugged in again.
        """
        held = self.device.held()
        assert faults_of(self.page) == {}, self.page.url
        self.device.plug_in(held)


def faults_of(page: Page) -> dict[str, Any]:
    """Return what is wrong with a page, by the way of looking."""
    found: dict[str, Any] = {"light": violations(page)}
    page.emulate_media(color_scheme="dark")
    found["dark"] = violations(page, rules=CONTRAST)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 320, "height": 640})
    found["narrow"] = misfits(page)
    found["targets"] = small_targets(page)
    page.set_viewport_size(DESKTOP)
    return {name: said for name, said in found.items() if said}


@pytest.fixture
def desk(chromium: Browser, site: Site) -> Iterator[Desk]:
    context = chromium.new_context(base_url=site.address, viewport=DESKTOP, reduced_motion="reduce")
    yield Desk(context.new_page())
    context.close()


def test_an_administrator_enrols_a_passkey_and_signs_in_with_it(desk: Desk, site: Site) -> None:
    page = desk.page
    page.goto(site.invite("padma", "--role", "administrator"))
    desk.look()
    page.get_by_role("button", name="Begin").click()
    expect(page).to_have_title("Protect your sign-in - Support directory")
    desk.look()
    page.goto("/staff/")
    expect(page).to_have_url(f"{site.address}/staff/me/enrol/")

    page.get_by_role("link", name="Add a passkey").click()
    desk.look()
    ask_device(page, "Add a passkey")
    expect(page).to_have_title("Recovery codes - Support directory")
    desk.look()
    page.goto("/staff/me/")
    desk.look()
    page.goto("/staff/me/sessions/")
    desk.look()
    page.goto("/staff/auth/user/")
    expect(page.locator("#result_list")).to_contain_text("padma")
    page.goto("/staff/me/")
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_title("Sign in - Support directory")
    desk.look()

    _wrong_passwords(page, "padma")
    desk.look()
    ask_device(page, "Sign in with a passkey")
    expect(page).to_have_url(f"{site.address}/staff/")
    page.goto("/staff/me/again/passkey/?next=/staff/auth/user/")
    desk.look()
    ask_device(page, "Use your passkey")
    expect(page).to_have_url(f"{site.address}/staff/auth/user/")
    assert desk.console == []


def _wrong_passwords(page: Page, name: str) -> None:
    """Lock the password of somebody, as a stranger would."""
    page.get_by_text("Use a password and a code instead").click()
    for _ in range(6):
        page.get_by_label("Name").fill(name)
        page.get_by_label("Password").fill("a wrong password")
        page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("alert").first).to_contain_text("Too many failed login attempts")


def test_somebody_without_a_passkey_enrols_a_password_and_an_app(desk: Desk, site: Site) -> None:
    page = desk.page
    page.goto(site.invite("bryn", "--role", "editor"))
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("link", name="Use a password and an app").click()
    expect(page).to_have_title("Choose a password - Support directory")
    page.get_by_label("Password").first.fill("short")
    page.get_by_label("Password").last.fill("short")
    page.get_by_role("button", name="Save password").click()
    desk.look()
    page.get_by_label("Password").first.fill(PASSWORD)
    page.get_by_label("Password").last.fill(PASSWORD)
    page.get_by_role("button", name="Save password").click()
    page.goto("/staff/me/app/add/")
    desk.look()
    secret = page.locator("main code").inner_text()
    page.get_by_label("code").fill(code(secret))
    page.get_by_role("button", name="Add the app").click()
    expect(page).to_have_title("Recovery codes - Support directory")
    for path in ("me/codes/", "me/codes/new/", "password_change/", "me/app/remove/"):
        page.goto(f"/staff/{path}")
        desk.look()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_text("Use a password and a code instead").click()
    page.get_by_label("Name").fill("bryn")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Next").click()
    desk.look()
    page.get_by_label("Code").fill(code(secret, 1))
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(f"{site.address}/staff/")


def test_a_passkey_can_be_asked_for_under_the_staff_address_alone(desk: Desk) -> None:
    allowed = "document.featurePolicy.allowsFeature('publickey-credentials-{}')"
    for path, wanted in (("/safety/", False), ("/staff/login/", True)):
        desk.page.goto(path)
        for verb in ("create", "get"):
            assert desk.page.evaluate(allowed.format(verb)) is wanted


def test_a_device_that_has_no_passkey_of_ours_is_told_on_the_page(desk: Desk) -> None:
    desk.page.goto("/staff/login/")
    ask_device(desk.page, "Sign in with a passkey")
    expect(desk.page.get_by_text("The passkey was not used.")).to_be_visible()
    desk.look()
