"""Run a scanner's script in the browser, in a JavaScript world of its own.

There it sees the same document, but the page's Content-Security-Policy and Trusted Types do not
apply to it, the page's own scripts cannot be disturbed by it, and nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession, Page


class World:
    """A JavaScript world beside the page's own."""

    def __init__(self, session: CDPSession) -> None:
        """Make the world in the page that stands in the window now."""
        frame = session.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
        made = session.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": "scanner"})
        self._session = session
        self._id = made["executionContextId"]

    def evaluate(self, expression: str) -> Any:
        """Return the value of an expression, or of what it promises."""
        answer = self._session.send(
            "Runtime.evaluate",
            {
                "expression": expression,
                "contextId": self._id,
                "awaitPromise": True,
                "returnByValue": True,
            },
        )
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            thrown = details.get("exception", {}).get("description", details["text"])
            raise RuntimeError(f"The scanner did not run: {thrown}")
        return answer["result"].get("value")


@contextmanager
def separate_world(page: Page, script: str) -> Iterator[World]:
    """Give a world in which a scanner's script has been run.

    The page needs a browser context with JavaScript on: scanners wait on timers, which would
    otherwise never come.
    """
    session = page.context.new_cdp_session(page)
    try:
        world = World(session)
        if world.evaluate("matchMedia('(scripting: none)').matches"):
            raise ValueError("A scanner needs a browser context with JavaScript on")
        world.evaluate(f"{script}\n;undefined")
        yield world
    finally:
        session.detach()
