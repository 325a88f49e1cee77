"""The product served as in production, and a Chromium; both once for all browser tests."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    ViewportSize,
    expect,
    sync_playwright,
)

from tests.browser.pages import DESKTOP, PHONE
from tests.infrastructure.chromium import launch
from tests.infrastructure.neutral import NeutralSite, neutral_site
from tests.infrastructure.served import EXTREMES, LISTINGS, served

# A busy machine is slow; what does not come is still a failure.
expect.set_options(timeout=15_000)

# A service that a first file makes public and a second one takes away.
LISTED_ONCE = "tests/data/listed_once.jsonl"
LISTED_NO_LONGER = "tests/data/listed_no_longer.jsonl"


@pytest.fixture(scope="session")
def server_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("server") / "log"


@pytest.fixture(scope="session")
def neutral() -> Iterator[NeutralSite]:
    """A site of this machine, to which the way out leads."""
    with neutral_site() as site:
        yield site


@pytest.fixture(scope="session")
def address(server_log: Path, neutral: NeutralSite) -> Iterator[str]:
    """The address of a running directory with the shipped listings, and with extreme ones."""
    settings = {
        "DJANGO_SETTINGS_MODULE": "tests.browser.served_settings",
        "EXIT_URL": neutral.address,
    }
    listings, after = (LISTINGS, EXTREMES, LISTED_ONCE), (LISTED_NO_LONGER,)
    with served(server_log, listings=listings, after=after, environment=settings) as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The machine's Chromium."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def plain_page(chromium: Browser, address: str) -> Iterator[Page]:
    """A phone without JavaScript, in a profile of its own."""
    with closing(_profile(chromium, address, PHONE, script=False)) as context:
        yield context.new_page()


@pytest.fixture
def scripted_page(chromium: Browser, address: str) -> Iterator[Page]:
    """A desktop with JavaScript, which the accessibility rules need, in a profile of its own."""
    with closing(_profile(chromium, address, DESKTOP, script=True)) as context:
        yield context.new_page()


@pytest.fixture(scope="module")
def _plain_window(chromium: Browser, address: str) -> Iterator[Page]:
    with closing(_profile(chromium, address, PHONE, script=False)) as context:
        yield context.new_page()


@pytest.fixture(scope="module")
def _scripted_window(chromium: Browser, address: str) -> Iterator[Page]:
    with closing(_profile(chromium, address, DESKTOP, script=True)) as context:
        yield context.new_page()


@pytest.fixture
def same_plain_page(_plain_window: Page) -> Page:
    """The phone that the tests of this module before have used, to see how pages look.

    A profile takes longer to make than a page to look at. What is kept in one is none of this.
    """
    return _as_new(_plain_window, PHONE)


@pytest.fixture
def same_scripted_page(_scripted_window: Page) -> Page:
    """The desktop that the tests of this module before have used, to see how pages look."""
    return _as_new(_scripted_window, DESKTOP)


def _as_new(page: Page, size: ViewportSize) -> Page:
    """Take back what a test has asked of a window."""
    page.emulate_media(
        media="null",
        color_scheme="null",
        reduced_motion="null",
        forced_colors="null",
        contrast="null",
    )
    page.set_viewport_size(size)
    return page


def _profile(
    chromium: Browser, address: str, size: ViewportSize, *, script: bool
) -> BrowserContext:
    return chromium.new_context(base_url=address, java_script_enabled=script, viewport=size)
