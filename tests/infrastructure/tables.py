"""Every row of every table, those of indexes too: what a trace would have to stand in."""

from collections.abc import Iterator
from typing import Any

from django.db import connection


def every_row() -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Yield the name of a table with one of its rows, for all there are."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            name = connection.ops.quote_name(table)
            cursor.execute(f"SELECT * FROM {name}")  # noqa: S608  the database named it itself
            yield from ((table, row) for row in cursor.fetchall())
