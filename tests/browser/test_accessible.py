"""Two scanners find nothing on any page in any state, and do find what is bad.

One visit to a state answers all questions about it: opening a page takes longer than asking.
"""

from typing import Literal, NamedTuple

import pytest
from playwright.sync_api import Page

from tests.browser.colours import pale_words
from tests.browser.pages import EVERY_STATE, STATES, State, opened
from tests.infrastructure.axe import CONTRAST, violations
from tests.infrastructure.codesniffer import NOT_REAL, faults

pytestmark = pytest.mark.browser


class Scheme(NamedTuple):
    """The colours a person has asked the device for."""

    colours: Literal["light", "dark"]
    contrast: Literal["more", "no-preference"]


SCHEMES = [
    Scheme(colours, contrast)
    for contrast in ("more", "no-preference")
    for colours in ("dark", "light")
]
BAD = """<!DOCTYPE html><html lang="en"><title>Bad</title><body style="background: #fff">
<h3>Too deep</h3><p style="color: #aaa">Pale</p><p style="color: #666">Half pale</p>
<img src="data:,"><input><a href="/"></a>"""


def _in(page: Page, scheme: Scheme) -> None:
    page.emulate_media(color_scheme=scheme.colours, contrast=scheme.contrast)


@pytest.mark.proves("SAFETY 3.1")
@pytest.mark.parametrize("state", EVERY_STATE, ids=str)
def test_no_scanner_finds_a_fault_and_all_words_stand_out(
    state: State, same_scripted_page: Page, address: str
) -> None:
    page = opened(same_scripted_page, state, address)
    found: dict[object, list[str]] = {}
    # The last scheme is the plain one, in which the scanners then look.
    for scheme in SCHEMES:
        _in(page, scheme)
        found[scheme] = pale_words(page)
    found["axe"] = violations(page)
    found["codesniffer"] = faults(page)

    assert {name: said for name, said in found.items() if said} == {}


@pytest.mark.proves("SAFETY 3.5", "SAFETY 5.2")
@pytest.mark.parametrize("name", ["front", "list with filters", "service, long words", "safety"])
def test_axe_too_finds_all_colours_apart_in_the_dark(
    name: str, same_scripted_page: Page, address: str
) -> None:
    (state,) = [one for one in STATES if one.name == name]
    same_scripted_page.emulate_media(color_scheme="dark")

    assert violations(opened(same_scripted_page, state, address), rules=CONTRAST) == []


@pytest.mark.proves("SAFETY 5.1")
def test_axe_does_find_a_bad_page(scripted_page: Page) -> None:
    scripted_page.set_content(BAD)

    found = "\n".join(violations(scripted_page))
    assert "image-alt" in found
    assert "color-contrast-enhanced" in found
    assert "color-contrast" in "\n".join(violations(scripted_page, rules=CONTRAST))


@pytest.mark.proves("SAFETY 5.1")
def test_codesniffer_does_find_a_bad_page(scripted_page: Page) -> None:
    scripted_page.set_content(BAD)

    found = "\n".join(faults(scripted_page))
    for code in ("1_1_1.H37", "1_3_1.F68", "1_4_6.G17.Fail", "1_3_1_AAA.G141", "H91.A"):
        assert code in found, code


def test_what_is_not_counted_is_named_with_its_reason_and_found_elsewhere(
    scripted_page: Page,
) -> None:
    assert all(one.element.startswith("<") and one.reason.endswith(".") for one in NOT_REAL)
    scripted_page.set_content("<p><b>A heading in disguise</b></p><p>Words.</p>")

    assert "1_3_1.H42" in "\n".join(faults(scripted_page))


@pytest.mark.parametrize(("ink", "is_pale"), [("#595959", False), ("#5a5a5a", True)])
def test_pale_words_are_found_at_the_very_limit(
    ink: str, is_pale: bool, scripted_page: Page
) -> None:
    scripted_page.set_content(
        f"<body style='background:#fff'><p style='color:{ink}'>Words</p><p>Dark words</p>"
    )

    assert bool(pale_words(scripted_page)) is is_pale
