"""axe-core, with its AAA rules, finds nothing on the main pages, and does find what is bad."""

import pytest
from playwright.sync_api import Page

from tests.infrastructure.axe import violations

pytestmark = pytest.mark.browser

PAGES = (
    "/",
    "/services/",
    "/services/?region=E08000018",
    "/services/?region=M83000003",
    "/services/?region=nowhere",
    "/services/p26j8g/",
    "/organizations/z63n28/",
    "/lists/first-steps/",
    "/safety/",
    "/about/",
    "/help/",
    "/privacy/",
    "/accessibility/",
    "/api/v1/docs/",
    "/nothing-here/",
)


@pytest.mark.proves("SAFETY 3.1")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(scripted_page: Page, path: str, scheme: str) -> None:
    scripted_page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    scripted_page.goto(path)

    assert violations(scripted_page) == []


@pytest.mark.proves("SAFETY 5.1")
def test_axe_does_find_a_bad_page(scripted_page: Page) -> None:
    scripted_page.set_content("<p style='color: #aaa'>Pale</p><img src='data:,'><input>")

    found = "\n".join(violations(scripted_page))
    assert "image-alt" in found
    assert "color-contrast" in found
