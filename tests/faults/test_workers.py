"""A worker that dies comes back, and visitors hardly notice."""

import os
import signal
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from tests.infrastructure.served import served

pytestmark = pytest.mark.browser

PATIENCE = 20  # seconds until a worker is back


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("workers") / "output.txt", workers=2) as address:
        yield address


def workers(address: str) -> list[int]:
    """Return the workers: the children of the server at an address."""
    port = f"--port {urlsplit(address).port} "
    told = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, check=True)
    rows = [line.split(None, 2) for line in told.stdout.decode().splitlines()]
    serving = {int(pid): int(parent) for pid, parent, line in rows if port in f"{line} "}
    mine = {pid for pid, parent in serving.items() if parent == os.getpid()}
    return [pid for pid, parent in serving.items() if parent in mine]


def asked(address: str) -> int:
    """Ask for a page; return 1 where none came."""
    try:
        with urllib.request.urlopen(address + "/safety/", timeout=5) as page:  # noqa: S310  our own
            return int(page.status != 200)
    except OSError:
        return 1


def test_a_worker_that_is_killed_costs_one_answer_at_most_and_comes_back(running: str) -> None:
    before = workers(running)
    assert len(before) == 2
    os.kill(before[0], signal.SIGKILL)
    failed = sum(asked(running) for _ in range(40))
    assert failed <= 1
    until = time.monotonic() + PATIENCE
    while len(workers(running)) < 2 and time.monotonic() < until:
        time.sleep(0.2)
    assert len(workers(running)) == 2
    assert before[0] not in workers(running)
    assert sum(asked(running) for _ in range(20)) == 0
