"""`python -m tests.faults.soak SECONDS`: a mixed load, with a worker killed each minute.

It serves the shipped listings from a folder of its own and prints a table. It returns 1 where an
answer was wrong, or showed what had been taken away. `make endurance` does it for a minute and a
half; half an hour is for whoever wants to know whether memory stays where it is.
"""

import os
import signal
import sys
import tempfile
import threading
import time
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import django

from tests.infrastructure.served import served, workers

KEY: Final = "a key of the tests alone, for one run of one server"
VISITORS: Final = 3
# Seconds between two looks at memory; a worker is looked at when it has been warm for so long.
LOOKED_EVERY: Final = 5
WARM: Final = 20


@dataclass(slots=True)
class Watch:
    """Workers by their number: their memory in megabytes (PSS) at seconds after the start."""

    memory: dict[int, list[tuple[float, float]]] = field(default_factory=dict)
    kills: int = 0

    def look(self, address: str, since: float) -> None:
        for pid in workers(address):
            try:
                rows = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
            except OSError:  # it has died meanwhile
                continue
            pss = next(int(row.split()[1]) for row in rows if row.startswith("Pss:"))
            self.memory.setdefault(pid, []).append((time.monotonic() - since, pss / 1024))

    def kill_one(self, address: str) -> None:
        """Kill the younger one: the other lives throughout, so that its memory can be seen."""
        os.kill(max(workers(address)), signal.SIGKILL)
        self.kills += 1

    def growth(self) -> float:
        """Return by how much the worker that grew most has grown since it was warm."""
        grown = [0.0]
        for looks in self.memory.values():
            warm = [size for at, size in looks if at >= looks[0][0] + WARM]
            if warm:
                grown.append(max(warm) - warm[0])
        return max(grown)


def load(address: str, seconds: float, kill_every: float) -> tuple[Any, Watch]:
    """Let everybody do their work for a while; return what came of it."""
    from tests.faults import soak_rows, soaking  # noqa: PLC0415  after the settings

    truth, people, session, draft = soak_rows.rows(address)
    tally, watch, stop = soaking.Tally(), Watch(), threading.Event()
    everybody: list[Any] = [
        *(soaking.Visitor(address, truth, tally, seed) for seed in range(VISITORS)),
        soaking.Editor(address, tally, session, draft),
        soaking.Taker(truth, tally, people),
    ]
    threads = [threading.Thread(target=person.run, args=(stop,)) for person in everybody]
    for thread in threads:
        thread.start()
    began = time.monotonic()
    next_kill = began + kill_every
    while (now := time.monotonic()) < began + seconds:
        watch.look(address, began)
        if now >= next_kill:
            watch.kill_one(address)
            next_kill += kill_every
        time.sleep(LOOKED_EVERY)
    stop.set()
    for thread in threads:
        thread.join()
    return tally, watch


def table(tally: Any, watch: Watch) -> str:
    """Return what came of a soak, to be read."""
    lines = ["| what | asked | failed | wrong | stale | median ms | p95 ms |", "|---|" + "---|" * 6]
    for kind, counts in sorted(tally.counts.items()):
        taken = sorted(tally.seconds[kind])
        median, most = (taken[int(len(taken) * part)] * 1000 for part in (0.5, 0.95))
        told = " | ".join(str(counts[one]) for one in ("failed", "wrong", "stale"))
        lines.append(f"| {kind} | {counts.total()} | {told} | {median:.0f} | {most:.0f} |")
    lines.append(f"{watch.kills} kills; {tally.total('told to wait')} edits told to wait")
    for pid, looks in watch.memory.items():
        sizes = [size for _, size in looks]
        lines.append(
            f"worker {pid}: from {looks[0][0]:.0f} s to {looks[-1][0]:.0f} s; "
            f"{sizes[0]:.0f} MB first, {max(sizes):.0f} at most, {sizes[-1]:.0f} last"
        )
    lines.append(f"grown by at most {watch.growth():.0f} MB")
    return "\n".join([*lines, *tally.examples]) + "\n"


def main(given: Sequence[str]) -> int:
    parser = ArgumentParser(prog="python -m tests.faults.soak", description=__doc__)
    parser.add_argument("seconds", type=float)
    parser.add_argument("--kill-every", type=float, default=60)
    options = parser.parse_args(given)
    with tempfile.TemporaryDirectory() as folder:
        surroundings = {
            "VAR_DIR": folder,
            "DATABASE_URL": f"sqlite:///{folder}/directory.sqlite3",
            "PLAIN_HTTP": "1",
            "ALLOWED_HOSTS": "127.0.0.1",
            "SECRET_KEY": KEY,
            "DJANGO_SETTINGS_MODULE": "directory.settings",
        }
        os.environ.update(surroundings)
        with served(environment=surroundings, workers=2) as address:
            django.setup()
            tally, watch = load(address, options.seconds, options.kill_every)
    sys.stdout.write(table(tally, watch))
    return int(bool(tally.total("wrong") or tally.total("stale")))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
