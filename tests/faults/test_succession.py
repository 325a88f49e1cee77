"""Whom a worker that lost its parent takes for its successor: only a server that answers since."""

import os
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from django.conf import LazySettings

from directory.serving.succession import Succession

PORT = 8000
MOMENT, PATIENCE = 0.1, 10.0  # seconds: ten looks, and enough for one on a busy machine


@pytest.fixture
def ended(settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Event:
    """Tell when a worker of this process ends, whose parent is gone from the beginning."""
    ending = Event()
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr("directory.serving.succession.EVERY", MOMENT / 10)
    monkeypatch.setattr(os, "getppid", lambda: 1)
    monkeypatch.setattr(os, "kill", lambda *_told: ending.set())
    return ending


def test_a_worker_stays_until_another_server_answers(ended: Event, tmp_path: Path) -> None:
    file = tmp_path / f"serving-{PORT}"
    Succession(PORT).begin()
    name = file.read_text()
    for nobody in (name, ""):
        file.write_text(nobody)
        assert not ended.wait(MOMENT)
    file.unlink()
    assert not ended.wait(MOMENT)
    file.write_text("another")
    assert ended.wait(PATIENCE)


def test_on_a_full_disk_the_server_before_is_no_successor(
    ended: Event, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / f"serving-{PORT}"
    file.write_text("before")

    def full(*_given: Any, **_named: Any) -> int:
        raise OSError("No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(Path, "write_text", full)
        Succession(PORT).begin()
    assert not ended.wait(MOMENT)
    file.write_text("another")
    assert ended.wait(PATIENCE)
