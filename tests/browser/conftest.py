"""The product served as in production, and a Chromium; both once for all browser tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

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
    context = chromium.new_context(
        base_url=address,
        java_script_enabled=False,
        viewport={"width": 390, "height": 844},
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def scripted_page(chromium: Browser, address: str) -> Iterator[Page]:
    """A desktop with JavaScript, which the accessibility rules need."""
    context = chromium.new_context(base_url=address, viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()
