"""`python -m tests.infrastructure.screenshots FOLDER`: pictures of the main pages.

The README shows some of them; made by a command, they never go stale unseen.
"""

import sys
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, sync_playwright

from tests.infrastructure.chromium import launch
from tests.infrastructure.served import served

PAGES = {
    "front": "/",
    "list": "/services/?region=E08000018",
    "none": "/services/?region=M83000003",
    "service": "/services/p26j8g/",
    "short-list": "/lists/first-steps/",
    "safety": "/safety/",
    "about": "/about/",
    "help": "/help/",
    "privacy": "/privacy/",
    "accessibility": "/accessibility/",
    "api": "/api/v1/docs/",
    "missing": "/nothing-here/",
}
SIZES = {"phone": (390, 844), "desktop": (1280, 900)}
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


def _picture(browser: Browser, address: str, file: Path, size: str, scheme: Scheme) -> None:
    """Take one picture of the first screen of a page, without script, as many people see it."""
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        java_script_enabled=False,
    )
    page = context.new_page()
    page.goto(address)
    page.screenshot(path=file, full_page=False)
    page.screenshot(path=file.with_stem(file.stem + "-whole"), full_page=True)
    context.close()


def main(folder: Path) -> None:
    """Take every picture into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with served() as address, sync_playwright() as playwright:
        browser = launch(playwright)
        for name, path in PAGES.items():
            for size in SIZES:
                for scheme in SCHEMES:
                    suffix = "" if scheme == "light" else "-dark"
                    file = folder / f"{name}-{size}{suffix}.png"
                    _picture(browser, address + path, file, size, scheme)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
