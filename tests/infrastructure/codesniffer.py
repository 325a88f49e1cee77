"""Check a page in the browser with HTML_CodeSniffer, by the rules of WCAG 2 at level AAA.

It says three kinds of things. Errors and warnings count, but for the few warnings in `NOT_REAL`,
each with the reason. Notices do not count: they are questions that no program can answer, put in
the same words to every page that there is ("Check that the title element describes the document").
Those that a program can answer are answered by the other tests of the browser: order and focus by
the walk with Tab, 44 pixels, 320 pixels, spacing of text, no motion, contrast in every scheme.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from tests.infrastructure.scanners import packages
from tests.infrastructure.separate_world import separate_world

if TYPE_CHECKING:
    from playwright.sync_api import Page

STANDARD = "WCAG2AAA"

RUN = """
new Promise((done, failed) => HTMLCS.process('%s', document, () => done(
  HTMLCS.getMessages().filter(one => one.type !== HTMLCS.NOTICE).map(one => ({
    code: one.code.split('.').slice(3).join('.'),
    said: one.msg,
    element: (one.element.outerHTML || 'document').replace(/\\s+/g, ' ').slice(0, 300),
  }))
), failed))
"""


@dataclass(frozen=True, slots=True)
class NotReal:
    """A warning that is wrong about the elements that match this pattern, and the reason."""

    code: str
    element: str
    reason: str


HIDDEN = "It is hidden from the eye alone, by clipping: it has no colours to tell apart."

NOT_REAL = (
    NotReal("1_4_6.G17.Abs", r'<(span|h2|legend) class="visually-hidden"', HIDDEN),
    NotReal("1_4_6.G18.Abs", r'<(span|h2|legend) class="visually-hidden"', HIDDEN),
    NotReal(
        "1_4_6.G17.Abs",
        '<a class="skip"',
        "It has a ground of its own while it is seen, and test_colours measures it there.",
    ),
    NotReal(
        "1_3_1.H71.SameName",
        '<form class="filters"',
        "Kinds of help share a name and lie in two fieldsets, one for each branch: they have a "
        "description each. It looks for a single fieldset.",
    ),
    NotReal(
        "4_1_2.H91.Select.Value",
        '<select id="region"',
        "It looks for the attribute `selected`. A list without it has its first choice as value.",
    ),
    NotReal(
        "1_3_1.H48",
        '<p class="site-footer__danger">',
        "It takes two links in one paragraph for a menu. This is a sentence and a link after it.",
    ),
    NotReal(
        "1_3_1.H42",
        "<p><strong>",
        "It takes a paragraph in bold for a heading. In a notice it is the first sentence of two.",
    ),
    NotReal(
        "1_3_1.H48.2",
        r'<(div|p) class="place',
        "It takes the number of a house at the start of a line for a numbered list.",
    ),
)


@cache
def _source() -> str:
    return (packages() / "html_codesniffer" / "build" / "HTMLCS.js").read_text(encoding="utf-8")


def _is_real(said: dict[str, str]) -> bool:
    """Tell whether a message counts."""
    return not any(
        said["code"].endswith(one.code) and re.match(one.element, said["element"])
        for one in NOT_REAL
    )


def faults(page: Page) -> list[str]:
    """Give the errors and warnings that count; an empty list is a pass."""
    with separate_world(page, _source()) as world:
        found = world.evaluate(RUN % STANDARD)
    return [f"{one['code']}: {one['said']} {one['element']}" for one in found if _is_real(one)]
