"""The page is blank at once, by a click or three presses of Shift, and by nothing else."""

import sys
import time

import pytest
from playwright.sync_api import Browser

from tests.browser.exit.conftest import Start
from tests.browser.exit.visiting import EXIT, Visit
from tests.infrastructure.neutral import NeutralSite
from tests.infrastructure.tab import Button, Touch, tap, wait

pytestmark = pytest.mark.browser

MOST_MILLISECONDS = 100
TO_PAINT = 0.3  # seconds: a page that waits for the next one may answer no question
SHIFT = tap("Shift")
HOLD: list[Touch] = [("down", "Shift")]
# From the press until the second picture after it: then the first one is on the screen. What is
# measured goes where the next page of the directory can read it.
CLOCK = """for (const type of ['click', 'keyup']) addEventListener(type, (event) => {
  requestAnimationFrame(() => requestAnimationFrame(() => {
    if (document.body.firstChild) return;
    sessionStorage.setItem('taken', performance.now() - event.timeStamp);
    sessionStorage.setItem('words', document.documentElement.innerText);
  }));
}, true)"""
STATUS = "document.querySelector('#exit-status').textContent"


def milliseconds_until_blank(visit: Visit, *, by_click: bool) -> float:
    """Leave while the neutral site does not answer, and return how long the page was in view.

    No end of it, where a busy browser made no picture before the neutral site came: then we do not
    know.
    """
    blank = visit.tab.shot()
    visit.open("/services/")
    visit.tab.evaluate(CLOCK)
    with visit.neutral.silent():
        leave(visit, by_click=by_click)
        assert visit.tab.shot() == blank
        time.sleep(TO_PAINT)
        assert visit.tab.where() == f"{visit.directory}/services/"
    visit.arrive()
    visit.open("/safety/")
    taken, words = visit.tab.evaluate("[sessionStorage.taken, sessionStorage.words]")
    assert words in {"", None}
    visit.tab.open("about:blank")
    return float(taken or "inf")


def leave(visit: Visit, *, by_click: bool) -> None:
    """Leave, and wait until the neutral site is asked for."""
    visit.neutral.asked.clear()
    if by_click:
        visit.tab.click(EXIT)
    else:
        visit.press_shift(3)
    wait(lambda: visit.neutral.asked, "a question to the neutral site")


@pytest.mark.proves("SAFETY 1.2")
@pytest.mark.parametrize("by_click", [True, False], ids=["click", "shift"])
def test_the_window_is_blank_at_once_also_where_the_network_hangs(
    visit: Visit, by_click: bool
) -> None:
    # The best of three, as the tests share the machine with whatever else runs on it.
    taken = min(milliseconds_until_blank(visit, by_click=by_click) for _time in range(3))
    sys.stdout.write(f"blank after {taken:.0f} ms\n")  # read it with -s
    assert taken <= MOST_MILLISECONDS


@pytest.mark.parametrize(
    ("button", "held"),
    [("left", "Control"), ("left", "Shift"), ("middle", "")],
)
def test_a_click_that_would_open_another_tab_leaves_in_this_one(
    visit: Visit, button: Button, held: str
) -> None:
    visit.open("/services/")
    before = visit.tab.windows()
    visit.tab.click(EXIT, button, held)
    visit.arrive()

    assert visit.tab.windows() == before


def test_the_neutral_site_is_not_told_where_somebody_comes_from(visit: Visit) -> None:
    visit.open("/services/")
    visit.leave()

    [asked] = visit.neutral.asked
    assert not {"referer", "origin", "cookie"} & asked.keys()


STAYING: dict[str, list[Touch]] = {
    "two presses": SHIFT * 2,
    "typed capitals": [("down", "Shift"), *tap("A"), ("up", "Shift")] * 3,
    "steps back with Shift and Tab": [("down", "Shift"), *tap("Tab"), ("up", "Shift")] * 3,
    "Shift held down": [*HOLD * 8, ("up", "Shift")],
    "a letter between": [*SHIFT, *tap("a"), *SHIFT * 2],
    "Shift with Control": [("down", "Control"), *SHIFT * 3, ("up", "Control")],
    "another key held": [("down", "a"), *SHIFT * 2, ("up", "a"), *tap("b"), *SHIFT],
}  # fmt: skip


@pytest.mark.proves("SAFETY 1.2")
@pytest.mark.parametrize("name", STAYING)
def test_what_is_not_three_presses_of_shift_alone_does_not_leave(visit: Visit, name: str) -> None:
    visit.open("/services/")
    visit.tab.touch(STAYING[name])

    visit.stays("/services/")


def test_a_click_between_presses_begins_the_count_anew(visit: Visit) -> None:
    visit.open("/safety/")
    visit.press_shift(2)
    visit.tab.click("h1")
    visit.press_shift(1)
    visit.stays("/safety/")

    visit.press_shift(2)
    visit.arrive()


def test_a_person_who_listens_is_told_how_many_presses_are_left(visit: Visit) -> None:
    visit.open("/safety/")
    role = visit.tab.evaluate("document.querySelector('#exit-status').getAttribute('role')")
    said = [visit.tab.evaluate(STATUS)]
    for _press in range(2):
        visit.press_shift(1)
        said.append(visit.tab.evaluate(STATUS))
    visit.tab.touch(tap("a"))
    said.append(visit.tab.evaluate(STATUS))

    left = ["To leave this page, press 2 more times.", "To leave this page, press once more."]
    assert (role, said) == ("status", ["", *left, ""])


def test_presses_more_than_five_seconds_apart_do_not_leave(visit: Visit) -> None:
    visit.open("/safety/")
    visit.press_shift(2)
    # No sooner than that, and as much later as a busy browser wakes its page.
    time.sleep(5.1)
    wait(lambda: visit.tab.evaluate(STATUS) == "", "the end of the count")
    visit.press_shift(1)
    visit.stays("/safety/")

    visit.press_shift(2)
    visit.arrive()


@pytest.mark.proves("SAFETY 1.3")
def test_a_person_with_a_keyboard_is_told_of_shift(visit: Visit) -> None:
    visit.open("/services/")
    assert "Shift 3 times exits too. Exit does not delete your history." in visit.seen()[2]


@pytest.mark.proves("SAFETY 1.2")
def test_a_person_whose_browser_blocks_site_data_leaves_as_quickly(
    start: Start, tmp_path_factory: pytest.TempPathFactory, address: str, neutral: NeutralSite
) -> None:
    profile = tmp_path_factory.mktemp("blocked") / "profile"
    with start(profile, "site data") as browser, browser.tab() as tab:
        visit = Visit(tab, address, neutral)
        blank = tab.shot()
        for by_click in (True, False):
            visit.open("/services/")
            assert tab.evaluate("(() => { try { sessionStorage } catch (e) { return e.name } })()")
            with neutral.silent():
                leave(visit, by_click=by_click)
                assert tab.shot() == blank
            visit.arrive()


@pytest.mark.proves("SAFETY 1.3")
def test_a_person_with_a_phone_is_told_of_the_link_alone(chromium: Browser, address: str) -> None:
    context = chromium.new_context(base_url=address, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto("/services/")
    line = page.locator(".exit-line").inner_text()
    context.close()

    assert line.startswith("Exit does not delete your history.")
