"""What every test may rely on: shipped areas and terms, plain static files, a fixed moment."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.core.signals import request_started
from django.db import connection

from resources.facets import forget
from resources.listings.reference import load_reference
from resources.models import Service, announce

LISTINGS = Path(__file__).parents[1] / "resources" / "data" / "listings.jsonl"
LONDON = ZoneInfo("Europe/London")
# Who announces for a test that writes rows by itself; a test may do without.
announcer: list[Callable[..., None]] = []
# Writing anything but what announcing itself writes.
WRITES = re.compile(
    r'(INSERT INTO|UPDATE|DELETE FROM) "resources_(?!searchdocument|datarevision|synonymgroup)'
)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Put the shipped areas and terms into the test database, once."""
    with django_db_blocker.unblock():
        load_reference()


@pytest.fixture(autouse=True)
def _plain_static_files(settings: LazySettings) -> None:
    """Tests need no collected files: hashed names are proved by the browser's journey."""
    settings.STATIC_ROOT = str(settings.STATICFILES_DIRS[0])
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def _as_if_announced() -> Iterator[None]:
    """Rows that tests write by themselves are announced before a page is asked for.

    The product announces its own changes (tests/models/test_announced.py does without this).
    """
    written: list[bool] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if WRITES.match(sql):
            written.append(True)
        return execute(sql, params, many, context)

    def announce_them(**_signal: Any) -> None:
        if written:
            announce(Service.objects.all())
            written.clear()

    forget()
    request_started.connect(announce_them)
    announcer[:] = [announce_them]
    with connection.execute_wrapper(note):
        yield
    request_started.disconnect(announce_them)
    forget()


@pytest.fixture
def a_tuesday() -> datetime:
    """Tuesday 24 November 2026, three in the afternoon in London."""
    return datetime(2026, 11, 24, 15, 0, tzinfo=LONDON)


@pytest.fixture
def shipped(db: None) -> None:
    """The shipped listings, loaded by the command that `make run` uses."""
    call_command("load_listings", str(LISTINGS), "--commit", verbosity=0)
