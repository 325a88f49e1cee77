"""Shapes of records: serializers, one for each thread, as making their fields takes longest.

What they write is read straight from the rows, in ways that are found out once for each shape.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from threading import local
from typing import Any, Final, TypeVar

from django.db.models import Model
from django.utils.functional import cached_property
from rest_framework import fields
from rest_framework.serializers import BaseSerializer, ModelSerializer

# What these fields write of a value that is there.
WRITERS: Final[Mapping[type[fields.Field[Any, Any, Any, Any]], Callable[[Any], Any]]] = {
    fields.CharField: str,
    fields.SlugField: str,
    fields.URLField: str,
    fields.EmailField: str,
    fields.UUIDField: str,
}

Row = TypeVar("Row", bound=Model)
Shape = TypeVar("Shape", bound=BaseSerializer[Any])


class _Known(local):
    """The shapes of one thread, by their class."""

    def __init__(self) -> None:
        self.shapes: dict[type[BaseSerializer[Any]], Any] = {}


_known: Final = _Known()


def shape_of(kind: type[Shape], moment: datetime) -> Shape:
    """Return the shape that writes the records of one moment.

    It knows of no request, and so of nothing that a person asked: what it writes is kept.
    """
    shape: Shape | None = _known.shapes.get(kind)
    if shape is None:
        shape = _known.shapes[kind] = kind(context={})
    context: Any = shape.context
    context["moment"] = moment
    return shape


class DirectSerializer(ModelSerializer[Row]):
    """Writes what `ModelSerializer` writes of a row, without asking each time how that is done.

    The framework asks of each value whether it is one of a mapping, or a function to be called, and
    which fields are read: twice as long as all the rest. Nothing of that differs between rows.
    """

    def to_representation(self, instance: Row) -> Any:
        """Return the record of a row."""
        told = {}
        for name, read, write in self._ways:
            value = read(instance)
            told[name] = value if value is None or write is None else write(value)
        return told

    @cached_property
    def _ways(self) -> Sequence[tuple[str, Callable[[Any], Any], Callable[[Any], Any] | None]]:
        """How each field is read from a row, and then written, by its name."""
        return [(str(field.field_name), *self._way(field)) for field in self._readable_fields]

    def _way(self, field: Any) -> tuple[Callable[[Any], Any], Callable[[Any], Any] | None]:
        if isinstance(field, fields.SerializerMethodField):
            return getattr(self, field.method_name), None
        write = WRITERS.get(type(field), field.to_representation)
        return attrgetter(".".join(field.source_attrs)), write
