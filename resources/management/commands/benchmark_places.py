"""`manage.py benchmark_places`: what turning words into places costs on this machine."""

import resource
import tracemalloc
from collections.abc import Callable
from functools import partial
from time import perf_counter
from typing import Any, Final

from django.core.management.base import BaseCommand

from resources.regions import Tables, resolve, shipped
from resources.regions.gazetteer import gazetteer

ROUNDS: Final = 200
TEXTS: Final = {
    "full postcode": ("S60 1AE", "ch4 0ab", "SW1A 1AA", "S6O 1AE"),
    "part of a postcode": ("S60", "CH4", "TD15 2", "SY10"),
    "name": ("Rotherham", "Newport", "London", "richmond, north yorkshire", "Newton"),
    "nothing found": ("xyzzy", "QQ9 1AE"),
}


class Command(BaseCommand):
    """Prints load time, memory and the time of one call."""

    help = "Measure loading the shipped place tables and finding places in them."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load from scratch, once for time and once for memory; then time the calls."""
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        seconds = self._load()
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        tracemalloc.start()
        self._load()
        kept, peak = (size / 2**20 for size in tracemalloc.get_traced_memory())
        tracemalloc.stop()
        self.stdout.write(
            f"load {seconds:.2f} s; kept {kept:.1f} MB, at most {peak:.1f} MB while loading;"
            f" the process grew by {grown:.1f} MB"
        )
        tables = shipped()
        for kind, texts in TEXTS.items():
            times = sorted(_times(texts, tables))
            half, most = (times[int(len(times) * part)] * 1e6 for part in (0.5, 0.95))
            self.stdout.write(f"{kind}: p50 {half:.0f} us, p95 {most:.0f} us")

    def _load(self) -> float:
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
