"""The index in use: one a process, for the data revision of the moment."""

import gc
import logging
from threading import Lock
from typing import Final

from django.db import DatabaseError, connections

from resources.models import DataRevision
from resources.search.building import build, follow
from resources.search.index import Index

log = logging.getLogger("resources.search")
# So many more values than were dropped are made before the collector looks.
EVERY: Final = 20_000
_making = Lock()
_made: list[Index] = []


def current_index() -> Index:
    """Return the index for the data as they are now: one small query, and what has changed.

    A change that its transaction has announced is seen by the next request.
    """
    revision = DataRevision.objects.current()
    known = _made[-1] if _made else None
    if known is not None and known.revision == revision:
        return known
    with _making:
        known = _made[-1] if _made else None
        if known is None or known.revision != revision:
            known = _built(revision) if known is None else follow(known, revision)
            _made[:] = [known]
    return known


def _built(revision: int) -> Index:
    """Make the index, and tell the collector of garbage to pass over it.

    It is a million values that stay: to look through them all takes longer than to answer a page.
    """
    made = build(revision)
    gc.collect()
    gc.freeze()
    # A page makes some ten thousand values and drops them: to look for them after each 700 takes
    # a tenth of its time.
    gc.set_threshold(EVERY, 10, 10)
    return made


def make_ready() -> None:
    """Make the index before the first visitor comes, and leave no connection behind.

    A database that is not there yet, or has no tables, is no reason not to start: the first request
    says what is wrong with it.
    """
    try:
        current_index()
    except DatabaseError:
        log.warning("The lists could not be made ready: is the database there, and migrated?")
    finally:
        connections.close_all()


def forget() -> None:
    """Drop the index, as when another database takes the place of this one."""
    _made.clear()
