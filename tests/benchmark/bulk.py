"""`python -m tests.benchmark.bulk SERVICES`: size, time and memory of each file of all services.

It fills a database of its own. Memory is what Python asks for while a file is made (tracemalloc).
"""

import os
import sys
import tempfile
import time
import tracemalloc
from pathlib import Path

import django


def main(services: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(
            VAR_DIR=folder,
            DATABASE_URL=f"sqlite:///{folder}/directory.sqlite3",
            PLAIN_HTTP="1",
            ALLOWED_HOSTS="127.0.0.1",
            SECRET_KEY="a key of the benchmark alone, for one run of one database",
            DJANGO_SETTINGS_MODULE="directory.settings",
        )
        django.setup()
        from django.core.management import call_command  # noqa: PLC0415  after the settings

        from resources.bulk import snapshots  # noqa: PLC0415  as above
        from resources.bulk.formats import FORMATS, records  # noqa: PLC0415  as above
        from resources.clock import this_minute  # noqa: PLC0415  as above
        from tests.benchmark.measuring import filled  # noqa: PLC0415  as above

        call_command("migrate", verbosity=0)
        call_command("load_reference", verbosity=0)
        filled(services, 1, Path(folder) / "notes")
        sys.stdout.write("| file | MB | seconds | MB of memory at most |\n|---|---:|---:|---:|\n")
        for name, one in FORMATS.items():
            size, began = 0, time.perf_counter()
            for piece in one.pieces(records(this_minute(), None)):
                size += len(piece)
            taken = time.perf_counter() - began
            tracemalloc.start()
            for _ in one.pieces(records(this_minute(), None)):
                pass
            most = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            sys.stdout.write(f"| {name} | {size / 1e6:.1f} | {taken:.1f} | {most / 1e6:.0f} |\n")
        began = time.perf_counter()
        key = snapshots.make_key(Path(folder) / "signing_key")
        snapshots.write(Path(folder) / "snapshot", "https://a.example", this_minute(), key)
        sys.stdout.write(f"A snapshot of all: {time.perf_counter() - began:.1f} s\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
