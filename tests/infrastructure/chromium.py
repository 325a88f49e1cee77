"""Find a Chromium for the browser tests, or install Debian's where we may.

The tests drive the machine's own Chromium: the builds that Playwright would
download itself come from a host that many networks do not reach.

    python -m tests.infrastructure.chromium

makes sure that there is one, and prints its path.

Playwright gets Debian's headless shell where there is one: the same engine without what surrounds
a page in Chromium, which took a fifth of the time. Whatever proves what a person's browser keeps,
or how it goes back, starts Chromium itself (`tests/infrastructure/cdp.py`).
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from tests.infrastructure.debian import find_program, installed, print_path

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SHELL = "chromium-headless-shell"


def _launch_arguments() -> tuple[str, ...]:
    arguments = (
        "--headless",
        "--no-first-run",
        "--disable-gpu",
        # The tests must not depend on the network, and send nothing to anyone.
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-quic",
    )
    # Chromium's sandbox refuses to work for root; everyone else keeps it.
    return (*arguments, "--no-sandbox") if os.geteuid() == 0 else arguments


LAUNCH_ARGS = _launch_arguments()


def find_chromium() -> str:
    """Give the path of a Chromium, installing it if this machine lets us."""
    return find_program("Chromium", NAMES, "chromium")


def find_shell() -> str:
    """Give the path of the headless shell, or of Chromium where there is none."""
    return installed((SHELL,)) or find_chromium()


def _find_both() -> str:
    """Give the path of Chromium, with the shell beside it where this machine lets us."""
    path = find_chromium()
    with suppress(RuntimeError):
        find_program("headless shell", (SHELL,), SHELL)
    return path


def options() -> dict[str, Any]:
    """Return what Playwright has to be told to start the browser, whichever interface is used."""
    return {
        "executable_path": find_shell(),
        "args": list(LAUNCH_ARGS),
        # Playwright would switch the sandbox off for everyone.
        "chromium_sandbox": "--no-sandbox" not in LAUNCH_ARGS,
    }


def launch(playwright: Playwright) -> Browser:
    """Start the browser for Playwright's synchronous interface."""
    return playwright.chromium.launch(**options())


if __name__ == "__main__":
    raise SystemExit(print_path(_find_both))
