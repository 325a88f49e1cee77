"""What was taken away is told to everyone who copied it: by id, reason and day, and no more."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from resources import workflow
from resources.choices import Publication, TombstoneReason
from resources.models import Organization, Service
from tests.commands.listing_lines import load, organization_line, service_line
from tests.factories import OrganizationFactory, ServiceFactory, UserFactory

pytestmark = pytest.mark.django_db

REMOVED = "/api/v1/removed/"
PROBLEM = "Give one day as year, month and day, such as 2026-11-24."
FIELDS = {"id", "reason", "reason_text", "removed_on", "merged_into"}
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=ZoneInfo("Europe/London"))
Told = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def told(client: Client) -> Told:
    """Ask for the removals, and return the rows of the first page."""

    def ask(**asked: str) -> list[dict[str, Any]]:
        answer = client.get(REMOVED, asked)
        assert answer.status_code == 200, answer.content
        rows: list[dict[str, Any]] = answer.json()["results"]
        return rows

    return ask


def withdrawn(at: datetime = NOON, **values: Any) -> Service:
    """Make a public service and withdraw it."""
    service = ServiceFactory.make(**values)
    workflow.withdraw(service, UserFactory.make(), at, "A wrong number.")
    return service


def recalled(
    reason: TombstoneReason = TombstoneReason.CLOSED,
    at: datetime = NOON,
    into: UUID | None = None,
) -> Service:
    """Make a public service and recall it."""
    service = ServiceFactory.make()
    workflow.recall(service, UserFactory.make(), at, reason, into)
    return service


def ids(rows: list[dict[str, Any]]) -> list[str]:
    """Return the ids of rows."""
    return [row["id"] for row in rows]


def address(service: Service) -> str:
    """Return the address of a service by itself."""
    return f"/api/v1/services/{service.pk}/"


@pytest.mark.proves("DESIGN 2.7")
@pytest.mark.parametrize("reason", TombstoneReason)
def test_a_recalled_listing_is_told_to_everyone_with_the_reason(
    told: Told, reason: TombstoneReason
) -> None:
    into = uuid4() if reason == TombstoneReason.MERGED_INTO else None
    service = recalled(reason, into=into)

    assert told() == [
        {
            "id": str(service.pk),
            "reason": reason.value,
            "reason_text": str(reason.label),
            "removed_on": "2026-11-24",
            "merged_into": str(into) if into else None,
        }
    ]


@pytest.mark.proves("DESIGN 2.7")
def test_a_listing_that_one_person_withdraws_in_haste_is_told_at_once(told: Told) -> None:
    service = withdrawn()

    (row,) = told()
    assert (row["id"], row["reason"]) == (str(service.pk), "withdrawn")
    assert (row["removed_on"], row["merged_into"]) == ("2026-11-24", None)


@pytest.mark.proves("DESIGN 2.7")
def test_a_listing_that_is_published_again_is_no_longer_told_as_removed(
    told: Told, client: Client
) -> None:
    author, colleague = UserFactory.make(), UserFactory.make()
    service = withdrawn()
    workflow.submit(service, author, NOON)
    assert ids(told()) == [str(service.pk)]  # in review it is not public yet
    workflow.return_to_author(service, colleague, NOON, "A number is missing.")
    assert ids(told()) == [str(service.pk)]  # nor as a draft
    workflow.submit(service, author, NOON)
    workflow.publish(service, colleague, NOON)

    assert told() == []
    assert client.get(address(service)).status_code == 200
    assert ids(client.get("/api/v1/services/").json()["results"]) == [str(service.pk)]

    workflow.withdraw(service, author, NOON + timedelta(days=3), "It has closed.")
    assert [row["removed_on"] for row in told()] == ["2026-11-27"]


@pytest.mark.proves("DESIGN 2.7")
def test_a_listing_that_a_new_file_makes_a_draft_again_is_told(
    told: Told, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("listings")
    load(folder, organization_line(1), service_line(1))
    assert told() == []
    load(folder, organization_line(1), service_line(1, publication="draft"))

    assert ids(told()) == [str(Service.objects.get().pk)]


def test_a_removal_whose_reason_is_told_later_is_told_anew_with_the_later_day(told: Told) -> None:
    service = withdrawn()
    later = NOON + timedelta(days=2)
    workflow.recall(service, UserFactory.make(), later, TombstoneReason.NUMBER_REASSIGNED)

    (row,) = told(since="2026-11-25")
    assert (row["reason"], row["removed_on"]) == ("number_reassigned", "2026-11-26")


@pytest.mark.proves("DESIGN 2.7")
def test_what_was_never_public_is_not_told(told: Told, client: Client) -> None:
    draft, dropped, held = (ServiceFactory.make(publication=Publication.DRAFT) for _ in range(3))
    workflow.withdraw(dropped, UserFactory.make(), NOON, "Not a service.")
    workflow.recall(held, UserFactory.make(), NOON, TombstoneReason.SAFEGUARDING)

    assert told() == []
    for service in (draft, dropped, held):
        answer = client.get(address(service))
        assert answer.status_code == 404
        assert answer.json() == client.get(f"/api/v1/services/{uuid4()}/").json()


def test_what_is_public_is_not_told(told: Told) -> None:
    ServiceFactory.make()
    assert told() == []


def test_what_a_broker_once_showed_stays_away_and_is_still_told(told: Told, client: Client) -> None:
    service = withdrawn()
    Organization.objects.update(is_broker=True)

    assert ids(told()) == [str(service.pk)]
    assert client.get(address(service)).status_code == 410


@pytest.mark.proves("DESIGN 2.7")
def test_a_removal_says_no_name_no_address_and_no_text(told: Told, client: Client) -> None:
    service = withdrawn(
        name="Zebra", slug="zebra", code="zzzzzz", summary="Zebra.", curator_note="Zebra."
    )
    (row,) = told()

    assert set(row) == FIELDS
    for answer in (client.get(REMOVED), client.get(address(service))):
        text = answer.content.decode().lower()
        assert not [word for word in ("zebra", "zzzzzz", "0808", "wrong number") if word in text]


@pytest.mark.proves("DESIGN 2.7")
def test_a_removed_listing_asked_for_by_itself_is_gone_and_says_what_the_list_says(
    told: Told, client: Client
) -> None:
    merged = ServiceFactory.make()
    for service in (withdrawn(), recalled(TombstoneReason.MERGED_INTO, into=merged.pk)):
        answer = client.get(address(service))
        assert answer.status_code == 410
        assert answer["Content-Type"] == "application/json"
        assert answer["Cache-Control"] == "no-store"
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert answer.json() in told()
    assert client.get(address(merged)).status_code == 200


@pytest.mark.parametrize("name", ["since", "page", "colour"])
def test_a_removed_listing_by_itself_takes_no_parameter(client: Client, name: str) -> None:
    assert client.get(address(withdrawn()), {name: "1"}).status_code == 400


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
        ("", [24, 25, 26]),
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
    assert answer.json() == {"since": [PROBLEM]}


def test_two_days_are_an_error(client: Client) -> None:
    answer = client.get(f"{REMOVED}?since=2026-11-24&since=2026-11-25")

    assert answer.status_code == 400
    assert answer.json() == {"since": [PROBLEM]}


def test_a_filter_of_the_services_is_none_of_the_removals(client: Client) -> None:
    answer = client.get(REMOVED, {"region": "wales"})

    assert answer.status_code == 400
    why = "There is no such parameter here. Known: page, page_size, since."
    assert answer.json() == {"region": [why]}


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


@pytest.mark.parametrize(("question", "most"), [("", 2), ("?since=2026-11-01", 2)])
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
    client.get(address(service))  # the test's own rows are announced before the first answer
    for place, status in ((service.pk, 410), (uuid4(), 404)):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/api/v1/services/{place}/").status_code == status
        assert len(captured) == 2
