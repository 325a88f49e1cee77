"""A tab of Firefox, driven over WebDriver BiDi.

https://www.w3.org/TR/webdriver-bidi/
"""

import base64
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from tests.infrastructure.tab import Button, Tab, Touch
from tests.infrastructure.wire import RefusedError, Wire

# Keys that write nothing have numbers of their own in WebDriver.
KEYS = {
    "Tab": "\ue004",
    "Enter": "\ue007",
    "Shift": "\ue008",
    "Control": "\ue009",
    "Alt": "\ue00a",
}
BUTTONS: dict[Button, int] = {"left": 0, "middle": 1}


def _plain(value: dict[str, Any]) -> Any:
    """Return a value of the page as one of Python's."""
    kind, inner = value["type"], value.get("value")
    if kind == "array":
        return [_plain(one) for one in inner or []]
    if kind == "object":
        return {name: _plain(one) for name, one in inner or []}
    return inner


class FirefoxTab(Tab):
    """A tab of Firefox."""

    def __init__(self, wire: Wire, context: str) -> None:
        """Keep the wire to the browser, and the tab's name."""
        self._wire = wire
        self._context = context

    def open(self, address: str) -> None:
        """Go to an address, as if typed, and wait until it is there."""
        self._wire.ask(
            "browsingContext.navigate", context=self._context, url=address, wait="complete"
        )

    def go(self, steps: int) -> bool:
        """Press Back or Forward (1); tell whether there was anywhere to go."""
        try:
            self._wire.ask("browsingContext.traverseHistory", context=self._context, delta=steps)
        except RefusedError as error:
            if "History entry" not in str(error):
                raise
            return False
        return True

    def reload(self) -> None:
        """Load the page again."""
        self._wire.ask("browsingContext.reload", context=self._context, wait="none")

    def evaluate(self, expression: str) -> Any:
        """Return what an expression is worth, or what its promise comes to."""
        answer = self._wire.ask(
            "script.evaluate",
            expression=expression,
            target={"context": self._context},
            awaitPromise=True,
        )
        if answer["type"] == "exception":
            raise AssertionError(answer["exceptionDetails"])
        return _plain(answer["result"])

    def touch(self, touches: Sequence[Touch]) -> None:
        """Press and release keys, without a pause; down twice is a key that repeats."""
        actions = [
            {"type": "keyDown" if way == "down" else "keyUp", "value": KEYS.get(key, key)}
            for way, key in touches
        ]
        self._act({"type": "key", "id": "keys", "actions": actions})

    def press(self, x: int, y: int, button: Button, held: str) -> None:
        """Press and release a button of the mouse; `held` is a key held at the time, or ""."""
        if held:
            self.touch([("down", held)])
        number = BUTTONS[button]
        actions = [
            {"type": "pointerMove", "x": x, "y": y},
            {"type": "pointerDown", "button": number},
            {"type": "pointerUp", "button": number},
        ]
        self._act({"type": "pointer", "id": "mouse", "actions": actions})
        if held:
            self.touch([("up", held)])

    def _act(self, source: dict[str, Any]) -> None:
        self._wire.ask("input.performActions", context=self._context, actions=[source])

    def shot(self) -> bytes:
        """Return a picture of the window, as a PNG."""
        answer = self._wire.ask("browsingContext.captureScreenshot", context=self._context)
        return base64.b64decode(answer["data"])

    def where(self) -> str:
        """Return the address of the page, also of one that answers no expression."""
        [tree] = self._wire.ask("browsingContext.getTree", root=self._context)["contexts"]
        return str(tree["url"])

    def frame(self) -> "FirefoxTab":
        """Return the first frame of the page: what is asked of it is answered from inside."""
        [tree] = self._wire.ask("browsingContext.getTree", root=self._context)["contexts"]
        return FirefoxTab(self._wire, tree["children"][0]["context"])

    def windows(self) -> int:
        return len(self._wire.ask("browsingContext.getTree", maxDepth=0)["contexts"])


class Firefox:
    """A running Firefox."""

    def __init__(self, wire: Wire) -> None:
        """Begin to speak with it."""
        self._wire = wire
        wire.ask("session.new", capabilities={})

    @contextmanager
    def tab(self, *, stays: bool = False) -> Iterator[FirefoxTab]:
        """Give a new tab, and close it afterwards unless it stays."""
        context = self._wire.ask("browsingContext.create", type="tab")["context"]
        yield FirefoxTab(self._wire, context)
        if not stays:
            self._wire.ask("browsingContext.close", context=context)

    def close(self) -> None:
        """Close it as a person does, so that it writes its profile."""
        self._wire.ask("browser.close")
