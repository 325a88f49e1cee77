"""A long list is sent as fast as it is read, and no more of it is held than a piece."""

import asyncio
import os
import socket
import subprocess
import sys
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from directory.serving import streaming
from directory.serving.asking import Application
from directory.serving.streaming import PIECE
from tests.faults.test_kept_answers import Scope
from tests.infrastructure.served import ROOT

LINE = b"x" * 1023 + b"\n"
LISTS = Scope("/openreferral/services", "format=ndjson")


class Lines:
    """What Django gives for a list that is streamed: so many lines of a kilobyte."""

    streaming = True

    def __init__(self, count: int, fails: bool = False) -> None:
        self.made = 0
        self.is_closed = False
        self._count = count
        self._fails = fails

    def __iter__(self) -> Iterator[bytes]:
        for _ in range(self._count):
            self.made += 1
            # Not one object many times: what is held would cost nothing.
            yield bytes(bytearray(LINE))
        if self._fails:
            raise RuntimeError("the database has gone")

    def close(self) -> None:
        self.is_closed = True


class Reader:
    """What takes an answer as granian does: the file in a thread of its own, and nothing kept."""

    def __init__(self, stops_after: int = 1 << 40) -> None:
        self.told: list[int] = []
        self.size = 0
        self._stops_after = stops_after
        self._thread: threading.Thread | None = None

    def __aiter__(self) -> Any:
        raise AssertionError("no body was sent")

    def response_bytes(self, status: int, headers: Any, body: bytes) -> None:
        self.told.append(status)
        self.size = len(body)

    def response_file(self, status: int, headers: Any, file: str) -> None:
        self.told.append(status)
        self._thread = threading.Thread(target=self._read, args=[os.open(file, os.O_RDONLY)])
        self._thread.start()

    def _read(self, opened: int) -> None:
        while self.size < self._stops_after and (piece := os.read(opened, PIECE)):
            self.size += len(piece)
        os.close(opened)

    def wait(self) -> None:
        if self._thread:
            self._thread.join(20)


def asked(lines: Iterable[bytes], reader: Reader, scope: Scope = LISTS) -> None:
    def django(_environ: Any, start: Callable[..., object]) -> Iterable[bytes]:
        start("200 OK", [("Content-Type", "application/x-ndjson")])
        return lines

    async def ask() -> None:
        await Application(django).__rsgi__(scope, reader)

    try:
        asyncio.run(ask())
    finally:
        reader.wait()


def most_held(kilobytes: int) -> int:
    """Return the bytes of memory that were held at most while so much was sent."""
    lines, reader = Lines(kilobytes), Reader()
    tracemalloc.start()
    asked(lines, reader)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert reader.size == kilobytes * len(LINE)
    assert lines.is_closed
    return most


def test_what_is_held_does_not_grow_with_the_list() -> None:
    # In a process of its own: to count the lines that run takes memory for each time they run.
    program = f"from {__name__} import most_held as of; print(of(500) and of(2_000), of(20_000))"
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    short, long = map(int, done.stdout.split())  # the first of three loads what all need
    assert long < short + 2 * PIECE < 1_000_000


def test_a_reader_who_has_gone_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = Lines(20_000)
    asked(lines, Reader(stops_after=100_000))
    assert lines.made < 1_000
    assert lines.is_closed


@pytest.mark.parametrize("count", [0, 3, 63, 64, 65])
def test_short_lists_are_whole_too(count: int) -> None:
    lines, reader = Lines(count), Reader()
    asked(lines, reader)
    assert (reader.told, reader.size, lines.is_closed) == ([200], count * len(LINE), True)


def test_a_list_of_which_little_comes_is_sent_by_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "TURN", 0.0)
    lines, reader = Lines(5), Reader()
    nothing_first = [b"", b"", *lines, b""]
    answer = streaming.Streamed(200, [], iter(nothing_first), lines.close)

    async def run(work: Callable[..., Any], *given: Any) -> Any:
        turns.append(work)
        return work(*given)

    turns: list[Any] = []
    asyncio.run(streaming.send(answer, reader, "127.0.0.1:9", run))
    reader.wait()
    assert reader.size == 5 * len(LINE)
    # One for each piece, one that finds the end, one that closes.
    assert len(turns) == len(nothing_first) + 2


def test_of_a_list_that_is_not_asked_for_whole_nothing_is_made() -> None:
    lines, reader = Lines(20_000), Reader()
    asked(lines, reader, Scope(LISTS.path, LISTS.query_string, "HEAD"))
    assert (reader.told, reader.size, lines.made, lines.is_closed) == ([200], 0, 0, True)


def test_a_mistake_before_the_first_byte_is_left_to_the_server() -> None:
    lines, reader = Lines(3, fails=True), Reader()
    with pytest.raises(RuntimeError):
        asked(lines, reader)
    assert (reader.told, lines.is_closed) == ([], True)


@pytest.fixture
def line() -> Iterator[tuple[socket.socket, str]]:
    """A client's end of a connection to this process, and the name that it has here."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = socket.create_connection(listener.getsockname())
        ours, _ = listener.accept()
        with client, ours:
            host, port = client.getsockname()
            yield client, f"{host}:{port}"


def test_a_list_that_fails_midway_does_not_look_whole(line: tuple[socket.socket, str]) -> None:
    client, name = line
    scope = Scope(LISTS.path, LISTS.query_string, client=name)
    lines = Lines(200, fails=True)
    with pytest.raises(RuntimeError):
        asked(lines, Reader(), scope)
    client.settimeout(5)
    assert client.recv(1) == b""
    assert lines.is_closed


class Sleeper(Reader):
    """Opens the file, takes a little, and then nothing."""

    def _read(self, opened: int) -> None:
        os.read(opened, 10)
        time.sleep(1)
        os.close(opened)


@pytest.mark.parametrize("kind", [Sleeper, Reader])
def test_a_reader_who_takes_nothing_is_hung_up_on(
    kind: type[Reader], line: tuple[socket.socket, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, name = line
    monkeypatch.setattr(streaming, "PATIENCE", 0.2)
    reader = kind()
    if kind is Reader:  # it never opens the file
        monkeypatch.setattr(reader, "response_file", lambda *_told: None)
    lines = Lines(20_000)
    asked(lines, reader, Scope(LISTS.path, LISTS.query_string, client=name))
    client.settimeout(5)
    assert client.recv(1) == b""
    assert lines.made < 1_000
    assert lines.is_closed


def test_others_have_the_thread_between_two_pieces() -> None:
    order: list[str] = []

    class Noted(Lines):
        def __iter__(self) -> Iterator[bytes]:
            for piece in super().__iter__():
                order.append("line")
                yield piece

    async def both() -> None:
        application = Application(lambda _environ, _start: [])
        with ThreadPoolExecutor(1) as thread:
            application._reading = thread
            pieces = Noted(2_000)
            answer = streaming.Streamed(200, [], iter(pieces), pieces.close)
            sent = asyncio.ensure_future(
                streaming.send(answer, Reader(), "127.0.0.1:9", application._in_reading)
            )
            while len(order) < 100:
                await asyncio.sleep(0.001)
            await application._in_reading(order.append, "page")
            await sent

    asyncio.run(both())
    assert "page" in order[:1_000]
