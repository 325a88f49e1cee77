"""No question costs more than its share: what a page says of it grows with it, and ends.

What was looked at before is joined from what is kept: few queries, and few calls of functions,
which are counted here as no clock can be trusted.
"""

import sys
from collections.abc import Iterator
from time import monotonic
from types import FrameType
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from resources.filters import ServiceFilter
from resources.filters.fields import MOST_VALUES, LookupFilter
from resources.models import Service
from resources.regions import all_regions
from resources.regions.gazetteer import named_areas
from resources.search import sorting
from resources.search.kept_rows import OLDEST
from resources.search.sorting import Order
from tests.api.problems import mistakes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped_once"), pytest.mark.timed]

# Bytes, before they are compressed.
LARGEST_PAGE = 120_000


def every_value() -> Iterator[tuple[str, str]]:
    """Yield each value that some form offers, and each area and age."""
    filterset = ServiceFilter()
    for name, parameter in filterset.filters.items():
        if isinstance(parameter, LookupFilter) and not parameter.only_one:
            yield from ((name, value.code) for value in filterset.choices(name))
    yield from (("region", region.code) for region in all_regions())
    yield from (("age", str(age)) for age in range(121))


def size(client: Client, pairs: list[tuple[str, str]]) -> int:
    return len(client.get("/services/?" + urlencode(pairs)).content)


def test_the_page_of_every_value_there_is_stays_small(client: Client) -> None:
    everything = list(every_value())
    assert len(everything) > 500
    assert size(client, everything) < LARGEST_PAGE


@pytest.mark.parametrize("name", ["region", "age"])
def test_more_values_of_one_parameter_than_any_form_sends_are_refused(
    client: Client, name: str
) -> None:
    values = [pair for pair in every_value() if pair[0] == name]
    asked = "/api/v1/services/?" + urlencode(values[: MOST_VALUES + 1])
    refused = client.get(asked)
    assert refused.status_code == 400
    assert mistakes(refused)[name] == [f"Give at most {MOST_VALUES} of them."]
    assert client.get("/api/v1/services/?" + urlencode(values[:MOST_VALUES])).status_code == 200


def test_a_page_says_which_part_was_more_than_it_takes(client: Client) -> None:
    ages = [("age", str(age)) for age in range(121)]
    page = client.get("/services/?" + urlencode(ages)).content.decode()
    assert "age" in page.split("<h1")[1].split("</main>")[0].lower()


def test_no_place_that_somebody_types_has_more_areas_than_are_taken() -> None:
    assert max(len(area.areas) for _name, area in named_areas()) <= MOST_VALUES


# By address: queries, and calls of functions in Python, the test's own client among them.
COSTS = {
    "/services/": (1, 1_560),
    "/services/?region=E12000003&type=counselling": (1, 2_500),
    "/services/?page=3": (1, 1_610),
    "/services/{code}/": (2, 880),
    "/api/v1/services/?page_size=20": (1, 1_740),
    "/api/v1/services/{pk}/": (2, 1_250),
    "/api/v1/changes/?limit=20": (2, 2_370),
    "/openreferral/services?per_page=20": (1, 1_710),
}


# By what is typed into the one box: calls for an answer of which nothing is kept, with those that
# read the words and rank services.
COSTS_OF_ANSWERS = {
    "counselling for women after rape": 7_700,
    "somebody to talk to in Rotherham": 7_200,
}

# By address: queries, and calls for rows that have to be fetched anew, and said anew.
COSTS_OF_OTHER_ROWS = {
    "/services/": (6, 19_500),
    "/services/?region=E12000003&type=counselling": (6, 21_500),
    "/api/v1/services/?page_size=20": (6, 23_000),
    "/api/v1/services/?page_size=20&include=details": (10, 36_000),
}


@pytest.fixture
def _one_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the clock stand: what was made for another minute is made anew."""
    now = timezone.localtime().replace(second=0, microsecond=0)
    for module in (
        "views.pages",
        "views.search",
        "api.v1.views",
        "api.v1.changes",
        "openreferral.views",
    ):
        monkeypatch.setattr(f"resources.{module}.this_minute", lambda: now)


def calls(client: Client, address: str) -> int:
    """Return how many functions written in Python are called for an answer."""
    count = 0

    def counted(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        client.get(address)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.usefixtures("_one_minute")
@pytest.mark.parametrize("address", COSTS)
def test_a_page_that_was_looked_at_before_is_joined_from_what_is_kept(
    client: Client, address: str
) -> None:
    service = Service.objects.published().by_name()[7]
    asked = address.format(code=service.code, pk=service.pk)
    first = client.get(asked)
    assert first.status_code == 200
    with CaptureQueriesContext(connection) as captured:
        assert client.get(asked).content == first.content
    queries, most = COSTS[address]
    assert len(captured) == queries
    assert calls(client, asked) < most


@pytest.mark.usefixtures("_one_minute")
@pytest.mark.parametrize("address", COSTS_OF_OTHER_ROWS)
def test_rows_that_nobody_asked_for_lately_are_fetched_and_told_in_few_calls(
    client: Client, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    first = client.get(address).content
    later = monotonic() + 2 * OLDEST
    monkeypatch.setattr("resources.search.kept_rows.clock", lambda: later)
    with CaptureQueriesContext(connection) as captured:
        count = calls(client, address)
    queries, most = COSTS_OF_OTHER_ROWS[address]
    assert (len(captured), count < most) == (queries, True), (len(captured), count)
    assert client.get(address).content == first


@pytest.mark.parametrize(
    "asked", ["/services/?near=rotherham", "/api/v1/services/?region=rotherham"]
)
def test_of_all_that_an_area_has_no_more_is_sorted_than_is_shown(
    client: Client, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    sorted_to: list[int | None] = []

    def first_of(slots: Order, keys: Any, most: int | None = None) -> Order:
        sorted_to.append(most)
        return sorting.first_of(slots, keys, most)

    monkeypatch.setattr("resources.search.results.first_of", first_of)
    assert client.get(asked).status_code == 200
    assert sorted_to
    assert all(most is not None and most <= 25 for most in sorted_to), sorted_to


@pytest.mark.usefixtures("_one_minute")
@pytest.mark.parametrize("words", COSTS_OF_ANSWERS)
def test_the_answer_to_a_search_is_joined_from_frames_of_its_shape(
    client: Client, words: str
) -> None:
    asked = client.post("/find", {"words": words})["Location"]
    assert client.get(asked).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        client.get(asked)
    assert len(captured) <= 1
    assert calls(client, asked) < COSTS_OF_ANSWERS[words]
