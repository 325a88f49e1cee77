"""Everything that could keep a word of a visit: log, database, cache, files, output.

Python tells an audit hook of every file that it opens and every temporary one that it makes. A
hook cannot be taken away again, so there is one for the whole run, which listens when told to.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.infrastructure.tables import every_row
from tests.publishing import publish_written

WORD = "qxsentinelqx"
SENT = {
    "User-Agent": f"Browser/{WORD}",
    "Referer": f"https://search.example/?q={WORD}",
    "X-Forwarded-For": f"203.0.113.7, {WORD}",
    "Forwarded": f"for={WORD}",
    "Cookie": f"sessionid={WORD}; csrftoken={WORD}; {WORD}=1",
    "Accept-Language": f"en-{WORD}",
    "Origin": f"https://{WORD}.example",
    f"X-{WORD}": WORD,
}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_written: list[list[str]] = []


def _listen(event: str, arguments: tuple[Any, ...]) -> None:
    """Note what is written to, while somebody listens."""
    if not _written:
        return
    if event == "open":
        name, _mode, flags = arguments
        if isinstance(flags, int) and flags & WRITING:
            _written[-1].append(str(name))
    elif event in {"tempfile.mkstemp", "tempfile.mkdtemp", "os.mkdir", "os.rename", "shelve.open"}:
        _written[-1].append(f"{event} {arguments[0]}")


sys.addaudithook(_listen)


@contextmanager
def files_written() -> Iterator[list[str]]:
    """Give the names of the files that Python opens for writing inside the block.

    What Python makes of a module that is read for the first time is no trace of anybody.
    """
    names: list[str] = []
    was, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    _written.append(names)
    try:
        yield names
    finally:
        _written.pop()
        sys.dont_write_bytecode = was


def stored() -> str:
    """Return every row of every table, those of indexes too, and every cache, as one text."""
    rows = (str(row) for _table, row in every_row())
    kept: list[Any] = [getattr(cache, "_cache", {}) for cache in caches.all()]
    return "\n".join((*rows, str([dict(one) for one in kept]))).lower()


@contextmanager
def nothing_kept(log: StringIO, capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    """Fail when anything that is sent inside the block is kept, or anything is written at all."""
    publish_written()  # rows that the test itself has made
    with files_written() as files, CaptureQueriesContext(connection) as queries:
        yield
    assert files == []
    asked = [query["sql"].lstrip().split(maxsplit=1)[0].upper() for query in queries]
    # PostgreSQL reads much at once through a cursor that is declared first.
    assert set(asked) <= {"SELECT", "PRAGMA", "DECLARE"}
    assert WORD not in log.getvalue().lower()
    assert WORD not in "".join(capfd.readouterr()).lower()
    assert WORD not in stored()
