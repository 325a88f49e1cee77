"""Shapes of records: serializers, one for each thread, as making their fields takes longest."""

from datetime import datetime
from threading import local
from typing import Any, Final, TypeVar

from rest_framework.serializers import BaseSerializer

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
