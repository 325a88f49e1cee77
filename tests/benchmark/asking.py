"""Asking by the whole stack without a network, and taking the time of each answer."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter, process_time
from typing import Any, Final
from urllib.parse import urlencode

from django.db import connection
from django.test import Client

from tests.benchmark.questions import WORDS, Ask

PAGES, API = "pages", "API"
SERVICES: Final = "/services/"
API_SERVICES: Final = "/api/v1/services/"


@dataclass(frozen=True, slots=True)
class Taken:
    """What an answer took, in seconds. `processor` leaves out waiting, for a disk or for others.

    `sql` is the time in the database until each statement has its first row.
    """

    ask: Ask
    surface: str
    elapsed: float
    processor: float
    statements: int
    sql: float


@dataclass(slots=True)
class Statements:
    """Counts statements, and how long they take."""

    count: int = 0
    seconds: float = 0.0

    def __call__(self, execute: Callable[..., Any], *args: Any) -> Any:
        """Stand around one statement."""
        started = perf_counter()
        try:
            return execute(*args)
        finally:
            self.count += 1
            self.seconds += perf_counter() - started


def address_of(client: Client, ask: Ask, surface: str) -> str:
    """Return the address to get. What is typed is posted first, as the form does it."""
    parameters = list(ask.parameters)
    if surface == API:
        words = [(WORDS, ask.words)] if ask.words else []
        page = [("page", str(ask.page))] if ask.page > 1 else []
        return f"{API_SERVICES}?{urlencode([*parameters, *words, *page])}"
    page = [("page", str(ask.page))] if ask.page > 1 else []
    if not ask.words:
        return f"{SERVICES}?{urlencode([*parameters, *page])}"
    form = dict(parameters) | {WORDS: ask.words}
    sent = client.post("/find", form)
    if sent.status_code != 303:
        raise RuntimeError(f"/find answered {sent.status_code} to: {ask}")
    return f"{sent['Location']}?{urlencode(page)}"


def taken(client: Client, ask: Ask, surface: str) -> Taken:
    """Ask once; RuntimeError where the answer is none. A page past the API's last is the first."""
    found = _timed(client, ask, surface)
    if found is None and ask.page > 1:
        found = _timed(client, Ask(ask.parameters, ask.words, 1), surface)
    if found is None:
        raise RuntimeError(f"No such list ({surface}): {ask}")
    return found


def _timed(client: Client, ask: Ask, surface: str) -> Taken | None:
    """Ask once and take the time; None where there is no such page."""
    address = address_of(client, ask, surface)
    with counting() as statements:
        processor, started = process_time(), perf_counter()
        response = client.get(address)
        elapsed, worked = perf_counter() - started, process_time() - processor
    if response.status_code == 404:
        return None
    if response.status_code != 200:
        raise RuntimeError(f"{surface} answered {response.status_code} to: {ask}")
    return Taken(ask, surface, elapsed, worked, statements.count, statements.seconds)


@contextmanager
def counting() -> Iterator[Statements]:
    """Count the statements of a block."""
    statements = Statements()
    with connection.execute_wrapper(statements):
        yield statements
