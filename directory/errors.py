"""Error pages: the way out, a kind sentence and a way on, also when everything else failed."""

import sys

from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from directory.middleware import API_PREFIX, is_staff_path
from directory.outage import kept_page
from directory.replica import close_connections
from directory.staff import busy
from directory.staff.gate import form_that_expired
from resources.api.v1.problems import problem_response

# Seconds.
RETRY_AFTER = "30"


def _error(request: HttpRequest, status: int, detail: str) -> HttpResponse:
    """Answer a page to a person and a problem to a program, by the address asked for."""
    if request.path.startswith(API_PREFIX):
        return problem_response(status, detail)
    return render(request, f"{status}.html", status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400: the request itself could not be read; 413 when it was too long to be read."""
    if isinstance(exception, RequestDataTooBig):
        return refused(request, 413)
    return _error(request, 400, "This request could not be read.")


def refused(request: HttpRequest, status: int) -> HttpResponse:
    """Answer what was not read to its end: 408 as it came too slowly, 413 as it was too long.

    504 where the database took too long to say that it is done.
    """
    details = {
        408: "This request came too slowly.",
        413: "This request is too long.",
        504: "This took too long.",
    }
    return _error(request, status, details[status])


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, 403, "This is not allowed.")


def forbidden_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Show a staff form again whose token is old, with what was typed; else answer 403."""
    return form_that_expired(request) or _error(request, 403, "This form has expired.")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404 without repeating the address that was asked for."""
    return _error(request, 404, "There is nothing at this address.")


def too_many(request: HttpRequest) -> HttpResponse:
    """Answer 429 to a member of the staff who was wrong too often."""
    return render(request, "staff/too_many.html", status=429)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer with the page that was written down before, as nothing else may work.

    503 where the database is away; the front page is what it can be then, and no error.
    """
    error = sys.exception()
    is_outage = isinstance(error, DatabaseError)
    if isinstance(error, OperationalError) and is_staff_path(request.path):
        # Sessions are written after every view.
        close_connections()
        return busy.away(request)
    status = 503 if is_outage else 500
    if request.path.startswith(API_PREFIX):
        response = problem_response(status)
    else:
        is_front = is_outage and request.path == "/"
        response = HttpResponse(kept_page.content(), status=200 if is_front else status)
    if is_outage:
        response["Retry-After"] = RETRY_AFTER
        close_connections()
    return response
