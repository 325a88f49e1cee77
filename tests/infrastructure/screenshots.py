"""`python -m tests.infrastructure.screenshots FOLDER [PAGE ...]`: pictures of the main pages.

Each page is taken whole, in three sizes, in the colours that people choose, and as it prints; and
the first screen of it, which is what the README shows. Made by a command, they never go stale
unseen. Without names of pages every page is taken.
"""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Page, sync_playwright

from tests.infrastructure.chromium import launch
from tests.infrastructure.served import served

PAGES: Final = {
    "front": "/",
    "list": "/services/?region=E08000018",
    "answer": "/",
    "words": "/services/",
    "changes": "/services/",
    "opened": "/services/?region=E08000018",
    "area": "/in/rotherham/",
    "none": "/services/?region=M83000003",
    "service": "/services/p26j8g/",
    "organization": "/organizations/z63n28/",
    "short-list": "/lists/first-steps/",
    "safety": "/safety/",
    "about": "/about/",
    "help": "/help/",
    "privacy": "/privacy/",
    "accessibility": "/accessibility/",
    "promises": "/promises/",
    "api": "/api/v1/docs/",
    "missing": "/nothing-here/",
}
SIZES: Final = {"phone": (390, 844), "tablet": (768, 1024), "desktop": (1280, 900)}
# What a person's device may say of how to show a page; the last is a sheet of A4 without margins.
MANNERS: Final[dict[str, dict[str, Any]]] = {
    "": {},
    "-dark": {"color_scheme": "dark"},
    "-forced": {"forced_colors": "active"},
    "-contrast": {"contrast": "more"},
}
SHEET: Final = (718, 1000)
AS_USUAL: Final[dict[str, Any]] = {
    "media": "screen",
    "color_scheme": "light",
    "forced_colors": "none",
    "contrast": "no-preference",
}


# What is typed, and in which field, on the way to an answer.
TYPED: Final = {
    "answer": ("A place, or what you are looking for", "S60 1AE"),
    "words": ("A place, or what you are looking for", "councelling for men"),
    "changes": ("Where do you want help?", "Qqqqqq"),
}


def _open(page: Page, name: str) -> None:
    """Open a page; the answer to a search, or what is folded, is reached as a person reaches it."""
    page.goto(PAGES[name])
    if name in TYPED:
        label, text = TYPED[name]
        for fold in page.locator("details:has(#place) summary").all():
            fold.click()
        page.get_by_label(label).fill(text)
        page.get_by_role("button", name="Show services").first.click()
        page.wait_for_url("**/r/**")
    if name == "opened":
        for summary in page.locator("form summary").all():
            summary.click()


def _pictures(browser: Browser, address: str, name: str, folder: Path) -> None:
    """Take every picture of one page, without script, as it must work for everyone."""
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(**AS_USUAL)
        _open(page, name)
        page.screenshot(path=folder / f"{name}-{size}.png")
        for manner, media in MANNERS.items():
            page.emulate_media(**{**AS_USUAL, **media})
            page.screenshot(path=folder / f"{name}-{size}{manner}-whole.png", full_page=True)
    page.set_viewport_size({"width": SHEET[0], "height": SHEET[1]})
    page.emulate_media(**{**AS_USUAL, "media": "print"})
    page.screenshot(path=folder / f"{name}-print.png", full_page=True)
    context.close()


def main(folder: Path, names: Iterable[str] = ()) -> None:
    """Take the pictures of the named pages, or of all, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with served() as address, sync_playwright() as playwright:
        browser = launch(playwright)
        for name in list(names) or PAGES:
            _pictures(browser, address, name, folder)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
