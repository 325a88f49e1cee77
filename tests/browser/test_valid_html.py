"""The Nu HTML checker has nothing to say about any page, and does about a bad one."""

import urllib.error
import urllib.request

import pytest

from tests.browser.pages import STATES, path_of
from tests.infrastructure.nu_checker import check_pages, messages

# Like the browser's tests it needs the product served, and runs once, not once a database.
pytestmark = pytest.mark.browser


def _body(url: str) -> str:
    """Return the body of an answer, also of one that is an error."""
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:  # noqa: S310  our own address
            return str(answer.read(), "utf-8")
    except urllib.error.HTTPError as error:
        return str(error.read(), "utf-8")


@pytest.mark.proves("SAFETY 5.2")
def test_every_page_in_every_state_is_valid_html(address: str) -> None:
    found = check_pages({state.name: _body(address + path_of(state, address)) for state in STATES})

    assert set(found) == {state.name for state in STATES}
    assert {name: said for name, said in found.items() if said} == {}


@pytest.mark.proves("SAFETY 5.1")
def test_the_checker_does_find_a_bad_page() -> None:
    assert messages("<!DOCTYPE html><html><body><p id=a><p id=a><img></body></html>")
