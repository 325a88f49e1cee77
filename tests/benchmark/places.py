"""`python -m tests.benchmark.places`: how fast and how large the reading of places is here."""

import resource
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from functools import partial
from time import perf_counter
from typing import Final

from django.conf import settings

from resources.regions import Tables, resolve, shipped
from resources.regions.gazetteer import gazetteer

ROUNDS: Final = 200
TEXTS: Final = {
    "full postcode": ("S60 1AE", "ch4 0ab", "SW1A 1AA", "S6O 1AE"),
    "part of a postcode": ("S60", "CH4", "TD15 2", "SY10"),
    "name": ("Rotherham", "Newport", "London", "richmond, north yorkshire", "Newton"),
    "nothing found": ("xyzzy", "QQ9 1AE"),
}


def _load() -> float:
    """Load the tables from scratch and return how many seconds it took."""
    gazetteer.cache_clear()
    shipped.cache_clear()
    return _seconds(shipped)


def _times(texts: tuple[str, ...], tables: Tables) -> list[float]:
    return [_seconds(partial(resolve, text, tables)) for text in texts for _ in range(ROUNDS)]


def _seconds(call: Callable[[], object]) -> float:
    start = perf_counter()
    call()
    return perf_counter() - start


def report() -> Iterator[str]:
    """Load from scratch, once for time and once for memory; then time the calls."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds = _load()
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    tracemalloc.start()
    _load()
    kept, peak = (size / 2**20 for size in tracemalloc.get_traced_memory())
    tracemalloc.stop()
    yield (
        f"load {seconds:.2f} s; kept {kept:.1f} MB, at most {peak:.1f} MB while loading;"
        f" the process grew by {grown:.1f} MB"
    )
    tables = shipped()
    for kind, texts in TEXTS.items():
        times = sorted(_times(texts, tables))
        half, most = (times[int(len(times) * part)] * 1e6 for part in (0.5, 0.95))
        yield f"{kind}: p50 {half:.0f} us, p95 {most:.0f} us"


if __name__ == "__main__":
    settings.configure(USE_I18N=False)
    sys.stdout.writelines(f"{line}\n" for line in report())
