"""One request: its body is waited for here, and Django answers it in a thread.

A WSGI server's thread waits for whatever is still to come, for as long as the sender likes. Here
the loop of events waits, which costs a connection and no more, and a thread gets a request that is
whole. Pages that only read have a thread of their own: staff who sign in, or wait for a lock in the
database, hold up no visitor. What everybody is given alike is kept for the rest of the minute, and
given without a thread. (docs/adr/0004-server.md, 0030)
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from typing import Any, Final, Protocol, TypeVar

from django.conf import settings

from directory.engines import REPLICA
from directory.middleware import log_request
from directory.outage import kept_page
from directory.serving import body
from directory.serving.direct import DirectAnswers, Question
from directory.serving.environ import KEPT, Scope, environ_of
from directory.serving.kept import Answer, KeptAnswers, Key, Stamp
from directory.serving.questions import key_of, parameters_of
from directory.serving.revision import revision_reader
from directory.serving.streaming import Headers, Sending, Streamed, send

Made = TypeVar("Made")
WsgiApp = Callable[..., Iterable[bytes]]

WITHOUT_BODY: Final = frozenset({"GET", "HEAD", "OPTIONS"})
# A search writes nothing: its form belongs with the pages.
FIND: Final = "/find"
WRITERS: Final = 2
# Long lists that are sent at once; others wait. Each holds the rows of its next piece.
STREAMS: Final = 4
# Seconds that the staff wait, where a commit waits for a second server: it may be cut off.
STAFF_PATIENCE: Final = 20
MINUTE: Final = 60


class Answering(Sending, Protocol):
    """What gives a body piece by piece and takes an answer: granian's protocol."""

    def __aiter__(self) -> AsyncIterator[bytes]: ...


class Application:
    """What granian calls: once for each request, on the loop of its process."""

    def __init__(self, django_app: WsgiApp) -> None:
        self._django_app = django_app
        self._reading = ThreadPoolExecutor(1, thread_name_prefix="reading")
        self._writing = ThreadPoolExecutor(WRITERS, thread_name_prefix="writing")
        self._streams = asyncio.Semaphore(STREAMS)
        self._revision = revision_reader()
        self._kept = KeptAnswers()
        self._direct = DirectAnswers()
        # The same page asked for by many at once is made once.
        self._being_made: dict[tuple[Key, Stamp], asyncio.Future[Answer]] = {}

    async def __rsgi__(self, scope: Scope, protocol: Answering) -> None:
        """Answer one request."""
        key = key_of(scope)
        stamp = await self._stamp() if key else None
        told: Answer | Streamed | None = self._kept_for(key, stamp) if key and stamp else None
        if told is None:
            told = await self._fresh(key, stamp, scope, protocol)
        if isinstance(told, Streamed):
            async with self._streams:
                await send(told, protocol, scope.client, self._in_reading)
        else:
            protocol.response_bytes(told.status, told.headers, told.content)
        if kept_page.is_old:
            asyncio.get_running_loop().run_in_executor(self._reading, kept_page.renew)

    def _in_reading(self, work: Callable[..., Made], *given: Any) -> Awaitable[Made]:
        return asyncio.get_running_loop().run_in_executor(self._reading, work, *given)

    async def _stamp(self) -> Stamp | None:
        """Return the data revision and the minute of now; None where the database is silent."""
        revision = await self._revision.current()
        return None if revision is None else (revision, int(time.time()) // MINUTE)

    async def _fresh(
        self, key: Key | None, stamp: Stamp | None, scope: Scope, protocol: Answering
    ) -> Answer | Streamed:
        """Answer from memory, as that is quickest; where it cannot be done, let Django answer."""
        if key and stamp:
            return await self._made(key, stamp, scope)
        if key is None and (question := self._direct.question(scope, None)) is not None:
            stamp = await self._stamp()
            told = await self._answered(question, stamp) if stamp else None
            if told is not None:
                return told
        return await self._asked(scope, protocol)

    def _kept_for(self, key: Key, stamp: Stamp) -> Answer | None:
        kept = self._kept.get(key, stamp)
        if kept is not None:
            log_request("GET", kept.route, kept.status, 0)
        return kept

    async def _answered(self, question: Question, stamp: Stamp) -> Answer | None:
        """Answer from memory alone; None where that cannot be done."""
        revision, _minute = stamp
        told = self._direct.answer(question, revision)
        if told is not None and question.accepted:
            told = await self._in_reading(self._direct.compressed, question, told)
        return told

    async def _made(self, key: Key, stamp: Stamp, scope: Scope) -> Answer:
        """Return what is being made for a question, or a new answer."""
        waiting = self._being_made.get((key, stamp))
        if waiting is not None:
            told = await asyncio.shield(waiting)
            log_request("GET", told.route or "-", told.status, 0)
            return told
        made = asyncio.ensure_future(self._make(key, stamp, scope))
        self._being_made[key, stamp] = made
        try:
            told = await asyncio.shield(made)
        finally:
            del self._being_made[key, stamp]
        # What changed while it was made may be in it or not.
        if told.route and await self._stamp() == stamp:
            self._kept.put(key, stamp, told)
        return told

    async def _make(self, key: Key, stamp: Stamp, scope: Scope) -> Answer:
        """Answer from memory, or let Django answer, once for all who ask the same."""
        question = self._direct.question(scope, parameters_of(key))
        told = await self._answered(question, stamp) if question else None
        if told is not None:
            return told
        # In the order of the name, not of who came first: everybody is given the same.
        environ = environ_of(scope, b"", query=parameters_of(key))
        told = await self._in_reading(self._answer, environ)
        self._direct.learn(scope, told)
        return told

    async def _asked(self, scope: Scope, protocol: Answering) -> Answer | Streamed:
        """Wait for the body of a request, and let a thread answer it."""
        staff = scope.path.startswith("/" + settings.STAFF_PATH)
        content, refused = b"", None
        if scope.method not in WITHOUT_BODY:
            try:
                content = await _body(scope, protocol, staff=staff)
            except body.RefusedBodyError as refusal:
                refused = int(refusal.status)
        writes = staff or (scope.method not in WITHOUT_BODY and scope.path != FIND)
        pool = self._writing if writes and not refused else self._reading
        environ = environ_of(scope, content, refused)
        if pool is self._reading and not refused:
            begun = await self._in_reading(self._begun, environ)
            if isinstance(begun, Answer):
                self._direct.learn(scope, begun)
            return begun
        told = await self._in_time(pool, environ, scope, staff=staff)
        if refused:
            told.headers.append(("connection", "close"))
        return told

    async def _in_time(
        self, pool: ThreadPoolExecutor, environ: dict[str, Any], scope: Scope, *, staff: bool
    ) -> Answer:
        """Let a thread answer; tell the staff when it takes too long, and let it go on."""
        loop = asyncio.get_running_loop()
        answering = loop.run_in_executor(pool, self._answer, environ)
        if not (staff and REPLICA in settings.DATABASES):
            return await answering
        try:
            return await asyncio.wait_for(asyncio.shield(answering), STAFF_PATIENCE)
        except TimeoutError:
            late = environ_of(scope, b"", int(HTTPStatus.GATEWAY_TIMEOUT))
            return await loop.run_in_executor(self._reading, self._answer, late)

    def _answer(self, environ: dict[str, Any]) -> Answer:
        """Let Django answer one request whole, in the thread that calls this."""
        status, headers, pieces = self._head(environ)
        return _whole(status, headers, pieces, environ.get(KEPT, ""))

    def _begun(self, environ: dict[str, Any]) -> Answer | Streamed:
        """Let Django answer one request; of a list that is streamed nothing is made yet."""
        status, headers, pieces = self._head(environ)
        if not getattr(pieces, "streaming", False):
            return _whole(status, headers, pieces, environ.get(KEPT, ""))
        close = getattr(pieces, "close", bool)
        if environ["REQUEST_METHOD"] == "GET":
            return Streamed(status, headers, iter(pieces), close)
        close()
        return Answer(status, headers, b"")

    def _head(self, environ: dict[str, Any]) -> tuple[int, Headers, Iterable[bytes]]:
        started: list[tuple[str, Headers]] = []
        pieces = self._django_app(
            environ, lambda status, headers, _=None: started.append((status, headers))
        )
        status, told = started[0]
        return int(status[:3]), [(name.lower(), value) for name, value in told], pieces


def _whole(status: int, headers: Headers, pieces: Iterable[bytes], route: str = "") -> Answer:
    try:
        return Answer(status, headers, b"".join(pieces), route)
    finally:
        getattr(pieces, "close", bool)()


async def _body(scope: Scope, protocol: Answering, *, staff: bool) -> bytes:
    largest = body.STAFF_LARGEST if staff else body.LARGEST
    deadline = body.STAFF_DEADLINE if staff else body.DEADLINE
    said = scope.headers.get("content-length")
    return await body.read(protocol, said, largest=largest, deadline=deadline)
