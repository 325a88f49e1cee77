"""Pages stay whole however a person shows them: zoomed, spaced out, right to left, on paper."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

STYLES = Path(__file__).parents[2] / "static" / "css"
PAGES = (
    "/",
    "/services/?region=E08000018",
    "/in/rotherham/",
    "/services/?region=M83000003",
    "/services/p26j8g/",
    "/organizations/z63n28/",
    "/lists/first-steps/",
    "/safety/",
    "/about/",
    "/api/v1/docs/",
    "/nothing-here/",
)
# WCAG 1.4.12: what a person may ask of every text.
SPACED = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important }
* { word-spacing: 0.16em !important }
p { margin-block-end: 2em !important }
"""
UNFOLD = "document.querySelectorAll('details').forEach(one => { one.open = true })"
WIDTHS = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
CUT_OFF = """
[...document.querySelectorAll('body *')].filter(one => {
  const style = getComputedStyle(one);
  const hides = style.overflowX !== 'visible' || style.overflowY !== 'visible';
  const cut = one.scrollHeight > one.clientHeight + 2 || one.scrollWidth > one.clientWidth + 2;
  return hides && cut && !one.closest('.visually-hidden, .skip, select, input');
}).map(one => one.outerHTML.slice(0, 80))
"""
# The room for a finger: a box to tick with its label, everything else by itself.
SMALL = """
[...document.querySelectorAll('a, button, input, select, summary')].map(one => {
  const parts = [one, ...(one.type === 'checkbox' ? one.labels : [])];
  const boxes = parts.map(part => part.getBoundingClientRect());
  const wide = boxes.reduce((sum, box) => sum + box.width, 0);
  const high = Math.max(...boxes.map(box => box.height));
  return [one.outerHTML.slice(0, 80), Math.round(wide), Math.round(high)];
}).filter(([, wide, high]) => wide > 1 && (wide < 44 || high < 44))
"""
# Lines over 45 em, which hold 80 characters and more of this typeface. Code is no prose.
LONG = """
const whole = one => !one.querySelector('code, p, h3, .count');
[...document.querySelectorAll('p, li, dd')].filter(whole).map(one => {
  const range = document.createRange();
  range.selectNodeContents(one);
  const widest = Math.max(0, ...[...range.getClientRects()].map(box => box.right))
    - Math.min(...[...range.getClientRects()].map(box => box.left));
  const size = parseFloat(getComputedStyle(one).fontSize);
  return [one.innerText.slice(0, 60), Math.round(widest / (size * 0.5))];
}).filter(([, characters]) => characters >= 90)
"""


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """A browser whose owner may add a style sheet of their own."""
    context = chromium.new_context(base_url=address, bypass_csp=True)
    yield context.new_page()
    context.close()


def assert_whole(page: Page, what: str) -> None:
    """Nothing runs out of the window, and nothing is cut off."""
    needed, there_is = page.evaluate(WIDTHS)
    assert needed <= there_is, what
    assert page.evaluate(CUT_OFF) == [], what


@pytest.mark.parametrize("size", [(320, 256), (390, 844), (1280, 900)], ids=str)
def test_pages_stay_whole_zoomed_spaced_out_and_from_right_to_left(
    page: Page, size: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    for path in PAGES:
        page.goto(path)
        page.evaluate(UNFOLD)
        assert_whole(page, path)
        page.evaluate("document.documentElement.dir = 'rtl'")
        assert_whole(page, f"{path} from right to left")
        page.add_style_tag(content=SPACED)
        assert_whole(page, f"{path} spaced out")


@pytest.mark.parametrize("width", [390, 1280])
def test_everything_to_press_has_room_for_a_finger(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for path in PAGES:
        page.goto(path)
        page.evaluate(UNFOLD)
        assert page.evaluate(SMALL) == [], path


def test_no_line_of_text_is_too_long_to_follow(page: Page) -> None:
    page.set_viewport_size({"width": 1600, "height": 900})
    for path in PAGES:
        page.goto(path)
        page.evaluate(UNFOLD)
        assert page.evaluate(LONG) == [], path


def test_each_of_these_measures_does_find_a_bad_page(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 256})
    page.set_content(
        "<a href='#'>x</a><p style='width: 900px'>" + "word " * 60 + "</p>"
        "<div style='height: 1em; overflow: hidden'>one<br>two</div>"
    )

    needed, there_is = page.evaluate(WIDTHS)
    assert needed > there_is
    assert len(page.evaluate(CUT_OFF)) == 1
    assert len(page.evaluate(SMALL)) == 1
    assert len(page.evaluate(LONG)) == 1


ON_PAPER = ("/", "/services/?region=E08000018", "/services/p26j8g/", "/lists/first-steps/")


@pytest.mark.parametrize("path", ON_PAPER)
def test_a_sheet_of_paper_does_not_name_the_site_and_holds_nothing_to_press(
    page: Page, path: str
) -> None:
    page.goto(path)
    expect(page.locator("body")).to_contain_text("Support directory")
    page.emulate_media(media="print")
    printed = page.locator("body").inner_text()

    for words in ("Support directory", "Exit this page", "Show services", "About", "no key is"):
        assert words not in printed
    for role in ("navigation", "button", "textbox", "combobox", "checkbox"):
        assert page.get_by_role(role).filter(visible=True).count() == 0


def test_a_printed_list_says_in_one_line_what_to_do_in_danger(page: Page) -> None:
    page.goto("/services/?region=E08000018")
    page.emulate_media(media="print")

    danger = page.locator(".danger")
    expect(danger).to_contain_text("In danger now: Call 999.")
    assert danger.inner_text().strip() == "In danger now: Call 999."


def test_a_printed_number_is_large_and_a_website_is_printed_whole(page: Page) -> None:
    page.goto("/services/p26j8g/")
    page.emulate_media(media="print")

    number = page.get_by_text("0808 801 0331").first
    size = number.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
    assert size >= 24  # 18 points
    after = page.locator("a.call__site").first.evaluate(
        "one => getComputedStyle(one, '::after').content"
    )
    assert re.search("https?://", after)


# A4 upright and on its side, in pixels of CSS, between the margins of a browser.
@pytest.mark.parametrize("wide", [718, 1047])
@pytest.mark.parametrize(("path", "what"), [("/services/", ".card"), ("/", ".front > .ask")])
def test_a_sheet_of_paper_is_used_to_its_edge(page: Page, wide: int, path: str, what: str) -> None:
    page.set_viewport_size({"width": wide, "height": 900})
    page.goto(path)
    page.emulate_media(media="print")

    filled = page.locator(what).first.evaluate("one => one.getBoundingClientRect().width")
    whole = page.locator("main").evaluate("one => one.getBoundingClientRect().width")
    assert filled >= 0.95 * whole


@pytest.mark.parametrize("wide", [718, 1047])
def test_a_printed_number_stands_in_one_line(page: Page, wide: int) -> None:
    page.set_viewport_size({"width": wide, "height": 900})
    page.goto("/services/")
    page.emulate_media(media="print")

    numbers = page.locator("main a[href^='tel:'] b").filter(visible=True)
    assert numbers.count() > 10
    lines = "all => all.map(one => [one.innerText, one.getClientRects().length])"
    assert [number for number, taken in numbers.evaluate_all(lines) if taken > 1] == []


def test_styles_have_no_left_and_no_right_and_no_fixed_height() -> None:
    sided = re.compile(
        r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom"
        r"|(?:min-|max-)?(?:width|height))\s*:|:\s*(?:left|right)\b|(?<!-)block-size:\s*[\d.]+rem"
    )
    assert sided.search("margin-left: 1px")
    assert sided.search("text-align: right")
    allowed = re.compile(
        r"@(?:media|container)[^{]*\{|:is\(input\[type=\"checkbox\"\], [^{]*\{[^}]*\}"
    )
    for file in sorted(STYLES.rglob("*.css")):
        text = allowed.sub("", re.sub(r"/\*.*?\*/", "", file.read_text(), flags=re.DOTALL))
        assert sided.findall(text) == [], file.name
