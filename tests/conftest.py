"""What every test may rely on: shipped areas and terms, plain static files, a fixed moment."""

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import LazySettings
from django.core.management import call_command

from resources.listings.reference import load_reference

LISTINGS = Path(__file__).parents[1] / "resources" / "data" / "listings.jsonl"
LONDON = ZoneInfo("Europe/London")


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


@pytest.fixture
def a_tuesday() -> datetime:
    """Tuesday 24 November 2026, three in the afternoon in London."""
    return datetime(2026, 11, 24, 15, 0, tzinfo=LONDON)


@pytest.fixture
def shipped(db: None) -> None:
    """The shipped listings, loaded by the command that `make run` uses."""
    call_command("load_listings", str(LISTINGS), "--commit", verbosity=0)
