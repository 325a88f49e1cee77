"""Rows that many tests of a module begin with: made once in a process, then put where they were.

Factories and publishing take a fifth of a second for a few services, and an index is built after
them; to write the same rows again takes a hundredth. Each test still has rows of its own, which go
with its end, and is given what the maker returned as if it had just been made.
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar, cast

from django.db import connection

from resources.search import Index, current_index
from tests import kept_index
from tests.publishing import note_published, publish_written
from tests.shipped import Written, differences, rows_now, write_again

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class _Kept(Generic[Made]):
    """What a maker has written and returned, and the index of that."""

    written: Written
    made: Made
    index: Index


_KEPT: Final[dict[Callable[[], Any], _Kept[Any]]] = {}


def made_again(make: Callable[[], Made]) -> Made:
    """Return what `make` makes, with its rows written and published.

    Where there is another engine, or there are services already, it is made in the usual way.
    """
    if connection.vendor != "sqlite" or not kept_index.is_bare():
        return make()
    known = cast("_Kept[Made] | None", _KEPT.get(make))
    if known is None:
        before = rows_now()
        made = make()
        publish_written()
        known = _Kept(differences(before, rows_now()), deepcopy(made), current_index())
        _KEPT[make] = known
    else:
        write_again(known.written)
        made = deepcopy(known.made)
    note_published()
    kept_index.take(known.index)
    return made
