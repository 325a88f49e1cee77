"""The server itself, as in production: not even a broken request leaves a word in its output.

What stands here never reaches Django: the server refuses it, and might say what it refused.
"""

import re
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.infrastructure.served import served

pytestmark = pytest.mark.browser

WORD = "qxsentinelqx"
HOST = "Host: 127.0.0.1"
# What is sent, and the statuses that answer it; "" when the server hangs up without a word.
REQUESTS = {
    "a page": (f"GET /?{WORD} HTTP/1.1\r\n{HOST}\r\nX-{WORD}: {WORD}\r\n\r\n", {"200"}),
    "a wrong host": (f"GET /{WORD} HTTP/1.1\r\nHost: {WORD}.example\r\n\r\n", {"400"}),
    "no host": (f"GET /{WORD} HTTP/1.1\r\n\r\n", {"400"}),
    "no HTTP": (f"{WORD}\r\n\r\n", {"400", ""}),
    "an unknown version": (f"GET /{WORD} HTTP/7.5\r\n{HOST}\r\n\r\n", {"400", ""}),
    "a bad header": (f"GET / HTTP/1.1\r\n{HOST}\r\n{WORD} {WORD}\r\n\r\n", {"400", ""}),
    "a bad address": (f"GET {WORD} HTTP/1.1\r\n{HOST}\r\n\r\n", {"200", "400", "404", ""}),
    "a bad length": (
        f"POST /find HTTP/1.1\r\n{HOST}\r\nContent-Length: {WORD}\r\n\r\n{WORD}",
        {"400", ""},
    ),
    "half a form": (
        f"POST /find HTTP/1.1\r\n{HOST}\r\nContent-Length: 9999\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\n\r\nplace={WORD}",
        {"408"},
    ),
    "a form too long": (
        f"POST /find HTTP/1.1\r\n{HOST}\r\nContent-Length: 99999\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\n\r\nplace={WORD}",
        {"413"},
    ),
    "too many headers": (
        f"GET / HTTP/1.1\r\n{HOST}\r\n" + f"X-{WORD}: {WORD}\r\n" * 2_000 + "\r\n",
        {"400", "431", ""},
    ),
    "a long address": (
        f"GET /?{WORD * 9_000} HTTP/1.1\r\n{HOST}\r\n\r\n",
        {"200", "400", "414", "431", ""},
    ),
}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address of a running directory, and the file that holds what it printed."""
    log = tmp_path_factory.mktemp("server") / "output.txt"
    with served(log) as address:
        yield address, log


def answered(address: str, sent: str, patience: float = 20) -> str:
    """Send bytes, wait for a first line at most so many seconds, hang up; return its status."""
    place = urlsplit(address)
    said = b""
    with socket.create_connection((str(place.hostname), place.port or 80), patience) as line:
        try:
            line.sendall(sent.encode())
            while b"\r\n" not in said and (chunk := line.recv(65_536)):
                said += chunk
        except OSError:
            pass  # hung up, or said nothing
    found = re.match(rb"HTTP/1\.[01] (\d{3})", said)
    return found[1].decode() if found else ""


@pytest.mark.proves("SAFETY 2.3")
@pytest.mark.parametrize("name", REQUESTS)
def test_no_request_leaves_a_word_in_what_the_server_prints(
    running: tuple[str, Path], name: str
) -> None:
    address, log = running
    sent, statuses = REQUESTS[name]
    assert answered(address, sent, 2 if "" in statuses else 20) in statuses
    # One more, so that what the server had to say of the first is written.
    assert answered(address, REQUESTS["a page"][0]) == "200"
    printed = log.read_text(encoding="utf-8", errors="replace")
    assert "INFO directory.requests: GET home 200" in printed
    assert WORD not in printed.lower()
