"""What was taken away is told to everyone who copied it: by id, reason and day, and no more."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from resources.choices import Publication, TombstoneReason
from resources.curation import workflow
from resources.models import DataRevision, Organization, Service
from tests.api.problems import PARTS, problem
from tests.api.removals import NOON, REMOVED, Told, address, ids, recalled, withdrawn
from tests.commands.listing_lines import load, organization_line, service_line
from tests.factories import ServiceFactory, UserFactory

pytestmark = pytest.mark.django_db

FIELDS = {"id", "reason", "reason_text", "removed_on", "merged_into"}


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
        told_here = problem(answer)
        assert answer["Cache-Control"] == "no-store"
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert {name: told_here[name] for name in set(told_here) - PARTS} in told()
    assert client.get(address(merged)).status_code == 200


@pytest.mark.parametrize("name", ["since", "page", "colour"])
def test_a_removed_listing_by_itself_takes_no_parameter(client: Client, name: str) -> None:
    assert client.get(address(withdrawn()), {name: "1"}).status_code == 400


def test_a_recall_after_a_withdrawal_is_a_change_of_its_own(told: Told) -> None:
    """Who has read "withdrawn" has to learn that the address was exposed."""
    service = withdrawn()
    before = DataRevision.objects.current()
    reason = TombstoneReason.ADDRESS_EXPOSED

    workflow.recall(service, UserFactory.make(), NOON, reason)

    assert DataRevision.objects.current() > before
    assert [row["reason"] for row in told()] == [reason.value]
