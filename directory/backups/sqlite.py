"""A copy of a SQLite database, by its backup interface: whole, while people go on writing."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from django.db import connection
from django.db.backends.sqlite3._functions import (  # type: ignore[import-untyped]  # no stubs
    register,
)

from directory.backups.archive import BackupError, Content
from directory.backups.tables import FORGOTTEN

WAIT: Final = 60  # seconds


def dump(data: Path) -> Content:
    """Copy the database to a file, without what a restored site has to forget."""
    source = _readable(Path(str(connection.settings_dict["NAME"])))
    data.touch(0o600, exist_ok=False)
    with closing(source), _opened(data) as copy:
        # All pages in one step: one moment, whatever is written meanwhile.
        source.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode=DELETE")
        tables = set(_tables(copy))
        for table in FORGOTTEN & tables:
            copy.execute(f'DELETE FROM "{table}"')  # noqa: S608  names of our own tables
        # Deleted rows stand in free pages until then.
        copy.execute("VACUUM")
    return content_of(data)


def content_of(data: Path) -> Content:
    """Check a whole database file, and count what is in it."""
    with _opened(data) as copy:
        try:
            answers = [row[0] for row in copy.execute("PRAGMA integrity_check")]
            loose = copy.execute("PRAGMA foreign_key_check").fetchone()
        except sqlite3.DatabaseError as broken:
            raise BackupError(f"The database is damaged: {broken}") from None
        if answers != ["ok"] or loose:
            raise BackupError(f"The database is damaged: {answers[0]}, {loose}")
        rows = {table: _count(copy, table) for table in _tables(copy)}
        done = copy.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        migrations = tuple(f"{app}.{name}" for app, name in done)
    return Content("sqlite", migrations, rows)


def _readable(file: Path) -> sqlite3.Connection:
    if not file.is_file():
        raise BackupError(f"There is no database at {file}.")
    return sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=WAIT)


@contextmanager
def _opened(file: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(file, timeout=WAIT, isolation_level=None)) as opened:
        # Our constraints ask for REGEXP, which SQLite leaves to the program.
        register(opened)
        yield opened


def _tables(copy: sqlite3.Connection) -> Iterator[str]:
    named = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' "
    yield from (name for (name,) in copy.execute(named + "ESCAPE '!' ORDER BY name").fetchall())


def _count(copy: sqlite3.Connection, table: str) -> int:
    counted = copy.execute(f'SELECT COUNT(*) FROM "{table}"')  # noqa: S608  a name of our tables
    return int(counted.fetchone()[0])
