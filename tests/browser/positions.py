"""Where the things that decide stand on a page, which `make snapshots` writes down.

All in pixels from the top, in the typeface of the machine that runs the tests.
"""

import json
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page

from tests.browser.pages import DESKTOP, PHONE

FILE: Final = Path(__file__).parent / "snapshots" / "positions.json"
SIZES: Final = {"phone": PHONE, "desktop": DESKTOP}
PAGES: Final = {
    "front": "/",
    "list": "/services/?region=E08000018",
    "everything": "/services/",
    "few": "/services/?region=W92000004&type=sarc",
    "none": "/services/?region=M83000003&type=pets",
    "service": "/services/p26j8g/",
    "short list": "/lists/first-steps/",
}
# By page and size: how far down each thing stands, and how high it is.
Positions = dict[str, dict[str, int | None]]
MEASURE: Final = """() => {
  const top = (selector) => {
    const found = [...document.querySelectorAll(selector)].find(one => one.checkVisibility());
    return found ? Math.round(found.getBoundingClientRect().top + scrollY) : null;
  };
  const cards = [...document.querySelectorAll('.card')];
  const heights = cards.map(card => card.getBoundingClientRect().height).sort((a, b) => a - b);
  const middle = heights[Math.floor(heights.length / 2)];
  const first = cards.length ? top('.card') : 0;
  const last = cards.length ? cards.at(-1).getBoundingClientRect().bottom + scrollY : 0;
  return {
    'place field': top('main input[type=text]'),
    'first card': top('.card'),
    'first way to get in touch': top('main .call'),
    'first choice': top('.rows a'),
    'height of a card': middle ? Math.round(middle) : null,
    'height of all cards': cards.length ? Math.round(last - first) : null,
    'height of the page': document.documentElement.scrollHeight,
  };
}"""


def measured(page: Page) -> dict[str, int | None]:
    """Return the positions on the page that is open."""
    found: dict[str, int | None] = page.evaluate(MEASURE)
    return found


def positions(browser: Browser, address: str) -> Positions:
    """Return the positions of every page in every size."""
    found: Positions = {}
    for size, viewport in SIZES.items():
        context = browser.new_context(base_url=address, viewport=viewport)
        page = context.new_page()
        for name, path in PAGES.items():
            page.goto(path)
            found[f"{name}, {size}"] = measured(page)
        context.close()
    return found


def kept() -> Positions:
    """Return the positions as they were written down."""
    text: Positions = json.loads(FILE.read_text(encoding="utf-8"))
    return text


def as_text(found: Positions) -> str:
    """Return positions as they are written down."""
    return json.dumps(found, indent=1) + "\n"
