"""Rows of models, each made once of what the database answered for one page.

Django makes a row wherever it comes: the region of fifty services fifty times, and the key of a
service again with each of its parts. It asks each row which of its fields are missing, and tells
receivers of signals, of which there are none. That took longer than all else of a page that nobody
had asked for before. What is made here has the same fields, state and related rows
(`tests/models/test_compiled.py`), but what is the same row is one object: it is for reading.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from sys import intern
from typing import Any, Final, NamedTuple

from django.db.models import CharField, Model, UUIDField
from django.db.models.base import ModelState

# Functions that turn a value of the database into Python's, and the expression of its column.
Converter = tuple[Sequence[Any], Any]
NO_CONVERTERS: Final[Converter] = ((), None)
# Letters: longer texts are hardly ever the same.
SHORT: Final = 16


class Batch:
    """What has been made for one page, of one database and by the connection of this thread."""

    def __init__(self, alias: str, connection: Any) -> None:
        self.alias = alias
        self.connection = connection
        self.keys: dict[Any, Any] = {}
        self.rows: defaultdict[Maker, dict[Any, Any]] = defaultdict(dict)


class Column(NamedTuple):
    """Where a value stands in a row, and how it becomes one of Python."""

    name: str
    at: int
    converter: Converter
    is_key: bool

    def read(self, row: Sequence[Any], batch: Batch) -> Any:
        """Return the value of a row; a key that was read before is the same object."""
        raw = row[self.at]
        if self.is_key and raw in batch.keys:
            return batch.keys[raw]
        value, (functions, expression) = raw, self.converter
        for function in functions:
            value = function(value, expression, batch.connection)
        if self.is_key:
            batch.keys[raw] = value
        return value


class Maker:
    """Makes rows of one model out of the columns that a compiler of Django selects for it."""

    def __init__(
        self, info: Mapping[str, Any], select: Sequence[Any], converters: Mapping[int, Converter]
    ) -> None:
        """`info` is what the compiler says of the model, and of those that come beside it."""
        self._model: type[Model] = info["model"]
        fields = [(at, select[at][0].target) for at in info["select_fields"]]
        as_they_stand = [(at, field) for at, field in fields if at not in converters]
        self._plain = [(field.attname, at) for at, field in as_they_stand if not _is_code(field)]
        self._codes = [(field.attname, at) for at, field in as_they_stand if _is_code(field)]
        self._turned = [
            Column(field.attname, at, converters[at], is_key=_is_key(field))
            for at, field in fields
            if at in converters
        ]
        self._key = next(at for at, field in fields if field.primary_key)
        self._beside = [
            (Maker(one, select, converters), one["local_setter"], one["remote_setter"])
            for one in info.get("related_klass_infos", ())
        ]

    def made(self, row: Sequence[Any], batch: Batch) -> Any:
        """Return what stands in a row of columns; None where a related row is not there."""
        key = row[self._key]
        if key is None:
            return None
        known = batch.rows[self]
        if key not in known:
            known[key] = self._new(row, batch)
        return known[key]

    def _new(self, row: Sequence[Any], batch: Batch) -> Any:
        made = self._model.__new__(self._model)
        state = ModelState()
        state.adding, state.db = False, batch.alias
        fields = made.__dict__
        fields["_state"] = state
        fields.update({name: row[at] for name, at in self._plain})
        # Each is one object in all rows: "yes", "phone", "E12000003".
        fields.update({name: row[at] and intern(row[at]) for name, at in self._codes})
        fields.update({column.name: column.read(row, batch) for column in self._turned})
        for maker, give, give_back in self._beside:
            beside = maker.made(row, batch)
            give(made, beside)
            if beside is not None:
                give_back(beside, made)
        return made


def _is_code(field: Any) -> bool:
    """Tell whether a text is short, or chosen from a list: many rows have the same."""
    is_text = isinstance(field, CharField)
    return is_text and bool(field.choices or (field.max_length or SHORT + 1) <= SHORT)


def _is_key(field: Any) -> bool:
    """Tell whether a field holds keys of ours: its own, or those of other rows."""
    return isinstance(getattr(field, "target_field", field), UUIDField)
