"""When the database is gone, people still get 999, the free lines with hours, and a way out."""

import shutil
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from email.message import Message
from http.client import HTTPResponse
from pathlib import Path

import pytest

from tests.infrastructure.served import served
from tests.pages.reading import Page

pytestmark = pytest.mark.browser

LINES = "Free lines, anywhere in the UK"
PATIENCE = 20  # seconds until what was mended is noticed


@pytest.fixture
def running(tmp_path: Path) -> Iterator[str]:
    """A server whose folder the test may break."""
    surroundings = {
        "VAR_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path}/directory.sqlite3",
    }
    with served(environment=surroundings) as address:
        yield address


def ask(address: str, data: bytes | None = None) -> tuple[int, Page, Message]:
    request = urllib.request.Request(address, data=data)  # noqa: S310  our own address
    answer: HTTPResponse | urllib.error.HTTPError
    try:
        answer = urllib.request.urlopen(request, timeout=10)  # noqa: S310  our own address
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        text = answer.read().decode()
        return int(answer.status or 0), Page(text), answer.headers


def corrupt(folder: Path) -> None:
    for file in folder.glob("directory.sqlite3*"):
        file.write_bytes(b"nothing of a database " * 1_000)


def test_the_lines_are_there_without_a_database_and_all_is_well_when_it_is_back(
    running: str, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    assert ask(running)[0] == 200
    copy.mkdir()
    for file in tmp_path.glob("directory.sqlite3*"):
        shutil.copy(file, copy)
    corrupt(tmp_path)
    for path, status, data in (
        ("/", 200, None),
        ("/services/?region=rotherham", 503, None),
        ("/find", 503, b"place=Rotherham"),
    ):
        seen, page, headers = ask(running + path, data)
        assert (path, seen) == (path, status)
        assert "116 123" in page.section(LINES).words
        assert "24 hours" in page.section(LINES).words
        assert {"tel:999", "tel:116123"} <= set(page.hrefs)
        assert "Exit this page" in page.one("body").words
        assert headers["Cache-Control"] == "no-store"
    assert ask(running + "/safety/")[0] == 200
    # Whatever took the place of the database goes, and the copy comes back.
    for file in tmp_path.glob("directory.sqlite3*"):
        file.unlink()
    for file in copy.iterdir():
        shutil.copy(file, tmp_path)
    until = time.monotonic() + PATIENCE
    while ask(running + "/services/")[0] != 200 and time.monotonic() < until:
        time.sleep(0.5)
    assert ask(running + "/services/")[0] == 200


def test_a_server_that_starts_without_a_database_gives_what_was_written_down(
    tmp_path: Path,
) -> None:
    surroundings = {
        "VAR_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path}/directory.sqlite3",
    }
    with served(environment=surroundings) as address:
        assert ask(address)[0] == 200
    for file in tmp_path.glob("directory.sqlite3*"):
        file.unlink()
    with served(environment=surroundings, listings=()) as address:
        status, page, _headers = ask(address + "/services/")
    assert status == 503
    assert "116 123" in page.section(LINES).words
