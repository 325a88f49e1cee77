"""The data revision, read with every request: what is kept in memory belongs to it.

SQLite is asked on the loop of events itself, which takes some microseconds and waits for nobody. A
server of databases may be slow, or gone: it is asked in a thread of its own, and its replica
instead where it does not answer.
"""

import asyncio
import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings

from directory.replica import readers
from resources.models.revision import CURRENT


class SqliteRevision:
    """Reads the number from the file of the database."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._open: tuple[int, sqlite3.Connection] | None = None

    async def current(self) -> int | None:
        """Return the number; None where it cannot be read at once."""
        try:
            row = self._connection().execute(CURRENT).fetchone()
        except (OSError, sqlite3.Error):
            self._open = None
            return None
        return int(row[0]) if row else 0

    def _connection(self) -> sqlite3.Connection:
        """Return a connection to the file that has this name now: another may take its place."""
        file = os.stat(self._path).st_ino
        if self._open is None or self._open[0] != file:
            address = f"file:{self._path}?mode=ro"
            connection = sqlite3.connect(address, uri=True, timeout=0, isolation_level=None)
            self._open = (file, connection)
        return self._open[1]


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
