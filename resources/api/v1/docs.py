"""The page that describes the API to people, made from the schema that programs read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

from resources.presenters import render_page


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an address; `values` are all that it takes, and empty where any text is."""

    name: str
    type: str
    required: bool
    description: str
    values: Sequence[str]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address of the API; `example_url` is empty where it needs a name of something."""

    method: str
    path: str
    summary: str
    description: str
    parameters: Sequence[Parameter]
    example_url: str


@dataclass(frozen=True, slots=True)
class ApiDocsPage:
    """Every address of the API, and where the schema is."""

    template: ClassVar[str] = "resources/api_docs.html"

    endpoints: Sequence[Endpoint]
    schema_url: str


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Show the description of the API for people: a plain page, made from the schema itself."""
    return render_page(request, ApiDocsPage(_documented(), reverse("api-schema")))


@lru_cache(maxsize=1)
def _documented() -> tuple[Endpoint, ...]:
    """Make the description once, in English: it changes only with the program."""
    generator: Any = SchemaGenerator
    with translation.override(None):
        return tuple(_endpoints(generator().get_schema(request=None, public=True)))


def _endpoints(schema: Mapping[str, Any]) -> Iterable[Endpoint]:
    for path, operations in schema["paths"].items():
        operation = operations["get"]
        yield Endpoint(
            method="GET",
            path=path,
            summary=operation["summary"],
            description=shown(operation.get("description", "")),
            parameters=[_parameter(one) for one in operation.get("parameters", ())],
            example_url="" if "{" in path else path,
        )


def _parameter(described: Mapping[str, Any]) -> Parameter:
    return Parameter(
        name=described["name"],
        type=described["schema"]["type"],
        required=described.get("required", False),
        description=shown(described.get("description", "")),
        values=described["schema"].get("items", {}).get("enum", ()),
    )


def shown(described: str) -> str:
    """Return a description as markup: paragraphs on one line each, and `code` as code.

    Descriptions are written for programs, in Markdown. All of their text is escaped.
    """
    paragraphs = (" ".join(paragraph.split()) for paragraph in described.split("\n\n"))
    parts = enumerate("\n\n".join(paragraphs).split("`"))
    return format_html_join(
        "",
        "{}",
        ((format_html("<code>{}</code>", part) if at % 2 else part,) for at, part in parts),
    )
