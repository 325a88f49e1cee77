"""Snapshots: whole, signed, and given out only as long as all of it is true."""

import json
import stat
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from resources.bulk import snapshots
from resources.curation import workflow
from resources.models import Service, publish_revision
from tests.factories import ServiceFactory, UserFactory
from tests.publishing import publish_all

pytestmark = pytest.mark.django_db
BULK = "/api/v1/bulk/"
SITE = "http://testserver"
KEY = "/.well-known/directory-signing-key"


@pytest.fixture(autouse=True)
def _own_folder(settings: LazySettings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path


def called(command: str, *given: str) -> str:
    told = StringIO()
    call_command(command, *given, stdout=told)
    return told.getvalue().strip()


@pytest.fixture
def service() -> Service:
    made = ServiceFactory.make(name="Asp")
    publish_all()
    return made


def given(client: Client, name: str) -> Any:
    return client.get(BULK + name)


def test_a_snapshot_is_whole_and_signed_and_says_what_it_is(
    client: Client, service: Service, tmp_path: Path
) -> None:
    assert "services.ndjson: 1 rows" in called("snapshot", SITE)
    public = client.get(KEY).content.decode()
    assert public.strip() == called("signing_key")
    assert "4 files are right" in called("verify_snapshot", str(tmp_path / "snapshot"), public)
    manifest = given(client, "manifest.json").json()
    record = json.loads(given(client, "services.ndjson").getvalue())
    assert record["page_url"] == f"{SITE}{service.get_absolute_url()}"
    assert record["must_refresh_by"] == manifest["must_refresh_by"]
    assert manifest["files"][0]["count"] == 1
    told = client.get(BULK).json()
    assert client.get(told["manifest"]).json() == manifest
    assert client.get(told["signature"]).status_code == 200


def test_one_changed_byte_a_lost_file_and_another_key_are_told(
    service: Service, tmp_path: Path
) -> None:
    called("snapshot", SITE)
    public, folder = called("signing_key"), tmp_path / "snapshot"

    def refused(key: str = public) -> str:
        with pytest.raises(CommandError) as error:
            called("verify_snapshot", str(folder), key)
        return str(error.value)

    table, manifest = folder / "services.csv", folder / "manifest.json"
    whole, told = table.read_bytes(), manifest.read_bytes()
    table.write_bytes(whole[:-3] + b"x" + whole[-2:])
    assert refused() == "services.csv is not what the manifest says."
    table.unlink()
    assert refused() == "services.csv is not there."
    table.write_bytes(whole)
    manifest.write_bytes(told.replace(b'"count": 1', b'"count": 2'))
    assert "not signed with this key" in refused()
    manifest.write_bytes(told)
    other = snapshots.public_text(snapshots.make_key(tmp_path / "other"))
    assert "not signed with this key" in refused(other)
    assert "no Ed25519 key" in refused("AAAA")
    (folder / "manifest.json.sig").unlink()
    assert refused() == "manifest.json.sig is not there."


def test_what_is_withdrawn_is_gone_from_the_files_at_once(client: Client, service: Service) -> None:
    called("snapshot", SITE)
    assert b"Asp" in given(client, "services.ndjson").getvalue()
    workflow.withdraw(service, UserFactory.make(), timezone.now(), "closed", in_danger=True)
    for name in ("services.ndjson", "services.csv", "contacts.csv", "services.geojson"):
        assert b"Asp" not in given(client, name).getvalue()
    # The manifest is that of files which nobody is given any more.
    assert given(client, "manifest.json").status_code == 404
    assert client.get(BULK).json()["manifest"] is None


def test_what_says_the_same_stays_and_another_day_or_site_does_not(
    client: Client, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    called("snapshot", SITE)
    publish_revision(Service.objects.all())
    assert given(client, "manifest.json").status_code == 200
    whole = given(client, "services.ndjson")
    assert b"Asp" in whole.getvalue()
    tag = whole["ETag"]
    again = client.get(BULK + "services.ndjson", headers={"If-None-Match": tag})
    assert again.status_code == 304
    elsewhere = client.get(BULK + "manifest.json", headers={"host": "localhost"})
    assert elsewhere.status_code == 404
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr("resources.bulk.views.timezone.localdate", lambda: tomorrow)
    assert given(client, "manifest.json").status_code == 404
    assert b"Asp" in given(client, "services.ndjson").getvalue()


def test_a_snapshot_is_begun_again_when_a_listing_changes_under_it(
    service: Service, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write = snapshots._write_files
    changes = iter([True, False])

    def meanwhile(made: Path, found: Any) -> Any:
        files = write(made, found)
        if next(changes, True):
            Service.objects.filter(pk=service.pk).update(name="Bee")
            publish_all()
        return files

    monkeypatch.setattr(snapshots, "_write_files", meanwhile)
    called("snapshot", SITE)
    assert b"Bee" in (tmp_path / "snapshot" / "services.ndjson").read_bytes()
    with pytest.raises(CommandError, match="changed each time"):
        called("snapshot", SITE)
    # The one before is there, whole, and nothing is left of those that were given up.
    assert "4 files" in called("verify_snapshot", str(tmp_path / "snapshot"), called("signing_key"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["signing_key", "snapshot"]


def test_the_private_key_is_its_owners_alone_and_never_written_over(tmp_path: Path) -> None:
    public = called("signing_key")
    file = tmp_path / "signing_key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert called("signing_key") == public
    with pytest.raises(snapshots.SnapshotError, match="never written over"):
        snapshots.make_key(file)
    file.write_text("no key")
    with pytest.raises(ValueError, match="PEM"):
        snapshots.read_key(file)


def test_without_a_key_there_is_none_to_give(client: Client) -> None:
    assert client.get(KEY).status_code == 404


@pytest.mark.parametrize("site", ["directory.example", "ftp://a.example", "https://a.example/x"])
def test_the_site_is_a_whole_address(site: str, service: Service) -> None:
    with pytest.raises(CommandError, match="address of the site"):
        called("snapshot", site)


def test_the_program_in_the_document_tells_a_right_snapshot(
    service: Service, tmp_path: Path
) -> None:
    called("snapshot", SITE)
    document = (Path(__file__).parents[2] / "docs/bulk.md").read_text(encoding="utf-8")
    made: dict[str, Any] = {}
    exec(document.partition("```python\n")[2].partition("```")[0], made)  # noqa: S102  an example in our own document
    folder, key = tmp_path / "snapshot", called("signing_key")
    assert made["is_right"](folder, key)
    (folder / "services.csv").write_bytes(b"x")
    assert not made["is_right"](folder, key)
