"""What everybody is given alike is kept for a moment, and never longer than it is true."""

import asyncio
import os
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from directory.serving.asking import Application
from directory.serving.environ import KEPT
from directory.serving.kept import BESIDE, Answer, KeptAnswers
from tests.faults.takedowns import status_of
from tests.infrastructure.served import ROOT, served

NOW = (7, 1_000)


class Headers(dict[str, str]):
    """As granian gives them."""


@dataclass
class Scope:
    """A request as granian tells of it."""

    path: str = "/services/"
    query_string: str = ""
    method: str = "GET"
    headers: Any = field(default_factory=Headers)
    proto: str = "http"
    http_version: str = "1.1"
    server: str = "127.0.0.1:8000"
    client: str = "127.0.0.1:9"
    scheme: str = "http"


class Protocol:
    """What takes the answer."""

    content = b""

    def __aiter__(self) -> Any:
        raise AssertionError("no body was sent")

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.content = body

    def response_file(self, status: int, headers: list[tuple[str, str]], file: str) -> None:
        raise AssertionError("a page is not streamed")


class Site:
    """An application whose data revision and clock stand where a test has set them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.made = 0
        self.queries: list[str] = []
        self.revision: int | None = 7
        self.seconds = 60_000
        self.while_made: Callable[[], object] = bool
        self.application = Application(self._django)
        self.application._revision = self  # type: ignore[assignment]  # it stands for the reader
        monkeypatch.setattr("directory.serving.asking.time.time", lambda: self.seconds)

    async def current(self) -> int | None:
        return self.revision

    def _django(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        self.made += 1
        self.queries.append(environ["QUERY_STRING"])
        self.while_made()
        environ[KEPT] = "service-list"
        start("200 OK", [("Content-Type", "text/html")])
        return [b"answer %d" % self.made]

    async def ask(self, scope: Scope) -> bytes:
        protocol = Protocol()
        await self.application.__rsgi__(scope, protocol)
        return protocol.content

    def asked(self, *scopes: Scope) -> list[bytes]:
        async def all_of_them() -> list[bytes]:
            return [await self.ask(scope) for scope in scopes]

        return asyncio.run(all_of_them())


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Site:
    return Site(monkeypatch)


def test_the_same_page_is_made_once_in_a_minute(site: Site) -> None:
    assert site.asked(Scope(), Scope()) == [b"answer 1", b"answer 1"]
    site.seconds += 60
    assert site.asked(Scope()) == [b"answer 2"]


def test_a_change_is_shown_by_the_next_request(site: Site) -> None:
    site.asked(Scope())
    site.revision = 8
    assert site.asked(Scope()) == [b"answer 2"]
    site.revision = 7  # as after a restore
    assert site.asked(Scope()) == [b"answer 3"]


def test_nothing_is_kept_while_the_database_is_silent(site: Site) -> None:
    site.asked(Scope())
    site.revision = None
    assert site.asked(Scope(), Scope()) == [b"answer 2", b"answer 3"]


def test_what_changed_while_a_page_was_made_is_not_kept(site: Site) -> None:
    def change() -> None:
        site.revision = 8

    site.while_made = change
    assert site.asked(Scope(), Scope()) == [b"answer 1", b"answer 2"]


def test_many_who_ask_for_the_same_at_once_wait_for_one(site: Site) -> None:
    gate = threading.Event()
    site.while_made = lambda: gate.wait(10)

    async def together() -> list[bytes]:
        asked = [asyncio.ensure_future(site.ask(Scope())) for _ in range(20)]
        await asyncio.sleep(0.05)
        gate.set()
        return await asyncio.gather(*asked)

    assert asyncio.run(together()) == [b"answer 1"] * 20


@pytest.mark.proves("SAFETY 2.3")
@pytest.mark.parametrize(
    "scope",
    [
        Scope("/r/token/"),
        Scope("/staff/"),
        Scope("/confirm/token/"),
        Scope(query_string="words=help"),
        Scope(query_string="words="),
        Scope(query_string="near=53.4,-1.3"),
        Scope(query_string="typed=anything"),
        Scope(query_string="region=" + "a" * 400),
        Scope(method="HEAD"),
        Scope(headers=Headers(range="bytes=0-9")),
        Scope(headers=Headers({"sec-purpose": "prefetch"})),
    ],
    ids=lambda scope: f"{scope.method} {scope.path}?{scope.query_string}"[:40],
)
def test_what_a_person_typed_and_what_is_asked_otherwise_is_never_kept(
    site: Site, scope: Scope
) -> None:
    assert site.asked(scope, scope) == [b"answer 1", b"answer 2"]


@pytest.mark.parametrize(
    "other",
    [
        Scope(headers=Headers(host="elsewhere.example")),
        Scope(headers=Headers({"x-forwarded-proto": "https"})),
        Scope(headers=Headers({"accept-encoding": "gzip"})),
        Scope(headers=Headers({"accept-encoding": "br"})),
        Scope(query_string="region=rotherham"),
        Scope(query_string="page=2"),
        Scope(query_string="page_size=20"),
        Scope("/services/bcdfgh/"),
        Scope(scheme="https"),
    ],
)
def test_whatever_changes_an_answer_tells_two_questions_apart(site: Site, other: Scope) -> None:
    assert site.asked(Scope(), other, Scope()) == [b"answer 1", b"answer 2", b"answer 1"]


def test_the_same_question_in_another_order_or_spelling_is_answered_once(site: Site) -> None:
    orders = [
        "type=housing&region=leeds&page=2",
        "page=2&region=leeds&type=housing",
        "region=leeds&&type=%68ousing&page=2",
        "region=le%65ds&type=housing&page=2&",
    ]
    told = site.asked(*(Scope(query_string=order) for order in orders))
    assert told == [b"answer 1"] * len(orders)
    # Whoever comes first does not choose what the others are given.
    assert site.queries == ["page=2&region=leeds&type=housing"]


def test_a_page_of_the_size_that_a_program_asks_for_is_made_once(site: Site) -> None:
    orders = ["page_size=20&page=2", "page=2&page_size=20"]
    told = site.asked(*(Scope("/api/v1/services/", query_string=order) for order in orders))
    assert told == [b"answer 1"] * len(orders)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("type=housing&type=legal", "type=legal&type=housing"),
        ("region=leeds&page=2", "region=leeds&page=20"),
        ("region=a%26page=2", "region=a&page=2"),
        ("region=leeds", "region=leeds&age="),
        ("region=l%C3%A9", "region=le"),
    ],
)
def test_what_is_not_the_same_question_has_an_answer_of_its_own(
    site: Site, one: str, other: str
) -> None:
    assert site.asked(*(Scope(query_string=asked) for asked in (one, other))) == [
        b"answer 1",
        b"answer 2",
    ]


def test_a_parameter_that_is_not_known_makes_no_entry_beside_known_ones(site: Site) -> None:
    asked = [Scope(query_string=f"region=leeds&made_up={number}") for number in range(5)]
    site.asked(*asked)
    assert site.made == len(asked)
    assert not site.application._kept._answers
    # As it was sent: the page may say which part of it was left out.
    assert site.queries[0] == "region=leeds&made_up=0"


def test_what_is_kept_takes_no_more_room_than_it_may() -> None:
    kept = KeptAnswers(room=8 * (100 + BESIDE))
    kept.get(("first",), NOW)
    for number in range(20):
        kept.put((str(number),), NOW, Answer(200, [], b"x" * 100))
        kept.get(("0",), NOW)
    assert kept.get(("0",), NOW) is not None
    assert sum(kept.get((str(number),), NOW) is not None for number in range(20)) == 8
    kept.put(("large",), NOW, Answer(200, [], b"x" * 7 * (100 + BESIDE)))
    assert kept.get(("large",), NOW) is None


def test_small_answers_take_room_too() -> None:
    kept = KeptAnswers(room=8 * BESIDE)
    kept.get(("first",), NOW)
    for number in range(20):
        kept.put((str(number),), NOW, Answer(200, [], b""))
        # Made at the same time by two who asked: it is kept once.
        kept.put((str(number),), NOW, Answer(200, [], b""))
    assert sum(kept.get((str(number),), NOW) is not None for number in range(20)) == 8


@contextmanager
def visited(address: str) -> Iterator["Counter[int]"]:
    """Open lists one after the other meanwhile, as visitors do; count what is answered."""
    told: Counter[int] = Counter()
    stop = threading.Event()

    def visit(page: int) -> None:
        while not stop.wait(0.05):
            told[status_of(f"{address}/services/?page={page}")] += 1
            page = page % 50 + 1

    threads = [threading.Thread(target=visit, args=[first]) for first in (1, 20)]
    for thread in threads:
        thread.start()
    try:
        yield told
    finally:
        stop.set()
        for thread in threads:
            thread.join(30)


# `FAULT_TAKEDOWNS=10000 make endurance` is the full size, of hours where other work runs beside it.
@pytest.mark.browser
@pytest.mark.parametrize(
    "count",
    [
        20,
        pytest.param(
            int(os.environ.get("FAULT_TAKEDOWNS", "100")), marks=pytest.mark.endurance, id="many"
        ),
    ],
)
def test_a_listing_that_is_withdrawn_is_gone_from_every_worker_at_once(
    tmp_path: Path, count: int
) -> None:
    surroundings = {
        "VAR_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path}/directory.sqlite3",
        "PLAIN_HTTP": "1",
        "SECRET_KEY": "a key of the tests alone, for one run of one server",
        "DJANGO_SETTINGS_MODULE": "directory.settings",
    }
    with served(environment=surroundings, workers=2) as address, visited(address) as visits:
        told = subprocess.run(
            [sys.executable, "-m", "tests.faults.takedowns", str(count), address],
            cwd=ROOT,
            env={**os.environ, **surroundings},
            capture_output=True,
            text=True,
            check=False,
        )
    assert told.stdout == f"{2 * count} looks, 0 stale\n", told.stderr[-2_000:]
    assert visits.keys() == {200}
