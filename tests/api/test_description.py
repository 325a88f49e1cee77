"""The description of the API: a valid OpenAPI 3.1 document that says what the filters say."""

import re
from typing import Any

import pytest
from django.test import Client
from openapi_spec_validator import OpenAPIV31SpecValidator

from resources.filters import ServiceFilter
from tests.factories import CollectionFactory, ServiceFactory

# Parameters that take one value.
ALONE = ("words", "near")


@pytest.fixture
def described(db: None, client: Client) -> dict[str, Any]:
    """The description, as programs read it."""
    response = client.get("/api/v1/schema/")
    assert response.status_code == 200
    answer: dict[str, Any] = response.json()
    return answer


def _parameters(described: dict[str, Any], address: str) -> dict[str, dict[str, Any]]:
    operation = described["paths"][address]["get"]
    return {one["name"]: one for one in operation.get("parameters", ())}


def test_the_description_is_valid_openapi(described: dict[str, Any]) -> None:
    assert described["openapi"].startswith("3.1.")
    OpenAPIV31SpecValidator(described).validate()


def test_every_address_of_the_api_is_described_and_only_read(described: dict[str, Any]) -> None:
    names = ("services", "organizations", "regions", "terms", "collections")
    lists = {f"/api/v1/{name}/" for name in names}
    assert lists < set(described["paths"])
    assert len(described["paths"]) == 2 * len(names)
    assert {tuple(operations) for operations in described["paths"].values()} == {("get",)}
    for operations in described["paths"].values():
        assert operations["get"]["summary"]


def test_every_filter_is_described_in_its_own_words(described: dict[str, Any]) -> None:
    parameters = _parameters(described, "/api/v1/services/")
    filters = ServiceFilter.base_filters
    assert set(parameters) == {*filters, "page", "page_size"}
    for name, one in filters.items():
        assert parameters[name]["in"] == "query"
        assert parameters[name]["description"] == str(one.extra["help_text"])
        assert not parameters[name].get("required")


@pytest.mark.parametrize("name", ALONE)
def test_words_and_a_starting_place_are_described_as_one_text(
    name: str, described: dict[str, Any]
) -> None:
    parameter = _parameters(described, "/api/v1/services/")[name]
    assert parameter["schema"] == {"type": "string"}


@pytest.mark.parametrize("name", [one for one in ServiceFilter.base_filters if one not in ALONE])
def test_a_filter_is_described_as_a_parameter_that_may_be_repeated(
    name: str, described: dict[str, Any]
) -> None:
    parameter = _parameters(described, "/api/v1/services/")[name]
    assert parameter["schema"] == {"type": "array", "items": {"type": "string"}}
    assert (parameter.get("style", "form"), parameter.get("explode", True)) == ("form", True)


def test_only_lists_of_services_take_filters(described: dict[str, Any]) -> None:
    paged = {"page", "page_size"}
    for address in described["paths"]:
        names = set(_parameters(described, address))
        if address.endswith("}/"):
            assert names == set(re.findall(r"{(\w+)}", address))
        elif address != "/api/v1/services/":
            assert names == paged


def test_each_answer_has_the_fields_that_are_described(
    described: dict[str, Any], client: Client
) -> None:
    service = ServiceFactory.make()
    CollectionFactory.make(slug="l", services=[service])
    schemas = described["components"]["schemas"]
    for name, address in [
        ("ServiceDetail", f"services/{service.pk}/"),
        ("Organization", f"organizations/{service.organization.pk}/"),
        ("Region", "regions/E08000018/"),
        ("Collection", "collections/l/"),
    ]:
        answer = client.get(f"/api/v1/{address}").json()
        assert set(schemas[name]["properties"]) == set(answer)


def test_describing_the_api_says_nothing_unexpected(
    db: None, client: Client, capfd: pytest.CaptureFixture[str]
) -> None:
    client.get("/api/v1/schema/")
    assert "Warning" not in capfd.readouterr().err


def test_the_page_for_partners_says_what_the_description_says(
    described: dict[str, Any], client: Client
) -> None:
    page = client.get("/api/v1/docs/").content.decode()
    assert "/api/v1/schema/" in page
    for address, operations in described["paths"].items():
        assert address in page
        assert operations["get"]["summary"] in page
    for one in ServiceFilter.base_filters:
        assert f"<code>{one}</code>" in page
