"""What the site writes belongs to its owner alone, and two who prepare it at once do it once."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.checks import CheckMessage

from directory.checks import private_files
from resources.management.modes import close_files
from tests.commands.listing_lines import organization_line, service_line, write
from tests.infrastructure.own_site import ROOT, OwnSite


@pytest.fixture
def folder(tmp_path: Path, settings: LazySettings) -> Path:
    settings.VAR_DIR = tmp_path
    name = str(tmp_path / "directory.sqlite3")
    told = {"ENGINE": "django.db.backends.sqlite3", "NAME": name}
    settings.DATABASES = {"default": {**settings.DATABASES["default"], **told}}
    return tmp_path


def warned() -> list[CheckMessage]:
    return private_files()


@pytest.mark.filterwarnings("ignore:Overriding setting DATABASES")
@pytest.mark.parametrize(
    "name",
    ["directory.sqlite3", "directory.sqlite3-wal", "directory.sqlite3-shm", "secret_key", "mail/1"],
)
def test_a_file_that_others_may_read_is_named_and_closed(folder: Path, name: str) -> None:
    file = folder / name
    file.parent.mkdir(mode=0o700, exist_ok=True)
    file.touch()
    file.chmod(0o640)
    (warning,) = warned()
    assert warning.id == "directory.W003"
    assert str(file) in warning.msg
    close_files(folder, folder / "directory.sqlite3")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert warned() == []


@pytest.mark.long
def test_two_who_prepare_at_once_do_it_one_after_the_other(tmp_path: Path) -> None:
    site = OwnSite(tmp_path)
    listings = write(tmp_path, organization_line(), service_line())
    before = os.umask(0o022)
    try:
        both = [
            subprocess.Popen(
                [sys.executable, "manage.py", "prepare", str(listings)],
                cwd=ROOT,
                env=site.environment,
                stderr=subprocess.PIPE,
                text=True,
            )
            for _ in range(2)
        ]
    finally:
        os.umask(before)
    told = [one.communicate()[1] for one in both]
    assert [one.returncode for one in both] == [0, 0], told
    files = [file for file in tmp_path.rglob("*") if file.is_file() and file != listings]
    made = {file.name: stat.S_IMODE(file.stat().st_mode) for file in files}
    assert set(made.values()) == {0o600}, made
    assert stat.S_IMODE((tmp_path / "precomputed").stat().st_mode) == 0o700
    count = "from resources.models import Service; print(Service.objects.count())"
    assert site.asked(count) == "1"
