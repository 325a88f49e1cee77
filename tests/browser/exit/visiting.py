"""What a person does on the directory before and after leaving it."""

import time
from dataclasses import dataclass

from tests.infrastructure.neutral import NeutralSite
from tests.infrastructure.tab import Tab, tap
from tests.infrastructure.wire import RefusedError

EXIT = ".exit-bar__link"
NEUTRAL_TEXT = "Fair today Dry, with a light wind."
# What there is to see and to read of a page: address, title, and words that are not hidden.
SEEN = """(() => {
  const words = getComputedStyle(document.documentElement).visibility === 'hidden'
    || !document.body ? '' : document.body.innerText;
  return [location.href, document.title, words.split(/\\s+/).join(' ').trim()];
})()"""
# The same page that was left, not another copy of it, has this name.
SAME_PAGE = "window.samePage"
UNFOLD = """for (const fold of document.querySelectorAll('details')) {
  if (fold.querySelector('form, #place')) fold.open = true;
}"""


@dataclass
class Visit:
    """A person in a tab."""

    tab: Tab
    directory: str
    neutral: NeutralSite

    def open(self, path: str) -> None:
        """Open a page of the directory."""
        self.tab.open(self.directory + path)

    def follow(self, selector: str, path: str) -> None:
        """Click on a link or button that leads to a page whose path begins like this."""
        self.tab.until(f"document.readyState === 'complete' && ({SAME_PAGE} = true)")
        self.tab.click(selector)
        self.tab.until(f"!{SAME_PAGE}")
        self.tab.until_at(self.directory + path)

    def journey(self) -> None:
        """Open five pages: front, list, safety page, answer to a search, service."""
        self.open("/")
        self.follow(".rows a[href^='/services/?']", "/services/")
        self.follow("a[href='/safety/']", "/safety/")
        self.tab.open(f"{self.directory}/services/")
        self.type_words("S60 1AE")
        self.follow("form button", "/r/")
        self.follow("main h3 a[href^='/services/']", "/services/")

    def search(self, place: str) -> None:
        """Type a place by itself and send it."""
        self.type_place(place)
        self.follow("form button", "/r/")

    def type_place(self, place: str) -> None:
        """Unfold the field for a place by itself and type into it."""
        self.tab.evaluate(UNFOLD)
        self.tab.type("#place", place)

    def type_words(self, words: str) -> None:
        """Unfold the form and type into its one box."""
        self.tab.evaluate(UNFOLD)
        self.tab.type("#words", words)

    def leave(self) -> None:
        """Click on the way out, and wait for the neutral page."""
        self.tab.click(EXIT)
        self.arrive()

    def arrive(self) -> None:
        """Wait for the neutral page."""
        self.tab.until_at(self.neutral.address)

    def press_shift(self, times: int) -> None:
        """Press Shift alone, so many times."""
        for _time in range(times):
            self.tab.touch(tap("Shift"))

    def stays(self, path: str) -> None:
        """Show that a page stays, for longer than leaving takes."""
        time.sleep(0.3)
        assert self.tab.where() == self.directory + path
        assert len(self.seen()[2]) > 100

    def seen(self) -> tuple[str, str, str]:
        """Return address, title and words of what is in view."""
        address, title, words = self.tab.evaluate(SEEN)
        return address, title, words

    def back(self) -> list[tuple[str, str, str]]:
        """Press Back, and return what was in view until the neutral page was there once more."""
        views = []
        self.neutral.asked.clear()
        assert self.tab.go(-1)
        end = time.monotonic() + 10
        while time.monotonic() < end:
            try:
                views.append(self.seen())
            except (RefusedError, AssertionError):
                continue  # between two pages
            address, _title, words = views[-1]
            if self.neutral.asked and address == self.neutral.address and words == NEUTRAL_TEXT:
                return views
        raise AssertionError(f"The neutral page was not there again: {views}")
