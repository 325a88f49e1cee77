"""The shipped listings, or a share of them that stands for all.

Whatever reads each of them by itself reads a share in every run, and all in `make endurance`.
"""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from django.apps import apps
from django.core.management import call_command
from django.db import connection

LISTINGS: Final = Path(__file__).parents[1] / "resources" / "data" / "listings.jsonl"
ONE_IN: Final = 8


# By table and its columns, the rows that a loading has made, and those that it has changed.
Written = list[tuple[str, str, list[tuple[Any, ...]]]]
_WRITTEN: Final[dict[int, Written]] = {}


def load_share(one_in: int = 1) -> None:
    """Load one of the shipped services in so many; of 1 all.

    The command that `make run` uses does it, once in a process: then the rows are put where they
    were, which takes a tenth of the time. Every test begins with the same rows.
    """
    if connection.vendor != "sqlite":
        _load(one_in)
    elif one_in not in _WRITTEN:
        before = rows_now()
        _load(one_in)
        _WRITTEN[one_in] = differences(before, rows_now())
    else:
        write_again(_WRITTEN[one_in])


def _load(one_in: int) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "listings.jsonl"
        write_share(file, one_in)
        call_command("load_listings", str(file), "--commit", "--as-shipped", verbosity=0)


def rows_now() -> dict[str, dict[Any, tuple[Any, ...]]]:
    """Return all rows of all models, as the database has them, by table and key."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            fields = model._meta.local_concrete_fields
            key, names = fields.index(model._meta.pk), [f'"{one.column}"' for one in fields]
            table = f'"{model._meta.db_table}" ({", ".join(names)})'
            # With a sign before it a value comes as it stands, and is not read as what it means.
            values = ", ".join(f"+{name}" for name in names)
            cursor.execute(f'SELECT {values} FROM "{model._meta.db_table}"')  # noqa: S608  names of models
            found[table] = {row[key]: tuple(row) for row in cursor.fetchall()}
    return found


def differences(
    before: dict[str, dict[Any, tuple[Any, ...]]], after: dict[str, dict[Any, tuple[Any, ...]]]
) -> Written:
    """Return what was written between two states of all rows."""
    found: Written = []
    for table, rows in after.items():
        new = [row for key, row in rows.items() if key not in before[table]]
        changed = [row for key, row in rows.items() if before[table].get(key, row) != row]
        found += [(table, "INSERT", new)] if new else []
        found += [(table, "INSERT OR REPLACE", changed)] if changed else []
    return found


def write_again(written: Written) -> None:
    """Put rows where they were in a database as it was before them."""
    with connection.cursor() as cursor:
        for table, manner, rows in written:
            marks = ", ".join(["%s"] * len(rows[0]))
            cursor.executemany(f"{manner} INTO {table} VALUES ({marks})", rows)


def write_share(file: Path, one_in: int) -> None:
    """Write one service in so many as a file that can be loaded."""
    lines = (json.dumps(row) + "\n" for row in share(one_in))
    file.write_text("".join(lines), encoding="utf-8")


def share(one_in: int) -> list[dict[str, Any]]:
    """Return the lines of one service in so many, of who runs it, and all that a post names."""
    rows = [json.loads(line) for line in LISTINGS.read_text("utf-8").splitlines()]
    posts = [row for row in rows if row["record"] == "collection"]
    named = {entry["service"] for post in posts for entry in post["entries"]}
    services = [row for row in rows if row["record"] == "service"]
    services = [
        row for number, row in enumerate(services) if number % one_in == 0 or row["id"] in named
    ]
    run_by = {row["organization"] for row in services}
    runners = [row for row in rows if row["record"] == "organization" and row["id"] in run_by]
    return [*runners, *services, *posts]
