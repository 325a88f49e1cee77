"""A fixed moment for every page, and the shipped listings loaded once for a module."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from tests.conftest import LISTINGS


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch, a_tuesday: datetime) -> None:
    """It is an ordinary Tuesday afternoon, so that no test hangs on the day it runs on."""
    monkeypatch.setattr(timezone, "now", lambda: a_tuesday)


@pytest.fixture(autouse=True)
def _static_folder(settings: LazySettings) -> None:
    """Style sheets come from where they are written: nothing has been collected."""
    settings.STATIC_ROOT = str(settings.STATICFILES_DIRS[0])


@pytest.fixture(scope="module")
def shipped_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The shipped listings, loaded once for a module and taken back after it.

    The tests of the module run inside its transaction, each in a savepoint of its own.
    """
    with django_db_blocker.unblock():
        whole = transaction.atomic()
        whole.__enter__()
        call_command("load_listings", str(LISTINGS), "--commit", verbosity=0)
    yield
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)
