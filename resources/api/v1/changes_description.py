"""The description of the changes, made from that of the list and of the record of a service."""

from typing import Any, Final

from resources.api.v1.changes import AFTER_ID, HIGHEST, LIMIT, MOST, TIMESTAMP
from resources.api.v1.following import DELETED, KIND, OUTSIDE, UPDATED
from resources.api.v1.serializers.copied import CLOCKED, CLOCKED_OF_CONTACTS
from resources.api.v1.serializers.display import CC0
from resources.choices import TombstoneReason
from resources.filters import SliceFilter

JSON: Final = "application/json"
PATH: Final = "/api/v1/changes/"
SERVICES: Final = "/api/v1/services/"
ABOUT: Final = (
    "The Realtime Paged Data Exchange 1.0 of OpenActive. Begin without `afterTimestamp`, take each "
    "page into your copy, and ask for its `next`. A page without items is the last for now: keep "
    "its `next`, and ask it again later. A service stands here once. It moves to the end when "
    "what is told of it changes. With filters, what does not match is told as deleted. So a copy "
    "of a part is exact. Some of what is deleted you never had: pass it over. `data` leaves out "
    "what the clock alone changes."
)
Schema = dict[str, Any]
MODIFIED: Final[Schema] = {
    "type": "integer",
    "minimum": 0,
    "description": "The data revision of the change: a number that only grows.",
    "examples": [42],
}
ID: Final[Schema] = {
    "type": "string",
    "format": "uuid",
    "description": "The id of the service.",
    "examples": ["4dd46635-7526-5b79-8c62-cb2e52c5094e"],
}


def describe_changes(result: Schema, generator: Any, request: Any, public: bool) -> Schema:
    """Add the changes to a description that is complete otherwise."""
    schemas = result["components"]["schemas"]
    schemas.update(_copied(schemas), **_items(), ChangesPage=_page())
    listed = result["paths"][SERVICES]["get"]
    filters = [one for one in listed["parameters"] if one["name"] in SliceFilter.base_filters]
    answer = {
        "description": "A page of the changes.",
        "content": {JSON: {"schema": _ref("ChangesPage")}},
        "headers": listed["responses"]["200"]["headers"],
    }
    other = {status: told for status, told in listed["responses"].items() if status != "200"}
    operation = {
        "operationId": "changes_list",
        "summary": "What changed, in order, for copies",
        "description": ABOUT,
        "parameters": [*_place(), *filters],
        "tags": listed["tags"],
        "security": [],
        "responses": {"200": answer, **other},
    }
    paths = {**result["paths"], PATH: {"get": operation}}
    result["paths"] = dict(sorted(paths.items()))
    return result


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _without(schema: Schema, left_out: frozenset[str]) -> Schema:
    properties = {name: told for name, told in schema["properties"].items() if name not in left_out}
    return {**schema, "properties": properties, "required": sorted(properties)}


def _copied(schemas: Schema) -> Schema:
    """Return the record of a service, and of its ways of contact, as a copy keeps them."""
    service = _without(schemas["ServiceDetail"], CLOCKED)
    contacts = {**service["properties"]["contacts"], "items": _ref("CopiedContact")}
    service["properties"]["contacts"] = contacts
    return {
        "CopiedContact": _without(schemas["Contact"], CLOCKED_OF_CONTACTS),
        "CopiedService": service,
    }


def _item(state: str, about: str, **more: Schema) -> Schema:
    properties: Schema = {
        "state": {"const": state, "type": "string", "description": "What to do with your copy."},
        "kind": {"const": KIND, "type": "string", "description": "What it is."},
        "id": ID,
        "modified": MODIFIED,
        **more,
    }
    return {
        "type": "object",
        "description": about,
        "properties": properties,
        "required": sorted(properties),
        "additionalProperties": False,
    }


def _items() -> Schema:
    reason = {
        "type": "string",
        "enum": [*TombstoneReason.values, OUTSIDE],
        "description": "Why it went, as in `/api/v1/removed/`; or `outside`: it does not match.",
        "examples": ["closed"],
    }
    merged = {
        **ID,
        "type": ["string", "null"],
        "description": "The id of the service that it is now a part of; null where there is none.",
    }
    data = {**_ref("CopiedService"), "description": "The whole record, to take the place of yours."}
    return {
        "ChangeUpdated": _item(UPDATED, "A service that is new, or changed.", data=data),
        "ChangeDeleted": _item(
            DELETED, "A service to delete from your copy.", reason=reason, merged_into=merged
        ),
    }


def _page() -> Schema:
    properties: Schema = {
        "next": {
            "type": "string",
            "format": "uri",
            "description": "The address to ask next. Keep it: it is your place.",
        },
        "items": {
            "type": "array",
            "items": {"oneOf": [_ref("ChangeUpdated"), _ref("ChangeDeleted")]},
            "maxItems": MOST,
            "description": "The changes after the place of the address, the oldest first.",
        },
        "license": {
            "const": CC0,
            "type": "string",
            "format": "uri",
            "description": "The terms for our own words.",
        },
    }
    return {
        "type": "object",
        "description": "A page of the changes.",
        "properties": properties,
        "required": sorted(properties),
        "additionalProperties": False,
    }


def _place() -> list[Schema]:
    """Describe where to go on. Programs take it from `next` and never make it."""
    number = {"type": "integer", "minimum": 0, "maximum": HIGHEST}
    told = (
        (TIMESTAMP, "Changes after this revision.", number),
        (
            AFTER_ID,
            f"With `{TIMESTAMP}`: also those of that very revision, after this id.",
            {"type": "string", "format": "uuid"},
        ),
        (
            LIMIT,
            "How many items a page has at most.",
            {"type": "integer", "minimum": 1, "maximum": MOST, "default": MOST},
        ),
    )
    return [
        {"name": name, "in": "query", "description": about, "schema": schema}
        for name, about, schema in told
    ]
