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

    Away is a server that does not answer, a disk that is full, a replica not yet promoted.

    Nothing can be kept in a session now. The page sends the same form again when it is told to.
    """
    if not isinstance(error, OperationalError):
        return None
    is_form = request.method == "POST" and route_name(request).startswith("admin:")
    fields = fields_of(request.POST) if is_form else []
    context = {"fields": fields, "is_form": is_form, "where": request.get_full_path()}
    if is_busy(error):
        response = render(request, "staff/busy.html", context, status=503)
    else:
        log.warning("The database does not take what the staff send.")
        response = _away(request, context)
    response["Retry-After"] = SECONDS
    # To write it would only wait for the same lock.
    request.session.modified = False
    return response


def _away(request: HttpRequest, context: dict[str, object]) -> HttpResponse:
    """Render without asking who is signed in, which stands in the database."""
    known = {**context, **site(None), "csrf_token": get_token(request), "is_away": True}
    return HttpResponse(render_to_string("staff/busy.html", known), status=503)
