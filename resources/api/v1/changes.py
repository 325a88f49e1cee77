"""`/api/v1/changes/`: what changed, in order, so that a copy stays right.

It is the Realtime Paged Data Exchange 1.0 of OpenActive: a page names the address of the next, and
that is the whole protocol. A service stands once, at the end after each change. A page without
items is the last one for now: its `next` is asked again later.
"""

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django_filters.utils import translate_validation
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from resources.api.v1.asked import refuse_blank, refuse_many, refuse_unknown
from resources.api.v1.following import Place, items
from resources.api.v1.serializers.display import CC0
from resources.clock import this_minute
from resources.filters import SliceFilter
from resources.models import Change

TIMESTAMP: Final = "afterTimestamp"
AFTER_ID: Final = "afterId"
LIMIT: Final = "limit"
PLACE: Final = (TIMESTAMP, AFTER_ID, LIMIT)
MOST: Final = 500
# All that changed is nobody's question; a slice of it may be one.
FOR_A_MINUTE: Final = "public, max-age=60"
# What every database can count to.
HIGHEST: Final = 9_223_372_036_854_775_807
_DIGITS: Final = re.compile(r"[0-9]{1,19}")


class Changes(APIView):
    """Services that changed or were removed, the oldest change first."""

    http_method_names = ("get", "head", "options")
    in_schema = False  # `describe_changes` describes it

    def get(self, request: Request) -> Response:
        """Return the changes after a place in their order."""
        filters = set(SliceFilter.base_filters)
        refuse_unknown(request.query_params, {*PLACE, *filters})
        refuse_blank(request.query_params)
        refuse_many(request.query_params)
        after, key = _number(request, TIMESTAMP, 0, HIGHEST, 0), _id(request)
        limit = _number(request, LIMIT, 1, MOST, MOST)
        # What changed is read before what is told of it, so that nothing told is older.
        rows = Change.objects.after(after, key).values_list("pk", "revision")[:limit]
        found = [Place(*row) for row in rows]
        asked = SliceFilter(request.query_params, request=request, moment=this_minute())
        if not asked.is_valid():
            raise translate_validation(asked.errors)
        is_slice = bool(filters & request.query_params.keys())
        context = {"request": request, "moment": this_minute()}
        told = items(found, asked.index, asked.results.ids if is_slice else None, context)
        headers = {} if is_slice else {"Cache-Control": FOR_A_MINUTE}
        page = {"next": _next(request, found), "items": told, "license": CC0}
        return Response(page, headers=headers)


def _only(request: Request, name: str) -> str:
    given = request.query_params.getlist(name)
    if len(given) > 1:
        raise ValidationError({name: ["Give one of them."]})
    return given[0].strip() if given else ""


def _number(request: Request, name: str, least: int, most: int, usual: int) -> int:
    typed = _only(request, name)
    if not typed:
        return usual
    if not _DIGITS.fullmatch(typed) or not least <= int(typed) <= most:
        raise ValidationError({name: [f"Give a whole number from {least} to {most}."]})
    return int(typed)


def _id(request: Request) -> UUID | None:
    typed = _only(request, AFTER_ID)
    try:
        return UUID(typed) if typed else None
    except ValueError:
        raise ValidationError({AFTER_ID: [f"“{typed}” is not an id."]}) from None


def _next(request: Request, found: Sequence[Place]) -> str:
    """Return the address after these changes; without any, the one that was asked for."""
    given = [(name, text) for name, texts in request.query_params.lists() for text in texts]
    if found:
        last = found[-1]
        kept = [(name, text) for name, text in given if name not in {TIMESTAMP, AFTER_ID}]
        given = [(TIMESTAMP, str(last.revision)), (AFTER_ID, str(last.pk)), *kept]
    path = reverse("api-changes")
    return request.build_absolute_uri(f"{path}?{urlencode(given)}" if given else path)
