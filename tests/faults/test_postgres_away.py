"""When PostgreSQL is gone, people still get 999 and the free lines, and it mends itself."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.test_outage import LINES, PATIENCE, ask
from tests.infrastructure.postgres_pair import Pair, postgres_pair
from tests.infrastructure.served import served

pytestmark = [pytest.mark.browser, pytest.mark.endurance]


@pytest.fixture
def pair() -> Iterator[Pair]:
    with postgres_pair() as started:
        yield started


@pytest.fixture
def running(pair: Pair, tmp_path: Path) -> Iterator[str]:
    """A server with one database."""
    surroundings = {
        "VAR_DIR": str(tmp_path),
        "DATABASE_URL": pair.settings["DATABASE_URL"],
        "DATABASE_REPLICA_URL": "",
        "CACHE_URL": "",
    }
    with served(environment=surroundings) as address:
        yield address


def test_the_lines_are_there_without_postgresql_and_all_is_well_when_it_is_back(
    running: str, pair: Pair
) -> None:
    assert ask(running + "/services/")[0] == 200
    pair.primary.kill()
    for path, status, data in (
        ("/", 200, None),
        ("/services/", 503, None),
        ("/services/?region=rotherham", 503, None),
        ("/find", 503, b"place=Rotherham"),
    ):
        seen, page, _headers = ask(running + path, data)
        assert (path, seen) == (path, status)
        assert "116 123" in page.section(LINES).words
        assert {"tel:999", "tel:116123"} <= set(page.hrefs)
    assert ask(running + "/safety/")[0] == 200
    assert ask(running + "/health/live")[0] == 200
    assert ask(running + "/health/ready")[0] == 503
    pair.primary.start()
    until = time.monotonic() + PATIENCE
    while ask(running + "/services/")[0] != 200 and time.monotonic() < until:
        time.sleep(0.2)
    assert ask(running + "/services/")[0] == 200
    assert ask(running + "/health/ready")[0] == 200
