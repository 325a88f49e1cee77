"""The feed for programs, as OpenAPI 3.1: every address, every parameter, every field that is sent.

A validator that forbids unknown fields takes them from here, so nothing may be missing.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from resources.api.v1.problems import MEDIA_TYPE
from resources.api.v1.serializers.display import CC0
from resources.choices import OUR_PREFIX
from resources.openreferral.endpoints import ENDPOINTS, VERSION, Endpoint, parameter
from resources.openreferral.values import Addresses

JSON: Final = "application/json"
Schema = dict[str, Any]
FORMATTED: Final = frozenset({"uuid", "uri", "email", "date", "date-time"})
PLAIN: Final = frozenset({"string", "number", "boolean"})
COUNT: Final = {"type": "integer", "minimum": 0}
# What can go wrong, by status; any address may answer the first two.
ERRORS: Final[Mapping[int, str]] = {
    400: "A parameter is not known, blank, or has a value that cannot be used: it is named.",
    500: "Something went wrong on our side.",
    404: "There is nothing at this address, or no such page.",
    410: "The service was public once and was removed: delete your copy. It says why and when.",
}


def description(addresses: Addresses) -> Schema:
    """Return the description of the feed at an address."""
    return {**_described(), "servers": [{"url": addresses.feed}]}


@cache
def fields() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Return the type and the meaning of each field of each object; a star: it is always sent."""
    text = Path(__file__).with_name("fields.json").read_text(encoding="utf-8")
    told: Mapping[str, Mapping[str, Sequence[str]]] = json.loads(text)
    return told


@cache
def _described() -> Schema:
    return {
        "openapi": "3.1.0",
        "x-hsds-version": VERSION,
        "info": {
            "title": f"{settings.SITE_NAME}: Open Referral UK",
            "version": "3.0",
            "x-hsds-version": VERSION,
            "description": (
                "HSDS-UK 3.0, with fields of HSDS 3.1 where the UK has none, and facts of our own "
                f"under the prefix `{OUR_PREFIX}`. What is not known is left out: no null and no "
                "blank."
            ),
            "license": {"name": "CC0 1.0 Universal", "url": CC0},
        },
        "security": [],
        "paths": {endpoint.path: {"get": _operation(endpoint)} for endpoint in ENDPOINTS},
        "components": {"schemas": _schemas()},
    }


def _operation(endpoint: Endpoint) -> Schema:
    key = {"name": "id", "in": "path", "required": True, "schema": _type("uuid")}
    record = _any_of(endpoint.shapes)
    errors = [400, 500, *([404] if endpoint.path != "/" else [])]
    if endpoint.path == "/services/{id}":
        errors.append(410)
    content = {JSON: {"schema": _page(record) if endpoint.is_list else record}}
    if endpoint.is_list:
        content["application/x-ndjson"] = {"schema": record}
    return {
        "operationId": endpoint.path.strip("/").replace("/{id}", "_by_id") or "root",
        "summary": endpoint.summary,
        "tags": ["required" if endpoint.is_required else "optional"],
        "parameters": [
            *([key] if "{id}" in endpoint.path else []),
            *(_parameter(name) for name in endpoint.parameters),
        ],
        "responses": {
            "200": {"description": endpoint.summary, "content": content},
            **{str(status): _error(status) for status in errors},
        },
    }


def _parameter(name: str) -> Schema:
    schema, about = parameter(name)
    return {"name": name, "in": "query", "description": about, "schema": dict(schema)}


def _error(status: int) -> Schema:
    schema = {"$ref": "#/components/schemas/problem"}
    return {"description": ERRORS[status], "content": {MEDIA_TYPE: {"schema": schema}}}


def _schemas() -> dict[str, Schema]:
    return {
        **{name: _object(told) for name, told in fields().items()},
        "problem": {
            "type": "object",
            "description": "An error, as RFC 9457 has it.",
            "required": ["type", "title", "status", "detail", "errors"],
            "properties": {
                **{name: _type("string") for name in ("type", "title", "detail")},
                "status": {"type": "integer", "minimum": 400, "maximum": 599},
                "errors": {"type": "array", "items": {"type": "object"}},
            },
        },
    }


def _object(told: Mapping[str, Sequence[str]]) -> Schema:
    return {
        "type": "object",
        "required": [name.rstrip("*") for name in told if name.endswith("*")],
        "properties": {
            name.rstrip("*"): {**_type(kind), "description": about}
            for name, (kind, about) in told.items()
        },
    }


def _type(kind: str) -> Schema:
    """Return the schema of a type: "uuid", "[phone]", "address", or several with strokes."""
    if kind.startswith("["):
        return {"type": "array", "minItems": 1, "items": _type(kind[1:-1])}
    if kind in FORMATTED:
        return {"type": "string", "format": kind}
    if kind in PLAIN:
        return {"type": kind} | ({"minLength": 1} if kind == "string" else {})
    return _any_of(kind.split("|"))


def _any_of(names: Sequence[str]) -> Schema:
    refs = [{"$ref": f"#/components/schemas/{name}"} for name in names]
    return refs[0] if len(refs) == 1 else {"anyOf": refs}


def _page(record: Schema) -> Schema:
    counts = ("total_items", "total_pages", "page_number", "size")
    marks = ("first_page", "last_page", "empty")
    properties: Schema = {
        **{name: dict(COUNT) for name in counts},
        **{name: {"type": "boolean"} for name in marks},
        "contents": {"type": "array", "items": record},
        f"{OUR_PREFIX}revision": {
            **COUNT,
            "description": "Where it differs between two pages, read the list from its start.",
        },
    }
    return {"type": "object", "required": [*properties], "properties": properties}
