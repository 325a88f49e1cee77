"""What a person does in one tab of a browser, whichever browser it is."""

import json
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, Literal

from tests.infrastructure.wire import RefusedError

Button = Literal["left", "middle"]
# One touch of a key: its name as the page is told it ("Shift", "a"), and which way it goes.
Touch = tuple[Literal["down", "up"], str]
PATIENCE = 10.0  # seconds for something to come true in a page
MIDDLE_OF = """(() => {
  const one = document.querySelector(%s);
  one.scrollIntoView({ block: 'center', behavior: 'instant' });
  const box = one.getClientRects()[0];
  return [box.left + box.width / 2, box.top + box.height / 2].map(Math.round);
})()"""


def wait(condition: Callable[[], Any], name: str) -> Any:
    """Return what a condition comes to as soon as it is true; `name` says what was waited for."""
    end = time.monotonic() + PATIENCE
    while not (found := condition()):
        if time.monotonic() > end:
            raise AssertionError(f"Never came true: {name}")
        time.sleep(0.01)
    return found


def tap(key: str) -> list[Touch]:
    """Press a key and let it go."""
    return [("down", key), ("up", key)]


class Tab(ABC):
    """A tab. Expressions are JavaScript, read in the page itself, past its policy."""

    @abstractmethod
    def open(self, address: str) -> None:
        """Go to an address, as if typed, and wait until it is there."""

    @abstractmethod
    def go(self, steps: int) -> bool:
        """Press Back or Forward (1); tell whether there was anywhere to go."""

    @abstractmethod
    def reload(self) -> None:
        """Load the page again."""

    @abstractmethod
    def evaluate(self, expression: str) -> Any:
        """Return what an expression is worth, or what its promise comes to."""

    @abstractmethod
    def touch(self, touches: Sequence[Touch]) -> None:
        """Press and release keys, without a pause; down twice is a key that repeats."""

    @abstractmethod
    def press(self, x: int, y: int, button: Button, held: str) -> None:
        """Press and release a button of the mouse; `held` is a key held at the time, or ""."""

    @abstractmethod
    def shot(self) -> bytes:
        """Return a picture of the window, as a PNG: equal bytes are equal pictures."""

    @abstractmethod
    def where(self) -> str:
        """Return the address of the page, also of one that answers no expression."""

    @abstractmethod
    def windows(self) -> int:
        """Return how many tabs the browser has."""

    def click(self, selector: str, button: Button = "left", held: str = "") -> None:
        """Click on the middle of an element."""
        x, y = self.evaluate(MIDDLE_OF % json.dumps(selector))
        self.press(x, y, button, held)

    def type(self, selector: str, text: str) -> None:
        """Click into a field and type; capitals are typed with Shift."""
        self.click(selector)
        for letter in text:
            if letter.isupper():
                self.touch([("down", "Shift"), *tap(letter), ("up", "Shift")])
            else:
                self.touch(tap(letter))

    def until(self, expression: str) -> Any:
        """Return what an expression is worth as soon as it is true of the page."""

        def found() -> Any:
            try:
                return self.evaluate(expression)
            except RefusedError:
                return None  # the page is being changed for another: ask that one

        return wait(found, expression)

    def until_at(self, start: str) -> None:
        """Wait for a page whose address begins like this, and all of it."""
        wait(lambda: self.where().startswith(start), f"at {start}")
        self.until(
            f"location.href.startsWith({json.dumps(start)}) && document.readyState === 'complete'"
        )
