"""What was taken out stands in no file of the database; or the command says that it does."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.infrastructure.own_site import OwnSite
from tests.infrastructure.served import ROOT

pytestmark = pytest.mark.long

SECRET = "Quokkasted Lodge"
WRITTEN = f"""
from django.utils import timezone
from tests.factories import ServiceFactory, UserFactory
from directory.staff.sessions import SessionStore
from resources.curation import workflow
from resources.models import Service, publish_revision
service = ServiceFactory.make(name="A service", summary="Ask at {SECRET}.")
service.description = "{SECRET} " * 3_000
service.save()
publish_revision(Service.objects.all())
workflow.withdraw(service, UserFactory.make(), timezone.now(), "It names {SECRET}.", in_danger=True)
"""


@pytest.fixture
def site(tmp_path: Path) -> OwnSite:
    made = OwnSite(tmp_path)
    made.prepare()
    made.asked(WRITTEN)
    return made


@contextmanager
def reading(site: OwnSite) -> Iterator[None]:
    """Read the database as a backup does, from before until it is let go."""
    with closing(sqlite3.connect(site.folder / "directory.sqlite3", isolation_level=None)) as line:
        line.execute("BEGIN")
        line.execute("SELECT count(*) FROM resources_service").fetchone()
        yield


def redact(site: OwnSite) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "manage.py", "redact", "--commit"],
        cwd=ROOT,
        env=site.environment,
        input=f"{SECRET}\n",
        capture_output=True,
        text=True,
        check=False,
    )


def files_with_it(site: OwnSite) -> str:
    """Return the names of files that hold it.

    Another process looks: to close a file here would end the locks that this process has on it.
    """
    command = ["grep", "--recursive", "--binary-files=text", "--files-with-matches", SECRET]
    held = subprocess.run(
        [*command, "."], cwd=site.folder, capture_output=True, text=True, check=False
    )
    return held.stdout


def test_no_file_of_the_database_holds_it_and_a_reader_who_stops_that_is_told_of(
    site: OwnSite,
) -> None:
    # A connection that stays open, so that the log is not emptied by the last one to close.
    with closing(sqlite3.connect(site.folder / "directory.sqlite3")) as other:
        other.execute("SELECT count(*) FROM resources_service").fetchall()
        assert files_with_it(site)
        with reading(site):
            said = redact(site)
            assert said.returncode == 1
            assert "rows done, 0 left" in said.stdout
            assert "still hold the value" in said.stderr
            assert files_with_it(site)
        again = redact(site)
        assert (again.returncode, again.stderr) == (0, "")
        assert files_with_it(site) == ""


def test_what_is_deleted_is_written_over_at_once(site: OwnSite) -> None:
    told = site.asked(
        "from django.db import connection\n"
        "from resources.curation.wiping import overwrite_freed\n"
        "overwrite_freed()\n"
        "print(connection.cursor().execute('PRAGMA secure_delete').fetchone())"
    )
    assert told == "(1,)"
