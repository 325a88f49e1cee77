"""A running directory with a staff, and the devices by which they sign in."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page

from tests.infrastructure.served import ROOT, served


class Site:
    """A running directory, and its commands."""

    def __init__(self, address: str, environment: Mapping[str, str]) -> None:
        # A passkey belongs to a name, and 127.0.0.1 is none.
        self.address = address.replace("127.0.0.1", "localhost")
        self.environment = environment

    def invite(self, *arguments: str) -> str:
        """Run the command; return the address at this site."""
        command = [sys.executable, "manage.py", "invite", *arguments, f"--site={self.address}"]
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, **self.environment},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.splitlines()[0]


@contextmanager
def staff_site(folder: Path, listings: Sequence[str]) -> Iterator[Site]:
    """Give a running directory that keeps everything in a folder, as its commands know it."""
    environment = {
        "DATABASE_URL": f"sqlite:///{folder}/directory.sqlite3",
        "SECRET_KEY": "another key of the tests alone, for one server and its commands",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "PLAIN_HTTP": "1",
    }
    with served(folder / "log", listings=listings, environment=environment) as address:
        yield Site(address, environment)


class Device:
    """A device with passkeys that Chromium only imagines."""

    OPTIONS: Final = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }

    def __init__(self, page: Page) -> None:
        self.session = page.context.new_cdp_session(page)
        self.plug_in([])

    def plug_in(self, credentials: list[dict[str, Any]]) -> None:
        """Begin to imagine it, with the passkeys that it holds."""
        self.session.send("WebAuthn.enable")
        made = self.session.send("WebAuthn.addVirtualAuthenticator", {"options": self.OPTIONS})
        self.id = {"authenticatorId": made["authenticatorId"]}
        for credential in credentials:
            self.session.send("WebAuthn.addCredential", {**self.id, "credential": credential})

    def held(self) -> list[dict[str, Any]]:
        """Return the passkeys that it holds."""
        found: list[dict[str, Any]] = self.session.send("WebAuthn.getCredentials", self.id)[
            "credentials"
        ]
        return found


def ask_device(page: Page, button: str) -> None:
    """Press a button that asks the device, once the script that asks is there."""
    page.get_by_role("button", name=button).wait_for()
    page.wait_for_load_state()
    page.get_by_role("button", name=button).click()
