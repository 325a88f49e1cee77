"""The history of a listing shows what was changed, from what to what, by whom, and the reason."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from resources.choices import Publication, SnapshotWriter
from resources.curation.differences import Difference, differences
from resources.curation.snapshots import Writing, written
from resources.models import Service, Snapshot
from tests.admin.forms import address, filled, take_step
from tests.factories import ServiceFactory, UserFactory
from tests.pages.reading import Page


def history(client: Client, service: Service, **query: Any) -> str:
    response = client.get(address(Service, "history", service), query)
    assert response.status_code == 200
    return Page(response.content.decode()).one("body").words


def test_a_change_is_shown_with_the_old_and_the_new_value(staff: Client, curator: User) -> None:
    draft = ServiceFactory.make(publication=Publication.DRAFT)
    where = address(Service, "change", draft)
    changes = {
        "contacts-0-value": "0114 496 0777",
        "summary": "Someone who listens.",
        "change_reason": "Read on their site.",
    }
    staff.post(where, filled(staff.get(where)) | changes)
    told = history(staff, draft)
    assert "asha: Read on their site." in told
    # What can hurt comes before wording.
    assert told.index("0808 801 0331 0114 496 0777") < told.index("Someone to talk to.")
    assert "Someone to talk to. Someone who listens." in told


def test_steps_stand_between_the_changes_with_their_reasons(staff: Client) -> None:
    service = ServiceFactory.make()
    take_step(staff, "withdraw", service, reason="Number changed.")
    told = history(staff, service)
    assert "Published to Withdrawn" in told
    assert "asha: Number changed." in told


def test_a_listing_without_a_version_says_so(staff: Client) -> None:
    assert "Nothing is written down yet" in history(staff, ServiceFactory.make())


def test_a_long_history_is_cut_into_pages(staff: Client) -> None:
    service = ServiceFactory.make()
    now = datetime(2026, 11, 28, 15, tzinfo=UTC)
    for number in range(60):
        Service.objects.update(summary=f"Text {number}.")
        written([service.pk], Writing(SnapshotWriter.FORM, now))
    assert "Text 59." in history(staff, service)
    assert "Text 3." not in history(staff, service)
    assert "Text 3." in history(staff, service, page=2)


def test_nobody_without_a_right_to_see_listings_reads_their_history(
    client: Client, db: None
) -> None:
    service = ServiceFactory.make()
    client.force_login(UserFactory.make(is_superuser=False))
    assert client.get(address(Service, "history", service)).status_code == 403


def test_the_history_costs_the_same_for_many_versions_as_for_few(
    staff: Client, curator: User
) -> None:
    costs = []
    for size in (2, 12):
        service = ServiceFactory.make()
        for number in range(size):
            Service.objects.update(summary=f"Text {number}.")
            written([service.pk], Writing(SnapshotWriter.FORM, datetime.now(UTC), curator))
        with CaptureQueriesContext(connection) as asked:
            history(staff, service)
        costs.append(len(asked))
    assert costs[0] == costs[1]


OLD: dict[str, Any] = {
    "record": "service",
    "name": "A",
    "contacts": [{"id": "1111111122", "value": "1", "is_crisis_line": True}],
    "terms": {"type": ["helpline"]},
    "areas": [{"region": "leeds"}],
}


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, []),
        ({"name": "B"}, [Difference("name", "A", "B")]),
        ({"url": "https://a.example"}, [Difference("url", "", "https://a.example")]),
        ({"contacts": []}, [
            Difference("contacts, 11111111, is_crisis_line", "yes", ""),
            Difference("contacts, 11111111, value", "1", ""),
        ]),
        ({"terms": {"type": ["helpline", "crisis"]}}, [
            Difference("terms, type", "helpline", "helpline\ncrisis")
        ]),
        ({"areas": [{"region": "leeds", "part": True}]}, [
            Difference("areas", "region: leeds", "region: leeds, part: yes")
        ]),
    ],
)  # fmt: skip
def test_versions_differ_in_the_fields_that_were_changed(
    changes: dict[str, Any], found: list[Difference]
) -> None:
    new = {name: value for name, value in (OLD | changes).items() if value}
    assert differences(OLD, new) == found


def test_the_list_of_all_versions_names_the_listing(staff: Client) -> None:
    service = ServiceFactory.make(name="Listening")
    written([service.pk], Writing(SnapshotWriter.FORM, datetime.now(UTC)))
    page = staff.get(address(Snapshot, "changelist")).content.decode()
    assert "Listening" in page
