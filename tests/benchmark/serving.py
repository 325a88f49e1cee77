"""The real server beside a naive twin, asked over a socket: requests a second and their ratios.

Both serve the same rows with two workers; the runs of each row of the table take turns.
"""

import json
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

from tests.benchmark.load import CONNECTIONS, HOST

OURS: Final = ("-m", "directory.serving", "--workers", "2", "--port")
NAIVE: Final = (
    *("-m", "granian", "--interface", "wsgi", "--workers", "2", "--log-level", "warning"),
    *("tests.benchmark.naive.wsgi:application", "--host", HOST, "--port"),
)
ASKED_BY_WRK: Final = Path(__file__).with_name("asked.lua")
PATIENCE: Final = 30
WORDS: Final = "counselling for women after rape"
REGION, TYPE = "E12000003", "counselling"
ASKED: Final = 50
NAIVE_TWIN, NGINX = "naive", "nginx"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: what is asked of the product, and of the twin or of nginx."""

    name: str
    ours: Sequence[str]
    other: Sequence[str]
    is_kept: bool = False
    against: str = NAIVE_TWIN


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        port: int = listener.getsockname()[1]
        return port


def fetched(port: int, path: str, data: Mapping[str, str] | None = None) -> tuple[str, bytes]:
    """Return the address at which an answer stands in the end, and the answer."""
    body = None if data is None else urllib.parse.urlencode(data).encode()
    with urllib.request.urlopen(f"http://{HOST}:{port}{path}", body, timeout=30) as answer:
        return urllib.parse.urlsplit(answer.url).path, answer.read()


@contextmanager
def running(command: Sequence[str], path: str, surroundings: Mapping[str, str]) -> Iterator[int]:
    """Start a server on a port of its own, and end it."""
    port = free_port()
    whole = [*command, str(port)]
    # A line for each request goes to nobody: writing it to a screen would be measured too.
    server = subprocess.Popen(
        [sys.executable, *whole],
        env=surroundings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    until = time.monotonic() + PATIENCE
    try:
        while not _answers(port, path):
            if server.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"A server did not start: {' '.join(whole)}")
            time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait()


def _answers(port: int, path: str) -> bool:
    try:
        fetched(port, path)
    except OSError:
        return False
    return True


@contextmanager
def nginx(folder: Path, page: bytes) -> Iterator[int | None]:
    """Let nginx serve a page from a file; None where it is not installed."""
    if not shutil.which("nginx"):
        yield None
        return
    port = free_port()
    (folder / "index.html").write_bytes(page)
    (folder / "nginx.conf").write_text(
        f"worker_processes 2; pid {folder}/pid; daemon off; error_log stderr;\n"
        "events {}\n"
        f"http {{ access_log off; server {{ listen {HOST}:{port}; root {folder}; "
        "keepalive_requests 1000000; } }\n",
        encoding="utf-8",
    )
    folder.chmod(0o755)
    server = subprocess.Popen(["nginx", "-c", str(folder / "nginx.conf"), "-p", str(folder)])
    try:
        time.sleep(0.5)
        yield port
    finally:
        server.terminate()
        server.wait()


def rate(port: int, paths: Sequence[str], seconds: float, *, is_kept: bool) -> float:
    """Return how many requests a second a server answered; RuntimeError if one was not 200."""
    asks = _with_wrk if shutil.which("wrk") else _with_python
    told = json.loads(asks(port, paths, seconds, is_kept=is_kept))
    if told["failed"]:
        raise RuntimeError(f"{told['failed']} answers of {paths[0]} were not 200.")
    return float(told["rate"])


def _with_wrk(port: int, paths: Sequence[str], seconds: float, *, is_kept: bool) -> str:
    """Ask with wrk, which takes a few microseconds a request of the processors that both share."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as listed:
        listed.write("\n".join(paths))
        listed.flush()
        lasts = f"-d{max(1, round(seconds))}"
        options = (f"-c{CONNECTIONS}", "-t1", lasts, f"--script={ASKED_BY_WRK}")
        asked = (f"http://{HOST}:{port}", "--", listed.name, "kept" if is_kept else "new")
        done = subprocess.run(["wrk", *options, *asked], capture_output=True, text=True, check=True)
    return done.stderr


def _with_python(port: int, paths: Sequence[str], seconds: float, *, is_kept: bool) -> str:
    options = [f"--port={port}", f"--seconds={seconds}", *(["--kept"] if is_kept else [])]
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmark.load", *options],
        input="\n".join(paths),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout


def rows(ours: int, seed: int) -> list[Row]:
    """Return what is asked, from what the product lists."""
    order = random.Random(seed)  # noqa: S311  which services are asked for
    _at, list_page = fetched(ours, "/services/")
    form = list_page.decode()
    code = re.search(r'name="type" value="(\w+)">Counselling', form)
    kind = code[1] if code else TYPE
    listed = json.loads(fetched(ours, f"/api/v1/services/?page_size={ASKED}")[1])["results"]
    ids = [one["id"] for one in order.sample(listed, min(ASKED, len(listed)))]
    pages = sorted(set(re.findall(r'href="(/services/\w+/)"', form)))
    results, _answer = fetched(ours, "/find", {"words": WORDS, "place": ""})
    records = [f"/api/v1/services/{one}/" for one in ids]
    list_of_records = ["/api/v1/services/?page_size=20"]
    words = f"/services/?words={urllib.parse.quote_plus(WORDS)}"
    return [
        Row("page from cache", ["/services/"], ["/index.html"], is_kept=True, against=NGINX),
        Row("list", ["/services/"], ["/services/"]),
        Row(
            "filtered list",
            [f"/services/?region={REGION}&type={kind}"],
            [f"/services/?region={REGION}&type={TYPE}"],
        ),
        Row("words", [results], [words]),
        Row("one service", pages, pages),
        Row("API, 20", list_of_records, ["/api/v1/services/"]),
        # What the second of two programs that ask the same within a minute is given.
        Row("API, 20, from cache", list_of_records, ["/api/v1/services/"], is_kept=True),
        Row("API, one", records, records),
        # The twin has neither: its list of as many records is what a partner would copy there.
        Row("changes, 20", ["/api/v1/changes/?limit=20"], ["/api/v1/services/"]),
        Row("Open Referral, 20", ["/openreferral/services?per_page=20"], ["/api/v1/services/"]),
    ]


def table(services: int, seed: int, database: str, seconds: float, rounds: int) -> str:
    """Serve a database that is filled, and return the table of its speed."""
    with tempfile.TemporaryDirectory() as temporary, ExitStack() as servers:
        surroundings = {
            **os.environ,
            "ALLOWED_HOSTS": HOST,
            # One asker of many thousand requests is no partner: what a minute holds is not asked.
            "API_REQUESTS_A_MINUTE": "1000000000",
            "DATABASE_URL": database,
            "PLAIN_HTTP": "1",
            "SECRET_KEY": "a key of the benchmark alone, for one run of servers",
            "VAR_DIR": temporary,
        }
        surroundings.pop("DJANGO_SETTINGS_MODULE", None)
        collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity=0"]
        subprocess.run(collect, env=surroundings, check=True)
        ours = servers.enter_context(running(OURS, "/health/live", surroundings))
        naive = servers.enter_context(running(NAIVE, "/services/", surroundings))
        # A folder of its own: workers of nginx are nobody, and the servers' folder is theirs alone.
        web = Path(servers.enter_context(tempfile.TemporaryDirectory()))
        beside = servers.enter_context(nginx(web, fetched(ours, "/services/")[1]))
        asker = "wrk" if shutil.which("wrk") else "Python"
        lines = [f"## Served over a socket: {services:,} services, asked by {asker}", ""]
        lines += ["| | other, requests a second | ours | ratio |", "|---|---:|---:|---:|"]
        for row in rows(ours, seed):
            other = beside if row.against == NGINX else naive
            lines.append(_line(row, ours, other, seconds, rounds))
            sys.stderr.write(lines[-1] + "\n")
    return "\n".join(lines) + "\n"


def _line(row: Row, ours: int, other: int | None, seconds: float, rounds: int) -> str:
    """Measure one row, the two servers taking turns, and return its medians."""
    mine, theirs = [], []
    for _round in range(rounds):
        mine.append(rate(ours, row.ours, seconds, is_kept=row.is_kept))
        if other is not None:
            theirs.append(rate(other, row.other, seconds, is_kept=row.is_kept))
    name = f"{row.name}, against {row.against}"
    if not theirs:
        return f"| {name} | not installed | {median(mine):,.0f} | |"
    ratio = median(mine) / median(theirs)
    return f"| {name} | {median(theirs):,.0f} | {median(mine):,.0f} | {ratio:,.2f} |"
