"""Giving freed space back, where a forensic tool could still read what was deleted.

Outside a transaction only. On PostgreSQL each table is locked for a moment; the log that it
recovers from, replicas and backups keep their own copies.
"""

from collections.abc import Iterable
from typing import Final

from django.db import connection, models

# Milliseconds for those who read just now to come to their end.
PATIENCE: Final = 5_000


def overwrite_freed() -> None:
    """Let SQLite write over what this connection deletes from now on."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=ON")


def wipe(changed: Iterable[type[models.Model]]) -> bool:
    """Write the database anew and empty its log; return whether no reader has stopped that.

    `changed` are the models whose rows were changed.
    """
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            for table in sorted({model._meta.db_table for model in changed}):
                cursor.execute(f"VACUUM FULL {connection.ops.quote_name(table)}")
            return True
        cursor.execute("VACUUM")
        (waits,) = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute(f"PRAGMA busy_timeout={PATIENCE}")
        (is_held, *_frames) = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        cursor.execute(f"PRAGMA busy_timeout={waits}")
    return not is_held
