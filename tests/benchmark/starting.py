"""How long a process takes until it can answer, and how much memory it holds then."""

import gc
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Final

from resources.language import parse
from resources.models import current_tables
from resources.search import Query, Results, current_index, reset_index

STATUS: Final = Path("/proc/self/status")
_KB: Final = 1024


@dataclass(frozen=True, slots=True)
class Start:
    """`index` and `rest` are seconds; `memory` and `grown` are megabytes of the whole process."""

    index: float
    rest: float
    memory: float
    grown: float


def resident() -> float:
    """Return how many megabytes of memory this process holds (RSS)."""
    for line in STATUS.read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / _KB
    raise LookupError("VmRSS")


def started() -> Start:
    """Build everything that a first visitor needs, as `warm_up` does, and take the time."""
    reset_index()
    gc.collect()
    before, began = resident(), perf_counter()
    index = current_index()
    built = perf_counter()
    current_tables()
    text = parse("somebody to talk to in Rotherham", index.lexicon)
    Results(index, Query(text=text)).counts("region")
    ready = perf_counter()
    gc.collect()
    # As in production: the collector of garbage leaves out what stays.
    gc.freeze()
    memory = resident()
    return Start(built - began, ready - built, memory, memory - before)
