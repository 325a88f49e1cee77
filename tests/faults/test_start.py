"""A server that has just begun, and a worker that has just come, answer as those that are old."""

import json
import os
import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from django.conf import settings

from directory.engines import REPLICA
from directory.serving.__main__ import main
from directory.serving.django_app import COLLECT_AFTER
from directory.serving.preloading import APPLICATION, _give_back, preload
from directory.serving.server import HeldSocketsServer
from tests.faults.test_workers import back, killed
from tests.infrastructure.served import ROOT, served, workers

pytestmark = pytest.mark.browser

Surroundings = dict[str, str]


@pytest.fixture(scope="module")
def surroundings(tmp_path_factory: pytest.TempPathFactory) -> Surroundings:
    folder = tmp_path_factory.mktemp("start")
    return {
        "VAR_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder}/directory.sqlite3",
        "PLAIN_HTTP": "1",
        "ALLOWED_HOSTS": "127.0.0.1",
        "SECRET_KEY": "a key of the tests alone, for one run of one server",
        "DJANGO_SETTINGS_MODULE": "directory.settings",
    }


@pytest.fixture(scope="module")
def running(surroundings: Surroundings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    log = tmp_path_factory.mktemp("log") / "output.txt"
    with served(log, environment=surroundings, workers=2) as address:
        # Nobody has asked for anything but whether it is there.
        assert "GET find" not in log.read_text()
        assert "POST find" not in log.read_text()
        yield address


def told(surroundings: Surroundings, module: str, *given: str) -> str:
    command = [sys.executable, "-m", f"tests.faults.{module}", *given]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **surroundings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1]


def test_a_worker_finds_all_built_and_nothing_that_must_not_cross_a_fork(
    running: str, surroundings: Surroundings
) -> None:
    found: dict[str, Any] = json.loads(told(surroundings, "forked"))
    parent, first, second = (found[name] for name in ("parent", "first", "second"))
    assert parent == {"threads": 1, "open": [], "has loaded": "Application", "built": 1}
    assert (first["status"], first["shown"], first["built"]) == (200, 200, 1)
    # What was taken away since the application was loaded is gone for a worker that comes later.
    assert (second["status"], second["gone"], second["built"]) == (200, 410, 1)
    assert not set(first["chance"]) & set(second["chance"])
    # What was loaded stays: the collector of garbage looks at what came since, and does look.
    assert second["collector"]["after"] == list(COLLECT_AFTER)
    assert all(after > 0 for after in COLLECT_AFTER)
    assert second["collector"]["looks at"] < 5_000


def test_no_process_of_the_server_holds_the_database_of_another(running: str) -> None:
    parent = int(Path(f"/proc/{back(running)[0]}/stat").read_text().rsplit(") ")[1].split()[1])
    for _ in range(2):
        links = [os.readlink(file) for file in Path(f"/proc/{parent}/fd").iterdir()]
        assert not [link for link in links if ".sqlite3" in link]
        killed(running, 0)
        assert len(back(running)) == 2
    assert len(workers(running)) == 2


@pytest.mark.parametrize("words", ["NE1 4ST", "someone to talk to at night"])
def test_the_first_question_costs_what_the_hundredth_costs(
    running: str, surroundings: Surroundings, words: str
) -> None:
    first, hundredth = (int(told(surroundings, "first_question", words, n)) for n in ("0", "99"))
    assert 1_000 < first <= hundredth * 1.2


def test_the_application_is_loaded_after_the_checks_and_before_the_workers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done: list[str] = []

    def mistakes() -> str:
        done.append("checks")
        return ""

    monkeypatch.setattr("directory.serving.checking.mistakes", mistakes)

    def loads() -> bool:
        done.append("loads")
        return True

    def forks(_options: Namespace, *, is_preloaded: bool) -> None:
        done.append(f"forks, loaded: {is_preloaded}")

    monkeypatch.setattr("directory.serving.preloading.preload", loads)
    monkeypatch.setattr("directory.serving.__main__.serve", forks)
    before = os.umask(0o077)
    try:
        assert main([]) == 0
    finally:
        os.umask(before)
    assert done == ["checks", "loads", "forks, loaded: True"]


def test_beside_a_replica_each_worker_loads_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[str] = []
    monkeypatch.setattr("directory.serving.preloading.import_module", loaded.append)
    monkeypatch.setattr("directory.serving.preloading.connections", Mock())
    assert preload()
    assert loaded == [APPLICATION]
    monkeypatch.setitem(settings.DATABASES, REPLICA, {})
    assert not preload()
    assert loaded == [APPLICATION]


def test_workers_that_load_for_themselves_share_one_queue() -> None:
    """What waits for one of them would wait for seconds, while the others had nothing to do."""
    queues = []
    for slow_to_start in (True, False):
        server = HeldSocketsServer(
            "nothing:here", port=0, workers=3, interface="rsgi", slow_to_start=slow_to_start
        )
        server._init_shared_socket()
        queues.append(len(server._queues))
        server._drop_shared_socket()
    assert queues == [1, 3]


def test_what_the_loading_alone_took_is_given_back() -> None:
    """The C library keeps what was freed, and each worker would count a share of it."""
    blocks = [bytearray(100_000) for _ in range(400)]
    # Behind all others, so that nothing before it is at the end of what the library may shrink.
    end = blocks[-1]
    held = _resident()
    blocks.clear()
    _give_back()
    assert _resident() < held - 30_000
    assert len(end) == 100_000


def _resident() -> int:
    """Return the memory of this process, in kB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1])
