"""Two servers of pages, a database with a replica, and Redis: one of them fails at a time.

`FAULT_TAKEDOWNS` and `FAULT_SECONDS` set the size: `make endurance` takes a small one.
"""

import http.cookiejar
import os
import re
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.faults.takedowns import status_of
from tests.infrastructure.own_site import OwnSite
from tests.infrastructure.postgres_pair import Pair, postgres_pair, running_redis
from tests.infrastructure.served import ROOT, served

pytestmark = [pytest.mark.browser, pytest.mark.endurance]

TAKEDOWNS = int(os.environ.get("FAULT_TAKEDOWNS", "40"))
# For how long the link between the databases is cut.
SECONDS = float(os.environ.get("FAULT_SECONDS", "30"))
PAGES = (
    "/",
    "/services/?region=rotherham",
    "/safety/",
    "/api/v1/services/?region=rotherham",
    "/services/",
)
LAG = "500ms"
PASSWORD = "four green tractors in the lane"
WRONG = "wrong wrong wrong"
# In the form at the door, and nowhere behind it.
DOOR = 'name="login"'
WITHDRAW = """
from django.contrib.auth.models import User
from django.utils import timezone
from resources.curation import workflow
from resources.models import Service
actor, _ = User.objects.get_or_create(username="asha", is_superuser=True)
service = Service.objects.published().order_by("pk").first()
workflow.withdraw(service, actor, timezone.localtime(), "closed", in_danger=True)
print(service.code, flush=True)
"""


@dataclass
class World:
    """All that runs."""

    pair: Pair
    redis: "subprocess.Popen[bytes]"
    site: OwnSite
    addresses: list[str]

    def withdrawn(self) -> str:
        """Withdraw the first listing; return its address when that is confirmed."""
        return f"/services/{self.site.asked(WITHDRAW)}/"

    def statuses(self, path: str) -> set[int]:
        return {status_of(address + path) for address in self.addresses for _ in range(3)}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with (
        postgres_pair() as pair,
        running_redis(tmp_path) as (redis_address, redis),
    ):
        pair.confirm_by_both(both=True)
        settings = {
            **pair.settings,
            "CACHE_URL": redis_address,
            "VAR_DIR": str(tmp_path),
            "PLAIN_HTTP": "1",
            "ALLOWED_HOSTS": "127.0.0.1",
            "SECRET_KEY": "a key of the tests alone, for one run of one server",
        }
        with (
            served(environment=settings) as first,
            served(environment=settings, listings=()) as second,
        ):
            site = OwnSite(tmp_path, {**settings, "DJANGO_SETTINGS_MODULE": "directory.settings"})
            yield World(pair, redis, site, [first, second])


@dataclass
class Visitors:
    """People who open one page after the other, and what they were told."""

    told: "Counter[tuple[str, int]]" = field(default_factory=Counter)
    slowest: float = 0.0

    @property
    def failed(self) -> dict[tuple[str, int], int]:
        return {told: count for told, count in self.told.items() if told[1] != 200}


@contextmanager
def visited(world: World) -> Iterator[Visitors]:
    visitors, stop = Visitors(), threading.Event()

    def visit(address: str) -> None:
        number = 0
        while not stop.wait(0.02):
            path = PAGES[number % len(PAGES)]
            number += 1
            began = time.monotonic()
            try:
                status = status_of(address + path)
            except OSError:
                status = 0
            visitors.told[path, status] += 1
            visitors.slowest = max(visitors.slowest, time.monotonic() - began)

    threads = [threading.Thread(target=visit, args=[one], daemon=True) for one in world.addresses]
    for thread in threads:
        thread.start()
    yield visitors
    stop.set()
    for thread in threads:
        thread.join(30)
    print(f"{sum(visitors.told.values())} answers, slowest {visitors.slowest:.2f} s")  # noqa: T201  read with -s


def sign_in(address: str, password: str = WRONG) -> tuple[int, str]:
    """Give a password; a wrong one is counted. Return what is said to that."""
    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    # One name leads to both, as in production: attempts are counted for a name.
    browser.addheaders = [("Host", "127.0.0.1")]
    page = f"{address}/staff/login/"
    with browser.open(page, timeout=60) as opened:
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', opened.read().decode())
    assert found
    form = {"csrfmiddlewaretoken": found[1], "login": "asha", "password": password}
    asked = urllib.request.Request(  # noqa: S310  our own address
        page, urllib.parse.urlencode(form).encode(), {"Host": "127.0.0.1"}
    )
    try:
        with browser.open(asked, timeout=60) as answer:
            return int(answer.status), answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def desk(address: str) -> tuple[int, str]:
    """Open the desk as somebody who has signed in; return what is said."""
    asked = urllib.request.Request(  # noqa: S310  our own address
        f"{address}/staff/", headers={"Cookie": "sessionid=abcdefghijklmnopqrstuvwxyz012345"}
    )
    try:
        with urllib.request.urlopen(asked, timeout=60) as answer:  # noqa: S310  our own address
            return int(answer.status), answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_a_replica_that_lags_shows_nothing_that_was_taken_down(world: World) -> None:
    world.pair.confirm_by_both(both=False)
    world.pair.replica.asked(f"ALTER SYSTEM SET recovery_min_apply_delay = '{LAG}'")
    world.pair.replica.asked("SELECT pg_reload_conf()")
    with visited(world) as visitors:
        told = subprocess.run(
            [sys.executable, "-m", "tests.faults.takedowns", str(TAKEDOWNS), *world.addresses],
            cwd=ROOT,
            env=world.site.environment,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
    assert told == f"{2 * TAKEDOWNS} looks, 0 stale\n"
    assert not visitors.failed


def test_without_redis_pages_answer_and_attempts_are_still_counted(world: World) -> None:
    first, second = world.addresses
    world.site.asked(
        "from django.contrib.auth.models import User; "
        f"User.objects.create_user('asha', password='{PASSWORD}', is_staff=True)"
    )
    assert DOOR not in sign_in(first, PASSWORD)[1]
    world.redis.kill()
    world.redis.wait(20)
    with visited(world) as visitors:
        assert DOOR not in sign_in(second, PASSWORD)[1]
        for address in (first, second, first, second, first):
            assert sign_in(address)[0] == 200
        # The sixth is one too many, whichever server is asked.
        assert DOOR in sign_in(second, PASSWORD)[1]
    assert not visitors.failed


def test_while_the_link_is_cut_nothing_is_confirmed_and_pages_answer(world: World) -> None:
    world.redis.kill()
    world.redis.wait(20)
    before = world.withdrawn()
    with visited(world) as visitors:
        world.pair.link.cut()
        began = time.monotonic()
        waiting = world.site.started(WITHDRAW)
        status, said = sign_in(world.addresses[0])
        assert (status, "We do not know yet" in said) == (504, True)
        assert waiting.poll() is None
        time.sleep(max(0.0, SECONDS - (time.monotonic() - began)))
        world.pair.link.mend()
        code = waiting.communicate(timeout=60)[0].strip()
        assert world.statuses(f"/services/{code}/") == {410}
    assert world.statuses(before) == {410}
    assert not visitors.failed


def test_when_the_primary_is_killed_pages_answer_and_the_replica_takes_its_place(
    world: World,
) -> None:
    gone = [world.withdrawn() for _ in range(3)]
    with visited(world) as visitors:
        world.pair.primary.kill()
        time.sleep(2)
        assert [world.statuses(path) for path in gone] == [{410}] * 3
        assert world.statuses("/health/ready") == {200}
        for address in world.addresses:
            status, said = desk(address)
            assert (status, "database cannot be reached" in said) == (503, True)
        assert world.pair.replica.asked("SELECT pg_promote()") == [(True,)]
        gone.append(world.withdrawn())
        assert [world.statuses(path) for path in gone] == [{410}] * 4
    assert not visitors.failed
