"""The API is open data: read only, JSON only, from any origin, with no key and no cookie."""

import json

import pytest
from django.test import Client

from resources.models import Service
from tests.api.problems import mistakes, problem
from tests.factories import CollectionFactory, ServiceFactory
from tests.rows_again import made_again

LISTS = ["services", "removed", "organizations", "regions", "terms", "collections"]
WRITES = ["post", "put", "patch", "delete"]
ACCEPT = [
    "text/html",
    "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "application/xml",
    "application/json",
    "application/json; indent=4",
    "image/png",
    "*/*",
    "nonsense",
]


def make_rows() -> dict[str, str]:
    """Make a row of each list; return the address of each list, and of its row."""
    service = ServiceFactory.make(terms=["helpline"])
    collection = CollectionFactory.make(services=[service])
    rows = {
        "service": f"services/{service.pk}",
        "organization": f"organizations/{service.organization.pk}",
        "region": "regions/E08000018",
        "term": f"terms/{service.terms.get().pk}",
        "collection": f"collections/{collection.slug}",
    }
    return {name: f"/api/v1/{path}/" for name, path in (rows | {n: n for n in LISTS}).items()}


@pytest.fixture
def addresses(db: None) -> dict[str, str]:
    return made_again(make_rows)


@pytest.mark.parametrize("method", WRITES)
def test_nothing_can_be_written(method: str, addresses: dict[str, str]) -> None:
    client = Client(enforce_csrf_checks=True)
    for address in [*addresses.values(), "/api/v1/schema/"]:
        response = getattr(client, method)(
            address, json.dumps({"name": "x"}), content_type="application/json"
        )
        assert response.status_code == 405, address
        assert "POST" not in response["Allow"]
        assert response["Access-Control-Allow-Origin"] == "*"
    assert Service.objects.get().name != "x"


@pytest.mark.parametrize("method", WRITES)
def test_a_write_to_a_filtered_list_is_refused_as_a_write(method: str, db: None) -> None:
    response = getattr(Client(), method)("/api/v1/services/?region=wales")
    assert response.status_code == 405


@pytest.mark.parametrize("accept", ACCEPT)
def test_every_answer_is_json_whatever_is_asked_for(
    accept: str, addresses: dict[str, str], client: Client
) -> None:
    for address in addresses.values():
        response = client.get(address, headers={"accept": accept})
        assert response.status_code == 200, address
        assert response["Content-Type"] == "application/json"
        assert response.json()


@pytest.mark.parametrize("value", ["json", "api", "xml", "html"])
def test_the_form_of_an_answer_cannot_be_chosen_in_the_address(
    value: str, db: None, client: Client
) -> None:
    response = client.get("/api/v1/services/", {"format": value})
    assert response.status_code == 400
    assert list(mistakes(response)) == ["format"]


def test_head_and_options_are_answered(addresses: dict[str, str], client: Client) -> None:
    for address in addresses.values():
        assert client.head(address).status_code == 200
        options = client.options(address)
        assert (options.status_code, options["Allow"]) == (200, "GET, HEAD, OPTIONS")


STATUSES = [
    ("get", "/api/v1/services/", 200),
    ("get", "/api/v1/services/?region=nowhere", 400),
    ("get", "/api/v1/services/?page=2", 404),
    ("get", "/api/v1/services/3f3c2a52-0000-4000-8000-000000000000/", 404),
    ("get", "/api/v1/services/not-an-id/", 404),
    ("get", "/api/v1/removed/", 200),
    ("get", "/api/v1/removed/?since=yesterday", 400),
    ("get", "/api/v1/removed/3f3c2a52-0000-4000-8000-000000000000/", 404),
    ("get", "/api/v1/organizations/%00/", 404),
    ("get", "/api/v1/regions/E00000000/", 404),
    ("get", "/api/v1/terms/helpline/", 404),
    ("get", "/api/v1/collections/no-such-list/", 404),
    ("get", "/api/v1/nothing/", 404),
    ("get", "/api/v2/services/", 404),
    ("get", "/api/", 200),
    ("get", "/api/v1/", 200),
    ("get", "/api/?x=1", 400),
    ("post", "/api/v1/services/", 405),
    ("post", "/api/v1/removed/", 405),
]


@pytest.mark.parametrize(("method", "address", "status"), STATUSES)
def test_any_origin_may_read_every_answer_and_every_answer_is_json(
    method: str, address: str, status: int, db: None
) -> None:
    client = Client(enforce_csrf_checks=True)
    response = getattr(client, method)(address, headers={"origin": "https://partner.example"})
    assert response.status_code == status
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Access-Control-Allow-Credentials" not in response
    if status == 200:
        assert response["Content-Type"] == "application/json"
        assert response.json()
    else:
        assert problem(response)


@pytest.mark.parametrize(("method", "address", "status"), STATUSES)
def test_no_answer_sets_a_cookie_or_may_be_kept(
    method: str, address: str, status: int, db: None, client: Client
) -> None:
    response = getattr(client, method)(address)
    assert response.status_code == status
    assert not response.cookies
    assert response["Cache-Control"] == "no-store"


def test_an_address_that_leads_nowhere_is_not_repeated(db: None, client: Client) -> None:
    response = client.get("/api/v1/secret-place/")
    assert problem(response)["detail"] == "There is nothing at this address."


def test_pages_may_not_be_read_from_other_origins(db: None, client: Client) -> None:
    for address in ("/", "/services/", "/nothing/"):
        assert "Access-Control-Allow-Origin" not in client.get(address)
