"""What the directory promises, with the tests that prove it: read once from `data/promises.json`.

The file is made from the tests themselves (`python -m tests.promises`), so the page cannot name a
test that is not there.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).parents[1] / "data" / "promises.json"


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise: its words, the names of its tests, and what of it nothing proves."""

    words: str
    tests: tuple[str, ...]
    open: str
    unproved: str


@dataclass(frozen=True, slots=True)
class Promises:
    """Promises of one kind, under their heading."""

    title: str
    points: tuple[Promise, ...]


@lru_cache(maxsize=1)
def read_promises() -> tuple[Promises, ...]:
    return tuple(
        Promises(
            group["title"],
            tuple(
                Promise(**{**point, "tests": tuple(point["tests"])}) for point in group["points"]
            ),
        )
        for group in json.loads(FILE.read_text(encoding="utf-8"))
    )
