"""The Nu HTML checker has nothing to say about any page, and does about a bad one."""

import pytest

from tests.browser.pages import STATES, path_of
from tests.infrastructure.fetching import fetched
from tests.infrastructure.nu_checker import check_pages, messages

# Like the browser's tests it needs the product served, and runs once, not once a database.
pytestmark = pytest.mark.browser


@pytest.mark.proves("SAFETY 5.2")
def test_every_page_in_every_state_is_valid_html(address: str) -> None:
    found = check_pages(
        {state.name: fetched(address + path_of(state, address)).decode() for state in STATES}
    )

    assert set(found) == {state.name for state in STATES}
    assert {name: said for name, said in found.items() if said} == {}


@pytest.mark.proves("SAFETY 5.1")
def test_the_checker_does_find_a_bad_page() -> None:
    assert messages("<!DOCTYPE html><html><body><p id=a><p id=a><img></body></html>")
