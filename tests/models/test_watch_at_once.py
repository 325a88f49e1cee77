"""Two rounds of the watch begin at the same moment, each with a connection of its own."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from resources.listings.reference import load_reference
from resources.listings.watch.visiting import Page
from resources.listings.watch.watching import AlreadyRunningError, watch
from resources.models import WatchedPage, WatchRun
from resources.search import reset_index
from tests.factories import ServiceFactory
from tests.infrastructure.at_once import at_once, own_connections
from tests.models.test_watch import NOW, URL, WITH, Told

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module", autouse=True)
def _reference_rows_afterwards(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Put the shipped areas and terms back once the database has been emptied."""
    yield
    with django_db_blocker.unblock():
        load_reference()
        reset_index()


def test_of_two_rounds_that_begin_at_the_same_moment_one_goes_on(tmp_path: Path) -> None:
    load_reference()
    ServiceFactory.make(url=URL)

    def visited() -> Page:
        time.sleep(0.5)
        return Page(URL, WITH, is_whole=True)

    def begin() -> bool:
        return watch(Told(visited), lambda: NOW).is_complete

    with own_connections(tmp_path):
        answers = at_once(begin, begin)
        (counts,) = at_once(lambda: (WatchRun.objects.count(), WatchedPage.objects.count()))
    refused = [answer for answer in answers if isinstance(answer, AlreadyRunningError)]
    assert (answers.count(True), len(refused), counts) == (1, 1, (1, 1))
