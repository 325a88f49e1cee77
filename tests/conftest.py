"""What every test may rely on: shipped areas and terms, plain static files, a fixed moment."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import LazySettings
from django.contrib.auth import user_logged_in
from django.core.signals import request_started
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from resources.listings.reference import load_reference
from resources.search import reset_index
from resources.search.current import _built
from tests import kept_index
from tests.publishing import forget_written, publish_written
from tests.second_factor import sign_in_with_factor
from tests.shipped import ONE_IN, load_share
from tests.static_files import make_once

LONDON = ZoneInfo("Europe/London")
# Where the database's own part is tried: constraints, migrations, races, commands, the index. The
# others ask it for rows, which come back as they were written: `make endurance` tries them with the
# second engine too, and each run what is marked to be tried with both.
TRYING = {"models", "commands", "search"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what asks the database, and begin with what takes long.

    What is not marked cannot reach a database, so that a second engine need not be tried with it.
    """
    for item in items:
        asks = "django_db_setup" in getattr(item, "fixturenames", ())
        if asks or item.get_closest_marker("django_db"):
            item.add_marker("database")
        is_tried = not TRYING.isdisjoint(item.path.parts)
        if not is_tried and not item.get_closest_marker("both_engines"):
            item.add_marker("one_engine")
    # Two workers end together only if none is left with a long one.
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(scope="module")
def _reference_rows_afterwards(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Put the shipped areas and terms back where tests with transactions empty the database."""
    yield
    with django_db_blocker.unblock():
        load_reference()
        reset_index()


@pytest.fixture
def _reference_rows(transactional_db: None) -> None:
    """Put them back for one test: the one before has emptied every table."""
    load_reference()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Put the shipped areas and terms into the test database, once."""
    with django_db_blocker.unblock():
        load_reference()


@pytest.fixture(scope="session", autouse=True)
def _made_once() -> Iterator[None]:
    """Make once what every test would make again: headers of files, the queries of an index.

    A connection stays while a test is in a transaction.
    """
    with pytest.MonkeyPatch.context() as patch:
        make_once(patch)
        kept_index.share_queries(patch)
        patch.setattr(BaseDatabaseWrapper, "close_if_unusable_or_obsolete", _close_unless_in_a_test)
        yield


_close = BaseDatabaseWrapper.close_if_unusable_or_obsolete


def _close_unless_in_a_test(connection: BaseDatabaseWrapper) -> None:
    """Keep what a test wrote: a request through the whole product would end its transaction.

    Django's own client sees to that itself, and SQLite's database in memory is never closed.
    """
    if not connection.in_atomic_block:
        _close(connection)


@pytest.fixture(autouse=True)
def _plain_static_files(settings: LazySettings) -> None:
    """Tests need no collected files: hashed names are proved by the browser's journey."""
    settings.STATIC_ROOT = str(settings.STATICFILES_DIRS[0])
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def _quick_passwords(settings: LazySettings) -> None:
    """Half a second for each password is meant for whoever guesses it."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _what_is_written_is_published() -> Iterator[None]:
    """Publish what the factories have written before a page is asked for.

    The product publishes its own changes (tests/models/test_publishing.py does without this). The
    index stays for the next test where a test has not made another.
    """
    forget_written()
    before, rows = _built[-1:], kept_index.written_so_far()

    def lend(**_signal: Any) -> None:
        kept_index.lend(rows)

    request_started.connect(publish_written)
    request_started.connect(lend)
    yield
    request_started.disconnect(lend)
    request_started.disconnect(publish_written)
    if [id(index) for index in _built] != [id(index) for index in before]:
        kept_index.put_back()


@pytest.fixture(autouse=True)
def _a_forced_sign_in_is_a_whole_one() -> Iterator[None]:
    """Let `force_login` stand for a sign-in with a second factor, used just now.

    How people really sign in is proved in tests/staff, by the forms.
    """
    user_logged_in.connect(sign_in_with_factor)
    yield
    user_logged_in.disconnect(sign_in_with_factor)


@pytest.fixture
def a_tuesday() -> datetime:
    """Tuesday 24 November 2026, three in the afternoon in London."""
    return datetime(2026, 11, 24, 15, 0, tzinfo=LONDON)


@contextmanager
def kept_rows(blocker: Any, write: Callable[[], object]) -> Iterator[None]:
    """Write rows, and take them back at the end: tests between run in savepoints of their own."""
    with blocker.unblock():
        assert not connection.in_atomic_block, "one kind of kept rows at a time"
        whole = transaction.atomic()
        whole.__enter__()
        write()
        publish_written()
        kept_index.keep()
    yield
    with blocker.unblock():
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)
        kept_index.drop()


@pytest.fixture
def shipped(db: None) -> None:
    load_share()


@pytest.fixture(scope="module")
def shipped_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The shipped listings, loaded once for a module."""
    with kept_rows(django_db_blocker, load_share):
        yield


SHARES = [
    pytest.param(ONE_IN, id="share"),
    pytest.param(1, id="all", marks=pytest.mark.endurance),
]


@pytest.fixture(params=SHARES)
def shipped_share(db: None, request: pytest.FixtureRequest) -> int:
    """One in so many of the shipped listings: a few in each run, all where there is time."""
    load_share(request.param)
    return int(request.param)


@pytest.fixture(scope="module", params=SHARES)
def shipped_share_once(
    django_db_setup: None, django_db_blocker: Any, request: pytest.FixtureRequest
) -> Iterator[int]:
    """The same, loaded once for a module."""
    with kept_rows(django_db_blocker, partial(load_share, request.param)):
        yield request.param
