"""The collected style sheets and scripts, served as in production; a log that can be read."""

import copy
import logging.config
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.test import Client
from django.test.utils import override_settings

from resources.bulk import snapshots
from tests.conftest import kept_rows
from tests.privacy.asking import make_cast

# As the storage leaves them to the tests: unhashed names, no manifest.
PLAIN = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


@pytest.fixture(scope="session")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the static files, collected once."""
    folder = tmp_path_factory.mktemp("static")
    with override_settings(STATIC_ROOT=folder, STORAGES=PLAIN):
        call_command("collectstatic", interactive=False, verbosity=0)
    return folder


@pytest.fixture(autouse=True)
def _static_root(settings: LazySettings, collected: Path) -> None:
    """Let every server of a test hand out the collected files."""
    settings.STATIC_ROOT = str(collected)


@pytest.fixture(scope="session")
def signing_key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a key that signs snapshots."""
    file = tmp_path_factory.mktemp("key") / "signing_key"
    snapshots.make_key(file)
    return file


@pytest.fixture(autouse=True)
def _signing_key(signing_key: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the directory have a public key to give."""
    monkeypatch.setattr(snapshots, "key_file", lambda: signing_key)


@pytest.fixture(scope="package", autouse=True)
def _something_breaks() -> Iterator[None]:
    """Give the directory two more addresses, at which a view fails.

    For all of these tests at once: after each change of this setting every address is read again.
    """
    with override_settings(ROOT_URLCONF="tests.privacy.broken_urls"):
        yield


@pytest.fixture
def strict(db: None) -> Client:
    """A visitor whose forms are asked for their tokens, as in production."""
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


@pytest.fixture(scope="module")
def cast(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """One listing, its organisation and a list, made once for a module."""
    with kept_rows(django_db_blocker, make_cast):
        yield


@pytest.fixture
def visitor(cast: None, db: None) -> Client:
    """Somebody without a cookie, who sees the error page when something breaks."""
    return Client(raise_request_exception=False)


@pytest.fixture
def log(settings: LazySettings) -> Iterator[StringIO]:
    """What the log handlers of the settings write."""
    stream, root = StringIO(), logging.getLogger()
    handlers, level = root.handlers[:], root.level
    config = copy.deepcopy(settings.LOGGING)
    for handler in config["handlers"].values():
        handler["stream"] = stream
    logging.config.dictConfig(config)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
