"""Whatever bytes somebody sends, the directory neither breaks nor waits, and stays."""

import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from tests.faults.fuzzing import Fuzzer, Sent, ask, fuzz
from tests.infrastructure.served import served, workers

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def running() -> Iterator[str]:
    with served(workers=2) as address:
        yield address


@pytest.mark.parametrize(
    ("count", "seed"), [(600, 1), pytest.param(10_000, 2, marks=pytest.mark.endurance)]
)
def test_no_request_breaks_a_page_or_takes_long(running: str, count: int, seed: int) -> None:
    before = workers(running)
    outcome = fuzz(running, count, seed)
    assert [content[:400] for content in outcome.failed] == []
    assert [content[:400] for content in outcome.slow] == []
    assert [content[:400] for content in outcome.silent] == []
    # Most of what was sent reached a page, and what reached one reached all sorts of them.
    assert outcome.statuses.total() > count * 0.9
    assert outcome.statuses.keys() >= {200, 302, 303, 400, 403, 404, 405, 410, 413}
    assert workers(running) == before


@pytest.mark.parametrize(
    "path", ["/services/", "/find", "/api/v1/services/", "/oembed", "/nothing/"]
)
def test_an_address_in_another_script_need_not_be_escaped(running: str, path: str) -> None:
    head = f"GET {path}?typed=مدد HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    statuses, _ = ask(running, Sent(head.encode()))
    assert len(statuses) == 1
    assert statuses[0] < 500


@pytest.mark.parametrize(
    "sent",
    [
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00",
        b"GET /safety/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade, HTTP2-Settings\r\n"
        b"Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n",
    ],
    ids=["at once", "by an upgrade"],
)
def test_nobody_is_spoken_to_in_http_2_without_tls(running: str, sent: bytes) -> None:
    place = urlsplit(running)
    with socket.create_connection((str(place.hostname), place.port or 80), 5) as line:
        line.sendall(sent)
        said = line.recv(65_536)
    # No frame of settings, and no "101 Switching Protocols".
    assert said.startswith((b"HTTP/1.1 200 ", b"HTTP/1.1 400 ")) or not said


def test_the_same_seed_sends_the_same() -> None:
    first, again = ([*Fuzzer(7, ["leeds"]).requests(50)] for _ in range(2))
    assert first == again
    assert first != [*Fuzzer(8, ["leeds"]).requests(50)]
