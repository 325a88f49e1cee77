"""Who writes, or is asked for a password, holds up nobody who reads."""

import http.cookiejar
import re
import sqlite3
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.infrastructure.served import served

pytestmark = pytest.mark.browser

PAGES = ("/", "/services/?region=rotherham", "/safety/")
# Seconds within which whoever writes is told that somebody else does.
TOLD = 4


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("writers")


@pytest.fixture(scope="module")
def running(folder: Path) -> Iterator[str]:
    surroundings = {
        "VAR_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder}/directory.sqlite3",
    }
    with served(environment=surroundings, workers=2) as address:
        yield address


@contextmanager
def written_to(folder: Path) -> Iterator[None]:
    """Hold the lock of a writer, as a load or a backup does."""
    line = sqlite3.connect(folder / "directory.sqlite3", isolation_level=None)
    line.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        line.execute("ROLLBACK")
        line.close()


def seconds(address: str) -> float:
    began = time.monotonic()
    with urllib.request.urlopen(address, timeout=10) as page:  # noqa: S310  our own address
        assert page.status == 200
        page.read()
    return time.monotonic() - began


def sign_in_wrongly(address: str) -> int:
    """Open the door, give a wrong password, and return the status of the answer."""
    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    page = f"{address}/staff/login/"
    with browser.open(page, timeout=30) as opened:
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', opened.read().decode())
    assert found
    form = {"csrfmiddlewaretoken": found[1], "login": "asha", "password": "wrong wrong wrong"}
    sent = urllib.parse.urlencode(form).encode()
    asked = urllib.request.Request(page, sent, {"Referer": page})  # noqa: S310  our own address
    try:
        with browser.open(asked, timeout=30) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_pages_are_answered_while_somebody_writes_and_whoever_wants_to_write_is_told(
    running: str, folder: Path
) -> None:
    for path in PAGES:
        seconds(running + path)
    with written_to(folder):
        began = time.monotonic()
        assert sign_in_wrongly(running) in {200, 503}
        taken_to_tell = time.monotonic() - began
        assert taken_to_tell < TOLD
        waiting = [
            threading.Thread(target=sign_in_wrongly, args=[running], daemon=True) for _ in range(4)
        ]
        for one in waiting:
            one.start()
        taken = [seconds(running + path) for _ in range(10) for path in PAGES]
        assert max(taken) < 1
    for one in waiting:
        one.join(60)


def test_guessing_passwords_holds_up_no_visitor(running: str) -> None:
    alone = sorted(seconds(f"{running}/safety/") for _ in range(30))[15]
    guessing = [
        threading.Thread(target=sign_in_wrongly, args=[running], daemon=True) for _ in range(16)
    ]
    for one in guessing:
        one.start()
    taken = sorted(seconds(f"{running}/safety/") for _ in range(30))[15]
    for one in guessing:
        one.join(60)
    # The threads of the test itself cost some milliseconds.
    assert taken < max(2 * alone, 0.05)
