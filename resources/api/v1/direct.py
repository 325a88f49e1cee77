"""The two answers that programs ask for most, put together without the framework.

A list of services as their filters find them, and one record. What is asked in any other way, or is
wrong, is the framework's: here is no answer to it. The parts are the framework's own - filters,
pages and shapes of records - so that both say the same.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.http import QueryDict
from rest_framework.exceptions import APIException
from rest_framework.request import Request

from resources.api.v1.asked import refuse_blank, refuse_many
from resources.api.v1.pagination import ServicePages, link_to_next
from resources.api.v1.rendering import json_of
from resources.api.v1.serializers import ServiceDetailSerializer, ServiceSerializer
from resources.api.v1.serializers.shapes import shape_of
from resources.clock import this_minute
from resources.filters import linked_question
from resources.page_language import page_language
from resources.search import current_index


@dataclass(frozen=True, slots=True)
class Asked:
    """What pages of a list need of a request: its query, and its whole address."""

    query_params: QueryDict
    build_absolute_uri: Callable[[], str]


def list_of_records(query: QueryDict, address: str, site: str) -> tuple[bytes, str] | None:
    """Return a page of a list as JSON, and the header `Link` to the next; None where it is wrong.

    `address` is the whole address that was asked, `site` its beginning ("https://here.example").
    """
    moment = this_minute()
    asked = cast("Request", Asked(query, lambda: address))
    pages = ServicePages()
    try:
        refuse_blank(query)
        refuse_many(query)
        filterset = linked_question(query, moment, lenient=False)
        if not filterset.is_valid():
            return None
        rows = pages.paginate_queryset(filterset.results, asked)
    except APIException:
        return None
    shape, language = shape_of(ServiceSerializer, moment), page_language()
    told = pages.told(shape.records(rows, moment, site, language))
    return json_of(told), link_to_next(told)


def record_of(key: UUID, site: str) -> bytes | None:
    """Return all that is known of a public service as JSON; None where it is not public."""
    service = current_index().whole(key)
    if service is None:
        return None
    moment = this_minute()
    shape = shape_of(ServiceDetailSerializer, moment)
    return shape.records([service], moment, site, page_language())[0].json
