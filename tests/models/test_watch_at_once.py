"""Two rounds of the watch begin at the same moment, each with a connection of its own."""

import time
from pathlib import Path

import pytest

from resources.listings.reference import load_reference
from resources.listings.watch.visiting import Page
from resources.listings.watch.watching import AlreadyRunningError, watch
from resources.models import WatchedPage, WatchRun
from tests.factories import ServiceFactory
from tests.infrastructure.at_once import at_once, own_connections
from tests.models.test_watch import NOW, URL, WITH, Told

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("_reference_rows_afterwards"),
]


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
