"""The product itself, served as `make run` does it: shipped listings, collected files, granian."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from tests.infrastructure.once import made_once

ROOT = Path(__file__).resolve().parents[2]
LISTINGS = "resources/data/listings.jsonl"
# Long words, right-to-left names, everything known, nothing known: all valid, all in one far area.
EXTREMES = "tests/data/extreme_listings.jsonl"
DATABASE = "directory.sqlite3"
SQLITE = "sqlite:///"
PATIENCE = 90  # seconds until the first answer; a second is usual, where nothing else runs


def _free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    """Return when the server answers; raise when it stops or takes too long."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}/health/live", timeout=5):  # noqa: S310  our own address
                return
        except OSError:
            # Refused while it starts; on a busy machine the first answer may also come late.
            time.sleep(0.1)
    raise RuntimeError(f"The directory did not answer at {address}.")


def surroundings(folder: str) -> dict[str, str]:
    """Return the environment of a server that keeps everything in one folder."""
    return {
        **os.environ,
        "VAR_DIR": folder,
        "DATABASE_URL": f"{SQLITE}{folder}/{DATABASE}",
        "PLAIN_HTTP": "1",
        "ALLOWED_HOSTS": "127.0.0.1",
        "SECRET_KEY": "a key of the tests alone, for one run of one server",
    }


def _prepare(listings: Sequence[str], after: Sequence[str], environment: Mapping[str, str]) -> None:
    """Make the database with its listings, and collect the static files.

    Both take ten seconds: a run of the whole suite does each once, and names the folders.
    """
    folder = Path(environment["VAR_DIR"])
    if environment["DATABASE_URL"].startswith(SQLITE):
        database = Path(environment["DATABASE_URL"].removeprefix(SQLITE))
        made_once(
            (listings, after),
            lambda made: _load(listings, after, surroundings(str(made))),
            lambda made: _take(made, folder, database),
        )
    else:
        _load(listings, after, environment)
    if collected := os.environ.get("COLLECTED"):
        shutil.copytree(collected, folder / "static")
    else:
        _manage(environment, "collectstatic", "--no-input", "--verbosity=0")


def _take(made: Path, folder: Path, database: Path) -> None:
    """Copy what was made, the database to where a server looks for it."""
    # The page for an outage leads where the settings of a server say.
    left = shutil.ignore_patterns("outage.html", f"{DATABASE}*")
    shutil.copytree(made, folder, ignore=left, dirs_exist_ok=True)
    for file in made.glob(f"{DATABASE}*"):
        shutil.copy(file, database.with_name(file.name.replace(DATABASE, database.name)))


def _load(listings: Sequence[str], after: Sequence[str], environment: Mapping[str, str]) -> None:
    # Listings are public from the beginning, or by two people: what has to be goes in together.
    first = Path(environment["VAR_DIR"]) / "listings.jsonl"
    first.write_text("".join((ROOT / file).read_text("utf-8") for file in listings), "utf-8")
    _manage(environment, "prepare", str(first))
    for file in after:
        _manage(environment, "load_listings", file, "--commit")


def _manage(environment: Mapping[str, str], *command: str) -> None:
    manage = [sys.executable, "manage.py", *command]
    subprocess.run(manage, cwd=ROOT, env=environment, check=True)


@contextmanager
def served(
    log: Path | None = None,
    *,
    listings: Sequence[str] = (LISTINGS,),
    after: Sequence[str] = (),
    environment: Mapping[str, str] | None = None,
    workers: int = 1,
) -> Iterator[str]:
    """Give the address of a running directory, with a folder and a database of its own.

    What the server prints goes to `log`, so that a test can search it. `listings` are prepared as
    in production, `after` are loaded after them; `environment` are further variables for the
    server. Without listings it starts with what its folder holds.
    """
    with tempfile.TemporaryDirectory() as folder:
        whole = {**surroundings(folder), **(environment or {})}
        if listings:
            _prepare(listings, after, whole)
        with started(_free_port(), whole, workers, log) as address:
            yield address


@contextmanager
def started(
    port: int, environment: Mapping[str, str], workers: int = 1, log: Path | None = None
) -> Iterator[str]:
    """Give the address of a server at a port, which starts with what its folder holds."""
    with (log or Path(os.devnull)).open("wb") as output:
        server = subprocess.Popen(
            [
                *(sys.executable, "-m", "directory.serving"),
                *("--port", str(port), "--workers", str(workers)),
            ],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(address, server)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=20)


def processes(address: str) -> dict[int, int]:
    """Return the processes that serve an address, or served it, each with its parent."""
    port = f"--port {urlsplit(address).port} "
    told = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, check=True)
    rows = [line.split(None, 2) for line in told.stdout.decode().splitlines()]
    return {int(pid): int(parent) for pid, parent, line in rows if port in f"{line} "}


def workers(address: str) -> list[int]:
    """Return the workers: the children of the server at an address."""
    serving = processes(address)
    mine = {pid for pid, parent in serving.items() if parent == os.getpid()}
    return [pid for pid, parent in serving.items() if parent in mine]
