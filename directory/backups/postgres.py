"""A backup of a PostgreSQL database, by its own programs: pg_dump and pg_restore."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from django.db import connection, transaction
from psycopg.sql import SQL, Identifier

from directory.backups.archive import BackupError, Content
from directory.backups.tables import FORGOTTEN

NEEDED: Final = (
    "No {name} of version {version} or newer was found. Install PostgreSQL's client programs "
    "(Debian: postgresql-client), or put their folder on the PATH."
)
VERSION: Final = re.compile(r"(\d+)(?:\.|\s|$)")
COUNTED: Final = SQL("SELECT COUNT(*) FROM {}")
COPIED: Final = re.compile(rb'^COPY (?:public\.)?"?(\w+)"? \(.*FROM stdin;\n\Z')


def dump(data: Path) -> Content:
    """Write the database, as it is at one moment, to a file; read the file again."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (moment,) = cursor.fetchone()
        left_out = (f"--exclude-table-data={table}" for table in sorted(FORGOTTEN))
        data.touch(0o600, exist_ok=False)
        options = ["--format=custom", f"--snapshot={moment}", f"--file={data}", *left_out]
        _run("pg_dump", options)
        content = counted()
    if _rows_in(data) != {table: count for table, count in content.rows.items() if count}:
        raise BackupError("The file does not hold the rows that the database had.")
    return content


def load(data: Path) -> None:
    """Fill an empty database from a file: all of it, or nothing."""
    _run(
        "pg_restore",
        [
            "--exit-on-error",
            "--single-transaction",
            "--no-owner",
            "--no-privileges",
            f"--dbname={connection.get_connection_params()['dbname']}",
            str(data),
        ],
    )


def counted() -> Content:
    """Count the rows of each table, but of those that a backup leaves empty."""
    with connection.cursor() as cursor:
        rows = {}
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(COUNTED.format(Identifier(table)))
            rows[table] = 0 if table in FORGOTTEN else int(cursor.fetchone()[0])
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        migrations = tuple(sorted(f"{app}.{name}" for app, name in cursor.fetchall()))
    return Content("postgresql", migrations, rows)


def _rows_in(data: Path) -> dict[str, int]:
    """Read every row of a file, as a restore would; count them by table."""
    rows: dict[str, int] = {}
    table = ""
    with subprocess.Popen(  # noqa: S603  a program that was found, and a file of ours
        [_program("pg_restore"), "--data-only", "--file=-", str(data)], stdout=subprocess.PIPE
    ) as reading:
        for line in _lines(reading):
            begun = COPIED.match(line)
            if table and line == b"\\.\n":
                table = ""
            elif table:
                rows[table] = rows.get(table, 0) + 1
            elif begun:
                table = begun[1].decode()
    if reading.returncode != 0:
        raise BackupError("The file that pg_dump wrote cannot be read.")
    return rows


def _lines(reading: "subprocess.Popen[bytes]") -> Iterator[bytes]:
    return iter(reading.stdout or ())


def _run(name: str, options: Sequence[str]) -> None:
    program = _program(name)
    told = connection.get_connection_params()
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}
    # In the environment, as a command line can be read by everybody.
    asked = {variable: str(told[key]) for key, variable in names.items() if told.get(key)}
    finished = subprocess.run(  # noqa: S603  a program that was found, and options of ours
        [program, "--no-password", *options],
        env={**os.environ, **asked, "PGDATABASE": str(told["dbname"])},
        capture_output=True,
        check=False,
        text=True,
    )
    if finished.returncode != 0:
        raise BackupError(f"{name} failed: {finished.stderr.strip()}")


def _program(name: str) -> str:
    """Find a program that is at least as new as the server."""
    connection.ensure_connection()
    needed = connection.pg_version // 10_000  # type: ignore[attr-defined]  # of this engine alone
    for path in _candidates(name):
        answer = subprocess.run(  # noqa: S603  a program that was found, asked for its version
            [path, "--version"], capture_output=True, check=False, text=True
        )
        version = VERSION.search(answer.stdout)
        if answer.returncode == 0 and version and int(version[1]) >= needed:
            return path
    raise BackupError(NEEDED.format(name=name, version=needed))


def _candidates(name: str) -> Iterator[str]:
    found = shutil.which(name)
    if found:
        yield found
    yield from (str(path) for path in Path("/usr/lib/postgresql").glob(f"[0-9]*/bin/{name}"))
