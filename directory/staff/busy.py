"""What the staff are told while the database has no time for them, or is away: nothing is lost."""

import logging
from typing import Final

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string

from directory.context import site
from directory.middleware import route_name
from directory.staff.kept import fields_of

log = logging.getLogger("directory.staff")

# What PostgreSQL says of a lock that was not free, of two that waited for each other, of changes
# that crossed, of a time that was over and of too many at once (its table of error codes).
BUSY_CODES: Final = frozenset({"55P03", "40P01", "40001", "57014", "53300"})
# SQLite has words for it alone.
BUSY_WORDS: Final = ("locked", "busy")
SECONDS: Final = "10"


def is_busy(error: BaseException) -> bool:
    """Tell whether the same request can succeed a moment later."""
    if not isinstance(error, OperationalError):
        return False
    code = getattr(error.__cause__, "sqlstate", None)
    return code in BUSY_CODES or any(word in str(error) for word in BUSY_WORDS)


def answer(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """Answer 503 with what was typed, in fields that are not seen; None for any other error.

    Nothing can be kept in a session now. The page sends the same form again when it is told to.
    """
    if not isinstance(error, OperationalError):
        return None
    if not is_busy(error):
        return away(request)
    return _told(request, render(request, "staff/busy.html", _typed(request), status=503))


def away(request: HttpRequest) -> HttpResponse:
    """Answer as above where the database does not answer, or takes nothing: its disk may be full.

    Who is signed in stands in the database, and is not asked for.
    """
    log.warning("The database does not take what the staff send.")
    known = {**_typed(request), **site(None), "csrf_token": get_token(request), "is_away": True}
    return _told(request, HttpResponse(render_to_string("staff/busy.html", known), status=503))


def _typed(request: HttpRequest) -> dict[str, object]:
    is_form = request.method == "POST" and route_name(request).startswith("admin:")
    fields = fields_of(request.POST) if is_form else []
    return {"fields": fields, "is_form": is_form, "where": request.get_full_path()}


def _told(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    response["Retry-After"] = SECONDS
    # To write it would only wait for the same lock.
    request.session.modified = False
    return response
