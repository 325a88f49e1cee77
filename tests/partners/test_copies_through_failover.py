"""Copies of a site on two databases, of which the first is lost while curators work.

`FAULT_STEPS` sets how many steps each curator takes.
"""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.infrastructure.postgres_pair import Pair, postgres_pair
from tests.infrastructure.served import served
from tests.partners.copying import Copy
from tests.partners.served_work import (
    STARTS,
    are_right,
    are_working,
    curators,
    read_meanwhile,
    read_while,
)
from tests.shipped import ONE_IN, write_share

pytestmark = [pytest.mark.browser, pytest.mark.endurance]
STEPS = int(os.environ.get("FAULT_STEPS", "90"))
# Pages with something on them, of both copies together, before the first database is lost: a page
# has several steps, and enough of them must be left for the second.
READ_BEFORE = 6
# Seconds for which there is no database that takes what is written.
WITHOUT = 3.0


@dataclass
class World:
    """What runs, with the settings of whoever works on it."""

    pair: Pair
    settings: dict[str, str]
    address: str


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    listings = tmp_path / "share.jsonl"
    write_share(listings, ONE_IN)
    with postgres_pair() as pair:
        pair.confirm_by_both(both=True)
        settings = {
            **pair.settings,
            "VAR_DIR": str(tmp_path),
            "PLAIN_HTTP": "1",
            "ALLOWED_HOSTS": "127.0.0.1",
            "SECRET_KEY": "a key of the tests alone, for one run of one server",
            "DJANGO_SETTINGS_MODULE": "directory.settings",
        }
        with served(environment=settings, workers=2, listings=(str(listings),)) as address:
            yield World(pair, settings, address)


def test_copies_equal_the_directory_when_the_replica_has_taken_the_primarys_place(
    world: World,
) -> None:
    copies = [Copy(world.address + start) for start in STARTS]
    for copy in copies:
        copy.follow()
    at_work = curators(world.settings, STEPS)
    read_while(copies, lambda moved: moved < READ_BEFORE and are_working(at_work))
    assert are_working(at_work)
    world.pair.primary.kill()
    until = time.monotonic() + WITHOUT
    # Pages of the changes come from the replica meanwhile, and none of them fails.
    read_while(copies, lambda _moved: time.monotonic() < until)
    everything = copies[0]
    place = everything.next
    assert world.pair.replica.asked("SELECT pg_promote()") == [(True,)]
    done = read_meanwhile(copies, at_work)
    assert {"withdraw", "publish", "propose", "check"} <= set(done), done
    assert any("OperationalError" in name for name in done), done
    are_right(copies, world.address)
    # Somebody has worked on the second database too, though perhaps on nothing of a small part.
    assert everything.next != place, done
