"""The pages of a list, in the standard's envelope; or the whole list as a stream of lines."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.timezone import localdate
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from resources.openreferral.asked import DEFAULT_SIZE, Asked
from resources.openreferral.values import Object, own

Tell = Callable[[Sequence[Any]], Sequence[Object]]
NDJSON_TYPE: Final = "application/x-ndjson"
AT_ONCE: Final = 100


@dataclass(frozen=True, slots=True)
class Listing:
    """What was found, by its keys, and how records are made of some of them.

    `size` is how many a page has where nobody says so. A stream makes `at_once` together, so that
    what it needs does not grow with the list.
    """

    keys: Sequence[Any]
    tell: Tell
    revision: int
    size: int = DEFAULT_SIZE
    at_once: int = AT_ONCE


def answer(request: Request, asked: Asked, found: Listing) -> HttpResponseBase:
    """Return a page of what was found, or all of it as lines."""
    number, size = asked.page(), asked.size(found.size)
    if asked.wants_stream():
        return _stream(request, found)
    pages = max(1, -(-len(found.keys) // size))
    if number > pages:
        raise NotFound(f"page: there are {pages}.", code="past-the-end")
    contents = found.tell(found.keys[(number - 1) * size : number * size])
    told = {
        "total_items": len(found.keys),
        "total_pages": pages,
        "page_number": number,
        "size": len(contents),
        "first_page": number == 1,
        "last_page": number == pages,
        "empty": not contents,
        "contents": contents,
    }
    following = {"Link": f'<{_page(request, number + 1)}>; rel="next"'} if number < pages else {}
    return Response(told | own(revision=found.revision), headers=following)


def _stream(request: Request, found: Listing) -> HttpResponseBase:
    """Return all of it as lines; 304 to whoever has read the same data on the same day.

    Its bytes are not known before they are sent: data, day and address stand for them.
    """
    said = f"{found.revision} {localdate()} {request.build_absolute_uri()}"
    tag = f'W/"{sha256(said.encode()).hexdigest()[:32]}"'
    unchanged: HttpResponseBase | None = get_conditional_response(request, etag=tag)
    response = unchanged or StreamingHttpResponse(lines(found), content_type=NDJSON_TYPE)
    response["ETag"] = tag
    return response


def lines(found: Listing) -> Iterator[str]:
    """Yield one record a line."""
    for first in range(0, len(found.keys), found.at_once):
        for record in found.tell(found.keys[first : first + found.at_once]):
            yield json.dumps(record, ensure_ascii=False) + "\n"


def _page(request: Request, number: int) -> str:
    given = request.query_params.copy()
    given["page"] = str(number)
    address: str = request.build_absolute_uri(request.path)
    return f"{address}?{given.urlencode()}"
