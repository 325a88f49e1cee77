"""The data revision, read with every request: what is kept in memory belongs to it.

SQLite is asked on the loop of events itself, which takes some microseconds and waits for nobody,
and only where anything was committed: its readers know that from memory, and so do we. A server of
databases may be slow, or gone: it is asked in a thread of its own, and its replica instead where it
does not answer.
"""

import asyncio
import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from time import monotonic as clock
from typing import Final, NamedTuple

from django.conf import settings

from directory.replica import readers
from directory.serving.commits import Commits
from resources.models.revision import CURRENT

# Seconds after which the file is asked whatever its head says.
BELIEVED: Final = 1.0


class Seen(NamedTuple):
    """The number, the head that the file had before it was asked, and when that was."""

    revision: int
    head: bytes | None
    at: float


NOTHING: Final = Seen(0, None, 0.0)


class SqliteRevision:
    """Reads the number from the file of the database, where anything was committed to it."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._open: tuple[int, sqlite3.Connection] | None = None
        self._commits: Commits | None = None
        self._seen = NOTHING
        self._is_believed = True

    async def current(self) -> int | None:
        """Return the number; None where it cannot be read at once."""
        try:
            connection = self._connection()
            # Looked at before the number is read: what is committed in between shows as another.
            head = self._commits.head() if self._commits else None
            seen, now = self._seen, clock()
            if head is not None and head == seen.head and now < seen.at + BELIEVED:
                return seen.revision
            row = connection.execute(CURRENT).fetchone()
        except (OSError, sqlite3.Error):
            self._close()
            return None
        self._note(Seen(int(row[0]) if row else 0, head, now))
        return self._seen.revision

    def _note(self, found: Seen) -> None:
        """Keep what was found; a head that hides a commit is not looked at any more."""
        before, self._seen = self._seen, found
        if self._commits is None or before.head is None or found.revision == before.revision:
            return
        if before.head == found.head == self._commits.head():
            self._is_believed, self._commits = False, None

    def _connection(self) -> sqlite3.Connection:
        """Return a connection to the file that has this name now: another may take its place."""
        file = os.stat(self._path).st_ino
        if self._open is None or self._open[0] != file:
            self._close()
            address = f"file:{self._path}?mode=ro"
            connection = sqlite3.connect(address, uri=True, timeout=0, isolation_level=None)
            self._open = (file, connection)
            self._commits, self._seen = self._commits_of(connection), NOTHING
        return self._open[1]

    def _close(self) -> None:
        """Let go of a file that cannot be read, or has lost its name to another."""
        if self._open is not None:
            self._open[1].close()
        self._open = self._commits = None

    def _commits_of(self, connection: sqlite3.Connection) -> Commits | None:
        """Return what tells of commits; None where SQLite does not, and the file is asked."""
        (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
        if mode != "wal" or not self._is_believed:
            return None
        # The first question lets SQLite make what is looked at, and holds it as long as it is open.
        connection.execute(CURRENT).fetchone()
        with suppress(OSError, ValueError):
            return Commits(self._path)
        return None


class ServedRevision:
    """Asks servers of databases for the number."""

    def __init__(self) -> None:
        self._asking = ThreadPoolExecutor(1, thread_name_prefix="revision")

    async def current(self) -> int | None:
        """Return the number; None where the server does not tell it."""
        return await asyncio.get_running_loop().run_in_executor(self._asking, readers.revision)


def revision_reader() -> SqliteRevision | ServedRevision:
    """Return what reads the number from the database in use."""
    database = settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        return SqliteRevision(str(database["NAME"]))
    return ServedRevision()
