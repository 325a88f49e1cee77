"""Two stock browsers, and a person who uses one of them."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest

from tests.browser.exit.visiting import Visit
from tests.infrastructure.bidi import Firefox
from tests.infrastructure.cdp import Chromium, stock_chromium
from tests.infrastructure.firefox import stock_firefox
from tests.infrastructure.neutral import NeutralSite

Browser = Chromium | Firefox
Start = Callable[..., AbstractContextManager[Browser]]
STARTS: dict[str, Start] = {"chromium": stock_chromium, "firefox": stock_firefox}


@pytest.fixture(scope="session", params=STARTS)
def start(request: pytest.FixtureRequest) -> Start:
    """How to start one of the two browsers."""
    return STARTS[request.param]


@pytest.fixture(scope="session")
def browser(start: Start, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser on a profile of its own, as a person has it."""
    with start(tmp_path_factory.mktemp("browser") / "profile") as running:
        yield running


@pytest.fixture
def visit(browser: Browser, address: str, neutral: NeutralSite) -> Iterator[Visit]:
    """A person in a new tab of a browser."""
    neutral.asked.clear()
    with browser.tab() as tab:
        yield Visit(tab, address, neutral)
