"""Who answers: the replica where it has come far enough, the primary where it has not."""

from concurrent.futures import Future
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from directory import checks, replica
from directory.engines import NETWORK, with_replica
from directory.replica import Asked, PublicReads, Readers, ReadFromReplica, reader_in_use
from resources.models import Service

ASK = RequestFactory()


class Database(Asked):
    """A database whose number a test sets; None is one that is away."""

    def __init__(self, number: int | None) -> None:
        self.told = number
        self.times = 0

    def number(self) -> int | None:
        self.times += 1
        return self.told


@pytest.mark.parametrize(
    ("primary", "follower", "reader"),
    [
        (7, 7, "replica"),
        (7, 8, "replica"),  # it was asked a moment later
        (7, 6, "default"),
        (7, None, "default"),
        (None, None, "default"),
    ],
)
def test_the_replica_answers_where_it_has_come_as_far(
    primary: int | None, follower: int | None, reader: str
) -> None:
    assert Readers(Database(primary), Database(follower)).reader() == reader


def test_without_the_primary_the_replica_has_to_know_all_that_was_seen() -> None:
    primary, follower = Database(7), Database(6)
    readers = Readers(primary, follower)
    assert readers.revision() == 7
    primary.told = None
    assert (readers.reader(), readers.revision()) == ("default", None)
    follower.told = 7
    assert (readers.reader(), readers.revision()) == ("replica", 7)


def test_a_primary_that_was_restored_to_an_earlier_day_is_believed() -> None:
    primary, follower = Database(9), Database(9)
    readers = Readers(primary, follower)
    readers.reader()
    primary.told = follower.told = 5
    readers.reader()
    primary.told = None
    assert readers.reader() == "replica"


def test_one_database_is_asked_nothing_to_choose_it() -> None:
    primary = Database(7)
    assert Readers(primary, None).reader() == "default"
    assert primary.times == 0


def test_whoever_waits_in_vain_is_the_only_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replica, "PATIENCE", 0.05)
    silent = Asked("default")
    never: Future[int] = Future()
    monkeypatch.setattr(silent._asking, "submit", lambda _ask: never)
    assert silent.number() is None
    monkeypatch.setattr(silent._asking, "submit", lambda _ask: pytest.fail("asked again"))
    monkeypatch.setattr("directory.replica.time.monotonic", lambda: silent._since + 1)
    assert silent.number() is None


def test_a_connection_older_than_its_server_is_opened_anew(
    monkeypatch: pytest.MonkeyPatch, django_db_blocker: Any
) -> None:
    answers: list[Any] = [OperationalError("the server has gone"), 7]

    def read(_asked: Asked) -> int:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return int(answer)

    monkeypatch.setattr(Asked, "_read", read)
    assert Asked("default").number() == 7


def test_the_router_writes_to_the_primary_whoever_reads() -> None:
    router = PublicReads()
    with replica.reading("replica"):
        assert router.db_for_read(Service) == "replica"
        assert router.db_for_write(Service) == "default"
    assert router.db_for_read(Service) == "default"
    assert router.allow_relation(1, 2)
    assert (router.allow_migrate("default", "a"), router.allow_migrate("replica", "a")) == (1, 0)


@pytest.fixture
def followed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two databases, of which the second has come as far as the first."""
    monkeypatch.setitem(settings.DATABASES, "replica", {})
    monkeypatch.setattr(replica, "readers", Readers(Database(7), Database(7)))
    monkeypatch.setattr(replica, "close_connections", lambda: None)


@pytest.mark.parametrize(
    ("request_of", "reader"),
    [
        (ASK.get("/services/"), "replica"),
        (ASK.head("/"), "replica"),
        (ASK.post("/find"), "replica"),
        (ASK.get("/health/ready"), "replica"),
        (ASK.get("/health/live"), "default"),
        (ASK.get("/staff/"), "default"),
        (ASK.post("/services/bcdfgh/wrong/"), "default"),
        (ASK.get("/confirm/token/"), "default"),
    ],
    ids=lambda value: getattr(value, "path", ""),
)
def test_the_staff_and_whoever_writes_read_what_was_written(
    followed: None, request_of: HttpRequest, reader: str
) -> None:
    seen: list[str] = []

    def view(_request: HttpRequest) -> HttpResponse:
        seen.append(reader_in_use())
        return HttpResponse()

    ReadFromReplica(view)(request_of)
    assert seen == [reader]


def test_a_replica_that_goes_away_meanwhile_costs_a_second_try_alone(followed: None) -> None:
    def view(_request: HttpRequest) -> HttpResponse:
        return HttpResponse(status=503 if reader_in_use() == "replica" else 200)

    assert ReadFromReplica(view)(ASK.get("/services/")).status_code == 200


def test_whoever_is_told_done_finds_it_done_on_the_replica() -> None:
    both = with_replica({"OPTIONS": {"connect_timeout": "9"}}, {"NAME": "b"})
    assert both["default"]["OPTIONS"]["options"] == "-c synchronous_commit=remote_apply"
    assert both["default"]["OPTIONS"]["connect_timeout"] == "9"
    assert both["replica"]["OPTIONS"] == NETWORK
    assert both["replica"]["TEST"] == {"MIRROR": "default"}


def test_a_replica_of_sqlite_is_a_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.replica_of() == []
    postgresql = {"ENGINE": "django.db.backends.postgresql"}
    sqlite = {"ENGINE": "django.db.backends.sqlite3"}
    monkeypatch.setitem(settings.DATABASES, "replica", postgresql)
    for primary, found in ((postgresql, []), (sqlite, ["directory.E012"])):
        monkeypatch.setitem(settings.DATABASES, "default", primary)
        assert [one.id for one in checks.replica_of()] == found
