"""Copies beside the real server, with two curators at work in processes of their own."""

import json
import os
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.infrastructure.served import ROOT, served
from tests.partners.copying import CHANGES, Copy, fetch
from tests.partners.reading import exported, kept
from tests.shipped import ONE_IN, write_share

pytestmark = pytest.mark.browser
SLICE = "region=yorkshire-and-the-humber&type=advocacy"
# Who asks without one takes the time of those who work.
PAUSE = 0.1
Surroundings = dict[str, str]


@pytest.fixture
def surroundings(tmp_path: Path) -> Surroundings:
    return {
        "VAR_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path}/directory.sqlite3",
        "PLAIN_HTTP": "1",
        "ALLOWED_HOSTS": "127.0.0.1",
        "SECRET_KEY": "a key of the tests alone, for one run of one server",
        "DJANGO_SETTINGS_MODULE": "directory.settings",
    }


def curators(surroundings: Surroundings, steps: int) -> "list[subprocess.Popen[str]]":
    command = [sys.executable, "-m", "tests.partners.working"]
    return [
        subprocess.Popen(
            [*command, str(seed), str(steps)],
            cwd=ROOT,
            env={**os.environ, **surroundings},
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in (2 * steps, 2 * steps + 1)
    ]


def read_meanwhile(copies: list[Copy], at_work: "list[subprocess.Popen[str]]") -> dict[str, int]:
    """Take pages for as long as somebody works; return the steps that were taken."""
    while any(one.poll() is None for one in at_work):
        for copy in copies:
            copy.take_page()
        time.sleep(PAUSE)
    done: dict[str, int] = {}
    for one in at_work:
        told, _ = one.communicate()
        assert one.returncode == 0
        done |= json.loads(told.splitlines()[-1])
    return done


def _at(address: str, path: str) -> Any:
    return fetch(address + path)


def follow_two_curators(surroundings: Surroundings, steps: int, one_in: int) -> None:
    """Keep copies while listings change and the server is started again; they equal its list."""
    listings = Path(surroundings["VAR_DIR"]) / "share.jsonl"
    write_share(listings, one_in)
    starts = (f"{CHANGES}?limit=40", f"{CHANGES}?limit=40&{SLICE}")
    places: list[Any] = []
    with served(environment=surroundings, workers=2, listings=(str(listings),)) as address:
        copies = [Copy(address + start) for start in starts]
        done = read_meanwhile(copies, curators(surroundings, steps))
        assert {"propose", "check"} <= set(done), done
        places = [(copy.services, copy.next.removeprefix(address)) for copy in copies]
    with served(environment=surroundings, workers=2, listings=()) as address:
        copies = []
        for services, place in places:
            copies.append(Copy(address + place))
            copies[-1].services = services
        read_meanwhile(copies, curators(surroundings, steps + 1))
        for copy, start, query in zip(copies, starts, ("", SLICE), strict=True):
            copy.follow()
            anew = Copy(address + start)
            anew.follow()
            there = exported(partial(_at, address), query)
            assert there
            assert kept(copy) == kept(anew) == there


def test_copies_equal_the_directory_through_changes_and_a_new_start(
    surroundings: Surroundings,
) -> None:
    follow_two_curators(surroundings, 12, ONE_IN)


@pytest.mark.endurance
def test_copies_equal_the_directory_after_many_changes(
    surroundings: Surroundings,
) -> None:
    follow_two_curators(surroundings, 600, 1)
