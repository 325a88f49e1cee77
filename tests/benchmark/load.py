"""`python -m tests.benchmark.load`: ask one server for some pages as fast as it answers them.

A process of its own: a few connections, each of which asks for the next page when it has one. It
prints how many requests a second were answered, and how many answers were not 200.
"""

import asyncio
import json
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from typing import Final

HOST: Final = "127.0.0.1"
CONNECTIONS: Final = 8
LENGTH: Final = b"content-length: "


@dataclass
class Count:
    """Answers of one run."""

    answered: int = 0
    failed: int = 0


async def _answer(reader: asyncio.StreamReader) -> bool:
    """Read one answer, and tell whether it is 200."""
    head = await reader.readuntil(b"\r\n\r\n")
    lower = head.lower()
    if LENGTH in lower:
        start = lower.index(LENGTH) + len(LENGTH)
        await reader.readexactly(int(lower[start : lower.index(b"\r", start)]))
    else:
        while size := int((await reader.readline()).strip() or b"0", 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    return head.startswith(b"HTTP/1.1 200")


async def _visit(port: int, asked: Iterator[bytes], until: float, count: Count) -> None:
    reader, writer = await asyncio.open_connection(HOST, port)
    while time.monotonic() < until:
        writer.write(next(asked))
        is_good = await _answer(reader)
        count.answered += 1
        count.failed += not is_good
    writer.close()


def request(path: str, *, is_kept: bool) -> bytes:
    """Return a request; one whose answer may not be a kept one says so in a header of no effect."""
    fresh = "" if is_kept else "If-Range: none\r\n"
    return f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\n{fresh}\r\n".encode()


async def load(port: int, paths: Sequence[str], seconds: float, *, is_kept: bool) -> Count:
    """Ask for the paths in turn for some seconds."""
    count = Count()
    asked = cycle([request(path, is_kept=is_kept) for path in paths])
    until = time.monotonic() + seconds
    await asyncio.gather(*(_visit(port, asked, until, count) for _ in range(CONNECTIONS)))
    return count


def main(arguments: Sequence[str]) -> None:
    """Read the paths, a line for each, and print two numbers as JSON."""
    parser = ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--kept", action="store_true")
    options = parser.parse_args(arguments)
    paths = sys.stdin.read().splitlines()
    count = asyncio.run(load(options.port, paths, options.seconds, is_kept=options.kept))
    rate = count.answered / options.seconds
    sys.stdout.write(json.dumps({"rate": rate, "failed": count.failed}))


if __name__ == "__main__":
    main(sys.argv[1:])
