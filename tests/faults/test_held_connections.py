"""Nobody can hold the site: half a form, half a header, a reader who does not read.

Each is held open, not hung up, while a visitor asks for pages.
"""

import socket
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

import pytest

from tests.infrastructure.served import served

pytestmark = pytest.mark.browser

FORM = (
    b"POST /find HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5000\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\nplace=x"
)
CHUNKED = (
    b"POST /find HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\n7\r\nplace=x\r\n"
)
HEADER = b"GET /services/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Ha"
PAGE = b"GET /services/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
HELD = {"half forms": FORM, "half chunks": CHUNKED, "half headers": HEADER, "slow readers": PAGE}
PAGES = 50
# Seconds within which a visitor's page has to come, all but one in twenty of them.
SOON = 0.3


@pytest.fixture(scope="module")
def running() -> Iterator[str]:
    with served(workers=2) as address:
        yield address


def opened(address: str, sent: bytes) -> socket.socket:
    place = urlsplit(address)
    line = socket.socket()
    # A reader of a few bytes: the rest waits for it.
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2_048)
    line.settimeout(30)
    line.connect((str(place.hostname), place.port or 80))
    line.sendall(sent)
    if sent == PAGE:  # its answer was made, and waits to be read
        assert line.recv(1) == b"H"
    return line


@contextmanager
def holding(address: str, sent: bytes, count: int) -> Iterator[list[socket.socket]]:
    with ExitStack() as stack:
        lines = [stack.enter_context(opened(address, sent)) for _ in range(count)]
        yield lines


def asked(address: str) -> list[float]:
    """Ask for pages one after the other, each on a connection of its own; return the seconds."""
    taken = []
    for number in range(PAGES):
        path = ("/safety/", "/", "/services/?region=rotherham")[number % 3]
        began = time.monotonic()
        with urllib.request.urlopen(address + path, timeout=10) as page:  # noqa: S310  an address of our own server
            assert page.status == 200
            page.read()
        taken.append(time.monotonic() - began)
    return taken


# The worst of each each time; all of them by `make endurance`.
ALL = [(what, count) for what in HELD for count in (8, 64, 500)]
EACH_TIME = {("half forms", 8), ("half forms", 500), ("half headers", 500), ("slow readers", 64)}


@pytest.mark.parametrize(
    ("what", "count"),
    [one if one in EACH_TIME else pytest.param(*one, marks=pytest.mark.endurance) for one in ALL],
)
def test_a_visitor_is_answered_while_connections_are_held(
    running: str, what: str, count: int
) -> None:
    asked(running)
    with holding(running, HELD[what], count):
        taken = sorted(asked(running))
    assert taken[int(PAGES * 0.95) - 1] < SOON


@pytest.mark.parametrize("what", ["half forms", "half chunks"])
def test_half_a_form_is_answered_with_the_way_out_and_ended(running: str, what: str) -> None:
    with holding(running, HELD[what], 1) as (line,):
        began = time.monotonic()
        said = b"".join(iter(lambda: line.recv(65_536), b""))
        assert 4 < time.monotonic() - began < 10
    assert said.startswith(b"HTTP/1.1 408 ")
    assert b"connection: close" in said.lower()
    assert b"content-security-policy" in said.lower()
    assert b"Exit this page" in said


def test_half_a_header_is_hung_up_on(running: str) -> None:
    with holding(running, HEADER, 1) as (line,):
        began = time.monotonic()
        assert not line.recv(65_536).startswith(b"HTTP/1.1 200")
        assert time.monotonic() - began < 15


def test_a_body_that_is_announced_too_long_is_not_waited_for(running: str) -> None:
    announced = FORM.replace(b"5000", b"99999999")
    with holding(running, announced, 1) as (line,):
        began = time.monotonic()
        assert line.recv(65_536).startswith(b"HTTP/1.1 413 ")
        assert time.monotonic() - began < 2
