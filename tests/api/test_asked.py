"""What a program asks of the shape of a list: fields, parts, order, ids and size of a page."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from resources.api.v1.problems import BY_NAME
from resources.choices import Publication
from resources.models import (
    ContactRoute,
    DataRevision,
    Organization,
    Service,
    publish_revision,
)
from tests.api.problems import mistakes, problem
from tests.factories import ServiceFactory

SERVICES = "/api/v1/services/"
DETAILS = {"description", "service_at_locations", "verifications", "who_answers"}


@pytest.fixture
def three(db: None) -> list[Service]:
    return [ServiceFactory.make(name=name) for name in ("Cedar", "ash", "Birch")]


def rows(client: Client, **asked: Any) -> list[dict[str, Any]]:
    answer = client.get(SERVICES, asked)
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


def test_a_program_can_ask_for_some_fields(three: list[Service], client: Client) -> None:
    assert {frozenset(row) for row in rows(client, fields="name,contacts")} == {
        frozenset({"id", "name", "contacts"})
    }
    one = client.get(f"{SERVICES}{three[0].pk}/", {"fields": "name"})
    assert one.json() == {"id": str(three[0].pk), "name": "Cedar"}
    assert one["Content-Type"] == "application/vnd.directory.partial+json"


def test_a_field_of_a_whole_record_brings_its_part_into_a_list(
    three: list[Service], client: Client
) -> None:
    (first, *_others) = rows(client, fields="verifications,description")
    assert set(first) == {"id", "verifications", "description"}


def test_a_list_with_all_parts_says_what_each_record_says(
    three: list[Service], client: Client
) -> None:
    for row in rows(client, include="places,sources,details,organization"):
        whole = client.get(f"{SERVICES}{row['id']}/").json()
        assert {**row, "organization": None} == {**whole, "organization": None}
        assert row["organization"].items() >= whole["organization"].items()
    assert not DETAILS & set(rows(client)[0])
    assert set(rows(client, include="sources")[0]) - set(rows(client)[0]) == {"verifications"}


def test_a_list_comes_in_the_order_that_is_asked_for(three: list[Service], client: Client) -> None:
    names = [row["name"] for row in rows(client, ordering="name")]
    assert names == ["ash", "Birch", "Cedar"]
    assert [row["name"] for row in rows(client, ordering="-name")] == names[::-1]
    for order, sign in (("last_modified", 1), ("-last_modified", -1)):
        times = [row["last_modified"] for row in rows(client, ordering=order)]
        assert times[::sign] == sorted(times)


def test_several_records_are_fetched_at_once_and_no_draft_is_among_them(
    three: list[Service], client: Client
) -> None:
    draft = ServiceFactory.make(publication=Publication.DRAFT)
    asked = [str(three[0].pk), str(three[2].pk), str(draft.pk)]
    assert {row["id"] for row in rows(client, id=asked)} == set(asked[:2])


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({"fields": "name,phone"}, "fields"),
        ({"fields": ""}, "fields"),
        ({"include": "everything"}, "include"),
        ({"ordering": "distance"}, "ordering"),
        ({"ordering": ["name", "-name"]}, "ordering"),
        ({"id": "childline"}, "id"),
        ({"id": ["3f3c2a52-0000-4000-8000-000000000000"] * 101}, "id"),
        ({"page_size": "501"}, "page_size"),
        ({"page_size": "0"}, "page_size"),
        ({"page": "x"}, "page"),
        ({"region": " "}, "region"),
        ({"postcode": "S60 1AE"}, "postcode"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(
    asked: dict[str, Any], named: str, db: None, client: Client
) -> None:
    answer = client.get(SERVICES, asked)
    assert answer.status_code == 400
    assert list(mistakes(answer)) == [named]


def test_a_page_may_have_five_hundred_records(db: None, client: Client) -> None:
    assert client.get(SERVICES, {"page_size": "500"}).status_code == 200
    page = client.get("/api/v1/regions/", {"page_size": "500"}).json()
    assert len(page["results"]) == page["count"] > 100
    assert page["next"] is None


def test_the_revision_tells_that_a_list_changed(three: list[Service], client: Client) -> None:
    before = client.get(SERVICES).json()["revision"]
    assert client.get(SERVICES).json()["revision"] == before
    ServiceFactory.make()
    DataRevision.objects.bump()
    after = client.get(SERVICES, {"ordering": "name"}).json()["revision"]
    assert after > before
    assert client.get("/api/v1/regions/").json()["revision"] == after


def test_what_was_last_changed_says_so_whatever_part_it_was(
    three: list[Service], client: Client
) -> None:
    address = f"{SERVICES}{three[0].pk}/"
    told = [client.get(address).json()["last_modified"]]
    later = timezone.now() + timedelta(minutes=1)
    Organization.objects.filter(pk=three[0].organization_id).update(
        name="New name", last_modified=later
    )
    publish_revision(Service.objects.filter(pk=three[0].pk))
    told.append(client.get(address).json()["last_modified"])
    assert told[1] > told[0]
    assert rows(client, id=str(three[0].pk))[0]["last_modified"] == told[1]


def test_the_roots_say_what_there_is(db: None, client: Client) -> None:
    (version,) = client.get("/api/").json()["versions"]
    root = client.get(version["url"]).json()
    for address in (version["docs"], root["schema"], *(one["url"] for one in root["lists"])):
        assert client.get(address).status_code == 200, address
    assert {one["name"] for one in root["lists"]} >= {"services", "removed", "collections"}


def test_an_answer_leads_to_the_next_page_the_description_and_the_licence(
    three: list[Service], client: Client
) -> None:
    first = client.get(SERVICES, {"page_size": "2"})
    assert f'<{first.json()["next"]}>; rel="next"' in first["Link"]
    last = client.get(first.json()["next"])
    assert 'rel="next"' not in last["Link"]
    for answer in (first, last, client.get("/api/v1/nothing/")):
        assert '</api/v1/schema/>; rel="service-desc"' in answer["Link"]
        assert '</api/v1/docs/#licence>; rel="license"' in answer["Link"]


def test_only_lists_that_name_nobodys_question_may_be_kept(db: None, client: Client) -> None:
    kept = {name: client.get(f"/api/v1/{name}/")["Cache-Control"] for name in ("regions", "terms")}
    assert set(kept.values()) == {"public, max-age=300"}
    for address in (SERVICES, f"{SERVICES}?region=wales", "/api/v1/removed/"):
        assert client.get(address)["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "route",
    [
        ("0808 801 0331", "phone", "+448088010331", "tel:"),
        ("999", "phone", None, "tel:"),
        ("https://example.org/", "website", None, "https://example.org/"),
    ],
)
def test_a_number_is_also_told_as_it_is_dialled(
    route: tuple[str, str, str | None, str], db: None, client: Client
) -> None:
    value, channel, dialled, link = route
    service = ServiceFactory.make()
    ContactRoute.objects.filter(service=service).update(channel=channel, value=value)
    DataRevision.objects.bump()
    contacts = client.get(f"{SERVICES}{service.pk}/").json()["contacts"]
    assert contacts
    for contact in contacts:
        assert (contact["value"], contact["e164"]) == (value, dialled)
        assert contact["href"].startswith(link)


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ("GET services/?colour=red", "unknown-parameter"),
        ("GET services/?region=", "blank-value"),
        ("GET services/?region=nowhere", "unknown-value"),
        ("GET nothing/", "nothing-here"),
        ("GET services/not-an-id/", "nothing-here"),
        ("GET services/?page=2", "past-the-end"),
        ("POST services/", "read-only"),
    ],
)
def test_each_refusal_is_a_problem_that_leads_to_its_meaning(
    asked: str, kind: str, db: None, client: Client
) -> None:
    method, address = asked.split()
    answer = client.generic(method, f"/api/v1/{address}")
    assert answer.status_code == BY_NAME[kind].status
    told = problem(answer)
    assert told["type"] == f"/api/v1/docs/#{kind}"
    assert "application/problem+json" in answer["Content-Type"]
    assert "No Service matches" not in answer.content.decode()


def test_a_page_fetched_in_advance_is_a_problem_too(db: None, client: Client) -> None:
    answer = client.get(SERVICES, headers={"sec-purpose": "prefetch"})
    assert answer.status_code == 503
    assert problem(answer)["type"].endswith("#away")
