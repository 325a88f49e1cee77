"""Rows with their parts, by queries that are put together once and asked again for other keys.

To put such queries together takes Django ten times as long as the database takes to answer them.
They differ by the keys alone: so the SQL is kept, and the keys in it are changed. Django makes the
rows of what comes back, as ever.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.db.models import F, Field, ManyToManyField, ManyToOneRel, Model, Prefetch, QuerySet
from django.db.models.query import ModelIterable

# The name under which the query for a part that several rows share says which of them has it.
OWNER: Final = "owner_of_this"

Rows = QuerySet[Any, Any]


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A query for so many keys: its compiler, its SQL, and which of the parameters are keys."""

    compiler: Any
    sql: str
    parameters: tuple[Any, ...]
    places: Sequence[int]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What Django's maker of rows wants of a queryset, of one that was compiled before."""

    db: str
    compiler: Any
    _known_related_objects: dict[Any, Any] = field(default_factory=dict)

    @property
    def query(self) -> "_Asked":
        return self

    def get_compiler(self, using: str) -> Any:
        return self.compiler


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

    def among(self, keys: Sequence[UUID], alias: str) -> list[Any]:
        """Ask a database for the rows of some keys, at least one."""
        # Compiled for 1, 2, 4, 8 ... of them, and filled up with one that is asked for anyway.
        size = 1 << (len(keys) - 1).bit_length()
        known = self._compiled.get((alias, size))
        if known is None:
            # Another thread may do the same at the same time: both come to the same.
            known = self._compiled[alias, size] = self._compile(alias, size)
        parameters = list(known.parameters)
        asked = [*keys, *[keys[0]] * (size - len(keys))]
        for place, value in zip(known.places, self._prepared(asked, alias), strict=True):
            parameters[place] = value
        # A connection belongs to its thread, and so does a compiler with its parameters.
        compiler = copy(known.compiler)
        compiler.connection = connections[alias]
        compiler.as_sql = lambda: (known.sql, tuple(parameters))
        asking: Any = _Asked(alias, compiler)
        return list(ModelIterable(asking))

    def _compile(self, alias: str, size: int) -> _Compiled:
        nobody = [UUID(int=number) for number in range(size)]
        rows = self._rows.filter(**{f"{self._lookup}__in": nobody})
        if self._is_shared:
            # After the filter: the join is that of the filter, and names no other owner.
            rows = rows.annotate(**{OWNER: F(self._lookup)})
        compiler: Any = rows.query.get_compiler(using=alias)
        sql, parameters = compiler.as_sql()
        stand_ins = set(self._prepared(nobody, alias))
        places = [at for at, value in enumerate(parameters) if value in stand_ins]
        converters = compiler.get_converters([column for column, *_ in compiler.select])
        compiler.get_converters = lambda _columns: converters
        return _Compiled(compiler, sql, tuple(parameters), places)

    def _prepared(self, keys: Sequence[UUID], alias: str) -> list[Any]:
        return [self._key.get_db_prep_value(key, connections[alias]) for key in keys]


class _Part:
    """A relation that is fetched with the rows: `contacts` of services, or `terms`."""

    def __init__(self, model: type[Model], lookup: "str | Prefetch[Any, Any, Any]") -> None:
        self.name = lookup if isinstance(lookup, str) else lookup.prefetch_to
        relation = model._meta.get_field(self.name)
        if isinstance(relation, ManyToOneRel):
            self._back, self._owner = relation.field.name, relation.field.attname
        elif isinstance(relation, ManyToManyField):
            self._back, self._owner = "", OWNER
        else:
            raise ImproperlyConfigured(f"{self.name} is not fetched with rows of {model.__name__}.")
        chosen = None if isinstance(lookup, str) else lookup.queryset
        related: Any = relation
        every: Rows = related.related_model._default_manager.all()
        self._rows = every if chosen is None else chosen
        back = self._back or related.related_query_name()
        self._query = _ByKeys(self._rows, back, model._meta.pk, is_shared=not self._back)

    def give(self, owners: dict[UUID, Any], alias: str) -> None:
        """Ask for the parts of some rows and give each its own, as `prefetch_related` would."""
        found = defaultdict(list)
        for part in self._query.among(list(owners), alias):
            owner = owners[getattr(part, self._owner)]
            if self._back:
                setattr(part, self._back, owner)
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
        rows = {row.pk: row for row in self._query.among([*keys], alias)}
        for row in rows.values():
            row._prefetched_objects_cache = {}
        for part in self._parts if rows else ():
            part.give(rows, alias)
        return rows
