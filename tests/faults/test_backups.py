"""A lost database comes back from its backup, and nothing comes back that was taken away."""

import json
import signal
import sqlite3
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.infrastructure.own_site import OwnSite, two_databases

pytestmark = [pytest.mark.long]

WRITTEN = """
from resources.models import Service
from tests.factories import LocationFactory, ServiceAtLocationFactory, ServiceFactory, UserFactory
from resources.models import publish_revision
from django.contrib.auth.models import User
from django.contrib.sessions.backends.base import SessionBase
from directory.staff.sessions import SessionStore
names = ("kept", "withdrawn", "recalled", "redacted", "undone", "hidden", "withdrawn before")
made = {name: ServiceFactory.make(name=name) for name in names}
place = LocationFactory.make(address_visibility="full", address_1="7 Quokka Street")
ServiceAtLocationFactory.make(service=made["hidden"], location=place)
person = UserFactory.make(username="asha")
session = SessionStore(); session["who"] = "quokka session"; session.create()
publish_revision(Service.objects.all())
from django.utils import timezone
from resources.curation import workflow
workflow.withdraw(made["withdrawn before"], person, timezone.now(), "Closed.")
"""
# What goes on while the backup is made, until it is killed.
WRITER = """
from itertools import count
from resources.models import Organization
for number in count():
    (row,) = Organization.objects.filter(services__name="kept")
    row.description = f"version {number}"
    row.save()
    print(number, flush=True)
"""
AFTERWARDS = """
import io, sys
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from resources.choices import TombstoneReason
from resources.curation import recall, snapshots, workflow
from resources.models import Location, Recall, Service
from tests.factories import ServiceFactory
now, person = timezone.now(), User.objects.get(username="asha")
listing = {one.name: one for one in Service.objects.all()}
workflow.withdraw(listing["withdrawn"], person, now, "Quokka says it is dangerous.", in_danger=True)
workflow.recall(listing["recalled"], person, now, TombstoneReason.ADDRESS_EXPOSED)
# Other codes than in the process before.
ServiceFactory.reset_sequence(500)
newer = ServiceFactory.make(name="newer", organization=listing["kept"].organization)
workflow.recall(newer, person, now, TombstoneReason.CLOSED)
print(newer.pk)
sys.stdin = io.StringIO("redacted\\n")
call_command("redact", commit=True, stdout=io.StringIO())
from resources.curation.document import place_document
place = Location.objects.get()
place.address_visibility, place.name, place.address_1, place.address_2 = "hidden", "", "", ""
place.city, place.postcode, place.latitude, place.longitude, place.region = "", "", None, None, None
with transaction.atomic():
    place.save()
    snapshots.hide_places([place_document(place)])
"""
TOLD = """
import json
from django.db import connection
from directory.staff.models import StaffSession
from resources.models import Location, PublishedRecord, Review, Service, Snapshot, Tombstone
print(json.dumps({
    "states": dict(Service.objects.values_list("name", "publication")),
    "public": sorted(PublishedRecord.objects.values_list("service__name", flat=True)),
    "tombstones": {str(one.pk): one.reason for one in Tombstone.objects.all()},
    "places": list(Location.objects.values_list("address_visibility", "address_1")),
    "reviews": Review.objects.count(),
    "sessions": StaffSession.objects.count(),
}))
"""


def told(site: OwnSite) -> dict[str, object]:
    answer: dict[str, object] = json.loads(site.asked(TOLD))
    return answer


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def sites(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[OwnSite, OwnSite]]:
    """A site with listings, and the empty place beside it."""
    folder = tmp_path_factory.mktemp("site")
    with two_databases(request.param) as (one, second):
        site = OwnSite(folder, one)
        site.prepare()
        site.asked(WRITTEN)
        yield site, replace(site, settings=second)


def emptied(site: OwnSite) -> None:
    """Lose the database, as by a broken disk; the journal stands on another."""
    for file in site.folder.glob("directory.sqlite3*"):
        file.unlink()


def backed_up_while_somebody_writes(site: OwnSite, file: Path) -> str:
    """Make a backup beside a writer, who goes on until killed; return what it says."""
    writer = site.started(WRITER)
    assert writer.stdout
    writer.stdout.readline()
    try:
        said = site.done("backup", str(file))
        assert int(writer.stdout.readline()) > 0
        assert writer.poll() is None
    finally:
        writer.send_signal(signal.SIGKILL)
        writer.communicate()
    return said


def test_a_restored_site_has_everything_but_what_was_taken_away(
    sites: tuple[OwnSite, OwnSite], tmp_path: Path
) -> None:
    site, empty = sites
    before = told(site)
    file = tmp_path / "backup"
    said = backed_up_while_somebody_writes(site, file)
    assert "7 listings. Read again and whole." in said
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["backup"]

    newer = site.asked(AFTERWARDS).splitlines()[0]
    at_the_end = told(site)
    journal = (site.folder / "removals.journal").read_text()
    assert "uokka" not in journal
    assert "asha" not in journal
    refused = site.run("restore", str(file))
    assert refused.returncode == 1
    assert "fills an empty place only" in refused.stderr
    assert told(site) == at_the_end

    emptied(site)
    said = empty.done("restore", str(file))
    assert "1 redactions were made after the backup" in said
    after = told(empty)
    states = after["states"]
    assert isinstance(states, dict)
    assert {name for name, state in states.items() if state == "published"} == {"kept", "undone"}
    assert after["public"] == ["kept", "undone"]
    assert after["tombstones"] == at_the_end["tombstones"]
    assert newer in str(after["tombstones"])
    assert after["places"] == [["hidden", ""]]
    assert before["sessions"] == 1
    assert after["sessions"] == 0
    again = 4  # withdrawn, recalled, redacted and hidden: each is a step in its history
    assert after["reviews"] == int(str(before["reviews"])) + again
    assert empty.asked("from django.contrib.auth.models import User; print(User.objects.get())")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[OwnSite, Path]:
    """A small site, and a backup of it."""
    folder = tmp_path_factory.mktemp("small")
    site = OwnSite(folder)
    site.prepare()
    file = tmp_path_factory.mktemp("backups") / "backup"
    site.done("backup", str(file))
    return site, file


def test_a_backup_holds_no_session_of_anybody(small: tuple[OwnSite, Path]) -> None:
    assert b"quokka session" not in small[1].read_bytes()


def test_a_backup_never_replaces_another_file(small: tuple[OwnSite, Path]) -> None:
    site, file = small
    before = file.read_bytes()
    refused = site.run("backup", str(file))
    assert "never replaces another file" in refused.stderr
    assert file.read_bytes() == before


@pytest.mark.parametrize("spoilt", ["changed", "cut short", "another file"])
def test_a_spoilt_backup_is_refused_and_the_place_stays_empty(
    small: tuple[OwnSite, Path], tmp_path: Path, spoilt: str
) -> None:
    content = bytearray(small[1].read_bytes())
    if spoilt == "changed":
        content[-5000] ^= 1
    elif spoilt == "cut short":
        del content[-5000:]
    else:
        content[:3] = b"xxx"
    (tmp_path / "spoilt").write_bytes(content)
    place = OwnSite(tmp_path / "place")
    place.folder.mkdir()
    refused = place.run("restore", str(tmp_path / "spoilt"), "--without-journal")
    assert refused.returncode == 1
    assert "damaged" in refused.stderr or "no backup" in refused.stderr
    assert [one.name for one in place.folder.iterdir()] == []


def test_without_a_journal_nothing_is_restored_unless_one_says_so(
    small: tuple[OwnSite, Path], tmp_path: Path
) -> None:
    place = OwnSite(tmp_path)
    refused = place.run("restore", str(small[1]))
    assert "would be public again" in refused.stderr
    assert "Restored and checked" in place.done("restore", str(small[1]), "--without-journal")
    assert stat.S_IMODE((tmp_path / "directory.sqlite3").stat().st_mode) == 0o600


def test_a_restore_that_is_killed_leaves_an_empty_place(
    small: tuple[OwnSite, Path], tmp_path: Path
) -> None:
    place = OwnSite(tmp_path)
    killed = f"""
import os, signal
from pathlib import Path
from django.utils import timezone
from directory.backups import making
making.replay = lambda *given: os.kill(os.getpid(), signal.SIGKILL)
making.restore(Path({str(small[1])!r}), timezone.now())
"""
    assert place.run("shell", "--no-imports", "-c", killed).returncode == -signal.SIGKILL
    assert not (tmp_path / "directory.sqlite3").exists()
    place.done("restore", str(small[1]), "--without-journal")


def test_plain_sqlite_reads_the_data_of_a_backup(
    small: tuple[OwnSite, Path], tmp_path: Path
) -> None:
    with small[1].open("rb") as backup:
        backup.readline()
        backup.readline()
        (tmp_path / "data").write_bytes(backup.read())
    with sqlite3.connect(tmp_path / "data") as data:
        assert data.execute("SELECT COUNT(*) FROM django_migrations").fetchone()[0] > 30
