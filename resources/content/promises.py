"""What the directory promises, and what of it is not proved: read once from `data/promises.json`.

`python -m tests.promises` makes the file, beside `docs/promises.md`, which names the tests.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).parents[1] / "data" / "promises.json"


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise: its words, what of it no test proves yet, and why none can prove it."""

    words: str
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
        Promises(group["title"], tuple(Promise(**point) for point in group["points"]))
        for group in json.loads(FILE.read_text(encoding="utf-8"))
    )
