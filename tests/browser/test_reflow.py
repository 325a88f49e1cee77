"""Every page fits: a narrow window, large words, wide spacing, a finger; and nothing moves.

All of it without JavaScript, on one visit to each state.
"""

from typing import NamedTuple

import pytest
from playwright.sync_api import Page

from tests.browser.geometry import (
    DOUBLED,
    SPACED,
    misfits,
    motion,
    small_targets,
    styled,
    unfolded,
)
from tests.browser.pages import EVERY_STATE, State, opened

pytestmark = pytest.mark.browser


class Look(NamedTuple):
    """A window, and what a person has set."""

    width: int
    height: int
    style: str = ""


LOOKS = {
    # A window of 1280 by 1024 at 400 %.
    "zoomed": Look(320, 256),
    "zoomed and spaced": Look(320, 256, SPACED),
    "a phone": Look(390, 844),
    "a desktop": Look(1280, 900),
    "words twice as large": Look(1280, 900, DOUBLED),
    "a wide window, spaced": Look(1280, 900, SPACED),
}


def _look(page: Page, look: Look) -> None:
    page.set_viewport_size({"width": look.width, "height": look.height})
    styled(page, look.style)


@pytest.mark.proves("DESIGN 2.2", "SAFETY 1.1", "SAFETY 3.1", "SAFETY 3.5", "SAFETY 5.2")
@pytest.mark.parametrize("state", EVERY_STATE, ids=str)
def test_everything_fits_and_can_be_hit_and_nothing_moves(
    state: State, same_plain_page: Page, address: str
) -> None:
    page = opened(same_plain_page, state, address)
    found = {"motion": motion(page)}
    unfolded(page)
    for name, look in LOOKS.items():
        _look(page, look)
        found[name] = misfits(page)
        if not look.style:
            found[f"{name}, targets"] = small_targets(page)

    assert {name: said for name, said in found.items() if said} == {}


@pytest.mark.proves("SAFETY 5.1")
def test_what_does_not_fit_would_be_found(plain_page: Page) -> None:
    plain_page.set_content(
        "<!DOCTYPE html><body><p style='width:900px'>Too wide</p>"
        "<p style='height:1em;overflow:hidden'>Cut<br>here</p>"
        "<p style='position:absolute;top:200px;left:0'>Over</p>"
        "<p style='position:absolute;top:202px;left:0'>Under</p>"
        "<button style='height:20px'>Small</button>"
        "<b style='transition:color 1s'>Moves</b>"
    )
    found = "\n".join(misfits(plain_page))
    for said in ("sideways", "outside: p: Too wide", "cut: p: Cut", "over each other: p: Over"):
        assert said in found
    assert "Small" in "".join(small_targets(plain_page))
    assert motion(plain_page) == ["moves: B."]
