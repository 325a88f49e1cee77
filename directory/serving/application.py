"""The application that granian serves: bodies are waited for here, and Django answers in threads.

A WSGI server's thread waits for whatever is still to come, for as long as the sender likes. Here
the loop of events waits, which costs a connection and no more, and a thread gets a request that is
whole. Pages that only read have a thread of their own: staff who sign in, or wait for a lock in the
database, hold up no visitor. (docs/adr/0004-server.md)
"""

import asyncio
import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final, Protocol

from directory.serving import body
from directory.serving.environ import Scope, environ_of

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "directory.settings")
# Whoever waits for a lock in a page is told after this time, and has the text still.
os.environ.setdefault("DATABASE_WAIT_SECONDS", "2")

# Only now can settings be read.
django_app: Callable[..., Iterable[bytes]] = import_module("directory.serving.django_app").ready()
settings: Any = import_module("django.conf").settings

WITHOUT_BODY: Final = frozenset({"GET", "HEAD", "OPTIONS"})
# A search writes nothing: its form belongs with the pages.
FIND: Final = "/find"
WRITERS: Final = 2


class Answering(Protocol):
    """What takes an answer, and a body piece by piece: granian's protocol."""

    def __aiter__(self) -> Any: ...

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None: ...

    def response_empty(self, status: int, headers: list[tuple[str, str]]) -> None: ...


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: status, headers in order, body."""

    status: int
    headers: list[tuple[str, str]]
    content: bytes


def answer(environ: dict[str, Any]) -> Answer:
    """Let Django answer one request, in the thread that calls this."""
    started: list[tuple[str, list[tuple[str, str]]]] = []
    pieces = django_app(environ, lambda status, headers, _=None: started.append((status, headers)))
    try:
        content = b"".join(pieces)
    finally:
        getattr(pieces, "close", bool)()
    status, headers = started[0]
    return Answer(int(status[:3]), [(name.lower(), value) for name, value in headers], content)


class Application:
    """What granian calls: once for each request, on the loop of its process."""

    def __init__(self) -> None:
        self._reading = ThreadPoolExecutor(1, thread_name_prefix="reading")
        self._writing = ThreadPoolExecutor(WRITERS, thread_name_prefix="writing")

    async def __rsgi__(self, scope: Scope, protocol: Answering) -> None:
        """Wait for the body of a request, let a thread answer it, and send the answer."""
        staff = scope.path.startswith("/" + settings.STAFF_PATH)
        content, refused = b"", None
        if scope.method not in WITHOUT_BODY:
            try:
                content = await self._body(scope, protocol, staff=staff)
            except body.RefusedBodyError as refusal:
                refused = int(refusal.status)
        writes = staff or (scope.method not in WITHOUT_BODY and scope.path != FIND)
        pool = self._writing if writes and not refused else self._reading
        environ = environ_of(scope, content, refused)
        told = await asyncio.get_running_loop().run_in_executor(pool, answer, environ)
        headers = told.headers + ([("connection", "close")] if refused else [])
        protocol.response_bytes(told.status, headers, told.content)

    @staticmethod
    async def _body(scope: Scope, protocol: Answering, *, staff: bool) -> bytes:
        largest = body.STAFF_LARGEST if staff else body.LARGEST
        deadline = body.STAFF_DEADLINE if staff else body.DEADLINE
        said = scope.headers.get("content-length")
        return await body.read(protocol, said, largest=largest, deadline=deadline)


application = Application()
