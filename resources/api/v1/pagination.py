"""Pages of an API list: `page` from 1, `page_size` from 1 to 500; and what was understood."""

from collections.abc import Mapping
from typing import Any, Final, cast

from django.core.paginator import Page, Paginator
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response

from resources.api.v1.asked import Chosen
from resources.models import DataRevision
from resources.search import Results

# The pages name the terms that are as sure (`resources.presenters.readings`).
SURE: Final = 0.4
# Of a page: nine digits are read.
HIGHEST: Final = 999_999_999


REVISION: Final = (
    "A number that grows with every change to the data. Where it differs between two pages of a "
    "list, something came or went in between: read the list again from its start."
)


class Pages(PageNumberPagination):
    """Count, links and results. A number that cannot be used is an error, not another page."""

    page_size = 25
    max_page_size = 500
    page_size_query_param = "page_size"
    page_query_description = "A page number, from 1."
    page_size_query_description = "How many results a page has: 1 to 500, 25 if not said."

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> Any:
        """Cut the page out, after a look at the revision: what changes later is a later one."""
        self.revision = self.revision_of(queryset)
        self.request = request
        paginator = Paginator(queryset, self.get_page_size(request))
        self.page = paginator.page(self.get_page_number(request, paginator))
        return list(self.page.object_list)

    def revision_of(self, found: Any) -> int:
        """Return the data revision that an answer belongs to."""
        return DataRevision.objects.current()

    def get_paginated_response(self, data: Any) -> Response:
        """Return the page, and the next one in a header too."""
        told = self.told(data)
        link = link_to_next(told)
        return Response(told, headers={"Link": link} if link else {})

    def told(self, data: Any) -> dict[str, Any]:
        """Return what is told of a page, with its records last."""
        page = cast("Page[Any]", self.page)
        return {
            "count": page.paginator.count,
            "revision": self.revision,
            "next": self.get_next_link(),
            "previous": self.get_previous_link(),
            "results": data,
        }

    def get_page_size(self, request: Request) -> int:
        """Return how many results a page has; ValidationError naming `page_size`."""
        return self._number(request, "page_size", self.page_size, self.max_page_size)

    def get_page_number(self, request: Request, paginator: Paginator[Any]) -> int:
        """Return the page asked for; ValidationError naming `page`, NotFound past the end."""
        number = self._number(request, "page", 1, None)
        if number > paginator.num_pages:
            raise NotFound(f"page: there are {paginator.num_pages}.", code="past-the-end")
        return number

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Describe a page. What is not there is null, and nothing is left out."""
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["count", "revision", "next", "previous", "results"],
            "properties": {
                "count": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "How many there are on all pages.",
                },
                "revision": {
                    "type": "integer",
                    "minimum": 0,
                    "description": REVISION,
                },
                "next": {**link, "description": "The address of the next page, if there is one."},
                "previous": {**link, "description": "The address of the page before, if any."},
                "results": {**schema, "description": "The records of this page."},
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """Describe both numbers with their bounds."""
        bounds = {
            "page": {"minimum": 1, "maximum": HIGHEST, "default": 1},
            "page_size": {"minimum": 1, "maximum": self.max_page_size, "default": self.page_size},
        }
        described: list[dict[str, Any]] = super().get_schema_operation_parameters(view)
        for one in described:
            one["schema"] = {**one["schema"], **bounds[one["name"]]}
        return described

    def _number(self, request: Request, name: str, default: int, most: int | None) -> int:
        """Read a whole number from 1 to `most` out of the query."""
        text = request.query_params.get(name, str(default))
        # `isdecimal` alone would let other scripts' digits through, which links then repeat.
        number = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
        if number < 1 or (most is not None and number > most):
            limit = f"from 1 to {most}" if most else "from 1"
            raise ValidationError({name: [f"Give a whole number {limit}."]})
        return number


def link_to_next(told: Mapping[str, Any]) -> str:
    """Return the header `Link` of what is told of a page; "" where it is the last."""
    following = told["next"]
    return f'<{following}>; rel="next"' if following else ""


class ServicePages(Pages):
    """Pages of services, which also say how the words that were asked for were read.

    Where other words were looked for, a partner that passes the answer on must not show what is
    near a word as if it were what was asked for.
    """

    def revision_of(self, found: Results | Chosen) -> int:
        """Return the revision of what was found, and keep what that is."""
        self.results = found
        return found.index.revision

    def told(self, data: Any) -> dict[str, Any]:
        """Return what is told of a page, with `words` before its results."""
        told = super().told(data)
        results = told.pop("results")
        return {**told, "words": _words(self.results), "results": results}

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Describe `words`, which is always there."""
        described = super().get_paginated_response_schema(schema)
        described["properties"]["words"] = WORDS
        described["required"].append("words")
        return described


WORDS: Final = {
    "type": ["object", "null"],
    "description": (
        "How the words asked for were read; null where none were asked for. Where `searched_for` "
        "or `read_as` is not null, say so beside the results. All of it is plain text, never "
        "markup."
    ),
    "properties": {
        "asked_for": {"type": "string", "description": "The words as they were asked for."},
        "searched_for": {
            "type": ["string", "null"],
            "description": (
                "The words that the results are for, where a word that nobody knows was taken for "
                "one that is close to it; null where the words were looked for as they are."
            ),
        },
        "read_as": {
            "type": ["string", "null"],
            "description": (
                "The code (ISO 639) of the language other than English that the words were read "
                "as; null for English."
            ),
        },
        "terms": {
            "type": "array",
            "items": {"type": "string"},
            "description": (
                "The slugs of the terms that the words surely mean, the surest first: services "
                "that carry them were looked for as well."
            ),
        },
    },
    "required": ["asked_for", "searched_for", "read_as", "terms"],
}


def _words(results: Results | Chosen) -> dict[str, Any] | None:
    text = results.query.text
    if text is None:
        return None
    return {
        "asked_for": text.typed,
        "searched_for": " ".join(text.spoken) if text.corrected else None,
        "read_as": text.language or None,
        "terms": [concept.term for concept in text.concepts if concept.confidence > SURE],
    }
