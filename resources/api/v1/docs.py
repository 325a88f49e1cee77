"""The page that describes the API to people, made from the schema that programs read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from resources.api.v1 import guide
from resources.api.v1.problems import KINDS, Kind
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
    """The guide for partners, every address of the API, and where the schema is."""

    template: ClassVar[str] = "resources/api_docs.html"

    endpoints: Sequence[Endpoint]
    schema_url: str
    recipes: Sequence[guide.Section]
    rules: Sequence[guide.Section]
    parts: Sequence[guide.Part]
    errors: Sequence[Kind]
    licence: str


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Show the description of the API for people: a plain page, made from the schema itself."""
    page = ApiDocsPage(
        endpoints=_documented(),
        schema_url=reverse("api-schema"),
        recipes=_recipes(request.build_absolute_uri("/")),
        rules=[_shown(section) for section in guide.RULES],
        parts=_parts(),
        errors=[replace(kind, meaning=shown(kind.meaning)) for kind in KINDS],
        licence=guide.licence_text(),
    )
    return render_page(request, page)


@csrf_exempt  # as all of the API: it keeps no session
def schema(request: HttpRequest) -> HttpResponseBase:
    """Answer with the description for programs."""
    from resources.api.v1.schema import SchemaView  # noqa: PLC0415  the generator: asked for rarely

    return SchemaView.as_view()(request)


def _shown(section: guide.Section) -> guide.Section:
    return replace(section, paragraphs=[shown(one) for one in section.paragraphs])


def _recipes(host: str) -> Sequence[guide.Section]:
    """Return the recipes with the address of this very copy of the directory in them."""
    return [
        replace(
            _shown(section),
            codes=[replace(one, text=one.text.replace(guide.HOST, host)) for one in section.codes],
        )
        for section in guide.recipes()
    ]


@cache
def _parts() -> Sequence[guide.Part]:
    return [
        replace(part, fields=[replace(one, about=shown(one.about)) for one in part.fields])
        for part in guide.parts()
    ]


@lru_cache(maxsize=1)
def _documented() -> tuple[Endpoint, ...]:
    """Make the description once, in English: it changes only with the program."""
    from drf_spectacular.generators import SchemaGenerator  # noqa: PLC0415  asked for rarely

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
