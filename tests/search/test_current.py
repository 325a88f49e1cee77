"""One index a process, ready before the first visitor."""

import logging
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import DatabaseError

from resources.models import DataRevision
from resources.search import built_revision, current_index, reset_index, warm_up, write_index
from resources.search.entry import Entry
from tests.factories import ServiceFactory
from tests.publishing import publish_all

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: LazySettings) -> None:
    """The connection of a test holds its rows; a server has none before its first visitor."""
    monkeypatch.setattr("resources.search.current.connections.close_all", lambda: None)
    settings.VAR_DIR = tmp_path


def test_the_lists_are_made_before_the_first_visitor(
    django_assert_num_queries: Any,
) -> None:
    service = ServiceFactory.make()
    publish_all()
    warm_up()
    with django_assert_num_queries(1):
        assert list(current_index().services) == [service.pk]


def test_a_start_reads_the_index_that_was_written(monkeypatch: pytest.MonkeyPatch) -> None:
    service = ServiceFactory.make()
    publish_all()
    write_index()
    reset_index()
    read: list[object] = []

    def no_entries(changed: object, _chunk: int) -> list[list[Entry]]:
        read.append(changed)
        return []

    monkeypatch.setattr("resources.search.build.read_entries", no_entries)
    warm_up()
    assert built_revision() == DataRevision.objects.current()
    assert list(current_index().slots) == [service.pk]
    assert not read, "no service was read again"


def test_a_server_starts_without_its_database_and_says_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_manager: object) -> int:
        raise DatabaseError("no such table")

    monkeypatch.setattr(type(DataRevision.objects), "current", broken)
    with caplog.at_level(logging.WARNING, logger="resources.search"):
        warm_up()
    assert "could not be made ready" in caplog.text
    assert "no such table" not in caplog.text


def test_an_index_that_was_dropped_is_made_anew() -> None:
    first = current_index()
    assert current_index() is first
    reset_index()
    assert current_index() is not first
