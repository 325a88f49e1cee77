"""What a screen reader says of the main pages changes only when somebody means it to."""

import pytest
from playwright.sync_api import Page

from tests.browser.pages import opened
from tests.browser.spoken import FOLDER, NAMES, spoken, state

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("name", NAMES)
def test_a_page_tells_what_it_told_before(name: str, plain_page: Page, address: str) -> None:
    kept = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")

    assert spoken(opened(plain_page, state(name), address)) == kept, "changed? make snapshots"


def test_a_heading_that_is_no_heading_any_more_would_be_noticed(plain_page: Page) -> None:
    plain_page.goto("/safety/")
    plain_page.evaluate(
        """() => {
          const plain = document.createElement('p');
          plain.textContent = document.querySelector('h2').textContent;
          document.querySelector('h2').replaceWith(plain);
        }"""
    )

    assert spoken(plain_page) != (FOLDER / "safety.yaml").read_text(encoding="utf-8")
