"""Sending a long answer while it is made, as fast as its reader takes it and no faster.

Granian takes pieces from a queue without an end, in which all of a list would wait for a slow
reader. A file it reads only as the connection has room: so it is given the end of a pipe as one.
What is made and not yet read is then a piece of the list, the 64 kB of a pipe, and what the
connection itself holds. (docs/adr/0004-server.md)
"""

import asyncio
import fcntl
import os
import socket
import sys
import termios
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

# Bytes that are made in one go, and seconds for which; then others have the thread.
PIECE: Final = 64 * 1024
TURN: Final = 0.2
# Seconds for which a reader may take nothing.
PATIENCE: Final = 30.0
# Seconds between two looks at whether granian has opened the pipe: it does so at once.
LOOK: Final = 0.002

Headers = list[tuple[str, str]]


class Sending(Protocol):
    """What takes an answer: granian's protocol."""

    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None: ...

    def response_file(self, status: int, headers: Headers, file: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Streamed:
    """An answer that is made while it is sent: `pieces` ask the database, `close` ends that."""

    status: int
    headers: Headers
    pieces: Iterator[bytes]
    close: Callable[[], object]


InThread = Callable[..., Awaitable[Any]]


async def send(answer: Streamed, protocol: Sending, client: str, in_thread: InThread) -> None:
    """Send an answer to `client` ("address:port"); `in_thread` runs what asks the database.

    A mistake before the first byte is raised, and the server answers it. After that it is raised
    too, and the line is hung up: a list that ended there would look like the whole one. A reader
    who takes nothing for half a minute is hung up on.
    """
    try:
        piece, is_last = b"", False
        while not piece and not is_last:
            piece, is_last = await in_thread(_some, answer.pieces)
        if is_last:
            protocol.response_bytes(answer.status, answer.headers, piece)
            return
        reader, writer = os.pipe()
        os.set_blocking(writer, False)
        try:
            protocol.response_file(answer.status, answer.headers, f"/proc/self/fd/{reader}")
            await _begin(reader, writer, piece)
            while not is_last:
                piece, is_last = await in_thread(_some, answer.pieces)
                await _write(writer, piece)
        except BrokenPipeError:
            pass  # the reader has gone
        except TimeoutError:
            _hang_up(client)
        except BaseException:
            _hang_up(client)
            raise
        finally:
            os.close(writer)
    finally:
        await in_thread(answer.close)


def _some(pieces: Iterator[bytes]) -> tuple[bytes, bool]:
    """Return what is next, as much as comes in one turn, and whether it is the last."""
    held, size, until = [], 0, time.monotonic() + TURN
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= PIECE or time.monotonic() > until:
            return b"".join(held), False
    return b"".join(held), True


async def _begin(reader: int, writer: int, first: bytes) -> None:
    """Write the first piece, and close our own end of the reader once granian has another."""
    try:
        written = os.write(writer, first)
        async with asyncio.timeout(PATIENCE):
            while _waiting(reader) >= written:
                await asyncio.sleep(LOOK)
    finally:
        os.close(reader)
    await _write(writer, first[written:])


def _waiting(reader: int) -> int:
    """Return how many bytes of a pipe nobody has read."""
    told = fcntl.ioctl(reader, termios.FIONREAD, bytes(4))
    return int.from_bytes(told, sys.byteorder)


async def _write(writer: int, piece: bytes) -> None:
    """Write all of a piece; TimeoutError where nothing of it is taken for too long."""
    left = memoryview(piece)
    while left:
        try:
            left = left[os.write(writer, left) :]
        except BlockingIOError:
            async with asyncio.timeout(PATIENCE):
                await _room(writer)


async def _room(writer: int) -> None:
    loop, there = asyncio.get_running_loop(), asyncio.Event()
    loop.add_writer(writer, there.set)
    try:
        await there.wait()
    finally:
        loop.remove_writer(writer)


def _hang_up(client: str) -> None:
    """End the connection of a client: granian has no word for an answer that failed midway."""
    host, _, port = client.rpartition(":")
    for file in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            if not os.readlink(file).startswith("socket:"):
                continue
            with socket.socket(fileno=os.dup(int(file.name))) as line:
                peer = line.getpeername()
                if [*map(str, peer[:2])] == [host.strip("[]"), port]:
                    line.shutdown(socket.SHUT_RDWR)
