"""Error pages: the way out, a kind sentence and a way on, also when everything else failed."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from directory.staff.gate import form_that_expired

API_PREFIX = "/api/"


def _error(request: HttpRequest, status: int, detail: str) -> HttpResponse:
    """Answer a page to a person and JSON to a program, by the address asked for."""
    if request.path.startswith(API_PREFIX):
        return JsonResponse({"detail": detail}, status=status)
    return render(request, f"{status}.html", status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400: the request itself could not be read; 413 when it was too long to be read."""
    if isinstance(exception, RequestDataTooBig):
        return _error(request, 413, "This request is too long.")
    return _error(request, 400, "This request could not be read.")


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
    """Answer 500. The template asks no database, so it works when the database does not."""
    return _error(request, 500, "Something went wrong on our side.")
