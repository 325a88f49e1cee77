"""The index in use: one a process, for the data revision of the moment."""

import gc
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import islice
from threading import Lock
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connections

from resources.language import Lexicon, Words, parse
from resources.models import DataRevision, current_tables
from resources.precomputed import written
from resources.regions.preparing import prepare as prepare_places
from resources.search.build import build, update
from resources.search.index import Index
from resources.search.kept_index import from_file, to_file
from resources.search.query import Query
from resources.search.results import Results
from resources.search.vocabulary import current_thesaurus

log = logging.getLogger("resources.search")
_building = Lock()
_built: list[Index] = []
_given: ContextVar[Index | None] = ContextVar("index", default=None)
# A question as a visitor asks it: what is built with the first one is built with this.
_FIRST: Final = "somebody to talk to in Rotherham"


def current_index() -> Index:
    """Return the index for the data as they are now: one small query, and what has changed.

    A change that `publish_revision` has written is seen by the next request.
    """
    given = _given.get()
    if given is not None:
        return given
    revision = DataRevision.objects.current()
    known = _built[-1] if _built else None
    if known is not None and known.revision == revision:
        return known
    with _building:
        known = _built[-1] if _built else None
        if known is None or known.revision != revision:
            known = _build(revision) if known is None else update(known, revision)
            _built[:] = [known]
    return known


def index_of(revision: int) -> Index | None:
    """Return the index in use if it is the one of a data revision; the database is not asked."""
    known = _built[-1] if _built else None
    return known if known is not None and known.revision == revision else None


@contextmanager
def answering_from(index: Index) -> Iterator[None]:
    """Answer from an index in this block: whoever enters it has read the data revision just now."""
    before = _given.set(index)
    try:
        yield
    finally:
        _given.reset(before)


def built_revision() -> int | None:
    """Return the data revision of the index in use, without asking the database; None at first."""
    return _built[-1].revision if _built else None


def _build(revision: int, make: Callable[[int], Index] = build) -> Index:
    """Make the index while the collector of garbage waits, and let it pass over it afterwards.

    All that is made stays. To look through it, during the building or after it, would double the
    time of that, and take a quarter of a second of some answers at 10,000 services.
    """
    gc.disable()
    try:
        index = make(revision)
    finally:
        gc.enable()
    gc.freeze()
    return index


def precompute() -> None:
    """Work out what follows from the release and the terms, and write it for later processes.

    A table that is there already is read (`resources.precomputed`).
    """
    with written():
        lexicon = Lexicon(current_thesaurus(), Words(), settings.PHONE_REGION)
        current_tables()
        prepare_places()
        parse(_FIRST, lexicon)


def write_index() -> None:
    """Build the index from every row, and write it for the next start of a server."""
    with _building:
        _built[:] = [_build(DataRevision.objects.current(), to_file)]


def warm_up() -> None:
    """Build everything before the first visitor comes, and leave no connection behind.

    A database that is not there yet, or has no tables, is no reason not to start: the first request
    says what is wrong with it.
    """
    try:
        precompute()
        with _building:
            _built[:] = _built or [_build(DataRevision.objects.current(), from_file)]
        index = current_index()
        # What is built when it is first asked for is asked for now: by the question of a visitor.
        text = parse(_FIRST, index.lexicon)
        Results(index, Query(text=text)).counts("region")
        # The queries for rows are put together with the first one.
        for service, slot in islice(index.slots.items(), 1):
            index.rows.fetch({slot: service})
            index.whole(service)
    except DatabaseError:
        log.warning("The lists could not be made ready: is the database there, and migrated?")
    finally:
        connections.close_all()


def reset_index() -> None:
    """Drop the index, as when another database takes the place of this one."""
    _built.clear()
