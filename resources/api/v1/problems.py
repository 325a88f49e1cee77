"""Errors for programs: `application/problem+json` (RFC 9457), one shape whoever refuses.

`type` leads to the sentence about it in the documentation. No name of a class, no address and no
word of a visitor is in one, but the value that a parameter had.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, Final

from django.http import HttpResponse, JsonResponse
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

MEDIA_TYPE: Final = "application/problem+json"
DOCS: Final = "/api/v1/docs/"
SCHEMA: Final = "/api/v1/schema/"
# RFC 9457 has these names itself; ours are beside them.
Problem = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """What can go wrong: the end of its address in the documentation, and what it means."""

    name: str
    status: int
    title: str
    meaning: str

    @property
    def type(self) -> str:
        """The address of what the documentation says of it."""
        return f"{DOCS}#{self.name}"


KINDS: Final = (
    Kind(
        "unknown-parameter",
        400,
        "A parameter is not known here",
        "A slip in the name of a filter would be answered with the whole country. So each name "
        "that is not known is refused. The message lists those that are.",
    ),
    Kind(
        "blank-value",
        400,
        "A parameter has no value",
        "A value that got lost in a template would be answered with the whole country. Leave the "
        "parameter out, or give it a value.",
    ),
    Kind(
        "unknown-value",
        400,
        "A value cannot be used",
        "The message says which value, and what would do. The values of `region` are listed at "
        "`/api/v1/regions/`, those of the other lists at `/api/v1/terms/`.",
    ),
    Kind(
        "unreadable",
        400,
        "The request could not be read",
        "Its address, its host or its headers are no HTTP that we understand.",
    ),
    Kind("forbidden", 403, "This is not allowed", "Nothing here needs leave: ask with GET."),
    Kind(
        "nothing-here",
        404,
        "There is nothing at this address",
        "It was never public, or the address has a slip. What was public once is answered 410.",
    ),
    Kind(
        "past-the-end",
        404,
        "There is no such page",
        "The list has become shorter, or the number was too high. Follow `next` instead of "
        "counting. Where `revision` has changed between two pages, read the list from its start.",
    ),
    Kind(
        "read-only",
        405,
        "This address can only be read",
        "The methods are GET, HEAD and OPTIONS.",
    ),
    Kind(
        "not-offered",
        406,
        "This form is not offered",
        "Every answer is JSON, whatever a program accepts. So you will hardly meet this.",
    ),
    Kind(
        "too-slow",
        408,
        "The request came too slowly",
        "Its body was not there in time. A request for data needs no body.",
    ),
    Kind(
        "removed",
        410,
        "This service was removed",
        "Delete your copy now: its number or address may put somebody at risk. The answer has "
        "the reason and the day, as `/api/v1/removed/` does.",
    ),
    Kind(
        "too-long",
        413,
        "The request is too long",
        "A request for data needs no body.",
    ),
    Kind(
        "too-many",
        429,
        "Too many requests",
        "Wait for as many seconds as `Retry-After` says. `RateLimit` says how many requests are "
        "left before that happens.",
    ),
    Kind(
        "failed",
        500,
        "Something went wrong on our side",
        "Keep your copy, and ask again later. What we log of it holds nothing of your request.",
    ),
    Kind(
        "away",
        503,
        "Our lists do not work at the moment",
        "Keep your copy, and ask again after as many seconds as `Retry-After` says. A request that "
        "a browser makes before anybody asked for it is refused in the same way.",
    ),
    Kind("too-late", 504, "This took too long", "Ask again later."),
)
BY_NAME: Final[Mapping[str, Kind]] = MappingProxyType({kind.name: kind for kind in KINDS})
# Where only the status is known. Of several kinds of one status the last is the most general.
BY_STATUS: Final[Mapping[int, Kind]] = MappingProxyType(
    {kind.status: kind for kind in reversed(KINDS)}
    | {400: BY_NAME["unreadable"], 404: BY_NAME["nothing-here"]}
)


def kind_of(status: int) -> Kind:
    """Return the kind that fits a status; one of our own making where we have none."""
    known = BY_STATUS.get(status)
    return known or Kind("errors", status, HTTPStatus(status).phrase, "")


def problem(
    kind: Kind, detail: str = "", errors: Sequence[tuple[str, str]] = (), **more: Any
) -> Problem:
    """Return the body of an error; `errors` are parameters, each with what is wrong about it."""
    return {
        "type": kind.type,
        "title": kind.title,
        "status": kind.status,
        "detail": detail or f"{kind.title}.",
        "errors": [{"parameter": name, "detail": told} for name, told in errors],
        **more,
    }


def problem_response(status: int, detail: str = "") -> HttpResponse:
    """Return an error that no view has answered: where Django or a middleware refuses."""
    return JsonResponse(problem(kind_of(status), detail), status=status, content_type=MEDIA_TYPE)


def refused(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """Return the answer to what a view has raised; None where it failed, which Django answers."""
    response = exception_handler(error, dict(context))
    if response is None:
        return None
    if isinstance(error, ValidationError) and isinstance(error.detail, dict):
        response.data = _wrong_values(error.detail)
    else:
        code = getattr(getattr(error, "detail", None), "code", "")
        kind = BY_NAME.get(code) or kind_of(response.status_code)
        # Words of the framework name classes; ours come with a kind of ours.
        response.data = problem(kind, str(error) if code in BY_NAME else "")
    response.content_type = MEDIA_TYPE
    return response


def _wrong_values(told: Mapping[str, Any]) -> Problem:
    errors = [(name, str(why)) for name, reasons in told.items() for why in reasons]
    codes = {why.code for reasons in told.values() for why in reasons if _is_told(why)}
    names = [name for name in BY_NAME if name in codes]
    kind = BY_NAME[names[0] if names else "unknown-value"]
    return problem(kind, " ".join(f"{name}: {why}" for name, why in errors), errors)


def _is_told(why: object) -> bool:
    return isinstance(why, ErrorDetail)
