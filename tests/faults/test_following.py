"""A process chooses between a real primary and a real replica, while one and the other fails."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.infrastructure.own_site import OwnSite
from tests.infrastructure.postgres_pair import Pair, postgres_pair
from tests.infrastructure.served import ROOT

# For each line that comes: a number is to be written, a blank line asks who would read.
CHOOSING = """
import sys
from django.db import DatabaseError, connections
from directory.replica import readers
from resources.models import DataRevision
for line in sys.stdin:
    try:
        told = DataRevision.objects.bump() if line.strip() else readers.reader()
    except DatabaseError:
        told = "nobody"
        connections.close_all()
    print(told, readers.revision(), flush=True)
"""


class Process:
    """What chooses, in a process of its own."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def _asked(self, line: str) -> str:
        assert self._process.stdin and self._process.stdout  # noqa: PT018  pipes are there or not
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()

    def reader(self) -> str:
        """Return who reads, and the number that what is kept belongs to."""
        return self._asked("")

    def written(self) -> str:
        return self._asked("write")


@pytest.fixture
def pair() -> Iterator[Pair]:
    with postgres_pair() as started:
        started.primary.asked(
            "CREATE TABLE resources_datarevision (id smallint PRIMARY KEY, number bigint NOT NULL)"
        )
        yield started


@pytest.fixture
def process(pair: Pair, tmp_path: Path) -> Iterator[Process]:
    site = OwnSite(tmp_path, pair.settings)
    with subprocess.Popen(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", CHOOSING],
        cwd=ROOT,
        env=site.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as started:
        yield Process(started)
        started.kill()


def test_who_lags_is_not_asked_and_who_is_promoted_takes_what_is_written(
    pair: Pair, process: Process
) -> None:
    pair.confirm_by_both(both=True)
    assert process.written() == "1 1"
    # It was confirmed, so the replica has it.
    assert process.reader() == "replica 1"
    pair.confirm_by_both(both=False)
    pair.replica.asked("SELECT pg_wal_replay_pause()")
    assert process.written() == "2 2"
    assert process.reader() == "default 2"
    pair.replica.asked("SELECT pg_wal_replay_resume()")
    pair.confirm_by_both(both=True)
    assert process.written() == "3 3"
    assert process.reader() == "replica 3"
    pair.primary.kill()
    assert process.reader() == "replica 3"
    assert process.written() == "nobody 3"
    pair.replica.asked("SELECT pg_promote()")
    assert process.written() == "4 4"
    assert process.reader() == "replica 4"


@pytest.mark.endurance
def test_without_the_replica_the_primary_answers_and_it_may_come_back(
    pair: Pair, process: Process
) -> None:
    assert process.written() == "1 1"
    pair.replica.kill()
    # The second address names the primary too: it answers by either.
    assert process.reader() == "replica 1"
    assert process.written() == "2 2"
    pair.replica.start()
    pair.confirm_by_both(both=True)
    assert process.written() == "3 3"
    assert process.reader() == "replica 3"


@pytest.mark.endurance
def test_a_replica_that_missed_a_change_does_not_answer_for_a_primary_that_is_away(
    pair: Pair, process: Process
) -> None:
    pair.link.cut()
    assert process.written() == "1 1"
    pair.primary.kill()
    assert process.reader() == "default None"
