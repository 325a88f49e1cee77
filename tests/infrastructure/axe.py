"""Check a page in the browser with axe-core, up to WCAG's level AAA."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from tests.infrastructure.separate_world import separate_world

if TYPE_CHECKING:
    from playwright.sync_api import Page

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
# What depends on colours alone: to check again in the dark, when the rest has been asked already.
CONTRAST = ("color-contrast", "color-contrast-enhanced", "link-in-text-block")


@cache
def _axe_source() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def _describe(violation: dict[str, Any]) -> list[str]:
    """Say of each element what is wrong with it, one line each."""
    lines = []
    for node in violation["nodes"]:
        target = " ".join(str(part) for part in node["target"])
        checks = [*node["any"], *node["all"], *node["none"]]
        reasons = "; ".join(check["message"] for check in checks)
        lines.append(f"{violation['id']} ({violation['impact']}): {target}: {reasons}")
    return lines


def violations(page: Page, *, tags: Sequence[str] = TAGS, rules: Sequence[str] = ()) -> list[str]:
    """Give what axe-core finds wrong with the page; an empty list is a pass.

    With `rules` only these are asked, whatever their tags.
    """
    asked = {"type": "rule", "values": list(rules)} if rules else None
    options = {
        "runOnly": asked or {"type": "tag", "values": list(tags)},
        "resultTypes": ["violations"],
        # Else it fetches sheets that sheets import, by wrong addresses and with the cookies of the
        # page: the staff area answered each with a message, and took the page's own with it. The
        # one rule that reads sheets is asked of the files: tests/domain/test_orientation.py.
        "preload": False,
    }
    with separate_world(page, _axe_source()) as world:
        found = world.evaluate(f"axe.run(document, {json.dumps(options)})")
    return [line for violation in found["violations"] for line in _describe(violation)]
