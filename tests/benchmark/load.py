"""`python -m tests.benchmark.load`: ask one server for some pages as fast as it answers them.

A process of its own: a few connections, each of which asks for the next page when it has one. It
prints how many requests a second were answered, and how many answers were not 200. It shares the
processors with what it measures, and so does as little as it can with what it reads.
"""

import json
import re
import selectors
import socket
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from typing import Final

HOST: Final = "127.0.0.1"
CONNECTIONS: Final = 8
LENGTH: Final = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
HEAD: Final = b"\r\n\r\n"
LAST_CHUNK: Final = b"0\r\n\r\n"
READ: Final = 1 << 18
PATIENCE: Final = 30


@dataclass
class Count:
    """Answers of one run."""

    answered: int = 0
    failed: int = 0


@dataclass
class Visit:
    """One connection, and what has come of the answer that it waits for."""

    connection: socket.socket
    head: bytes = b""
    body: int = 0
    # Bytes of the body; None where it comes in chunks.
    length: int | None = 0
    end: bytes = b""
    received: bytearray = field(default_factory=bytearray)

    def ask(self, request: bytes) -> None:
        """Send a request."""
        self.head, self.body, self.received = b"", 0, bytearray()
        self.connection.sendall(request)

    def read(self) -> bool:
        """Take what has come; tell whether the answer is whole."""
        data = self.connection.recv(READ)
        if not data:
            raise ConnectionError("The server hung up.")
        if not self.head:
            self.received += data
            head, found, data = bytes(self.received).partition(HEAD)
            if not found:
                return False
            self.head = head
            said = LENGTH.search(head)
            self.length = int(said[1]) if said else None
        self.body += len(data)
        self.end = (self.end + data)[-len(LAST_CHUNK) :]
        return self.end == LAST_CHUNK if self.length is None else self.body >= self.length

    @property
    def is_good(self) -> bool:
        return self.head.startswith(b"HTTP/1.1 200")


def request(path: str, *, is_kept: bool) -> bytes:
    """Return a request; one whose answer may not be a kept one says so in a header of no effect."""
    fresh = "" if is_kept else "If-Range: none\r\n"
    return f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\n{fresh}\r\n".encode()


def load(port: int, paths: Sequence[str], seconds: float, *, is_kept: bool) -> Count:
    """Ask for the paths in turn for some seconds."""
    asked = cycle([request(path, is_kept=is_kept) for path in paths])
    visits = [Visit(socket.create_connection((HOST, port), PATIENCE)) for _ in range(CONNECTIONS)]
    try:
        return _visited(visits, asked, time.monotonic() + seconds)
    finally:
        for visit in visits:
            visit.connection.close()


def _visited(visits: Sequence[Visit], asked: Iterator[bytes], until: float) -> Count:
    count = Count()
    with selectors.DefaultSelector() as waiting:
        for visit in visits:
            waiting.register(visit.connection, selectors.EVENT_READ, visit)
            visit.ask(next(asked))
        while time.monotonic() < until:
            for key, _events in waiting.select(PATIENCE):
                visit = key.data
                if visit.read():
                    count.answered += 1
                    count.failed += not visit.is_good
                    visit.ask(next(asked))
    return count


def main(arguments: Sequence[str]) -> None:
    """Read the paths, a line for each, and print two numbers as JSON."""
    parser = ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--kept", action="store_true")
    options = parser.parse_args(arguments)
    paths = sys.stdin.read().splitlines()
    count = load(options.port, paths, options.seconds, is_kept=options.kept)
    rate = count.answered / options.seconds
    sys.stdout.write(json.dumps({"rate": rate, "failed": count.failed}))


if __name__ == "__main__":
    main(sys.argv[1:])
