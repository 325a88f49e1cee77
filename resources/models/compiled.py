"""Rows with their parts, by queries that are put together once and asked again for other keys.

To put such queries together takes Django ten times as long as the database takes to answer them.
They differ by the keys alone: so the SQL is kept, and the keys in it are changed. What comes back
is made into rows by `made_rows`.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from copy import copy
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.db.models import (
    F,
    Field,
    ForeignKey,
    ManyToManyField,
    ManyToOneRel,
    Model,
    Prefetch,
    QuerySet,
)

from resources.models.made_rows import NO_CONVERTERS, Batch, Column, Maker

# The name under which the query for a part that several rows share says which of them has it.
OWNER: Final = "owner_of_this"

Rows = QuerySet[Any, Any]


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A query for so many keys: its compiler, its SQL, and which of the parameters are keys.

    `maker` makes the rows that it finds, and `beside` reads what else stands in each.
    """

    compiler: Any
    sql: str
    parameters: tuple[Any, ...]
    places: Sequence[int]
    maker: Maker
    beside: Sequence[Column]


class _ByKeys:
    """One query, for the rows of which a lookup is among some keys."""

    def __init__(
        self, rows: Rows, lookup: str, key: "Field[Any, Any]", *, is_shared: bool = False
    ) -> None:
        """Keep a queryset; `key` is the field of which `lookup` has values.

        A row that `is_shared` can come several times, each time with another one of the keys.
        """
        self._is_shared = is_shared
        self._rows = rows
        self._lookup = lookup
        self._key = key
        self._compiled: dict[tuple[str, int], _Compiled] = {}

    def among(self, keys: Sequence[UUID], batch: Batch) -> list[tuple[Any, Any]]:
        """Ask for the rows of some keys, at least one, each with the owner that it is shared by.

        What the query reckons of a row is given to it, but for a row that is shared.
        """
        known = self._known(len(keys), batch.alias)
        parameters = list(known.parameters)
        asked = [*keys, *[keys[0]] * (len(known.places) - len(keys))]
        for place, value in zip(known.places, self._prepared(asked, batch.connection), strict=True):
            parameters[place] = value
        # A connection belongs to its thread, and so does a compiler with its parameters.
        compiler = copy(known.compiler)
        compiler.connection = batch.connection
        compiler.as_sql = lambda: (known.sql, tuple(parameters))
        found = []
        for row in chain.from_iterable(compiler.execute_sql()):
            made = known.maker.made(row, batch)
            told = {column.name: column.read(row, batch) for column in known.beside}
            owner = told.pop(OWNER, None)
            made.__dict__.update(told)
            found.append((made, owner))
        return found

    def _known(self, keys: int, alias: str) -> _Compiled:
        # Compiled for 1, 2, 4, 8 ... of them, and filled up with one that is asked for anyway.
        size = 1 << (keys - 1).bit_length()
        known = self._compiled.get((alias, size))
        if known is None:
            # Another thread may do the same at the same time: both come to the same.
            known = self._compiled[alias, size] = self._compile(alias, size)
        return known

    def _compile(self, alias: str, size: int) -> _Compiled:
        nobody = [UUID(int=number) for number in range(size)]
        rows = self._rows.filter(**{f"{self._lookup}__in": nobody})
        if self._is_shared:
            # After the filter: the join is that of the filter, and names no other owner.
            rows = rows.annotate(**{OWNER: F(self._lookup)})
        compiler: Any = rows.query.get_compiler(using=alias)
        sql, parameters = compiler.as_sql()
        stand_ins = set(self._prepared(nobody, connections[alias]))
        places = [at for at, value in enumerate(parameters) if value in stand_ins]
        converters = compiler.get_converters([column for column, *_ in compiler.select])
        maker = Maker(compiler.klass_info, compiler.select, converters)
        beside = [
            Column(name, at, converters.get(at, NO_CONVERTERS), is_key=name == OWNER)
            for name, at in compiler.annotation_col_map.items()
        ]
        return _Compiled(compiler, sql, tuple(parameters), places, maker, beside)

    def _prepared(self, keys: Sequence[UUID], connection: Any) -> list[Any]:
        return [self._key.get_db_prep_value(key, connection) for key in keys]


class _Part:
    """A relation that is fetched with the rows: `contacts` of services, or `terms`."""

    def __init__(self, model: type[Model], lookup: "str | Prefetch[Any, Any, Any]") -> None:
        self.name = lookup if isinstance(lookup, str) else lookup.prefetch_to
        relation = model._meta.get_field(self.name)
        self._back: ForeignKey[Any, Any] | None = None
        if isinstance(relation, ManyToOneRel):
            self._back = relation.field
        elif not isinstance(relation, ManyToManyField):
            raise ImproperlyConfigured(f"{self.name} is not fetched with rows of {model.__name__}.")
        chosen = None if isinstance(lookup, str) else lookup.queryset
        related: Any = relation
        every: Rows = related.related_model._default_manager.all()
        self._rows = every if chosen is None else chosen
        back = self._back.name if self._back else related.related_query_name()
        self._query = _ByKeys(self._rows, back, model._meta.pk, is_shared=not self._back)

    def give(self, owners: dict[UUID, Any], batch: Batch) -> None:
        """Ask for the parts of some rows and give each its own, as `prefetch_related` would."""
        found = defaultdict(list)
        for part, shared_by in self._query.among(list(owners), batch):
            owner = owners[getattr(part, self._back.attname) if self._back else shared_by]
            if self._back:
                self._back.set_cached_value(part, owner)
            found[owner.pk].append(part)
        rows_of_all = self._rows.all()
        for key, owner in owners.items():
            rows = getattr(owner, self.name)._apply_rel_filters(rows_of_all)
            rows._result_cache = found[key]
            rows._prefetch_done = True
            owner._prefetched_objects_cache[self.name] = rows


class CompiledRows:
    """The rows of a queryset by their keys, with the relations that it fetches with them."""

    def __init__(self, rows: Rows) -> None:
        """Take a queryset as it stands; ImproperlyConfigured for what it fetches of its parts."""
        source: Any = rows
        whole = rows.prefetch_related(None).order_by()
        self._query = _ByKeys(whole, "pk", rows.model._meta.pk)
        self._parts = [_Part(rows.model, one) for one in source._prefetch_related_lookups]
        self._source = rows

    def in_bulk(self, keys: Collection[UUID]) -> dict[UUID, Any]:
        """Return the rows by key, as that method of the queryset does, in as many queries."""
        if not keys:
            return {}
        alias = self._source.db
        batch = Batch(alias, connections[alias])
        rows = {row.pk: row for row, _owner in self._query.among([*keys], batch)}
        for row in rows.values():
            row._prefetched_objects_cache = {}
        for part in self._parts if rows else ():
            part.give(rows, batch)
        return rows
