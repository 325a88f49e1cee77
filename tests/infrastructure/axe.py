"""Check a page in the browser with axe-core, up to WCAG's level AAA.

The script is put into a JavaScript world of its own. There it sees the same
document, but the page's Content-Security-Policy and Trusted Types do not
apply to it, the page's own scripts cannot be disturbed by it, and nothing is
fetched.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession, Page

TAGS = (
    "wcag2a",
    "wcag2aa",
    "wcag2aaa",
    "wcag21a",
    "wcag21aa",
    "wcag21aaa",
    "wcag22a",
    "wcag22aa",
    "wcag22aaa",
    "best-practice",
)


@cache
def _axe_source() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def _evaluate(session: CDPSession, world: int, expression: str) -> Any:
    answer = session.send(
        "Runtime.evaluate",
        {
            "expression": expression,
            "contextId": world,
            "awaitPromise": True,
            "returnByValue": True,
        },
    )
    if "exceptionDetails" in answer:
        details = answer["exceptionDetails"]
        thrown = details.get("exception", {}).get("description", details["text"])
        raise RuntimeError(f"axe-core did not run: {thrown}")
    return answer["result"].get("value")


def _separate_world(session: CDPSession) -> int:
    frame = session.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
    created = session.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": "axe"})
    world: int = created["executionContextId"]
    return world


def _describe(violation: dict[str, Any]) -> list[str]:
    """Say of each element what is wrong with it, one line each."""
    lines = []
    for node in violation["nodes"]:
        target = " ".join(str(part) for part in node["target"])
        checks = [*node["any"], *node["all"], *node["none"]]
        reasons = "; ".join(check["message"] for check in checks)
        lines.append(f"{violation['id']} ({violation['impact']}): {target}: {reasons}")
    return lines


def violations(page: Page, *, tags: Sequence[str] = TAGS) -> list[str]:
    """Give what axe-core finds wrong with the page; an empty list is a pass.

    The page needs a browser context with JavaScript switched on.
    """
    options = {
        "runOnly": {"type": "tag", "values": list(tags)},
        "resultTypes": ["violations"],
    }
    session = page.context.new_cdp_session(page)
    try:
        world = _separate_world(session)
        if _evaluate(session, world, "matchMedia('(scripting: none)').matches"):
            # axe-core waits on timers, which would then never come.
            raise ValueError("axe-core needs a browser context with JavaScript on")
        _evaluate(session, world, f"{_axe_source()}\n;undefined")
        found = _evaluate(session, world, f"axe.run(document, {json.dumps(options)})")
    finally:
        session.detach()
    return [line for violation in found["violations"] for line in _describe(violation)]
