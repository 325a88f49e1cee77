"""What the server has not read to its end: answered as any other mistake, with the way out."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from directory import errors
from directory.middleware import GetResponse
from directory.serving.environ import REFUSED


class RefusedRequests:
    """Answers what the server has not read to its end, and why, with the way out."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        status = request.META.get(REFUSED)
        return errors.refused(request, status) if status else self.get_response(request)
