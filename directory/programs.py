"""What programs of other sites need of every answer with open data, whoever gives it."""

from collections.abc import Iterable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from xxhash import xxh3_128_hexdigest

from directory.limits import LIMITS, Allowance
from directory.middleware import API_PREFIX, GetResponse, is_open_data
from resources.api.v1.problems import DOCS, MEDIA_TYPE, SCHEMA, problem_response

# What a browser may ask of open data for a program of another site, and what it may tell it.
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": (
        "Accept, Accept-Language, Cache-Control, Content-Type, If-Modified-Since, If-None-Match, "
        "X-Requested-With"
    ),
    "Access-Control-Max-Age": "86400",
}
EXPOSED = "ETag, Last-Modified, Link, RateLimit, RateLimit-Policy, Retry-After"
# Where a program finds what is described, and under which terms it may copy what it reads.
ABOUT = f'<{SCHEMA}>; rel="service-desc", <{DOCS}#licence>; rel="license"'
FEED = "/openreferral"
ABOUT_FEED = ABOUT.replace(SCHEMA, f"{FEED}/openapi.json")


class ForPrograms:
    """Lets programs of other sites ask for open data, and say which copy they have.

    A tag of an answer's bytes changes with them and with nothing else. Nothing is kept by a browser
    that it is not told to keep: lists and records stay `no-store`, and a program that keeps its own
    copy asks with the tag of it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a preflight; give other answers a tag, or 304 to whoever has them already."""
        if not is_open_data(request.path) or request.path.startswith(settings.STATIC_URL):
            return self.get_response(request)
        if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
            return HttpResponse(status=HTTPStatus.NO_CONTENT, headers=PREFLIGHT)
        response = _told_as_problem(request, self.get_response(request))
        following = response.get("Link", "")
        if request.method in {"GET", "HEAD"} and isinstance(response, HttpResponse):
            response = _tagged(request, response)
        response["Access-Control-Expose-Headers"] = EXPOSED
        if request.path.startswith(API_PREFIX):
            response["Link"] = link_of(request.path, following)
        return response


def _told_as_problem(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Return an error of the API in the one shape, whoever refused, with the headers it had."""
    is_error = response.status_code >= HTTPStatus.BAD_REQUEST
    is_told = response.get("Content-Type", "").startswith(MEDIA_TYPE)
    if not request.path.startswith(API_PREFIX) or not is_error or is_told:
        return response
    told = problem_response(response.status_code)
    _hand_on(response, told, ("Allow", *LIMITS))
    return told


def _hand_on(response: HttpResponseBase, other: HttpResponseBase, names: Iterable[str]) -> None:
    """Give an answer that takes the place of another some headers of that one."""
    for name in names:
        if response.has_header(name):
            other[name] = response[name]


def tag_of(content: bytes) -> str:
    """Return the tag of an answer: another one for other bytes, the same in every process.

    It proves nothing to anybody: whoever wants to be sure of what they copied has the signed
    snapshots.
    """
    return f'"{xxh3_128_hexdigest(content)}"'


def link_of(path: str, following: str) -> str:
    """Return where an answer of data leads: on, where `following` says so, and to what it is."""
    about = ABOUT_FEED if path.startswith(FEED) else ABOUT
    return f"{following}, {about}" if following else about


def _tagged(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Give a whole answer the tag of its bytes; 304 where the program has just these."""
    if response.status_code != HTTPStatus.OK or response.has_header("ETag"):
        return response
    tag = tag_of(response.content)
    response["ETag"] = tag
    same = get_conditional_response(request, etag=tag, response=response)
    if same is None or same is response:
        return response
    _hand_on(response, same, LIMITS)
    return same


_counting: list[Allowance] = []


def allowance() -> Allowance:
    """Return what this process counts the requests of programs with."""
    return _counting[-1]


class LimitPrograms:
    """Answers 429 to a program that asks too often; tells every other one what is left to it.

    Only data is counted: a page is never refused, and the documentation is one.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.allowance = Allowance(settings.API_REQUESTS_A_MINUTE)
        _counting[:] = [self.allowance]

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Count a request for data before anything is asked of the database."""
        is_data = request.path.startswith(API_PREFIX) and request.path != DOCS
        if not is_data:
            return self.get_response(request)
        taken = self.allowance.take(request.META.get("REMOTE_ADDR", ""))
        response = self.get_response(request) if taken.is_within else problem_response(429)
        for name, value in taken.headers.items():
            response[name] = value
        return response
