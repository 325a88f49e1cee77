"""Two people at the same moment: each with a connection of their own, on either database."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

from django.db import connection, connections

PATIENCE = 60  # seconds until a call that hangs is a failure


@contextmanager
def own_connections(folder: Path) -> Iterator[None]:
    """Let other threads work on the rows of now, in a file where the test has its own in memory.

    What they change is seen by other threads alone.
    """
    settings = connections.settings["default"]
    name = settings["NAME"]
    if connection.vendor == "sqlite":
        file = folder / "at_once.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(file)])
        # Whoever opens it first would change its journal, and of two at once one is refused.
        with closing(sqlite3.connect(file)) as opened:
            opened.execute("PRAGMA journal_mode=WAL")
        settings["NAME"] = str(file)
    try:
        yield
    finally:
        settings["NAME"] = name


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Make calls at the same moment; return what each returned, or the exception that it raised."""
    barrier = Barrier(len(calls))
    answers: list[Any] = [None] * len(calls)

    def run(index: int) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(PATIENCE)
            answers[index] = calls[index]()
        except Exception as error:
            answers[index] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=[index], daemon=True) for index in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return answers
