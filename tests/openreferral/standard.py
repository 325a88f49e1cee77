"""What the standard asks of a feed: requests of its validator, its schemas, its rules for pages.

Level 1 are the addresses that a feed needs, level 2 the others; `by_standard` is for both. What
`by_ours` finds is what a validator finds that forbids every field that we have not described.
"""

import copy
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.test import Client
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry
from referencing.jsonschema import DRAFT202012

FEED: Final = "/openreferral"
FOLDER: Final = Path(__file__).with_name("hsds_uk_3_0")
BASE: Final = "https://openreferraluk.org/specifications/3.0/schema/"
LISTS: Final = (
    "/services",
    "/service_at_locations",
    "/organizations",
    "/taxonomies",
    "/taxonomy_terms",
)
ENVELOPE: Final = {
    "total_items",
    "total_pages",
    "page_number",
    "size",
    "first_page",
    "last_page",
    "empty",
    "contents",
    "sd_revision",
}
UUID_FORM: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
formats = FormatChecker(["email", "date"])


def _is_id(value: object) -> bool:
    return not isinstance(value, str) or UUID_FORM.fullmatch(value) is not None


def _is_moment(value: object) -> bool:
    return not isinstance(value, str) or MOMENT.fullmatch(value) is not None


def _is_address(value: object) -> bool:
    return not isinstance(value, str) or re.fullmatch(r"[a-z]+:\S+", value) is not None


formats.checks("uuid")(_is_id)
formats.checks("date-time")(_is_moment)
formats.checks("uri")(_is_address)


@cache
def _registry() -> Registry[Any]:
    registry: Registry[Any] = Registry()
    for file in sorted((FOLDER / "schema").glob("*.json")):
        schema = json.loads(file.read_text(encoding="utf-8"))
        registry = registry.with_resource(BASE + file.name, DRAFT202012.create_resource(schema))
    return registry


@cache
def _operations() -> dict[str, Any]:
    described = json.loads((FOLDER / "openapi.json").read_text(encoding="utf-8"))
    return {path: item["get"] for path, item in described["paths"].items()}


@cache
def _validator(path: str) -> Any:
    answers = _operations()[path]["responses"]["200"]["content"]["application/json"]
    schema = answers["schema"]
    return Draft202012Validator(schema, registry=_registry(), format_checker=formats)


def level(path: str) -> int:
    """Return the level of an address: 1 where the feed fails without it."""
    return 2 if any(tag.lower() == "optional" for tag in _operations()[path]["tags"]) else 1


def by_standard(path: str, body: Any) -> list[str]:
    """Return what the standard finds wrong with an answer."""
    return [f"{error.json_path}: {error.message}" for error in _validator(path).iter_errors(body)]


def by_ours(described: dict[str, Any], name: str, record: Any) -> list[str]:
    """Return what our own description finds wrong with a record, where it is taken strictly."""
    return [f"{error.json_path}: {error.message}" for error in strict(described, name)(record)]


_made: dict[str, Any] = {}


def strict(described: dict[str, Any], name: str) -> Any:
    """Return the check of one object by our description, with every other field forbidden."""
    if name not in _made:
        schemas = copy.deepcopy(described["components"]["schemas"])
        for schema in schemas.values():
            schema["additionalProperties"] = False
        whole = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": schemas}}
        _made[name] = Draft202012Validator(whole, format_checker=formats).iter_errors
    return _made[name]


def read(client: Client, address: str) -> Any:
    """Return what an address of the feed answers, which has to be there at once."""
    response = client.get(FEED + address)
    assert response.status_code == 200, (address, response.content[:400])
    return response.json()


def pages(client: Client, path: str, query: str = "") -> Iterator[dict[str, Any]]:
    """Yield the pages of a list, each held to the rules of pages."""
    number, last = 1, False
    while not last:
        page = read(client, f"{path}?page={number}{query}")
        assert set(page) == ENVELOPE
        assert page["page_number"] == number
        assert page["first_page"] == (number == 1)
        assert page["last_page"] == (number == page["total_pages"])
        assert page["empty"] == (page["contents"] == [])
        assert page["size"] == len(page["contents"])
        yield page
        number, last = number + 1, page["last_page"]


def every(client: Client, path: str, query: str = "") -> list[dict[str, Any]]:
    """Return every record of a list, after a look at its pages."""
    found = list(pages(client, path, query))
    records = [record for page in found for record in page["contents"]]
    assert {page["total_items"] for page in found} == {len(records)}
    if "minimal" not in query:
        assert len({record["id"] for record in records}) == len(records)
    return records


def ids(client: Client, path: str, query: str = "") -> set[str]:
    return {record["id"] for record in every(client, path, query)}


def blanks(value: Any, path: str = "$") -> Iterator[str]:
    """Yield where something says nothing: null, a blank, an empty list."""
    if value in (None, "", [], {}):
        yield path
    if isinstance(value, dict):
        for name, part in value.items():
            yield from blanks(part, f"{path}.{name}")
    if isinstance(value, list):
        for part in value:
            yield from blanks(part, f"{path}[]")
