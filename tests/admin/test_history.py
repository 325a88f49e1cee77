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
from resources.curation.snapshots import Writing, found, written
from resources.models import Service, Snapshot
from tests.admin.forms import address, filled, take_step
from tests.factories import (
    LocationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    UserFactory,
)
from tests.pages.reading import Page
from tests.proposing_records import a_change, approve
from tests.publishing import publish_all


def history(client: Client, service: Service, **query: Any) -> str:
    response = client.get(address(Service, "history", service), query)
    assert response.status_code == 200
    return words(response)


def words(response: Any) -> str:
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


@pytest.mark.parametrize("beside", ["organisation", "place"])
def test_who_approved_a_change_of_its_organisation_or_place_is_told(
    staff: Client, beside: str
) -> None:
    author, second = UserFactory.make(username="bryn"), UserFactory.make(username="cara")
    service = ServiceAtLocationFactory.make().service
    row: Any = service.organization if beside == "organisation" else LocationFactory.make()
    if beside == "place":
        service.service_at_locations.update(location=row)
    publish_all()
    name = {"name": "Hope House"} if beside == "organisation" else {"city": "Hopetown"}
    approve(a_change(row, author, **name), second)
    for told in (history(staff, service), words(staff.get(address(Service, "change", service)))):
        kind = "Organisation" if beside == "organisation" else "Place"
        assert f"{kind}, approved by cara" in told
        assert "bryn" in told
        assert next(iter(name.values())) in told


def test_the_page_of_a_listing_shows_what_happened_last_and_leads_to_all_of_it(
    staff: Client,
) -> None:
    service = ServiceFactory.make(publication=Publication.DRAFT)
    for number in range(7):
        Service.objects.update(summary=f"Text {number}.")
        written([service.pk], Writing(SnapshotWriter.FORM, datetime.now(UTC)))
    page = staff.get(address(Service, "change", service))
    told = words(page)
    assert [f"Version {number}: " in told for number in (7, 6, 5, 4, 3, 2)] == [True] * 5 + [False]
    assert address(Service, "history", service) in page.content.decode()


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


OFFICE = {
    "id": "1111111122", "channel": "phone", "label": "Office", "value": "1", "is_crisis_line": True,
}  # fmt: skip
HELPLINE = {"id": "1111111133", "channel": "phone", "value": "2"}
TOWN = {"id": "2222222233", "address_visibility": "area_only", "city": "Leeds"}
HIDDEN = {"id": "2222222244", "address_visibility": "hidden"}
OLD: dict[str, Any] = {
    "record": "service",
    "name": "A",
    "contacts": [OFFICE],
    "terms": {"type": ["helpline"]},
    "areas": [{"region": "leeds"}],
}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"name": "B"}, [Difference("name", "A", "B")]),
        ({"url": "https://a.example"}, [Difference("url", "", "https://a.example")]),
        ({"contacts": []}, [
            Difference("contacts: phone Office, 1: channel", "phone", ""),
            Difference("contacts: phone Office, 1: is_crisis_line", "yes", ""),
            Difference("contacts: phone Office, 1: label", "Office", ""),
            Difference("contacts: phone Office, 1: value", "1", ""),
        ]),
        ({"terms": {"type": ["helpline", "crisis"]}}, [
            Difference("terms: type", "helpline", "helpline\ncrisis")
        ]),
        ({"areas": [{"region": "leeds", "part": True}]}, [
            Difference("areas", "Leeds", "Leeds (part)")
        ]),
    ],
)  # fmt: skip
def test_versions_differ_in_the_fields_that_were_changed(
    changes: dict[str, Any], expected: list[Difference]
) -> None:
    new = {name: value for name, value in (OLD | changes).items() if value}
    assert differences(OLD, new) == expected


def test_a_changed_number_is_named_by_what_it_is_now() -> None:
    old, new = OLD | {"contacts": [HELPLINE]}, OLD | {"contacts": [HELPLINE | {"value": "3"}]}
    assert differences(old, new) == [Difference("contacts: phone, 3: value", "2", "3")]


def test_another_order_of_contacts_or_places_is_a_difference() -> None:
    """The first number is the one that a list shows."""
    old = OLD | {"contacts": [OFFICE, HELPLINE], "location": TOWN, "other_locations": [HIDDEN]}
    new = OLD | {"contacts": [HELPLINE, OFFICE], "location": HIDDEN, "other_locations": [TOWN]}
    assert differences(old, new) == [
        Difference("contacts: order", "phone Office, 1\nphone, 2", "phone, 2\nphone Office, 1"),
        Difference("places: order", "Leeds\nhidden", "hidden\nLeeds"),
    ]


def test_a_further_contact_is_no_other_order_of_those_before() -> None:
    fields = [one.field for one in differences(OLD, OLD | {"contacts": [HELPLINE, OFFICE]})]
    assert fields == ["contacts: phone, 2: channel", "contacts: phone, 2: value"]


def test_what_no_person_did_is_told_so(staff: Client) -> None:
    service = ServiceFactory.make()
    found([service.pk], datetime.now(UTC))
    assert "Not by a person: Found as it was" in history(staff, service)


def test_the_list_of_all_versions_names_the_listing(staff: Client) -> None:
    service = ServiceFactory.make(name="Listening")
    written([service.pk], Writing(SnapshotWriter.FORM, datetime.now(UTC)))
    page = staff.get(address(Snapshot, "changelist")).content.decode()
    assert "Listening" in page
