"""Two curators at work in processes of their own, and copies that are kept beside them."""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final

from tests.infrastructure.served import ROOT
from tests.partners.copying import CHANGES, Copy, fetch
from tests.partners.reading import exported, kept

SLICE: Final = "region=yorkshire-and-the-humber&type=advocacy"
# All that is public, and a part of it.
QUERIES: Final = ("", SLICE)
STARTS: Final = tuple(f"{CHANGES}?limit=40&{query}".rstrip("&") for query in QUERIES)
# Seconds. Who asks without one takes the time of those who work.
PAUSE: Final = 0.1
AtWork = Sequence["subprocess.Popen[str]"]


def curators(surroundings: Mapping[str, str], steps: int) -> AtWork:
    """Begin so many steps of each of two."""
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


def are_working(at_work: AtWork) -> bool:
    return any(one.poll() is None for one in at_work)


def read_while(copies: Sequence[Copy], goes_on: Callable[[int], bool]) -> int:
    """Take pages as long as `goes_on` says of how many had something; return how many had."""
    moved = 0
    while goes_on(moved):
        moved += sum(copy.take_page() for copy in copies)
        time.sleep(PAUSE)
    return moved


def read_meanwhile(copies: Sequence[Copy], at_work: AtWork) -> Counter[str]:
    """Take pages for as long as somebody works; return the steps that were taken."""
    read_while(copies, lambda _moved: are_working(at_work))
    done: Counter[str] = Counter()
    for one in at_work:
        told, _ = one.communicate()
        assert one.returncode == 0
        done += Counter(json.loads(told.splitlines()[-1]))
    return done


def are_right(copies: Sequence[Copy], address: str) -> None:
    """Read on to the end: each copy is what the list says, and what one from the start has."""
    for copy, start, query in zip(copies, STARTS, QUERIES, strict=True):
        copy.follow()
        anew = Copy(address + start)
        anew.follow()
        there = exported(partial(_at, address), query)
        assert there
        assert kept(copy) == kept(anew) == there


def _at(address: str, path: str) -> Any:
    return fetch(address + path)
