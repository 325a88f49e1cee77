"""Columns of rows by keys, by queries that are put together once and asked again for other keys.

As `resources.models.compiled` does with rows and their parts: to put a query together takes Django
several times as long as the database takes to answer it for a listing or two, and whatever changes
a listing asks a dozen.
"""

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connections
from django.db.models import QuerySet, UUIDField

_KEY: UUIDField[Any, Any] = UUIDField()


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A query for so many keys: its compiler, its SQL, and which of the parameters are keys."""

    compiler: Any
    sql: str
    parameters: tuple[Any, ...]
    places: Sequence[int]


class CompiledColumns:
    """The columns of a `values_list`, of the rows of which a lookup finds some keys."""

    def __init__(self, rows: "QuerySet[Any, Any]", lookup: str) -> None:
        """Take a query, and a lookup that takes any number of keys, or two: `__in`, `__range`."""
        self._rows: Any = rows
        self._lookup = lookup
        self._compiled: dict[tuple[str, int], _Compiled] = {}

    def find(self, keys: Sequence[UUID]) -> Iterable[tuple[Any, ...]]:
        """Return what the query finds for some keys, in one query; for none it asks nothing."""
        if not keys:
            return ()
        connection = connections[self._rows.db]
        known = self._known(len(keys), connection)
        parameters = list(known.parameters)
        # Filled up with one that is asked for anyway.
        asked = [*keys, *[keys[-1]] * (len(known.places) - len(keys))]
        for place, value in zip(known.places, _prepared(asked, connection), strict=True):
            parameters[place] = value
        # A connection belongs to its thread, and so does a compiler with its parameters.
        compiler = copy(known.compiler)
        compiler.connection = connection
        compiler.as_sql = lambda: (known.sql, tuple(parameters))
        found: Iterable[tuple[Any, ...]] = compiler.results_iter(tuple_expected=True)
        return found

    def _known(self, keys: int, connection: Any) -> _Compiled:
        # Compiled for 1, 2, 4, 8 ... of them.
        size = 1 << (keys - 1).bit_length()
        known = self._compiled.get((connection.alias, size))
        if known is None:
            # Another thread may do the same at the same time: both come to the same.
            known = self._compiled[connection.alias, size] = self._compile(connection, size)
        return known

    def _compile(self, connection: Any, size: int) -> _Compiled:
        nobody = [UUID(int=number) for number in range(size)]
        rows = self._rows.filter(**{self._lookup: nobody})
        compiler = rows.query.get_compiler(using=connection.alias)
        sql, parameters = compiler.as_sql()
        stand_ins = set(_prepared(nobody, connection))
        places = [at for at, value in enumerate(parameters) if value in stand_ins]
        return _Compiled(compiler, sql, tuple(parameters), places)


def _prepared(keys: Sequence[UUID], connection: Any) -> list[Any]:
    return [_KEY.get_db_prep_value(key, connection) for key in keys]
