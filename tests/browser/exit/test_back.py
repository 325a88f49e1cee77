"""After leaving, Back shows nothing of the directory.

The browsers keep whole pages in memory for Back; the first test shows that they do so here too.
"""

import pytest

from tests.browser.exit.conftest import Start
from tests.browser.exit.visiting import NEUTRAL_TEXT, Visit
from tests.infrastructure.neutral import NeutralSite
from tests.infrastructure.tab import tap, wait

pytestmark = pytest.mark.browser

PRESSES = 5
REMEMBER = "addEventListener('pageshow', (event) => { window.kept = event.persisted })"
KEPT = "new Promise((tell) => setTimeout(() => tell(window.kept === true), 500))"
FLAG = "sessionStorage.getItem('left')"


def leave_by_click(visit: Visit) -> None:
    visit.leave()


def leave_by_shift(visit: Visit) -> None:
    visit.press_shift(3)
    visit.arrive()


@pytest.mark.proves("SAFETY 1.5")
def test_these_browsers_bring_a_page_back_from_memory(visit: Visit) -> None:
    # A browser with much to do lets a page go at times: that it keeps one at all is what counts.
    assert any(_is_brought_back(visit) for _try in range(3))


def _is_brought_back(visit: Visit) -> bool:
    """Leave a page for another, go back, and tell whether the first came from memory."""
    visit.tab.open(visit.neutral.root + "one")
    visit.tab.evaluate(REMEMBER)
    visit.tab.open(visit.neutral.root + "two")
    assert visit.tab.go(-1)

    visit.tab.until_at(visit.neutral.root + "one")
    return bool(visit.tab.evaluate(KEPT))


def test_a_person_who_has_not_left_goes_back_and_reads_on(visit: Visit) -> None:
    visit.open("/services/")
    visit.follow("a[href='/safety/']", "/safety/")
    assert visit.tab.go(-1)

    visit.tab.until_at(f"{visit.directory}/services/")
    visit.tab.until("getComputedStyle(document.documentElement).visibility === 'visible'")
    visit.stays("/services/")


@pytest.mark.proves("SAFETY 1.2", "SAFETY 1.5")
@pytest.mark.parametrize("leave", [leave_by_click, leave_by_shift])
def test_back_shows_nothing_of_a_visit_that_was_left(visit: Visit, leave: object) -> None:
    assert callable(leave)
    visit.tab.open(visit.neutral.address)
    neutral_picture = visit.tab.shot()
    visit.journey()
    leave(visit)

    assert visit.tab.shot() == neutral_picture
    for _press in range(PRESSES):
        views = visit.back()
        assert views[-1] == (visit.neutral.address, "Weather", NEUTRAL_TEXT)
        # A busy machine shows the neutral page in parts.
        assert all(NEUTRAL_TEXT.startswith(words) for _address, _title, words in views)
        # The tab shows the name of the site it is going to, or none yet.
        assert {title for _address, title, _words in views} <= {"", "localhost", "Weather"}
        assert visit.tab.shot() == neutral_picture
    assert visit.tab.go(1)
    visit.arrive()


@pytest.mark.proves("SAFETY 1.2")
def test_back_shows_a_blank_window_while_the_neutral_site_does_not_answer(visit: Visit) -> None:
    blank = visit.tab.shot()
    visit.journey()
    assert visit.tab.shot() != blank
    visit.leave()

    visit.neutral.asked.clear()
    with visit.neutral.silent():
        for _press in range(PRESSES):
            assert visit.tab.go(-1)
            leads_out_again(visit)
            assert visit.tab.shot() == blank
        # Somebody who finds the blank page and reloads it finds nothing either.
        visit.tab.reload()
        leads_out_again(visit)
    visit.arrive()


def leads_out_again(visit: Visit) -> None:
    """Show that a page of the directory asks for the neutral site once more."""
    wait(lambda: visit.neutral.asked, "the way out once more")
    visit.neutral.asked.clear()
    assert visit.tab.where().startswith(visit.directory)


def test_a_person_who_opens_the_directory_anew_can_read_it(visit: Visit) -> None:
    visit.open("/safety/")
    visit.follow("a[href='/services/']", "/services/")
    visit.leave()
    assert visit.back()[-1][0] == visit.neutral.address
    visit.open("/services/")

    visit.stays("/services/")
    assert visit.tab.evaluate(FLAG) is None
    visit.follow("a[href='/safety/']", "/safety/")
    assert visit.tab.go(-1)
    visit.tab.until_at(f"{visit.directory}/services/")
    visit.stays("/services/")


def test_a_typed_place_is_gone_from_the_page_that_back_brings(visit: Visit) -> None:
    visit.open("/services/")
    visit.type_place("Dinnington")
    visit.tab.click("#region")
    visit.tab.click("h1")
    assert visit.tab.evaluate("document.querySelector('#place').value") == "Dinnington"
    visit.tab.open(visit.neutral.address)
    assert visit.tab.go(-1)

    visit.tab.until_at(f"{visit.directory}/services/")
    visit.stays("/services/")
    assert visit.tab.evaluate("document.querySelector('#place').value") == ""


def test_without_the_script_the_link_leads_out_and_back_leads_in(
    start: Start, tmp_path_factory: pytest.TempPathFactory, address: str, neutral: NeutralSite
) -> None:
    profile = tmp_path_factory.mktemp("scriptless") / "profile"
    with start(profile, "script") as browser, browser.tab() as tab:
        tab.open(f"{address}/services/")
        tab.touch([*tap("Shift"), *tap("Shift"), *tap("Shift")])
        tab.touch([*tap("Tab"), *tap("Enter")])
        wait(lambda: tab.where() == neutral.address, "the neutral site")

        # As the safety page says.
        assert tab.go(-1)
        wait(lambda: tab.where() == f"{address}/services/", "the page that was left")
