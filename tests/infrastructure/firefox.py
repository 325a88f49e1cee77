"""Find a Firefox for the browser tests, or install Debian's where we may; start it untouched.

    python -m tests.infrastructure.firefox

makes sure that there is one, and prints its path.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.infrastructure.bidi import Firefox
from tests.infrastructure.debian import find_program, print_path
from tests.infrastructure.wire import Blocked, started, wired

NAMES = ("firefox-esr", "firefox")

# None of these touches what is kept of a visit, or what a page may do.
PREFERENCES: dict[str, bool | int | str] = {
    # Otherwise the remote agent sets its own, which change how the browser works.
    "remote.prefs.recommended": False,
    # Nothing listens there: what is not on this machine cannot be reached.
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "network.proxy.failover_direct": False,
    # What is written every fifteen seconds is written every second, so that tests need not wait.
    "browser.sessionstore.interval": 1000,
    # No first-run pages, and no calls home that would only fail.
    "browser.aboutwelcome.enabled": False,
    "browser.startup.page": 0,
    "browser.newtabpage.enabled": False,
    "browser.safebrowsing.downloads.remote.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "datareporting.policy.firstRunURL": "",
    "datareporting.healthreport.uploadEnabled": False,
    "toolkit.telemetry.enabled": False,
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "extensions.update.enabled": False,
    "extensions.getAddons.cache.enabled": False,
    "extensions.systemAddon.update.enabled": False,
    "media.gmp-manager.updateEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    # A machine without a screen has no mouse either: give it one.
    "ui.primaryPointerCapabilities": 6,
    "ui.allPointerCapabilities": 6,
}
BLOCKED: dict[Blocked, dict[str, bool | int | str]] = {
    "script": {"javascript.enabled": False},
    "site data": {"network.cookie.cookieBehavior": 2},
}


def find_firefox() -> str:
    """Give the path of a Firefox, installing it if this machine lets us."""
    return find_program("Firefox", NAMES, "firefox-esr")


@contextmanager
def stock_firefox(profile: Path, blocked: Blocked | None = None) -> Iterator[Firefox]:
    """Start Firefox on a profile, with one thing blocked as its settings can."""
    profile.mkdir(parents=True)
    chosen = PREFERENCES | BLOCKED[blocked] if blocked else PREFERENCES
    lines = [f'user_pref("{name}", {json.dumps(value)});\n' for name, value in chosen.items()]
    (profile / "user.js").write_text("".join(lines), encoding="utf-8")
    command = [
        *(find_firefox(), "--headless", "--no-remote", "--profile", str(profile)),
        *("--remote-debugging-port", "0", "--window-size", "1000,700", "about:blank"),
    ]
    with (
        started(command, profile.with_suffix(".log")) as address,
        wired(f"{address}/session") as wire,
    ):
        browser = Firefox(wire)
        yield browser
        browser.close()


if __name__ == "__main__":
    raise SystemExit(print_path(find_firefox))
