"""How the list of removals is asked: since a day, page by page, in few queries."""

from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.api.problems import mistakes
from tests.api.removals import NOON, REMOVED, Told, address, ids, withdrawn
from tests.factories import OrganizationFactory

pytestmark = pytest.mark.django_db

PROBLEM = "Give one day as year, month and day, such as 2026-11-24."


def test_the_oldest_removal_comes_first_so_that_a_new_one_moves_nothing(
    told: Told, client: Client
) -> None:
    days = [3, 1, 2]
    made = [withdrawn(NOON + timedelta(days=day)) for day in days]
    oldest_first = [str(made[at].pk) for at in (1, 2, 0)]
    assert ids(told()) == oldest_first

    first = client.get(REMOVED, {"page_size": "2"}).json()
    newest = withdrawn(NOON + timedelta(days=9))
    second = client.get(first["next"]).json()
    assert ids(first["results"]) + ids(second["results"]) == [*oldest_first, str(newest.pk)]


@pytest.mark.parametrize(
    ("since", "days"),
    [
        ("2026-11-25", [25, 26]),
        ("2026-11-24", [24, 25, 26]),
        ("2026-11-27", []),
        (" 2026-11-26 ", [26]),
        ("0001-01-01", [24, 25, 26]),
        ("9999-12-31", []),
    ],
)
def test_only_what_was_removed_since_a_day_is_told(told: Told, since: str, days: list[int]) -> None:
    for day in (24, 25, 26):
        withdrawn(NOON.replace(day=day))
    assert [row["removed_on"] for row in told(since=since)] == [f"2026-11-{day}" for day in days]


def test_a_day_is_a_day_of_the_country_and_not_of_greenwich(told: Told) -> None:
    """Half past midnight in a London summer is still the day before in universal time."""
    withdrawn(datetime(2026, 7, 2, 0, 30, tzinfo=ZoneInfo("Europe/London")))

    assert [row["removed_on"] for row in told(since="2026-07-02")] == ["2026-07-02"]
    assert told(since="2026-07-03") == []


@pytest.mark.parametrize(
    "since",
    ["yesterday", "24/11/2026", "2026-11", "2026-02-30", "2026-1-5", "20261124", "2026-W48-2",
     "2026-11-24T12:00", "٢٠٢٦-٠٣-٠٢", "0000-01-01", "\0", "-"],
)  # fmt: skip
def test_what_is_no_day_is_an_error_that_names_the_parameter(client: Client, since: str) -> None:
    answer = client.get(REMOVED, {"since": since})

    assert answer.status_code == 400
    assert mistakes(answer) == {"since": [PROBLEM]}


def test_two_days_are_an_error(client: Client) -> None:
    answer = client.get(f"{REMOVED}?since=2026-11-24&since=2026-11-25")

    assert answer.status_code == 400
    assert mistakes(answer) == {"since": [PROBLEM]}


def test_a_filter_of_the_services_is_none_of_the_removals(client: Client) -> None:
    answer = client.get(REMOVED, {"region": "wales"})

    assert answer.status_code == 400
    why = "There is no such parameter here. Known: fields, page, page_size, since."
    assert mistakes(answer) == {"region": [why]}


def test_the_links_of_a_page_keep_the_day(client: Client) -> None:
    for _ in range(3):
        withdrawn()
    answer = client.get(REMOVED, {"since": "2026-11-24", "page_size": "1", "page": "2"}).json()

    assert answer["count"] == 3
    assert answer["next"].endswith("/removed/?page=3&page_size=1&since=2026-11-24")
    assert answer["previous"].endswith("/removed/?page_size=1&since=2026-11-24")


def test_a_removal_is_told_in_the_zone_of_the_installation(
    told: Told, settings: LazySettings
) -> None:
    settings.TIME_ZONE = "Asia/Tokyo"
    withdrawn(datetime(2026, 11, 24, 20, 0, tzinfo=ZoneInfo("Europe/London")))

    assert [row["removed_on"] for row in told(since="0001-01-01")] == ["2026-11-25"]


@pytest.mark.parametrize(("question", "most"), [("", 3), ("?since=2026-11-01", 3)])
def test_a_hundred_removals_cost_the_same_few_queries_as_three(
    client: Client, question: str, most: int
) -> None:
    organization = OrganizationFactory.make()

    def cost() -> int:
        client.get(f"{REMOVED}{question}")
        with CaptureQueriesContext(connection) as captured:
            client.get(f"{REMOVED}{question or '?'}&page_size=100")
        return len(captured)

    for _ in range(3):
        withdrawn(organization=organization)
    few = cost()
    for _ in range(97):
        withdrawn(organization=organization)
    assert cost() == few <= most


def test_a_removed_listing_by_itself_costs_two_queries_and_an_unknown_one_too(
    client: Client,
) -> None:
    service = withdrawn()
    client.get(address(service))  # the test's own rows are published before the first answer
    for place, status in ((service.pk, 410), (uuid4(), 404)):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/api/v1/services/{place}/").status_code == status
        assert len(captured) == 2
