"""The only script of the site: small, neutral, and on public pages alone."""

from pathlib import Path

import brotli
import pytest
from django.test import Client

from directory.checks import TELLING_WORDS
from tests.pages.reading import read

STATIC = Path(__file__).parents[2] / "static"
SCRIPT = STATIC / "js" / "exit.js"
MOST_BYTES = 1229  # 1.2 KB of the 14 that a first visit may weigh


def test_it_is_the_only_script_of_visitors_and_small() -> None:
    scripts = [file for file in STATIC.rglob("*.js") if "staff" not in file.parts]
    assert [file.name for file in scripts] == [SCRIPT.name]
    assert len(brotli.compress(SCRIPT.read_bytes())) <= MOST_BYTES


@pytest.mark.parametrize("file", sorted(STATIC.rglob("*.*")), ids=lambda file: str(file.name))
def test_what_browsers_keep_of_the_site_names_no_abuse(file: Path) -> None:
    text = file.read_text(encoding="utf-8").lower()
    assert [word for word in TELLING_WORDS if word in text] == []


def test_the_words_that_it_says_stand_in_the_page_where_they_can_be_translated(
    db: None, client: Client
) -> None:
    page = read(client, "/")
    status = page.one("p", role="status")
    assert status.words == ""
    assert status.attrs["data-after1"] == "To leave this page, press 2 more times."
    assert status.attrs["data-after2"] == "To leave this page, press once more."
    assert status in list(page.one("nav", aria_label="Main").walk())


def test_staff_pages_do_not_load_it(db: None, client: Client) -> None:
    assert "exit.js" in client.get("/").content.decode()
    assert "exit.js" not in client.get("/staff/login/").content.decode()
