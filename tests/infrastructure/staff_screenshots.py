"""`python -m tests.infrastructure.staff_screenshots FOLDER`: the pictures of docs/curators.md.

They are taken on the way through a curator's day, with the shipped listings, wide and on a phone.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from playwright.sync_api import sync_playwright

from tests.browser.curators_day import Day, Person
from tests.browser.pages import DESKTOP
from tests.browser.staff_site import staff_site
from tests.infrastructure.chromium import launch
from tests.infrastructure.served import LISTINGS

# What is taken, and from where: the part of a long page that its words are about.
PICTURES: Final = {
    "desk": "",
    "difference": "",
    "listing": "#contact",
    "import": "",
    "recall": "",
}
SIZES: Final = {"desktop": (1280, 900), "phone": (390, 844)}


def main(folder: Path) -> None:
    """Live the day, and take the pictures into a folder."""
    folder.mkdir(parents=True, exist_ok=True)

    def look(person: Person, name: str) -> None:
        if name not in PICTURES:
            return
        page = person.page
        for size, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            page.evaluate("document.activeElement.blur()")
            if part := PICTURES[name]:
                page.locator(part).evaluate("one => one.scrollIntoView()")
            page.screenshot(path=folder / f"staff-{name}-{size}.png")
        page.set_viewport_size(DESKTOP)

    with TemporaryDirectory() as kept, sync_playwright() as playwright:
        browser = launch(playwright)
        with staff_site(Path(kept), (LISTINGS,)) as site:
            Day(browser, site, look).walk()
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
