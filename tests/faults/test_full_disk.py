"""A disk without room: visitors read on, the staff keep their text, and no file is half written."""

import http.cookiejar
import re
import resource
import tempfile
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import LazySettings

from directory import outage
from tests.faults.takedowns import status_of
from tests.infrastructure.served import served, workers

# Bytes: no file of a server can be written further than that.
ROOM = 1_000
TYPED = "A sentence that took an hour"


@contextmanager
def full_disk(*processes: int) -> Iterator[None]:
    """Let nothing be written, as on a disk that is full; what is written stays."""
    before = [resource.prlimit(one, resource.RLIMIT_FSIZE) for one in processes]
    for one, (_soft, hard) in zip(processes, before, strict=True):
        resource.prlimit(one, resource.RLIMIT_FSIZE, (ROOM, hard))
    try:
        yield
    finally:
        for one, limits in zip(processes, before, strict=True):
            resource.prlimit(one, resource.RLIMIT_FSIZE, limits)


class Curator:
    """A browser that sends a form of the desk, after its session has ended."""

    def __init__(self, address: str) -> None:
        jar = http.cookiejar.CookieJar()
        self._address = address
        self._browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        with self._browser.open(f"{address}/staff/login/", timeout=30) as page:
            found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.read().decode())
        assert found
        self._token = found[1]

    def sends(self) -> tuple[int, str]:
        form = {"csrfmiddlewaretoken": self._token, "description": TYPED}
        asked = f"{self._address}/staff/resources/service/add/"
        try:
            with self._browser.open(asked, urllib.parse.urlencode(form).encode(), 30) as answer:
                return int(answer.status), answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()


@pytest.mark.browser
def test_visitors_read_on_and_the_staff_keep_their_text_until_there_is_room(
    tmp_path: Path,
) -> None:
    surroundings = {
        "VAR_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path}/directory.sqlite3",
    }
    with served(environment=surroundings) as address:
        curator = Curator(address)
        kept = (tmp_path / outage.NAME).read_bytes()
        with full_disk(*workers(address)):
            for path in ("/", "/services/?region=rotherham", "/safety/", "/services/?page=2"):
                assert status_of(address + path) == 200
            status, said = curator.sends()
            assert (status, TYPED in said) == (503, True), said[:3000]
            assert "has no room" in said
            assert (tmp_path / outage.NAME).read_bytes() == kept
        status, said = curator.sends()
        assert (status, 'name="login"' in said) == (200, True)


def test_the_page_for_an_outage_is_whole_or_as_it_was(
    tmp_path: Path, settings: LazySettings
) -> None:
    settings.VAR_DIR = tmp_path
    outage._write(b"as it was")
    with full_disk(0):
        outage._write(b"another page " * 1_000)
    assert (tmp_path / outage.NAME).read_bytes() == b"as it was"
    assert [file.name for file in tmp_path.iterdir()] == [outage.NAME]
    outage._write(b"another page")
    assert (tmp_path / outage.NAME).read_bytes() == b"another page"


def test_a_process_that_dies_while_it_writes_leaves_the_page_as_it_was(
    tmp_path: Path, settings: LazySettings
) -> None:
    settings.VAR_DIR = tmp_path
    outage._write(b"as it was")
    number, _name = tempfile.mkstemp(dir=tmp_path, prefix=outage.NAME)
    with open(number, "wb") as half:
        half.write(b"anoth")
    assert outage.KeptPage().content() == b"as it was"
