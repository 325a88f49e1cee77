"""Every worker of a server asked at once, over a connection of which it is known who holds it.

The kernel deals connections out among workers, so that six new ones may all go to the same. Who got
one stands in Linux's tables: the socket at its other end has a number, and the worker that took it
has an open file of that number.
"""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

PROCESSES: Final = Path("/proc")
SERVER: Final = "directory.serving"
# One of so many connections goes to each worker, or something is wrong.
MOST_TRIED: Final = 200
ALIVE: Final = "/health/live"


def workers_at(port: int) -> list[int]:
    """Return the workers of the server at a port: what it started with its own command line."""
    parents = dict(_processes_of(port))
    return sorted(pid for pid, parent in parents.items() if parent in parents)


def _processes_of(port: int) -> Iterator[tuple[int, int]]:
    for folder in PROCESSES.glob("[0-9]*"):
        with suppress(OSError):
            line = (folder / "cmdline").read_bytes().decode(errors="replace").split("\0")
            if SERVER in line and ["--port", str(port)] in [line[at : at + 2] for at in range(9)]:
                told = (folder / "stat").read_text().rpartition(")")[2].split()
                yield int(folder.name), int(told[1])


class AskedWorkers:
    """A connection to each worker of one server."""

    def __init__(self, address: str) -> None:
        self._host, self._port = "127.0.0.1", urlsplit(address).port or 80
        self._open: dict[int, HTTPConnection] = {}
        self._asking = ThreadPoolExecutor()

    def statuses(self, path: str) -> list[int]:
        """Ask every worker at the same time; return what each says.

        A connection that was ended meanwhile, as after some seconds of silence, is opened again,
        and so is one to a worker that took the place of another.
        """
        told = self._told(path)
        if not told or None in told:
            self._connect()
            told = self._told(path)
        return [status or 0 for status in told]

    def _told(self, path: str) -> list[int | None]:
        return list(self._asking.map(lambda pid: self._status(pid, path), list(self._open)))

    def _status(self, pid: int, path: str) -> int | None:
        """Return the status of one answer; None where there is no connection any more."""
        try:
            return _asked(self._open[pid], path)
        except (HTTPException, OSError):
            self._open[pid].close()
            return None

    def _connect(self) -> None:
        """Open connections until every worker has taken one."""
        pids = workers_at(self._port)
        for connection in self._open.values():
            connection.close()
        self._open = {}
        for _try in range(MOST_TRIED):
            connection = HTTPConnection(self._host, self._port, timeout=30)
            connection.connect()
            # Whoever opens it again by himself may reach another worker.
            connection.auto_open = 0
            _asked(connection, ALIVE)
            number = _socket_of(self._port, connection.sock.getsockname()[1])
            taker = next((pid for pid in pids if f"socket:[{number}]" in _files_of(pid)), 0)
            if not taker or taker in self._open:
                connection.close()
                continue
            self._open[taker] = connection
            if len(self._open) == len(pids):
                return
        raise RuntimeError(f"Not every one of the workers {pids} took a connection.")


def _asked(connection: HTTPConnection, path: str) -> int:
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    return answer.status


def _socket_of(port: int, other: int) -> str:
    """Return the number of the socket with which a port talks to another one."""
    for line in (PROCESSES / "net" / "tcp").read_text().splitlines()[1:]:
        columns = line.split()
        ports = [int(end.rpartition(":")[2], 16) for end in columns[1:3]]
        if ports == [port, other]:
            return columns[9]
    return ""


def _files_of(pid: int) -> list[str]:
    found = []
    for file in (PROCESSES / str(pid) / "fd").iterdir():
        with suppress(OSError):
            found.append(os.readlink(file))
    return found
