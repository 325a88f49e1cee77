"""The staff area in a real browser: every page for a scanner, on a phone, and from the keyboard."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.pages import DESKTOP
from tests.infrastructure.axe import CONTRAST, violations
from tests.infrastructure.served import ROOT, served

pytestmark = [pytest.mark.browser, pytest.mark.long]

LISTINGS: Final = ("tests/data/extreme_listings.jsonl",)
AA: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
FILL: Final = "from tests.browser.staff_rows import main; main()"
NARROW: Final[Any] = {"width": 320, "height": 640}


class Staff:
    """A running directory with a row of every kind, and somebody who is signed in there."""

    def __init__(self, address: str, told: dict[str, Any]) -> None:
        self.address = address
        self.pages: dict[str, list[str]] = {kind: told[kind] for kind in ("pages", "new")}
        self.session: str = told["session"]
        self.listings: dict[str, str] = told["listings"]

    def form(self, state: str) -> str:
        return f"/staff/resources/service/{self.listings[state]}/change/"

    def enter(self, browser: Browser, *, script: bool = True) -> BrowserContext:
        """Return a window in which this person is signed in."""
        context = browser.new_context(
            base_url=self.address, viewport=DESKTOP, java_script_enabled=script
        )
        cookie: Any = {"name": "sessionid", "value": self.session, "url": f"{self.address}/staff/"}
        context.add_cookies([cookie])
        return context


@pytest.fixture(scope="module")
def staff(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Staff]:
    folder = tmp_path_factory.mktemp("staff-pages")
    environment = {
        "DATABASE_URL": f"sqlite:///{folder}/directory.sqlite3",
        "SECRET_KEY": "one more key of the tests alone, for one server and its rows",
        "ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
        "PLAIN_HTTP": "1",
        "VAR_DIR": str(folder),
    }
    with served(Path(folder) / "log", listings=LISTINGS, environment=environment) as address:
        rows = subprocess.run(
            [sys.executable, "manage.py", "shell", "--no-imports", "-c", FILL],
            cwd=ROOT,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=True,
        )
        yield Staff(address, json.loads(rows.stdout.splitlines()[-1]))


@pytest.fixture
def page(chromium: Browser, staff: Staff) -> Iterator[Page]:
    context = staff.enter(chromium)
    yield context.new_page()
    context.close()


def sideways(page: Page) -> int:
    """Return by how much the page is wider than a narrow phone."""
    page.set_viewport_size(NARROW)
    over: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    page.set_viewport_size(DESKTOP)
    return over


@pytest.mark.parametrize("kind", ["pages", pytest.param("new", marks=pytest.mark.endurance)])
def test_every_page_is_clean_for_a_scanner_and_as_narrow_as_a_phone(
    page: Page, staff: Staff, kind: str
) -> None:
    wrong: dict[str, list[str]] = {}
    console: list[str] = []
    # The scanner says a few things too, and some of them when the next page is there already.
    page.on("console", lambda message: console.append(f"{message.location['url']}: {message.text}"))
    for where in staff.pages[kind]:
        answer = page.goto(where)
        assert answer is not None
        assert answer.status == 200, where
        found = [said for said in console if said.startswith(page.url)]
        found += violations(page, tags=AA)
        found += [f"{over} px too wide"] if (over := sideways(page)) else []
        if found:
            wrong[where] = found
        console.clear()
    assert not wrong, json.dumps(wrong, indent=1)


def test_the_dark_pages_are_as_easy_to_read(page: Page, staff: Staff) -> None:
    page.emulate_media(color_scheme="dark")
    for where in (staff.form("draft"), "/staff/resources/service/", "/staff/resources/"):
        page.goto(where)
        assert violations(page, rules=CONTRAST) == [], where


@pytest.mark.parametrize("script", [True, False])
def test_add_contact_is_reached_within_ten_stops(
    chromium: Browser, staff: Staff, script: bool
) -> None:
    context = staff.enter(chromium, script=script)
    page = context.new_page()
    page.goto(staff.form("draft"))
    pressed = 0

    def tab_to(name: str) -> None:
        nonlocal pressed
        for _ in range(12):
            page.keyboard.press("Tab")
            pressed += 1
            if page.locator(":focus").inner_text() == name:
                return
        raise AssertionError(f"{name} is far away")

    for name in ("Skip to main content", "Contact and hours", "Add contact"):
        tab_to(name)
        page.keyboard.press("Enter")
    assert pressed <= 10
    # The link leads to an empty one, which opens by itself or at the next key.
    page.keyboard.press("Tab")
    assert page.locator(":focus").evaluate("one => one.closest('.inline-new') !== null")
    context.close()


def test_the_summary_of_errors_has_the_focus_and_leads_to_the_field(
    page: Page, staff: Staff
) -> None:
    page.goto(staff.form("draft"))
    page.get_by_label("Minimum age").fill("99")
    page.get_by_label("Maximum age").fill("1")
    page.get_by_label("Opening hours").first.fill("whenever")
    page.get_by_role("button", name="Save", exact=True).first.click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(page).to_have_title("Error: A draft with everything - Support directory")
    assert violations(page, tags=AA) == []
    summary.get_by_role("link", name="Way of contact 1, Opening hours").click()
    expect(page.get_by_label("Opening hours").first).to_be_focused()
    expect(page.get_by_label("Opening hours").first).to_have_value("whenever")
    assert sideways(page) == 0


def test_what_a_new_listing_may_be_is_offered_beside_the_box_to_tick(
    page: Page, staff: Staff
) -> None:
    page.goto("/staff/resources/service/add/")
    page.get_by_label("Name", exact=True).fill("Another line")
    page.locator("#contacts-new").click()
    page.get_by_label("Way", exact=True).first.select_option("phone")
    page.get_by_label("Number, link or address").first.fill("0808 801 0331")
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.get_by_role("alert")).to_be_focused()
    assert violations(page, tags=AA) == []
    page.get_by_label("It is another one").check()
    # What was typed into a folded block is seen at once.
    expect(page.get_by_label("Number, link or address").first).to_be_visible()
