"""Which database answers a public request: the replica where it has come as far as the primary.

The replica follows the primary, sometimes late. What was taken down must not be shown once more, so
each request asks the primary for its data revision, and the replica for its own, and the replica is
used only when it is there. When the primary is away the replica answers, if it has come to the last
number that this process has seen; when the replica is away the primary does. The staff, forms that
write and everything written belong to the primary. (docs/adr/0037)
"""

import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from directory.engines import PRIMARY, REPLICA
from directory.middleware import GetResponse, is_staff_path
from resources.models import DataRevision

# Seconds for the number: a server that takes longer is taken to be away.
PATIENCE: Final = 1.0
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
# A search writes nothing, whatever its method.
FIND: Final = "/find"
# Read by whoever is about to write.
WRITING: Final = "/confirm/"
# Asks no database, and must not wait for one.
LIVE: Final = "/health/live"
OUTAGE: Final = 503

_reader: ContextVar[str] = ContextVar("reader", default=PRIMARY)


class PublicReads:
    """The router: reads go where the request was sent, writes to the primary."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return _reader.get()

    def db_for_write(self, model: Any, **hints: Any) -> str:
        return PRIMARY

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == PRIMARY


class Asked:
    """One database, asked for its data revision in a thread, as it may never answer."""

    def __init__(self, alias: str) -> None:
        self._alias = alias
        self._asking = ThreadPoolExecutor(1, thread_name_prefix=f"revision-{alias}")
        self._last: Future[int] | None = None
        self._since = 0.0

    def number(self) -> int | None:
        """Return the number now; None where the database does not tell it in time."""
        now = time.monotonic()
        if self._last is not None and not self._last.done() and now - self._since > PATIENCE:
            # Somebody waits for it already, in vain.
            return None
        self._last, self._since = self._asking.submit(self._ask), now
        try:
            return self._last.result(PATIENCE)
        except (DatabaseError, TimeoutError):
            return None

    def _ask(self) -> int:
        close_old_connections()
        try:
            return self._read()
        except DatabaseError:
            # The connection may be older than the server: it has been started again.
            connections[self._alias].close()
            return self._read()

    def _read(self) -> int:
        return DataRevision.objects.db_manager(self._alias).current()


class Readers:
    """What is known of the two databases."""

    def __init__(self, primary: Asked, replica: Asked | None) -> None:
        self._primary = primary
        self._replica = replica
        self._seen = 0

    def revision(self) -> int | None:
        """Return the number that what is kept belongs to; None where nobody may be asked."""
        number = self._primary.number()
        if number is not None:
            self._seen = number
            return number
        return self._reached(self._seen)

    def reader(self) -> str:
        """Return the database that answers a public request."""
        if self._replica is None:
            return PRIMARY
        number = self._primary.number()
        self._seen = self._seen if number is None else number
        return PRIMARY if self._reached(self._seen) is None else REPLICA

    def _reached(self, wanted: int) -> int | None:
        """Return the replica's number, where it has come as far as it has to."""
        number = None if self._replica is None else self._replica.number()
        return number if number is not None and number >= wanted else None


def readers_of_settings() -> Readers:
    has_replica = REPLICA in settings.DATABASES
    return Readers(Asked(PRIMARY), Asked(REPLICA) if has_replica else None)


readers: Final = readers_of_settings()


@contextmanager
def reading(alias: str | None = None) -> Iterator[str]:
    """Read from one database in this block: the one named, or the one that is chosen."""
    chosen = alias or readers.reader()
    before = _reader.set(chosen)
    try:
        yield chosen
    finally:
        _reader.reset(before)


def reader_in_use() -> str:
    return _reader.get()


def close_connections() -> None:
    """Let the next request look for its database anew: another may stand there by then."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close()


class ReadFromReplica:
    """Sends a public request to the database that is to answer it, and once more to the other."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; a database that went away meanwhile costs a second try, and no failure."""
        if REPLICA not in settings.DATABASES or not only_reads(request):
            return self.get_response(request)
        with reading() as first:
            response = self.get_response(request)
        if response.status_code != OUTAGE:
            return response
        close_connections()
        with reading(PRIMARY if first == REPLICA else None):
            return self.get_response(request)


def only_reads(request: HttpRequest) -> bool:
    """Tell whether a request is one of the public that asks a database and writes nothing."""
    if is_staff_path(request.path) or request.path.startswith((WRITING, LIVE)):
        return False
    return request.method in SAFE or request.path == FIND
