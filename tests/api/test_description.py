"""The description of the API: a valid OpenAPI 3.1 document that says what the filters say."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from openapi_spec_validator import OpenAPIV31SpecValidator

from resources.api.v1.docs import shown
from resources.api.v1.problems import MEDIA_TYPE
from resources.choices import TombstoneReason
from resources.curation import workflow
from resources.filters import RemovedFilter, ServiceFilter, SliceFilter
from resources.filters.fields import MOST_VALUES
from tests.api.problems import PARTS
from tests.factories import CollectionFactory, ServiceFactory, UserFactory
from tests.pages.reading import Page, read

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
    lists = {f"/api/v1/{name}/" for name in (*names, "removed")}
    assert lists < set(described["paths"])
    # Each list but that of removals has rows of its own; the changes have none.
    assert len(described["paths"]) == len(lists) + len(names) + 1
    assert {tuple(operations) for operations in described["paths"].values()} == {("get",)}
    for operations in described["paths"].values():
        assert operations["get"]["summary"]


def test_every_filter_is_described_in_its_own_words(described: dict[str, Any]) -> None:
    parameters = _parameters(described, "/api/v1/services/")
    filters = ServiceFilter.base_filters
    own = {"page", "page_size", "fields", "id", "include", "ordering"}
    assert set(parameters) == {*filters, *own}
    for name, one in filters.items():
        assert parameters[name]["in"] == "query"
        assert parameters[name]["description"] == str(one.extra["help_text"])
        assert not parameters[name].get("required")


@pytest.mark.parametrize("name", ALONE)
def test_words_and_a_starting_place_are_described_as_one_text(
    name: str, described: dict[str, Any]
) -> None:
    parameter = _parameters(described, "/api/v1/services/")[name]
    assert parameter["schema"].pop("x-values-from", "/api/v1/regions/") == "/api/v1/regions/"
    assert parameter["schema"] == {"type": "string", "pattern": r"\S"}


@pytest.mark.parametrize("name", [one for one in ServiceFilter.base_filters if one not in ALONE])
def test_a_filter_is_described_as_a_parameter_that_may_be_repeated(
    name: str, described: dict[str, Any]
) -> None:
    parameter = _parameters(described, "/api/v1/services/")[name]
    values = [row.code for row in getattr(ServiceFilter.base_filters[name], "options", ())]
    schema = parameter["schema"]
    assert (schema["type"], schema["minItems"], schema["maxItems"]) == ("array", 1, MOST_VALUES)
    assert schema["items"].get("enum", []) == values
    # Where there is no closed list, the description says what a value looks like.
    assert bool(values) != bool(schema["items"].get("pattern"))
    assert (parameter.get("style", "form"), parameter.get("explode", True)) == ("form", True)


@pytest.mark.django_db
def test_a_partner_can_read_which_values_a_closed_list_has(client: Client) -> None:
    page = read(client, "/api/v1/docs/")
    answers = {question.split()[0]: answer for question, answer in _facts(page)}
    assert answers["cost"].endswith("Values: free, low_cost, paid, not_known")
    assert answers["sign"].endswith("Values: bsl, relay")
    assert "Values" not in answers["region"] + answers["words"] + answers["since"]
    assert client.get("/api/v1/services/?cost=low_cost&sign=relay").status_code == 200


def _facts(page: Page) -> list[tuple[str, str]]:
    """Return each parameter of the page for people with what is said of it."""
    names, told = page.all("dt"), page.all("dd")
    return [(one.words, other.words) for one, other in zip(names, told, strict=True)]


def test_only_lists_of_services_take_filters(described: dict[str, Any]) -> None:
    paged = {"page", "page_size", "fields"}
    own = {"/api/v1/removed/": {"since"}}
    for address in described["paths"]:
        names = set(_parameters(described, address))
        if address.endswith("}/"):
            assert names == {*re.findall(r"{(\w+)}", address), "fields"}
        elif address == "/api/v1/changes/":
            assert names == {"afterTimestamp", "afterId", "limit", *SliceFilter.base_filters}
        elif address != "/api/v1/services/":
            assert names == paged | own.get(address, set())


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


def test_each_list_has_the_parts_that_are_described_and_leaves_none_out(
    described: dict[str, Any], client: Client
) -> None:
    schemas = described["components"]["schemas"]
    lists = [address for address in described["paths"] if not address.endswith(("}/", "/changes/"))]
    for address in lists:
        answers = described["paths"][address]["get"]["responses"]
        schema = answers["200"]["content"]["application/json"]["schema"]["$ref"]
        page = schemas[schema.rsplit("/", 1)[1]]
        answer = client.get(address).json()
        assert set(page["properties"]) == set(page["required"]) == set(answer)
        assert page["properties"]["next"]["type"] == ["string", "null"]
    assert len(lists) == 6


def test_a_removal_is_described_as_it_is_told(described: dict[str, Any], client: Client) -> None:
    service = ServiceFactory.make()
    workflow.recall(service, UserFactory.make(), timezone.now(), TombstoneReason.CLOSED)
    schemas = described["components"]["schemas"]
    answers = described["paths"]["/api/v1/services/{id}/"]["get"]["responses"]

    told = described["components"]["responses"][answers["410"]["$ref"].rpartition("/")[2]]
    assert told["content"] == {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Gone"}}}
    parts = [one["$ref"].rpartition("/")[2] for one in schemas["Gone"]["allOf"]]
    assert parts == ["Problem", "Removed"]
    answer = client.get(f"/api/v1/services/{service.pk}/").json()
    assert set(schemas["Removed"]["properties"]) | PARTS == set(answer)
    assert set(schemas["RemovalReason"]["enum"]) == set(TombstoneReason.values)


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


def test_code_among_the_descriptions_is_markdown_for_programs_and_markup_for_people(
    described: dict[str, Any], client: Client
) -> None:
    parameter = _parameters(described, "/api/v1/services/")["type"]
    assert "`emotional`" in parameter["description"]

    page = read(client, "/api/v1/docs/")
    # Outside of the recipes, where it is a sign of JavaScript.
    told = [one.words for tag in ("p", "dt", "dd", "h2") for one in page.all(tag)]
    assert told
    assert not [words for words in told if "`" in words]
    codes = {one.words for one in page.all("code")}
    assert {"emotional", "now", "yes", "maybe", "2026-11-24", "/api/v1/removed/"} <= codes
    assert "<br" not in client.get("/api/v1/docs/").content.decode()


@pytest.mark.parametrize(
    ("described", "markup"),
    [
        ("`a` or `b`.", "<code>a</code> or <code>b</code>."),
        ("`<b>` & <i>", "<code>&lt;b&gt;</code> &amp; &lt;i&gt;"),
        ("One\nline.\n\nAnother.", "One line.\n\nAnother."),
        ("An odd `one", "An odd <code>one</code>"),
        ("", ""),
    ],
)
def test_all_of_a_description_is_escaped_and_its_code_is_marked(
    described: str, markup: str
) -> None:
    assert shown(described) == markup


def test_the_parameter_of_the_removals_is_described_in_its_own_words(
    described: dict[str, Any],
) -> None:
    parameter = _parameters(described, "/api/v1/removed/")["since"]
    assert parameter["description"] == str(RemovedFilter.base_filters["since"].extra["help_text"])
    assert parameter["schema"] == {"type": "string", "format": "date"}
    assert not parameter.get("required")
