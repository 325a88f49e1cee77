"""What a screen reader says of a page, as text to compare, and where things stand on it.

    make snapshots

rewrites the texts; read the difference before you commit it.
"""

from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.pages import PHONE, STATES, State, opened
from tests.browser.positions import FILE, as_text, positions
from tests.infrastructure.chromium import launch
from tests.infrastructure.neutral import neutral_site
from tests.infrastructure.served import EXTREMES, LISTINGS, served

# As the tests see them.
FOLDER = Path(__file__).with_name("snapshots")
NAMES = {
    "front": "front",
    "list": "list with filters",
    "results": "several places",
    "changes": "place not found",
    "service": "service, long words",
    "safety": "safety",
}
# Left out: what depends on the hour and the day, and what only repeats the kind before it.
CALM = """() => {
  for (const one of document.querySelectorAll('.state')) one.textContent = '(hours)';
  for (const one of document.querySelectorAll('.card__why, .way > .muted, .line > .muted')) {
    one.textContent = '(date)';
  }
  for (const one of document.querySelectorAll('.gap')) one.textContent = '(who answers next)';
  const gone = '.open-lines .line, .lines .line ~ .line, .card ~ .card, optgroup ~ optgroup, '
    + 'optgroup option ~ option, .tick ~ .tick, .chips li ~ li, .rows li ~ li, .names li ~ li, '
    + '.meanings dl > div ~ div';
  for (const one of document.querySelectorAll(gone)) one.remove();
  for (const one of document.querySelectorAll('.tick label')) {
    one.lastChild.data = one.lastChild.data.replace(/ \\([0-9]+\\)$/, ' (some)');
  }
  // Which words are explained depends on the lines that are open.
  for (const one of document.querySelectorAll('.meanings dt')) one.textContent = '(word)';
  for (const one of document.querySelectorAll('.meanings dd')) one.textContent = '(meaning)';
  for (const one of document.querySelectorAll('.meanings summary')) {
    one.textContent = '(how many words)';
  }
  document.querySelector('.exit-bar__link').href = '/(the way out)/';
  for (const one of document.querySelectorAll('a[href^="/r/"]')) one.href = '/r/(token)/';
  for (const one of document.querySelectorAll('details')) one.open = true;
  for (const one of document.querySelectorAll('.counts')) {
    one.textContent = one.textContent.replace(/[0-9]+/g, '(some)');
  }
}"""


def state(name: str) -> State:
    (found,) = [one for one in STATES if one.name == NAMES[name]]
    return found


def spoken(page: Page) -> str:
    """Return what a screen reader says of the page in the window."""
    page.evaluate(CALM)
    return page.locator("body").aria_snapshot() + "\n"


def main() -> None:
    """Rewrite every text, and where things stand."""
    with ExitStack() as running:
        settings = {
            "DJANGO_SETTINGS_MODULE": "tests.browser.served_settings",
            "EXIT_URL": running.enter_context(neutral_site()).address,
        }
        address = running.enter_context(served(listings=(LISTINGS, EXTREMES), environment=settings))
        browser = launch(running.enter_context(sync_playwright()))
        page = browser.new_context(java_script_enabled=False, viewport=PHONE).new_page()
        for name in NAMES:
            text = spoken(opened(page, state(name), address))
            (FOLDER / f"{name}.yaml").write_text(text, encoding="utf-8")
        FILE.write_text(as_text(positions(browser, address)), encoding="utf-8")
        browser.close()


if __name__ == "__main__":
    main()
