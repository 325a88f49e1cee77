"""Find a Chromium for the browser tests, or install Debian's where we may.

The tests drive the machine's own Chromium: the builds that Playwright would
download itself come from a host that many networks do not reach.

    python -m tests.infrastructure.chromium

makes sure that there is one, and prints its path.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

WHAT_TO_INSTALL = (
    "No Chromium was found for the browser tests: put one of "
    + ", ".join(NAMES)
    + " on the PATH; on Debian, run as root: apt-get install --yes chromium"
)


def _launch_arguments() -> tuple[str, ...]:
    arguments = (
        "--headless",
        "--no-first-run",
        "--disable-gpu",
        # The tests must not depend on the network, nor tell anyone of themselves.
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-quic",
    )
    # Chromium's sandbox refuses to work for root; everyone else keeps it.
    return (*arguments, "--no-sandbox") if os.geteuid() == 0 else arguments


LAUNCH_ARGS = _launch_arguments()


def _installed() -> str | None:
    """Give the path of the first Chromium that runs."""
    for name in NAMES:
        path = shutil.which(name)
        if path is None:
            continue
        # Ubuntu has a chromium-browser that only asks for a snap to be installed.
        answer = subprocess.run([path, "--version"], capture_output=True, check=False)
        if answer.returncode == 0:
            return path
    return None


def _install() -> None:
    """Install Debian's package, saying what goes wrong on standard error."""
    apt = ["apt-get", "--quiet", "--quiet"]
    package = ["install", "--yes", "--no-install-recommends", "chromium"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in ([*apt, "update"], [*apt, *package]):
        # Standard output is for the path alone.
        finished = subprocess.run(command, env=environment, stdout=sys.stderr, check=False)
        if finished.returncode != 0:
            raise RuntimeError(f"{' '.join(command)} failed. {WHAT_TO_INSTALL}")


def find_chromium() -> str:
    """Give the path of a Chromium, installing it if this machine lets us."""
    found = _installed()
    if found is None and os.geteuid() == 0 and shutil.which("apt-get") is not None:
        _install()
        found = _installed()
    if found is None:
        raise RuntimeError(WHAT_TO_INSTALL)
    return found


def launch(playwright: Playwright) -> Browser:
    """Start the browser for Playwright's synchronous interface."""
    return playwright.chromium.launch(
        executable_path=find_chromium(),
        args=list(LAUNCH_ARGS),
        # Playwright would switch the sandbox off for everyone.
        chromium_sandbox="--no-sandbox" not in LAUNCH_ARGS,
    )


def main() -> int:
    """Print the path of a Chromium, or what to install."""
    try:
        path = find_chromium()
    except RuntimeError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
