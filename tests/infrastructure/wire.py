"""Start a browser that nobody has changed for testing, and speak to it over a socket.

A normal automation launch switches the back and forward cache off. Here the browser is started
as a person starts it, on a profile of its own, and only listens for commands.
"""

import json
import re
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from websockets.sync.client import ClientConnection, connect

PATIENCE = 30  # seconds until a browser listens, answers or has closed
LISTENING = re.compile(r"listening on (ws://127\.0\.0\.1:\d+\S*)")
# What a person may have switched off in the settings of a browser.
Blocked = Literal["script", "site data"]


class RefusedError(RuntimeError):
    """The browser answered a command with an error."""


class Wire:
    """Commands to a browser, one at a time; both protocols number theirs alike."""

    def __init__(self, socket: ClientConnection) -> None:
        """Keep the open socket."""
        self._socket = socket
        self._number = 0

    def ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send a command and return its result; what the browser tells unasked is passed over."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        self._socket.send(json.dumps(message))
        while True:
            answer = json.loads(self._socket.recv(timeout=PATIENCE))
            if answer.get("id") == self._number:
                break
        if "error" in answer:
            raise RefusedError(f"{method}: {answer.get('message') or answer['error']}")
        result: dict[str, Any] = answer["result"]
        return result


@contextmanager
def wired(address: str) -> Iterator[Wire]:
    """Give a wire to an address that a browser listens on."""
    with connect(address, proxy=None, max_size=None) as socket:
        yield Wire(socket)


@contextmanager
def started(command: Sequence[str], log: Path) -> Iterator[str]:
    """Run a browser and give the address that it listens on. The block has to close it.

    What it prints goes to `log`. One that is still there after the block is ended.
    """
    with log.open("wb") as output:
        browser = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
    try:
        yield _address(browser, log)
        browser.wait(PATIENCE)
    finally:
        if browser.poll() is None:
            browser.kill()
            browser.wait(PATIENCE)


def _address(browser: subprocess.Popen[bytes], log: Path) -> str:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and browser.poll() is None:
        found = LISTENING.search(log.read_text(errors="replace"))
        if found:
            return found[1]
        time.sleep(0.02)
    raise RuntimeError(f"The browser did not start:\n{log.read_text(errors='replace')}")
