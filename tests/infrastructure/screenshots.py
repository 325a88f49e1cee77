"""`python -m tests.infrastructure.screenshots FOLDER [PAGE ...]`: pictures of the main pages.

Each page is taken whole, in three sizes and zoomed to 400 %, in the colours that people choose, and
as it prints; and the first screen of it, which is what the README shows. `contact-sheet.png` shows
all of them beside each other, to look at. Made by a command, they never go stale unseen. Without
names of pages every page is taken.
"""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Page, sync_playwright

from tests.infrastructure.chromium import launch
from tests.infrastructure.served import EXTREMES, LISTINGS, served

PAGES: Final = {
    "front": "/",
    "front-danger": "/",
    "list": "/services/?region=E08000018",
    "list-opened": "/services/?region=E08000018",
    "everything": "/services/",
    "answer": "/",
    "words": "/",
    "risk": "/",
    "danger": "/",
    "slip": "/",
    "nothing-understood": "/",
    "changes": "/services/",
    "area": "/in/rotherham/",
    "few": "/services/?region=W92000004&type=sarc",
    "none": "/services/?region=M83000003&open=now&type=pets",
    "one": "/services/?region=E08000018&type=counselling&sign=bsl",
    "extremes": "/in/isles-of-scilly/",
    "service": "/services/p26j8g/",
    "service-long-closed": "/services/xtrm24/",
    "service-right-to-left": "/services/xtrm25/",
    "service-alert": "/services/cbqc8w/",
    "service-adults": "/services/74knc9/",
    "service-website": "/services/9pj5rs/",
    "service-referral": "/services/cx726w/",
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
SIZES: Final = {
    "phone": (390, 844),
    "tablet": (768, 1024),
    "desktop": (1280, 900),
    "zoomed": (320, 256),
}
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


# What is typed into which field on the way to an answer.
TYPED: Final = {
    "answer": ("words", "S60 1AE"),
    "words": ("words", "councelling for men in bristol"),
    "risk": ("words", "i want to die, leeds"),
    "danger": ("words", "he is going to kill me tonight in cardiff"),
    "slip": ("words", "rothram"),
    "nothing-understood": ("words", "qqqq zzzz"),
    "changes": ("place", "Qqqqqq"),
}
# What the contact sheet shows of each page, beside each other.
ON_THE_SHEET: Final = (
    "phone",
    "phone-whole",
    "phone-dark-whole",
    "phone-forced-whole",
    "zoomed",
    "tablet",
    "desktop",
    "desktop-dark-whole",
    "print",
)
SHEET_STYLE: Final = """
body { margin: 12px; font: 14px system-ui; background: #999 }
section { display: flex; gap: 12px; align-items: start; margin-block-end: 24px }
h2 { inline-size: 120px } img { block-size: 420px; inline-size: auto; background: #fff }
"""


def _open(page: Page, name: str) -> None:
    """Open a page; the answer to a search, or what is folded, is reached as a person reaches it."""
    page.goto(PAGES[name])
    if name in TYPED:
        field, text = TYPED[name]
        for summary in page.locator(f"details:has(#{field}) > summary").all():
            if summary.is_visible():
                summary.click()
        page.locator(f"#{field}").fill(text)
        page.get_by_role("button", name="Show services").first.click()
        page.wait_for_url("**/r/**")
    if name == "front-danger":
        page.locator(".danger > summary").click()
    if name == "list-opened":
        for summary in page.locator("details:has(form) summary").all():
            if summary.is_visible():
                summary.click()


def _contact_sheet(browser: Browser, folder: Path, names: Iterable[str]) -> None:
    """Show the pictures of all pages beside each other, a page in a row."""
    rows = "".join(
        f"<section><h2>{name}</h2>"
        + "".join(f'<img src="{name}-{shown}.png" alt="{shown}">' for shown in ON_THE_SHEET)
        + "</section>"
        for name in names
    )
    html = folder / "contact-sheet.html"
    html.write_text(f"<!DOCTYPE html><style>{SHEET_STYLE}</style>{rows}", encoding="utf-8")
    page = browser.new_page(viewport={"width": 3000, "height": 1000})
    page.goto(html.resolve().as_uri())
    page.screenshot(path=folder / "contact-sheet.png", full_page=True)
    page.close()


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
    with served(listings=(LISTINGS, EXTREMES)) as address, sync_playwright() as playwright:
        browser = launch(playwright)
        taken = list(names) or list(PAGES)
        for name in taken:
            _pictures(browser, address, name, folder)
        _contact_sheet(browser, folder, taken)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
