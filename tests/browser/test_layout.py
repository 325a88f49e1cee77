"""Lines that an eye can follow, on the screen and on paper; and sheets without fixed sides."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

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
UNFOLD = "document.querySelectorAll('details').forEach(one => { one.open = true })"
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
def page(same_scripted_page: Page) -> Page:
    return same_scripted_page


def test_no_line_of_text_is_too_long_to_follow(page: Page) -> None:
    page.set_viewport_size({"width": 1600, "height": 900})
    for path in PAGES:
        page.goto(path)
        page.evaluate(UNFOLD)
        assert page.evaluate(LONG) == [], path


def test_a_line_that_is_too_long_would_be_found(scripted_page: Page) -> None:
    scripted_page.set_content("<p style='width: 900px'>" + "word " * 60 + "</p>")

    assert len(scripted_page.evaluate(LONG)) == 1


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
