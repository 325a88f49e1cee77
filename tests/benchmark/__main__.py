"""`python -m tests.benchmark`: invent a directory and measure how fast it is searched.

Each engine has a process of its own, with a database of its own: the directory's is never touched.
"""

import os
import secrets
import subprocess
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.benchmark import serving
from tests.infrastructure.postgres import running_postgres

ROOT: Final = Path(__file__).parents[2]
SQLITE, POSTGRESQL = "sqlite", "postgresql"
ENGINES: Final = {SQLITE: (SQLITE,), POSTGRESQL: (POSTGRESQL,), "both": (SQLITE, POSTGRESQL)}


def read(arguments: Sequence[str]) -> Namespace:
    """Read the command line."""
    parser = ArgumentParser(prog="python -m tests.benchmark", description=__doc__)
    parser.add_argument(
        "--services",
        type=int,
        nargs="+",
        default=[100_000],
        metavar="COUNT",
        help="how many to invent; several, such as 1000 10000 100000, are measured one by one",
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--requests", type=int, default=300)
    parser.add_argument("--engine", choices=list(ENGINES), default=SQLITE)
    parser.add_argument(
        "--keep",
        type=Path,
        metavar="DIR",
        help="keep the SQLite database here, and use it again; PostgreSQL's always goes",
    )
    parser.add_argument(
        "--serving",
        action="store_true",
        help="start the server, a naive twin and nginx, and compare requests a second; "
        "nginx and wrk, which asks, are Debian's: without wrk Python asks, which holds nginx up",
    )
    parser.add_argument("--seconds", type=float, default=5.0, help="of each run of --serving")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each row of --serving")
    return parser.parse_args(arguments)


@contextmanager
def database(engine: str, folder: Path, name: str) -> Iterator[str]:
    """Give the address of a database in a folder, or of a server that is gone afterwards."""
    if engine == SQLITE:
        yield f"sqlite:///{(folder / name).resolve()}.sqlite3"
    else:
        with running_postgres() as address:
            yield address


def measure(engine: str, services: int, options: Namespace) -> str:
    """Measure one engine in a process of its own; return its section of the report."""
    name = f"{services}-{options.seed}"
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        kept = options.keep if options.keep and engine == SQLITE else folder
        kept.mkdir(parents=True, exist_ok=True)
        with database(engine, kept, name) as address:
            environment = {
                **os.environ,
                "ALLOWED_HOSTS": "testserver",
                "DATABASE_URL": address,
                "DJANGO_SETTINGS_MODULE": "directory.settings",
                "PLAIN_HTTP": "1",
                "SECRET_KEY": secrets.token_urlsafe(50),
                "VAR_DIR": temporary,
            }
            numbers = [
                f"--services={services}",
                f"--seed={options.seed}",
                f"--requests={options.requests}",
            ]
            done = subprocess.run(
                [
                    *(sys.executable, "-m", "tests.benchmark.engine", *numbers),
                    f"--notes={kept / name}.json",
                ],
                cwd=ROOT,
                env=environment,
                stdout=subprocess.PIPE,
                text=True,
                check=True,
            )
            if options.serving:
                seconds, rounds = options.seconds, options.rounds
                served = serving.table(services, options.seed, address, seconds, rounds)
                return f"{done.stdout}\n{served}"
    return done.stdout


def main(arguments: Sequence[str]) -> None:
    """Print the report and write it to var/benchmark.md."""
    options = read(arguments)
    title = (
        f"# Benchmark: {options.requests} requests of pages and of the API, seed {options.seed}\n\n"
        "Every organisation and service was invented. Times are of one process, without a network; "
        "SQL is the time until each statement has its first row."
    )
    sections = [
        measure(engine, services, options)
        for services in options.services
        for engine in ENGINES[options.engine]
    ]
    text = "\n\n".join([title, *sections])
    sys.stdout.write(text)
    folder = Path(os.environ.get("VAR_DIR", str(ROOT / "var")))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "benchmark.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
