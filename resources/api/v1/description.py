"""The description of the API, made true: what is always sent, what each field means, every error.

The generator knows fields and types. This adds what only we know: `fields.json` says in words what
a field means, with an example from the shipped listings.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from resources.api.v1.asked import INCLUDED, MOST_IDS, ORDERS, PARTIAL
from resources.api.v1.problems import KINDS, MEDIA_TYPE
from resources.api.v1.serializers.display import CC0
from resources.api.v1.serializers.services import DETAIL_FIELDS
from resources.filters.fields import MOST_VALUES
from resources.models.service_rules import OLDEST

JSON: Final = "application/json"
Schema = dict[str, Any]
# Statuses that any address may answer; a list can end, a record can be gone.
EVERYWHERE: Final = (400, 405, 406, 408, 413, 429, 500, 503)
AGES: Final = ("minimum_age", "maximum_age")
# The `time` of JSON Schema has an offset. Hours are local, and say none.
LOCAL_TIMES: Final = ("opens_at", "closes_at")
LOCAL_TIME: Final = r"^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]$"
TEXT: Final[Schema] = {"type": "string"}
COUNT: Final[Schema] = {"type": "integer", "minimum": 0}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


@cache
def fields() -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    """Return what each field of each part means, with an example where it is no part itself."""
    text = Path(__file__).with_name("fields.json").read_text(encoding="utf-8")
    told: Mapping[str, Mapping[str, Mapping[str, Any]]] = json.loads(text)
    # A whole record has the fields of one in a list, and more.
    return {**told, "ServiceDetail": {**told["Service"], **told["ServiceDetail"]}}


def describe(result: Schema, generator: Any, request: Any, public: bool) -> Schema:
    """Complete what the generator has made of the views: it calls this once at the end."""
    schemas: dict[str, Schema] = result["components"]["schemas"]
    schemas.update(_problems())
    for name, schema in schemas.items():
        _complete(name, schema)
    _let_lists_include(schemas)
    for path, operations in result["paths"].items():
        for operation in operations.values():
            _complete_operation(path, operation, schemas)
    result["components"]["responses"] = {
        f"Error{status}": _error(status) for status in (*EVERYWHERE, 404, 410)
    }
    result["info"]["license"] = {"name": "CC0 1.0 Universal", "identifier": "CC0-1.0"}
    result["security"] = []
    result["externalDocs"] = {"url": CC0, "description": "The terms for our own words"}
    return result


def _problems() -> dict[str, Schema]:
    """Return the shape of an error, and of the one of a service that was removed."""
    wrong = {"type": "object", "properties": {"parameter": dict(TEXT), "detail": dict(TEXT)}}
    problem: Schema = {
        "type": "object",
        "description": "An error, as RFC 9457 has it.",
        "properties": {
            "type": {"type": "string", "format": "uri-reference"},
            "title": dict(TEXT),
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "detail": dict(TEXT),
            "errors": {"type": "array", "items": _ref("WrongParameter")},
        },
    }
    gone = {
        "description": "What `/api/v1/removed/` says of a service, as the error of its address.",
        "allOf": [_ref("Problem"), _ref("Removed")],
    }
    wrong["description"] = "A parameter that is wrong."
    return {"WrongParameter": wrong, "Problem": problem, "Gone": gone}


def _complete(name: str, schema: Schema) -> None:
    """Say of each field of a part that it is sent, what it means and what one looks like."""
    properties = schema.get("properties")
    if properties is None:
        return
    schema["required"] = sorted(properties)
    meanings = fields().get(name, {})
    for field, told in properties.items():
        properties[field] = _with_meaning(told, meanings.get(field))
        for needless in ("readOnly", "title"):
            properties[field].pop(needless, None)
        if field in AGES:
            properties[field].update(minimum=0, maximum=OLDEST)
        if field in LOCAL_TIMES:
            del properties[field]["format"]
            properties[field]["pattern"] = LOCAL_TIME


def _with_meaning(told: Schema, meaning: Mapping[str, Any] | None) -> Schema:
    if meaning is None:
        return told
    described = {**told, "description": meaning["about"]}
    if "example" in meaning:
        described["examples"] = [meaning["example"]]
    return described


def _let_lists_include(schemas: dict[str, Schema]) -> None:
    """Say of a service in a list what it has beside its own where `include` asks for it."""
    listed, whole = schemas["Service"], schemas["ServiceDetail"]
    for field in DETAIL_FIELDS:
        told = whole["properties"][field]
        listed["properties"][field] = {
            **told,
            "description": f"{told['description']} Sent where `include` asks for it.",
        }
    name, organization = schemas["OrganizationName"], schemas["Organization"]
    for field, told in organization["properties"].items():
        name["properties"].setdefault(field, told)


def _complete_operation(path: str, operation: Schema, schemas: dict[str, Schema]) -> None:
    is_list = not path.endswith("}/")
    operation["security"] = []
    responses = operation["responses"]
    answer = responses["200"]
    answer["description"] = "A page of the list." if is_list else "The record."
    answer["headers"] = _headers(is_list=is_list)
    whole = answer["content"][JSON]["schema"]
    answer["content"][PARTIAL] = {"schema": _partial(whole, schemas, is_list=is_list)}
    responses["304"] = {"description": "Your copy, named in `If-None-Match`, is still right."}
    responses.update(_errors(path))
    _add_parameters(path, operation, schemas[_row_of(whole, schemas)])
    for parameter in operation["parameters"]:
        _bound(parameter)


def _row_of(answer: Schema, schemas: Mapping[str, Schema]) -> str:
    """Return the name of the record of an answer, or of those in it where it is a page."""
    name: str = answer["$ref"].rpartition("/")[2]
    results = schemas[name]["properties"].get("results")
    return results["items"]["$ref"].rpartition("/")[2] if results else name


def _partial(answer: Schema, schemas: dict[str, Schema], *, is_list: bool) -> Schema:
    """Describe the same answer with some fields only, of which none is sure but the key."""
    row = _row_of(answer, schemas)
    properties = schemas[row]["properties"]
    key = "id" if "id" in properties else "code"
    schemas[f"Partial{row}"] = {
        "type": "object",
        "description": "The fields that `fields` names, and the one that tells records apart.",
        "properties": properties,
        "required": [key],
    }
    if not is_list:
        return _ref(f"Partial{row}")
    page = schemas[answer["$ref"].rpartition("/")[2]]
    results = {"type": "array", "items": _ref(f"Partial{row}")}
    name = f"Partial{row}List"
    schemas[name] = {**page, "properties": {**page["properties"], "results": results}}
    return _ref(name)


def _headers(*, is_list: bool) -> Schema:
    told = {
        "ETag": "Names these very bytes. Send it back as `If-None-Match`.",
        "Link": "`service-desc` and `license`" + (", and `next` where a page follows." * is_list),
        "RateLimit": "How many requests are left (`r`), and for how many seconds (`t`).",
        "RateLimit-Policy": "How many requests (`q`) may come in how many seconds (`w`).",
    }
    return {name: {"description": about, "schema": TEXT} for name, about in told.items()}


def _errors(path: str) -> Schema:
    """Describe each error that an address may answer with."""
    statuses: Iterable[int] = (*EVERYWHERE, 404)
    if path.startswith("/api/v1/services/{"):
        statuses = (*statuses, 410)
    return {
        str(status): {"$ref": f"#/components/responses/Error{status}"}
        for status in sorted(statuses)
    }


def _error(status: int) -> Schema:
    kinds = [kind for kind in KINDS if kind.status == status]
    described: Schema = {
        "description": " Or: ".join(f"{kind.title}. {kind.meaning}" for kind in kinds),
        "content": {MEDIA_TYPE: {"schema": _ref("Gone" if status == 410 else "Problem")}},
    }
    if status in {429, 503}:
        about = {"description": "Seconds to wait.", "schema": COUNT}
        described["headers"] = {"Retry-After": about}
    return described


def _add_parameters(path: str, operation: Schema, row: Schema) -> None:
    """Describe the parameters that shape an answer and filter nothing."""
    added = operation.setdefault("parameters", [])
    names = sorted(row["properties"])
    added.append(
        _listed(
            "fields",
            names,
            "Names of fields, with commas. Only these are sent, and the key of each record. The "
            f"media type of the answer is then `{PARTIAL}`.",
        )
    )
    if path == "/api/v1/services/":
        added.extend(_of_services())


def _of_services() -> Iterator[Schema]:
    yield {
        "name": "id",
        "in": "query",
        "description": f"Id of a service. Repeat it for several: at most {MOST_IDS}. One that is "
        "not public is left out.",
        "schema": {
            "type": "array",
            "items": {"type": "string", "format": "uuid"},
            "minItems": 1,
            "maxItems": MOST_IDS,
        },
    }
    yield _listed(
        "include",
        INCLUDED,
        "Parts that only a whole record has, with commas: `places` where it can be visited, "
        "`sources` with each check, `details` in words, and all of its `organization`. With all of "
        "them a list is as good as each record by itself.",
    )
    yield {
        "name": "ordering",
        "in": "query",
        "description": "Another order than the usual one. A minus turns it round.",
        "schema": {"type": "string", "enum": list(ORDERS)},
    }


def _listed(name: str, values: Iterable[str], about: str) -> Schema:
    return {
        "name": name,
        "in": "query",
        "description": about,
        "style": "form",
        "explode": False,
        "schema": {
            "type": "array",
            "items": {"type": "string", "enum": list(values)},
            "minItems": 1,
        },
    }


# What a value looks like whose list is too long, or changes with the data. None may be blank.
WORD: Final = r"\S"
AGE: Final = r"^(under-18|0{0,2}[0-9]|0?[1-9][0-9]|1[01][0-9]|120)$"
SHAPES: Final[Mapping[str, Schema]] = {
    "region": {"pattern": WORD, "x-values-from": "/api/v1/regions/"},
    **{
        name: {"pattern": WORD, "x-values-from": "/api/v1/terms/"}
        for name in ("type", "topic", "audience", "by_and_for")
    },
    "near": {"pattern": WORD, "x-values-from": "/api/v1/regions/"},
    "words": {"pattern": WORD},
    "age": {"pattern": AGE},
}


def _bound(parameter: Schema) -> None:
    """Say of a parameter how many values it may have, and that none of them is blank."""
    schema = parameter["schema"]
    if schema["type"] == "array" and parameter["name"] not in {"id", "fields", "include"}:
        schema.update(minItems=1, maxItems=MOST_VALUES)
    shape = SHAPES.get(parameter["name"])
    if shape is not None and parameter["in"] == "query":
        schema.get("items", schema).update(shape)
