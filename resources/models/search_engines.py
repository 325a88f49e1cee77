"""The two engines that hold documents, asked in one way: what `Holds` says in a `filter()`.

Made by the migration 0003_search_documents, which also holds them in step with the documents.
"""

from typing import Any, Final, cast

from django.db import NotSupportedError, connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F
from django.db.models.expressions import Col
from django.db.models.sql.compiler import SQLCompiler

from resources import search

# SQLite's table of tokens. PostgreSQL has a column `tokens` in the table of documents.
SQLITE_INDEX: Final = "resources_search_index"
Sql = tuple[str, tuple[Any, ...]]


def documents_holding(asked: search.Expression) -> list[int]:
    """Return the keys of all documents that hold what is asked, in no order.

    There may be tens of thousands: they come in one piece, which is quicker than as many rows.
    """
    if connection.vendor == "postgresql":
        held = search.for_postgresql(asked)
        sql = "SELECT array_agg(id) FROM resources_searchdocument WHERE tokens @@ %s::tsquery"
    else:
        held = search.for_sqlite(asked)
        sql = f"SELECT group_concat(rowid) FROM {SQLITE_INDEX} WHERE {SQLITE_INDEX} MATCH %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [held])
        (found,) = cursor.fetchone()
    return [int(key) for key in found.split(",")] if isinstance(found, str) else found or []


class Holds(models.Func):
    """That a document holds what is asked: a condition for `filter()` of documents.

    With `at_most`, that it is also among the first so many that do, by their keys: a table of a
    million is not searched to the end for the first five.
    """

    output_field = models.BooleanField()

    def __init__(self, asked: search.Expression, at_most: int | None = None) -> None:
        """Keep what is asked; it is written down only for the engine."""
        super().__init__(F("pk"))
        self.asked = asked
        self.at_most = at_most

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, *args: Any, **kwargs: Any
    ) -> Sql:
        """Refuse: each engine has its own way below, and there is no other engine."""
        raise NotSupportedError(connection.vendor)

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra_context: Any
    ) -> Sql:
        """Ask the FTS5 table, whose row numbers are the keys of documents, in their order."""
        key, params = compiler.compile(self.source_expressions[0])
        index, limit = SQLITE_INDEX, self.at_most or -1
        sql = f"{key} IN (SELECT rowid FROM {index} WHERE {index} MATCH %s LIMIT %s)"  # noqa: S608
        return sql, (*params, search.for_sqlite(self.asked), limit)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra_context: Any
    ) -> Sql:
        """Ask the column that the database makes of the document's parts."""
        key = cast(Col, self.source_expressions[0])
        table = compiler.quote_name_unless_alias(key.alias)
        return f'{table}."tokens" @@ %s::tsquery', (search.for_postgresql(self.asked),)
