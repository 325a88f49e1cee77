"""The changes: in order, exact for a slice, and told once for each thing that is new."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from jsonschema import FormatChecker
from openapi_schema_validator import OAS31Validator

from resources.api.v1.changes import MOST
from resources.choices import TombstoneReason
from resources.curation import workflow
from resources.models import Change, Service, publish_revision, publish_untold
from tests.api.problems import mistakes
from tests.factories import ServiceFactory, UserFactory, term
from tests.publishing import publish_all

pytestmark = pytest.mark.django_db
CHANGES = "/api/v1/changes/"


def read(client: Client, address: str = CHANGES) -> dict[str, Any]:
    response = client.get(address)
    assert response.status_code == 200, response.content
    page: dict[str, Any] = response.json()
    return page


def read_on(client: Client, address: str = CHANGES) -> tuple[list[dict[str, Any]], str]:
    """Follow the changes to their end; return the items and where to go on."""
    items: list[dict[str, Any]] = []
    while (page := read(client, address))["items"]:
        items += page["items"]
        address = page["next"]
    assert page["next"].endswith(address.partition("//")[2].partition("/")[2])
    return items, address


def withdraw(service: Service) -> None:
    now = timezone.now()
    workflow.withdraw(service, UserFactory.make(), now, "closed", in_danger=True)


def test_a_change_moves_to_the_end_and_stands_once(client: Client) -> None:
    first, second = ServiceFactory.make(name="Asp"), ServiceFactory.make(name="Bee")
    publish_all()
    items, end = read_on(client)
    assert {one["id"] for one in items} == {str(first.pk), str(second.pk)}
    assert {(one["state"], one["kind"]) for one in items} == {("updated", "service")}
    Service.objects.filter(pk=first.pk).update(name="Ant")
    publish_revision(Service.objects.all())
    (later,), end = read_on(client, end)
    assert (later["id"], later["data"]["name"]) == (str(first.pk), "Ant")
    items, _end = read_on(client)
    assert [one["data"]["name"] for one in items] == ["Bee", "Ant"]
    assert [one["modified"] for one in items] == sorted(one["modified"] for one in items)


def test_who_has_read_to_the_end_asks_the_same_address_until_something_changes(
    client: Client,
) -> None:
    service = ServiceFactory.make()
    publish_all()
    _items, end = read_on(client)
    assert read(client, end) == {"next": end, "items": [], "license": read(client)["license"]}
    # What says the same as before is not told again.
    publish_revision(Service.objects.all())
    assert read(client, end)["items"] == []
    withdraw(service)
    (gone,) = read(client, end)["items"]
    assert gone == {
        "state": "deleted",
        "kind": "service",
        "id": str(service.pk),
        "modified": Change.objects.get().revision,
        "reason": "withdrawn",
        "merged_into": None,
    }


def test_what_was_never_public_is_not_told(client: Client) -> None:
    draft = ServiceFactory.make(publication="draft")
    publish_all()
    withdraw(draft)
    assert read(client)["items"] == []


def test_a_recall_after_a_withdrawal_reaches_who_had_read_of_the_withdrawal(
    client: Client,
) -> None:
    service = ServiceFactory.make()
    publish_all()
    withdraw(service)
    _items, end = read_on(client)
    lead = UserFactory.make()
    workflow.recall(service, lead, timezone.now(), TombstoneReason.ADDRESS_EXPOSED)
    (told,) = read(client, end)["items"]
    assert (told["state"], told["reason"]) == ("deleted", "address_exposed")


def test_a_record_is_what_its_own_address_says_but_for_what_the_clock_changes(
    client: Client,
) -> None:
    service = ServiceFactory.make(hours=[("MO", "09:00", "17:00")], minimum_age=16)
    publish_all()
    (item,) = read(client)["items"]
    whole = client.get(f"/api/v1/services/{service.pk}/").json()
    copied = item["data"]
    parted = {"contacts", "display"}
    assert {name: whole[name] for name in copied.keys() - parted} == {
        name: copied[name] for name in copied.keys() - parted
    }
    assert sorted(whole.keys() - copied.keys()) == [
        "intervals_until",
        "must_refresh_by",
        "referral_status",
        "referral_status_as_of",
        "referral_status_precision",
    ]
    (contact,), (told,) = whole["contacts"], copied["contacts"]
    assert contact.keys() - told.keys() == {"intervals"}
    assert told["schedules"]
    assert {name: contact[name] for name in told} == told
    duties = [one["field"] for told in copied["display"].values() for one in told]
    assert "checked" in duties
    assert "must_refresh_by" not in duties


def test_a_slice_is_told_what_has_left_it(client: Client) -> None:
    legal = ServiceFactory.make(name="Asp", terms=["legal"])
    ServiceFactory.make(name="Bee", terms=["housing"])
    publish_all()
    items, end = read_on(client, f"{CHANGES}?type=legal")
    told = {one["id"]: (one["state"], one.get("reason", "")) for one in items}
    assert told[str(legal.pk)] == ("updated", "")
    assert sorted(told.values()) == [("deleted", "outside"), ("updated", "")]
    legal.terms.set([term("housing")])
    publish_revision(Service.objects.filter(pk=legal.pk))
    (left,) = read(client, end)["items"]
    assert (left["id"], left["state"], left["reason"]) == (str(legal.pk), "deleted", "outside")
    assert "data" not in left


def test_a_slice_is_told_what_a_moved_term_brings_into_it(client: Client) -> None:
    service = ServiceFactory.make(terms=["legal"])
    publish_all()
    branch = f"{CHANGES}?type=emotional"
    _items, end = read_on(client, branch)
    moved = term("legal")
    moved.parent = term("emotional")
    moved.save()
    publish_revision(Service.objects.all())
    (came,) = read(client, end)["items"]
    assert (came["id"], came["state"]) == (str(service.pk), "updated")


def test_pages_of_any_size_tell_the_same(client: Client) -> None:
    for number in range(7):
        ServiceFactory.make(name=f"Service {number}")
    publish_all()
    whole, _end = read_on(client)
    assert len(whole) == 7
    for limit in (1, 3, 7):
        items, _end = read_on(client, f"{CHANGES}?limit={limit}")
        assert items == whole


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("afterTimestamp=yesterday", "afterTimestamp"),
        ("afterTimestamp=-1", "afterTimestamp"),
        ("afterTimestamp=99999999999999999999", "afterTimestamp"),
        ("afterTimestamp=1&afterTimestamp=2", "afterTimestamp"),
        ("afterTimestamp=1&afterId=7", "afterId"),
        ("limit=0", "limit"),
        (f"limit={MOST + 1}", "limit"),
        ("limit=", "limit"),
        ("region=nowhere", "region"),
        ("type=", "type"),
        ("words=help", "words"),
        ("open=now", "open"),
        ("near=leeds", "near"),
        ("page=2", "page"),
    ],
)
def test_a_place_or_a_filter_that_is_wrong_is_named(query: str, name: str, client: Client) -> None:
    response = client.get(f"{CHANGES}?{query}")
    assert response.status_code == 400
    assert set(mistakes(response)) == {name}


def test_a_page_costs_as_many_queries_for_many_as_for_one(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    gone = ServiceFactory.make()
    for number in range(30):
        ServiceFactory.make(name=f"Service {number}")
    publish_all()
    withdraw(gone)
    read(client)
    with django_assert_max_num_queries(16):
        assert len(read(client, f"{CHANGES}?limit=31")["items"]) == 31


def test_the_changes_may_be_kept_for_a_minute_and_a_slice_nowhere(client: Client) -> None:
    for query in ("", "?afterTimestamp=1&limit=5"):
        assert client.get(CHANGES + query)["Cache-Control"] == "public, max-age=60"
    assert client.get(f"{CHANGES}?region=leeds")["Cache-Control"] == "no-store"
    assert client.get(f"{CHANGES}?limit=0")["Cache-Control"] == "no-store"
    tag = client.get(CHANGES)["ETag"]
    again = client.get(CHANGES, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_what_nobody_has_told_is_told_once(client: Client) -> None:
    service = ServiceFactory.make()
    publish_all()
    _items, end = read_on(client)
    assert publish_untold() == 0
    # As when a new release tells more of every service.
    Change.objects.update(digest="f" * 64)
    assert publish_untold() == 1
    assert publish_untold() == 0
    assert [one["id"] for one in read(client, end)["items"]] == [str(service.pk)]


def test_after_a_restored_backup_everything_is_told_again_beyond_any_number(
    client: Client,
) -> None:
    ServiceFactory.make()
    publish_all()
    _items, end = read_on(client)
    Change.objects.begin_again()
    publish_all()
    (item,) = read(client, end)["items"]
    assert item["modified"] > 1_000_000_000


def test_each_page_is_as_described(client: Client) -> None:
    gone = ServiceFactory.make(name="Asp")
    ServiceFactory.make(hours=[("MO", "09:00", "17:00")], minimum_age=16)
    publish_all()
    withdraw(gone)
    described = client.get("/api/v1/schema/").json()
    schema = {"$ref": "#/components/schemas/ChangesPage", "components": described["components"]}
    page = read(client)
    assert {one["state"] for one in page["items"]} == {"updated", "deleted"}
    formats = FormatChecker()
    formats.checks("uri")(lambda text: "://" in text)
    validator = OAS31Validator(schema, format_checker=formats)
    validator.validate(page)
    del page["items"][0]["data"]["name"]
    assert not validator.is_valid(page)
