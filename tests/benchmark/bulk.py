"""`python -m tests.benchmark.bulk SERVICES [FOLDER]`: size, time and memory of each file of all.

It fills a database of its own, in FOLDER if it is to be used again, and reads everything from the
server as a partner does. Memory is what the serving process holds at most while it sends, above
what it held when it had answered its first request: of Linux alone.
"""

import os
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import django

from tests.infrastructure.served import served, workers

FEED: Final = "/openreferral"
ASKED: Final[Mapping[str, str]] = {
    **{
        name: f"/api/v1/bulk/{name}"
        for name in ("services.ndjson", "services.csv", "contacts.csv", "services.geojson")
    },
    "Open Referral, all of each": f"{FEED}/services?format=ndjson&full=true",
    "Open Referral, the list": f"{FEED}/services?format=ndjson",
    "Open Referral, places": f"{FEED}/service_at_locations?format=ndjson&full=true",
    "Open Referral, who runs what": f"{FEED}/organizations?format=ndjson&full_service=true",
}
WARMING: Final = f"{FEED}/services?per_page=1&full=true"
# What makes Linux forget the most that a process has held (proc(5), clear_refs).
FORGET: Final = "5"
PIECE: Final = 1 << 20
PATIENCE: Final = 600


def held(pid: int, name: str) -> float:
    """Return megabytes that a process holds (VmRSS), or has held at most (VmHWM)."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{name}:"))


def read(address: str) -> tuple[int, float, float]:
    """Read an answer and keep nothing; return its bytes, and seconds to the first and the last."""
    size, first, began = 0, 0.0, time.perf_counter()
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310  our own address
        while piece := answer.read1(PIECE):
            first = first or time.perf_counter() - began
            size += len(piece)
    return size, first, time.perf_counter() - began


def table(address: str) -> Iterator[str]:
    """Read everything from a server of one worker; yield a row for each."""
    read(address + WARMING)
    (pid,) = workers(address)
    before = held(pid, "VmRSS")
    yield f"The process held {before:.0f} MB before.\n"
    yield "| what | MB | first byte, s | whole, s | MB above that at most |"
    yield "|---|---:|---:|---:|---:|"
    for name, path in ASKED.items():
        Path(f"/proc/{pid}/clear_refs").write_text(FORGET, encoding="ascii")
        size, first, whole = read(address + path)
        most = held(pid, "VmHWM") - before
        yield f"| {name} | {size / 1e6:.1f} | {first:.1f} | {whole:.1f} | {most:.0f} |"


def main(services: int, folder: Path) -> None:
    surroundings = {
        "VAR_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder}/directory.sqlite3",
        "PLAIN_HTTP": "1",
        "ALLOWED_HOSTS": "127.0.0.1",
        "SECRET_KEY": "a key of the benchmark alone, for one run of one database",
        "DJANGO_SETTINGS_MODULE": "directory.settings",
    }
    os.environ.update(surroundings)
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415  after the settings

    from resources.bulk import snapshots  # noqa: PLC0415  it needs the settings, which stand there first
    from resources.clock import this_minute  # noqa: PLC0415  it needs the settings, which stand there first
    from tests.benchmark.measuring import filled  # noqa: PLC0415  it needs the settings, which stand there first

    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    filled(services, 1, folder / "notes")
    with served(environment=surroundings, listings=()) as address:
        for row in table(address):
            sys.stdout.write(row + "\n")
            sys.stdout.flush()
    began = time.perf_counter()
    key = snapshots.read_key(snapshots.key_file()) or snapshots.make_key(snapshots.key_file())
    snapshots.write(folder / "snapshot", "https://a.example", this_minute(), key)
    sys.stdout.write(f"\nA snapshot of all: {time.perf_counter() - began:.1f} s\n")


if __name__ == "__main__":
    if len(sys.argv) > 2:
        main(int(sys.argv[1]), Path(sys.argv[2]).resolve())
    else:
        with tempfile.TemporaryDirectory() as made:
            main(int(sys.argv[1]), Path(made))
