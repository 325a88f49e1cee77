"""The two engines that hold documents, asked in one way: what `Holds` says in a `filter()`.

Made by the migration 0003_search_documents, which also holds them in step with the documents.
"""

import json
from typing import Any, Final, cast

from django.db import NotSupportedError, connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F
from django.db.models.expressions import Col
from django.db.models.sql.compiler import SQLCompiler

from resources import language as search

# SQLite has a table of tokens, PostgreSQL a column `tokens` in the table of documents.
ALL_ON_SQLITE: Final = (
    "SELECT group_concat(rowid) FROM resources_search_index WHERE resources_search_index MATCH %s"
)
ALL_ON_POSTGRESQL: Final = (
    "SELECT array_agg(id) FROM resources_searchdocument WHERE tokens @@ %s::tsquery"
)
AMONG_ON_SQLITE: Final = (
    "IN (SELECT rowid FROM resources_search_index WHERE resources_search_index MATCH %s LIMIT %s)"
)
Sql = tuple[str, tuple[Any, ...]]


def documents_holding(asked: search.Expression) -> list[int]:
    """Return the keys of all documents that hold what is asked, in no order.

    There may be tens of thousands: they come in one piece, which is quicker than as many rows.
    """
    if connection.vendor == "postgresql":
        sql, held = ALL_ON_POSTGRESQL, search.for_postgresql(asked)
    else:
        sql, held = ALL_ON_SQLITE, search.for_sqlite(asked)
    with connection.cursor() as cursor:
        cursor.execute(sql, [held])
        (found,) = cursor.fetchone()
    # Numbers with commas between them are read most quickly as what they are in JSON.
    keys: list[int] = json.loads(f"[{found}]") if isinstance(found, str) else found or []
    return keys


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
        most = self.at_most or -1
        return f"{key} {AMONG_ON_SQLITE}", (*params, search.for_sqlite(self.asked), most)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra_context: Any
    ) -> Sql:
        """Ask the column that the database makes of the document's parts."""
        key = cast(Col, self.source_expressions[0])
        table = compiler.quote_name_unless_alias(key.alias)
        return f'{table}."tokens" @@ %s::tsquery', (search.for_postgresql(self.asked),)
