"""A stock Chromium, driven over its own protocol (CDP)."""

import base64
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.infrastructure.chromium import LAUNCH_ARGS, find_chromium
from tests.infrastructure.fetching import fetched
from tests.infrastructure.tab import Button, Tab, Touch, wait
from tests.infrastructure.wire import Blocked, RefusedError, Wire, started, wired

MODIFIERS = {"": 0, "Alt": 1, "Control": 2, "Meta": 4, "Shift": 8}
TEXTS = {"Enter": "\r"}
# Windows' numbers of keys, by which Chromium tells them apart.
KEY_NUMBERS = {"Tab": 9, "Enter": 13, "Shift": 16, "Control": 17, "Alt": 18}
BLOCKED: dict[Blocked, str] = {"script": "javascript", "site data": "cookies"}


class ChromiumTab(Tab):
    """A tab of Chromium."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._held: set[str] = set()

    def _ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Ask the tab, as often as it takes: while one page gives way to another there is none."""

        def answer() -> dict[str, Any] | None:
            try:
                return {"": None, **self._wire.ask(method, **parameters)}
            except RefusedError as error:
                if "Not attached to an active page" not in str(error):
                    raise
                return None

        answered: dict[str, Any] = wait(answer, method)
        return answered

    def open(self, address: str) -> None:
        """Go to an address, as if typed, and wait until it is there."""
        self._ask("Page.navigate", url=address, transitionType="typed")
        self.until_at(address)

    def go(self, steps: int) -> bool:
        """Press Back or Forward (1); tell whether there was anywhere to go."""
        history = self._ask("Page.getNavigationHistory")
        wanted = history["currentIndex"] + steps
        if not 0 <= wanted < len(history["entries"]):
            return False
        entry = history["entries"][wanted]
        self._ask("Page.navigateToHistoryEntry", entryId=entry["id"])
        return True

    def reload(self) -> None:
        """Load the page again."""
        self._ask("Page.reload")

    def evaluate(self, expression: str) -> Any:
        """Return what an expression is worth, or what its promise comes to."""
        answer = self._ask(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in answer:
            raise AssertionError(answer["exceptionDetails"])
        return answer["result"].get("value")

    def touch(self, touches: Sequence[Touch]) -> None:
        """Press and release keys, without a pause; down twice is a key that repeats."""
        for way, key in touches:
            repeated = way == "down" and key in self._held
            (self._held.add if way == "down" else self._held.discard)(key)
            self._ask(
                "Input.dispatchKeyEvent",
                type="keyUp" if way == "up" else "keyDown",
                key=key,
                text=TEXTS.get(key, "" if key[1:] else key) if way == "down" else "",
                windowsVirtualKeyCode=KEY_NUMBERS.get(key) or ord(key.upper()),
                modifiers=sum(MODIFIERS.get(held, 0) for held in self._held),
                autoRepeat=repeated,
            )

    def press(self, x: int, y: int, button: Button, held: str) -> None:
        """Press and release a button of the mouse; `held` is a key held at the time, or ""."""
        where = {"x": x, "y": y, "modifiers": MODIFIERS[held]}
        self._ask("Input.dispatchMouseEvent", type="mouseMoved", **where)
        for way in ("mousePressed", "mouseReleased"):
            self._ask("Input.dispatchMouseEvent", type=way, button=button, clickCount=1, **where)

    def shot(self) -> bytes:
        """Return a picture of the window, as a PNG."""
        return base64.b64decode(self._ask("Page.captureScreenshot")["data"])

    def where(self) -> str:
        """Return the address of the page, also of one that answers no expression."""
        history = self._ask("Page.getNavigationHistory")
        return str(history["entries"][history["currentIndex"]]["url"])

    def bring_to_front(self) -> None:
        """Show it: a tab behind another one paints nothing."""
        self._ask("Page.bringToFront")

    def close(self) -> None:
        self._ask("Page.close")

    def windows(self) -> int:
        targets = self._ask("Target.getTargets")["targetInfos"]
        return sum(one["type"] == "page" for one in targets)


class Chromium:
    """A running Chromium."""

    def __init__(self, address: str) -> None:
        """Keep the address of its socket."""
        self._address = address
        self._http = f"http://{urlsplit(address).netloc}"

    @contextmanager
    def tab(self, *, stays: bool = False) -> Iterator[Tab]:
        """Give a new tab, and close it afterwards unless it stays."""
        target = json.loads(fetched(f"{self._http}/json/new?about:blank", method="PUT"))
        with wired(target["webSocketDebuggerUrl"]) as wire:
            tab = ChromiumTab(wire)
            tab.bring_to_front()
            yield tab
            if not stays:
                tab.close()

    def close(self) -> None:
        """Close it as a person does, so that it writes its profile."""
        with wired(self._address) as wire:
            wire.ask("Browser.close")


@contextmanager
def stock_chromium(profile: Path, blocked: Blocked | None = None) -> Iterator[Chromium]:
    """Start Chromium on a profile, with one thing blocked as its settings can."""
    (profile / "Default").mkdir(parents=True)
    if blocked:
        chosen = {"profile": {"default_content_setting_values": {BLOCKED[blocked]: 2}}}
        (profile / "Default" / "Preferences").write_text(json.dumps(chosen))
    command = [
        find_chromium(),
        *LAUNCH_ARGS,
        f"--user-data-dir={profile}",
        "--remote-debugging-port=0",
        "--no-default-browser-check",
        # Nothing listens there: what is not on this machine cannot be reached.
        "--proxy-server=127.0.0.1:9",
        "--window-size=1000,700",
        # A machine without a screen has no mouse either: give it one.
        "--blink-settings=primaryHoverType=2,availableHoverTypes=2,"
        "primaryPointerType=4,availablePointerTypes=4",
        "about:blank",
    ]
    with started(command, profile.with_suffix(".log")) as address:
        browser = Chromium(address)
        yield browser
        browser.close()
