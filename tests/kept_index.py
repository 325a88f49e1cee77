"""The index that tests begin with where rows are there already: built once and not by every test.

A test that publishes rows of its own makes its own index, as the product does: nothing of that is
left for the next one.
"""

from collections.abc import Callable
from dataclasses import replace
from types import CodeType, FunctionType
from typing import Final

import pytest
from django.db import connection

from resources.language import FullText
from resources.models.compiled import CompiledRows
from resources.models.revision import CURRENT
from resources.search import Index, current_index, reset_index
from resources.search.current import _built
from resources.search.index import COLUMNS
from resources.search.kept_rows import KeptRows, kept_for_cards, kept_for_pages

# Of the rows that a module has, and of areas and terms alone. No test is given one of these itself.
_kept: Final[list[Index]] = []
_bare: Final[list[Index]] = []
_ROWS: Final = "SELECT number, EXISTS (SELECT 1 FROM resources_service) FROM resources_datarevision"
_ANYTHING: Final = (
    "SELECT EXISTS (SELECT 1 FROM resources_service) OR EXISTS (SELECT 1 FROM auth_user)"
)


def keep() -> None:
    """Build the index of the rows that are there, for all tests until `drop`."""
    reset_index()
    _kept[:] = [current_index()]
    put_back()


def drop() -> None:
    """Forget it: its rows go."""
    _kept.clear()
    reset_index()


def put_back() -> None:
    """Let the next test begin as its neighbours do, whatever the last one has made."""
    _built[:] = [_copy(index) for index in _kept]


def written_so_far() -> int | None:
    """Return how many rows this connection has written; None where nobody counts them."""
    open_connection = connection.connection
    if connection.vendor != "sqlite" or open_connection is None:
        return None
    return int(open_connection.total_changes)


def lend(written_before: int | None) -> None:
    """Give the index of areas and terms to a test that has written nothing, and asks for a page.

    Rows that no factory has made count as well: the database itself says what was written.
    """
    if _built or written_before is None or written_so_far() != written_before or not is_bare():
        return
    [revision] = _revisions()
    if [index.revision for index in _bare] != [revision]:
        _bare[:] = [current_index()]
    take(_bare[0])


def take(index: Index) -> None:
    """Go on with an index that was built of the very rows that are there now."""
    _built[:] = [_copy(index)]


def is_bare() -> bool:
    """Tell whether a test has areas and terms alone, and whatever it writes is taken back."""
    if not connection.in_atomic_block:
        return False
    [(is_anything,)] = connection.connection.execute(_ANYTHING).fetchall()
    return not is_anything


def _revisions() -> list[int]:
    return [number for (number,) in connection.connection.execute(CURRENT)] or [0]


def share_queries(patch: pytest.MonkeyPatch) -> None:
    """Let every index ask with queries that were put together for the first one.

    A process of the site has one index after another, and goes on with the queries of the first.
    """
    own: Callable[[KeptRows], CompiledRows] = vars(KeptRows)["_query"].func
    shared: dict[CodeType, CompiledRows] = {}

    def query(rows: KeptRows) -> CompiledRows:
        load = rows._load
        if not isinstance(load, FunctionType) or load.__closure__:
            return own(rows)
        if load.__code__ not in shared:
            shared[load.__code__] = own(rows)
        return shared[load.__code__]

    patch.setattr(KeptRows, "_query", property(query))


def _copy(index: Index) -> Index:
    """Return an index as if it were just built: nothing that is added to it is shared."""
    texts = FullText(COLUMNS)
    texts.take(index.texts.dump())
    rows, whole_rows = kept_for_cards(), kept_for_pages()
    return replace(index, texts=texts, rows=rows, whole_rows=whole_rows)
