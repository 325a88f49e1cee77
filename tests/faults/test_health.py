"""Whether the site is up, for whatever keeps it up: one word, no detail, no line in the log."""

import pytest
from django.db import OperationalError
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from directory import health

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("word", ["live", "ready"])
def test_a_site_that_is_up_says_one_word(client: Client, word: str) -> None:
    answer = client.get(f"/health/{word}")
    assert (answer.status_code, answer.content.decode()) == (200, f"{word}\n")


def test_it_is_not_ready_while_a_migration_is_missing(client: Client) -> None:
    MigrationRecorder.Migration.objects.filter(app="sessions").delete()
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.content.decode()) == (503, "not ready\n")
    assert client.get("/health/live").status_code == 200


def test_it_is_not_ready_without_its_database(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> None:
        raise OperationalError("unable to open /srv/secret/directory.sqlite3")

    monkeypatch.setattr(health, "current_index", gone)
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.content.decode()) == (503, "not ready\n")


def test_to_ask_whether_it_is_up_is_no_visit(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO", "directory.requests"):
        for address in ("/health/live", "/health/ready", "/safety/"):
            client.get(address)
    assert [record.args for record in caplog.records if "health" in str(record.args)] == []
    assert len(caplog.records) == 1
