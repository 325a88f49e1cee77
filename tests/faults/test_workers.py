"""A worker that dies comes back, and visitors hardly notice."""

import asyncio
import os
import signal
import socket
import time
import urllib.request
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import cycle, permutations
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, async_playwright
from playwright.async_api import Error as PlaywrightError

from tests.infrastructure.chromium import options
from tests.infrastructure.served import processes, served, started, surroundings, workers

pytestmark = pytest.mark.browser

PATIENCE = 20  # seconds until a worker is back
TOGETHER = 24  # connections that a proxy opens at once
PATHS = ("/services/", "/safety/", "/services/?region=E12000003")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("workers") / "output.txt", workers=2) as address:
        yield address


def asked(address: str) -> int:
    """Ask for a page; return 1 where none came."""
    try:
        with urllib.request.urlopen(address + "/safety/", timeout=PATIENCE) as page:  # noqa: S310  an address of our own server
            return int(page.status != 200)
    except OSError:
        return 1


def killed(address: str, which: int) -> int:
    """Kill one worker (0 or 1, where both are there); return its number."""
    there = workers(address)
    pid = there[which % len(there)]
    os.kill(pid, signal.SIGKILL)
    return pid


def back(address: str) -> list[int]:
    """Return the workers as soon as there are two again."""
    until = time.monotonic() + PATIENCE
    while len(found := workers(address)) < 2 and time.monotonic() < until:
        time.sleep(0.2)
    return found


def test_a_worker_that_is_killed_costs_one_answer_at_most_and_comes_back(running: str) -> None:
    assert len(back(running)) == 2
    pid = killed(running, 0)
    failed = sum(asked(running) for _ in range(40))
    assert failed <= 1
    assert len(back(running)) == 2
    assert pid not in workers(running)
    assert sum(asked(running) for _ in range(20)) == 0


def test_visitors_wait_for_the_next_worker_while_none_is_there(running: str) -> None:
    for pid in back(running):
        os.kill(pid, signal.SIGKILL)
    failed = sum(asked(running) for _ in range(20))
    assert failed <= 2
    assert len(back(running)) == 2


def test_a_worker_killed_again_as_soon_as_it_is_back_does_not_end_the_server(running: str) -> None:
    failed = 0
    for _ in range(4):
        back(running)
        killed(running, 1)
        failed += sum(asked(running) for _ in range(5))
    assert failed <= 4
    assert len(back(running)) == 2


@pytest.fixture
def left(tmp_path: Path) -> Iterator[tuple[str, list[int]]]:
    """Give the address of a server whose parent was killed, and the workers that it left."""
    with served(environment=surroundings(str(tmp_path)), workers=2) as address:
        there = back(address)
        (parent,) = {processes(address)[pid] for pid in there}
        os.kill(parent, signal.SIGKILL)
        yield address, there
        for pid in processes(address).keys() & there:
            os.kill(pid, signal.SIGKILL)


def test_workers_answer_without_their_parent_and_one_of_them_without_the_other(
    left: tuple[str, list[int]],
) -> None:
    address, there = left
    assert sum(asked(address) for _ in range(20)) == 0
    os.kill(there[0], signal.SIGKILL)
    assert sum(asked(address) for _ in range(20)) <= 1


def test_a_server_that_is_started_again_takes_the_place_of_workers_that_were_left(
    left: tuple[str, list[int]], tmp_path: Path
) -> None:
    address, there = left
    with started(urlsplit(address).port or 0, surroundings(str(tmp_path)), workers=2):
        failed, until = 0, time.monotonic() + PATIENCE
        while processes(address).keys() & there and time.monotonic() < until:
            failed += asked(address)
        assert not processes(address).keys() & there
        assert len(workers(address)) == 2
        # What each of them had taken in the moment in which it ended.
        assert failed + sum(asked(address) for _ in range(20)) <= len(there)


async def visited(address: str, kills: int) -> list[str]:
    """Let six people read pages in a browser while workers are killed; return what failed."""
    failed: list[str] = []
    everyone_stays = True

    async def visit(browser: Browser, paths: Sequence[str]) -> None:
        page = await (await browser.new_context()).new_page()
        for path in cycle(paths):
            if not everyone_stays or len(failed) > kills:
                return
            try:
                answer = await page.goto(address + path)
                if answer is None or not answer.ok:
                    failed.append(path)
            except PlaywrightError as error:
                failed.append(str(error))

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(**options())
        visitors = [asyncio.create_task(visit(browser, paths)) for paths in permutations(PATHS, 2)]
        for which in range(kills):
            await asyncio.sleep(1)
            await asyncio.to_thread(back, address)
            killed(address, which)
        await asyncio.to_thread(back, address)
        everyone_stays = False
        await asyncio.gather(*visitors)
    return failed


def test_six_people_in_a_browser_lose_no_more_than_one_page_a_kill_between_them(
    running: str,
) -> None:
    """Browsers ask again for what a connection that was open already did not answer."""
    with ThreadPoolExecutor(1) as thread:
        # Playwright's other interface has the loop of this one.
        failed = thread.submit(asyncio.run, visited(running, kills=4)).result()
    assert len(failed) <= 4, failed


def sockets(pid: int) -> int:
    """Count what a process has open of the network."""
    files = Path(f"/proc/{pid}/fd").iterdir()
    return sum(os.readlink(file).startswith("socket:") for file in files if file.is_symlink())


def test_connections_that_come_together_are_dealt_out_among_the_workers(running: str) -> None:
    """With one queue for all, whoever wakes first takes every one of them."""
    before = {pid: sockets(pid) for pid in back(running)}
    at = urlsplit(running)
    with ExitStack() as opened:
        calls = [
            opened.enter_context(socket.create_connection((at.hostname, at.port or 0)))
            for _call in range(TOGETHER)
        ]
        for call in calls:
            call.sendall(b"GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            assert call.recv(12) == b"HTTP/1.1 200"
        taken = [sockets(pid) - there for pid, there in before.items()]
    assert sum(taken) == TOGETHER
    assert min(taken) > 1
