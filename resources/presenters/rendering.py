"""A page as a frozen dataclass, whose fields are all that its template is given."""

from collections.abc import Mapping
from dataclasses import Field, fields
from typing import Any, ClassVar, Protocol

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


class TypedPage(Protocol):
    """A frozen dataclass for one template.

    `template` is its name. A field of the class is a variable of the template, and a template of a
    page has no other variables than these and those of `base.html`.
    """

    template: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


def variables(page: TypedPage) -> Mapping[str, Any]:
    """Return the fields of a page by name, as they are: what they hold stays typed."""
    return {field.name: getattr(page, field.name) for field in fields(page)}


def write_page(page: TypedPage) -> SafeString:
    """Return a page as markup that may be kept: it is given an empty request, nobody's."""
    return SafeString(render_to_string(page.template, variables(page), HttpRequest()))


def render_page(request: HttpRequest, page: TypedPage, status: int = 200) -> HttpResponse:
    return render(request, page.template, variables(page), status=status)
