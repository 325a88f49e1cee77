"""The feed for programs: no redirect, a tag for a copy, what was removed, and few queries."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from resources.choices import TombstoneReason
from resources.clock import this_minute
from resources.models import Service, publish_revision
from resources.openreferral import views
from tests.api.problems import problem
from tests.api.removals import recalled, withdrawn
from tests.factories import OrganizationFactory, ServiceAtLocationFactory, ServiceFactory
from tests.openreferral.standard import FEED, LISTS, every, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def service() -> Service:
    service = ServiceFactory.make(terms=["helpline"])
    ServiceAtLocationFactory.make(service=service)
    return service


def addresses(client: Client) -> list[str]:
    """Return every kind of address that the feed has."""
    own = [f"{path}/{every(client, path)[0]['id']}" for path in LISTS]
    return ["", "/openapi.json", *LISTS, *own]


@pytest.mark.parametrize("accept", [None, "text/html", "application/xml"])
def test_every_address_answers_json_at_once_with_and_without_a_last_stroke(
    client: Client, service: Service, accept: str | None
) -> None:
    headers = {"Accept": accept} if accept else {}
    for address in addresses(client):
        plain = client.get(FEED + address, headers=headers)
        slashed = client.get(f"{FEED}{address}/", headers=headers)
        for response in (plain, slashed):
            assert response.status_code == 200, address
            assert response["Content-Type"] == "application/json"
            assert response["Access-Control-Allow-Origin"] == "*"
        assert plain.json().keys() == slashed.json().keys()


def test_the_root_says_which_standard_it_is_and_leads_to_its_description(
    client: Client, service: Service
) -> None:
    told = read(client, "")
    assert told["version"] == "HSDS-UK-3.0"
    described = client.get(told["openapi_url"].removeprefix("http://testserver")).json()
    assert described["x-hsds-version"] == "HSDS-UK-3.0"
    assert described["servers"] == [{"url": "http://testserver/openreferral"}]
    assert len(described["paths"]) == 11


def test_the_root_of_our_own_api_leads_to_the_standard(client: Client) -> None:
    address = client.get("/api/").json()["open_referral_uk"].removeprefix("http://testserver")
    assert client.get(address).json()["version"] == "HSDS-UK-3.0"


def test_a_copy_that_is_still_right_is_not_sent_again(client: Client, service: Service) -> None:
    for address in addresses(client):
        first = client.get(FEED + address)
        tag = first["ETag"]
        again = client.get(FEED + address, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b""), address
        assert again["Access-Control-Allow-Origin"] == "*"
        assert again["Cache-Control"] == first["Cache-Control"] == "no-store"
        head: Any = client.head(FEED + address)
        assert (head["ETag"], head.content) == (tag, b"")


def test_a_tag_changes_with_the_answer(client: Client, service: Service) -> None:
    address = f"{FEED}/services/{service.pk}"
    tag = client.get(address)["ETag"]
    publish_revision(Service.objects.all())
    assert client.get(address)["ETag"] == tag
    service.contacts.update(value="0808 801 0327")
    publish_revision(Service.objects.all())
    changed = client.get(address, headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.json()["phones"][0]["number"] == "0808 801 0327"


def test_a_stream_is_not_sent_again_to_who_has_read_the_same_data(
    client: Client, service: Service
) -> None:
    address = f"{FEED}/services?format=ndjson&full=true"
    tag = client.get(address)["ETag"]
    again = client.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Access-Control-Allow-Origin"] == "*"
    small = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert small["ETag"] == tag
    assert client.get(f"{FEED}/services?format=ndjson")["ETag"] != tag
    publish_revision(Service.objects.all())
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_a_browser_may_ask_for_a_program_of_another_site(client: Client, service: Service) -> None:
    headers = {"Origin": "https://council.example", "Access-Control-Request-Method": "GET"}
    for address in ("", "/services", "/nothing"):
        answer = client.options(FEED + address, headers=headers)
        assert (answer.status_code, answer.content) == (204, b"")
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert answer["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert client.options(f"{FEED}/services")["Allow"] == "GET, HEAD, OPTIONS"


def test_the_next_page_and_the_description_are_named_in_a_header(client: Client) -> None:
    for _ in range(3):
        ServiceFactory.make()
    first = client.get(f"{FEED}/services?per_page=2&minimum_age=5")
    following = first["Link"].partition(">")[0].removeprefix("<http://testserver")
    assert '</openreferral/openapi.json>; rel="service-desc"' in first["Link"]
    last = client.get(following)
    assert (last.json()["page_number"], last.json()["last_page"]) == (2, True)
    assert 'rel="next"' not in last["Link"]


def test_what_was_public_once_is_gone_with_its_reason_and_what_never_was_is_not_there(
    client: Client,
) -> None:
    into = ServiceFactory.make()
    merged = recalled(TombstoneReason.MERGED_INTO, into=into.pk)
    gone = withdrawn()
    draft = ServiceFactory.make(publication="draft")
    for service, reason in ((merged, "merged_into"), (gone, "withdrawn")):
        response = client.get(f"{FEED}/services/{service.pk}")
        assert response.status_code == 410
        assert problem(response)["reason"] == reason
        assert response["Access-Control-Allow-Origin"] == "*"
    assert problem(client.get(f"{FEED}/services/{merged.pk}"))["merged_into"] == str(into.pk)
    for address in (f"/services/{draft.pk}", "/services/7", "/nothing", f"/taxonomies/{into.pk}"):
        response = client.get(FEED + address)
        assert response.status_code == 404
        assert problem(response)
    assert [one["id"] for one in every(client, "/services")] == [str(into.pk)]


def test_nothing_can_be_written(client: Client) -> None:
    for method in ("post", "put", "patch", "delete"):
        response = getattr(client, method)(f"{FEED}/services")
        assert response.status_code == 405
        assert problem(response)


ASKED = (
    "/services",
    "/services?full=true",
    "/services?minimal=true",
    "/services?search=talk&per_page=500",
    "/services?full=true&per_page=500",
    "/services?day=MO&modified_after=2026-01-01",
    "/service_at_locations?full=true&per_page=500",
    "/organizations?full_service=true&per_page=500",
    "/organizations?full=true&per_page=500",
    "/taxonomy_terms?per_page=500",
)
MOST: int = 24


def _fill(number: int) -> None:
    for _ in range(number // 5):
        organization = OrganizationFactory.make()
        for _ in range(5):
            made = ServiceFactory.make(
                organization=organization, terms=["helpline"], hours=[("MO", "09:00", "17:00")]
            )
        ServiceAtLocationFactory.make(service=made)


def _costs(client: Client) -> dict[str, int]:
    read(client, "/services?per_page=1")
    costs = {}
    for address in ASKED:
        with CaptureQueriesContext(connection) as captured:
            read(client, address)
        costs[address] = len(captured)
    return costs


@pytest.mark.long
def test_five_hundred_services_cost_no_more_queries_than_fifty(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Who runs what is read once a minute, whichever address is asked first then.
    now = this_minute()
    monkeypatch.setattr(views, "this_minute", lambda: now)
    _fill(55)
    few = _costs(client)
    _fill(445)
    many = _costs(client)
    more = {address: (few[address], cost) for address, cost in many.items() if cost > few[address]}
    assert more == {}
    assert max(many.values()) <= MOST
