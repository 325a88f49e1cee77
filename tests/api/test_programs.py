"""Programs of other sites: a browser may ask for them, and a copy is not sent twice."""

import pytest
from django.test import Client

from resources.models import Service, publish_revision
from tests.factories import CollectionFactory, ServiceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def service() -> Service:
    service = ServiceFactory.make(areas=["rotherham"])
    CollectionFactory.make(slug="first", services=[service])
    return service


def addresses(service: Service) -> list[str]:
    lists = ("services/", "services/?region=rotherham", "regions/", "removed/", "schema/")
    return [
        *(f"/api/v1/{one}" for one in (*lists, f"services/{service.pk}/")),
        "/lists/first.jsonld",
    ]


def test_a_browser_may_ask_for_a_program_of_another_site(client: Client, service: Service) -> None:
    headers = {
        "Origin": "https://charity.example",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "if-none-match",
    }
    for address in [*addresses(service), "/api/v1/nothing/"]:
        answer = client.options(address, headers=headers)
        assert answer.status_code == 204, address
        assert answer.content == b""
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert answer["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
        assert "If-None-Match" in answer["Access-Control-Allow-Headers"]
        assert answer["Access-Control-Max-Age"] == "86400"
        assert "Access-Control-Allow-Credentials" not in answer.headers
    assert client.options("/", headers=headers).status_code == 405


def test_a_copy_that_is_still_right_is_not_sent_again(client: Client, service: Service) -> None:
    for address in addresses(service):
        first = client.get(address)
        tag = first["ETag"]
        assert "ETag" in first["Access-Control-Expose-Headers"]
        again = client.get(address, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b""), address
        assert again["ETag"] == tag
        assert again["Access-Control-Allow-Origin"] == "*"
        # A list of all areas names nobody's question; any other answer may.
        kept = "public, max-age=300" if address == "/api/v1/regions/" else "no-store"
        assert again["Cache-Control"] == first["Cache-Control"] == kept
        assert client.head(address)["ETag"] == tag
        assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_tag_changes_with_the_answer_and_with_nothing_else(
    client: Client, service: Service
) -> None:
    address = f"/api/v1/services/{service.pk}/"
    tag = client.get(address)["ETag"]
    publish_revision(Service.objects.all())
    assert client.get(address)["ETag"] == tag
    service.contacts.update(value="0808 801 0327")
    publish_revision(Service.objects.all())
    answer = client.get(address, headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert answer["ETag"] != tag


def test_a_compressed_answer_has_a_weak_tag_that_is_understood(
    client: Client, service: Service
) -> None:
    for coding in ("br", "gzip"):
        headers = {"Accept-Encoding": coding}
        tag = client.get("/api/v1/regions/", headers=headers)["ETag"]
        assert tag.startswith('W/"')
        again = client.get("/api/v1/regions/", headers={**headers, "If-None-Match": tag})
        assert again.status_code == 304


def test_neither_an_error_nor_a_page_has_a_tag(client: Client, service: Service) -> None:
    for address in ("/api/v1/services/?region=nowhere", "/api/v1/nothing/", "/", "/services/"):
        assert "ETag" not in client.get(address).headers
