"""Headers, silence and compression for every answer, whatever its status or path.

The rules are those of docs/safety.md: nothing about a visit is kept by the browser, by
the network or by us.
"""

import logging
import re
import time
from collections.abc import Callable

import brotli
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

from directory.logs import VisitRecord
from directory.serving.environ import KEPT
from resources.api.v1.problems import problem_response

GetResponse = Callable[[HttpRequest], HttpResponseBase]
# What programs alone ask for, and so with errors that they can read.
API_PREFIX = ("/api/", "/openreferral")

log = logging.getLogger("directory.requests")

# Nothing may load but our own style sheet, script and inline data images.
PUBLIC_CSP = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
# Django's admin writes markup from its own scripts and asks its own server for choices.
STAFF_CSP = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
# A list in somebody else's post: our style sheet and nothing else. It may be framed anywhere.
EMBED_CSP = (
    "default-src 'none'; style-src 'self'; img-src data:; form-action 'none'; base-uri 'none'; "
    "frame-ancestors *"
)
# Where an author tries that: the page of the site that frames one.
PREVIEW_CSP = PUBLIC_CSP.replace("form-action", "frame-src 'self'; form-action")
DENIED_FEATURES = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "publickey-credentials-create",
    "publickey-credentials-get",
    "screen-wake-lock",
    "usb",
    "xr-spatial-tracking",
)
# Lists that are the same for everybody and name nobody's question: a browser may keep them.
REFERENCE_ROUTES = frozenset({"api-region-list", "api-term-list"})
FOR_MINUTES = "public, max-age=300"
# Their views say themselves what anybody may keep: never what answers a question of somebody.
SAYING_ROUTES = frozenset({"api-changes", "bulk-file"})
# What the staff need to sign in with a passkey, and nobody else.
STAFF_FEATURES = frozenset({"publickey-credentials-create", "publickey-credentials-get"})


def permissions_policy(allowed: frozenset[str] = frozenset()) -> str:
    """Return the header that denies every feature but those that our own pages may use."""
    return ", ".join(
        f"{feature}=({'self' if feature in allowed else ''})" for feature in DENIED_FEATURES
    )


FIXED_HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-DNS-Prefetch-Control": "off",
}
PUBLIC_FEATURES_POLICY = permissions_policy()
STAFF_FEATURES_POLICY = permissions_policy(STAFF_FEATURES)
# How a static file itself is given: whole, in part, or as "the one that you have".
GIVEN = frozenset({200, 206, 304})
# The pages that search engines may list: they say what the site is and how to stay safe.
LISTED_ROUTES = frozenset({"home", "safety", "about", "accessibility"})


def is_staff_path(path: str) -> bool:
    """Tell whether an address belongs to the staff area, the only one with cookies."""
    return path.startswith("/" + settings.STAFF_PATH)


def is_open_data(path: str) -> bool:
    """Tell whether other origins may read what stands at an address."""
    return path.startswith(settings.OPEN_DATA_PATHS) or path.endswith(".jsonld")


def route_name(request: HttpRequest) -> str:
    """Return the name of the route that answered, or "-" when none did.

    A name is a fixed word of ours; the path may hold what a person looked for.
    """
    match = request.resolver_match
    return (match.view_name if match else "") or "-"


def accepts_brotli(accepted: str) -> bool:
    """Tell whether a browser offers brotli, which it does on HTTPS alone; "br;q=0" refuses it."""
    for offer in accepted.lower().split(","):
        coding, _, weight = (part.strip() for part in offer.partition(";"))
        if coding == "br":
            return not re.fullmatch(r"q\s*=\s*0(\.0*)?", weight)
    return False


def _public_csp(request: HttpRequest) -> str:
    """Return what a page of the site may load, and who may frame it."""
    if request.path.startswith(settings.FRAMED_PATHS):
        return EMBED_CSP
    return PREVIEW_CSP if request.path == settings.FRAMING_PATH else PUBLIC_CSP


class PrivateResponses:
    """Sets the safety headers, and lets no cookie leave the staff area."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Drop cookies of visitors, answer through the inner layers, then set the headers."""
        staff = is_staff_path(request.path)
        if not staff:
            # Cookies that a browser sends by mistake are not read: everybody gets the same answer.
            request.META.pop("HTTP_COOKIE", None)
        response = self.get_response(request)
        for name, value in FIXED_HEADERS.items():
            response[name] = value
        response["Content-Security-Policy"] = STAFF_CSP if staff else _public_csp(request)
        policy = STAFF_FEATURES_POLICY if staff else PUBLIC_FEATURES_POLICY
        response["Permissions-Policy"] = policy
        # Under no-referrer browsers send "Origin: null", and Django's form check refuses that.
        response["Referrer-Policy"] = "same-origin" if staff else "no-referrer"
        self._share(request, response)
        self._hide(request, response)
        if not staff:
            response.cookies.clear()
        return response

    def _share(self, request: HttpRequest, response: HttpResponseBase) -> None:
        """Open data may be read from any origin, pages only from our own."""
        open_data = is_open_data(request.path)
        is_framed = request.path.startswith(settings.FRAMED_PATHS)
        others = "cross-origin" if open_data or is_framed else "same-origin"
        response["Cross-Origin-Resource-Policy"] = others
        if is_framed:
            del response["X-Frame-Options"]
        if open_data:
            response["Access-Control-Allow-Origin"] = "*"

    def _hide(self, request: HttpRequest, response: HttpResponseBase) -> None:
        """Keep pages out of disk caches and search engines."""
        is_given = response.status_code in GIVEN and request.method in {"GET", "HEAD"}
        if is_given and route_name(request) in REFERENCE_ROUTES:
            response["Cache-Control"] = FOR_MINUTES
        elif is_given and route_name(request) in SAYING_ROUTES:
            response.setdefault("Cache-Control", "no-store")
        elif not (is_given and request.path.startswith(settings.STATIC_URL)):
            response["Cache-Control"] = "no-store"
        if response.status_code != 200 or route_name(request) not in LISTED_ROUTES:
            response["X-Robots-Tag"] = "noindex, noarchive, nosnippet"


METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})
# Pages and data that are the same for everybody who asks in the same minute.
KEPT_ROUTES = frozenset(
    {
        "home",
        "service-list",
        "service-detail",
        "organization-detail",
        "collection-detail",
        "collection-json-ld",
        "embed-collection",
        "embed-area",
        "embed-region",
        "area",
        "safety",
        "about",
        "help",
        "privacy",
        "accessibility",
        "promises",
        "api-service-list",
        "api-service-detail",
        "api-organization-list",
        "api-organization-detail",
        "api-region-list",
        "api-region-detail",
        "api-term-list",
        "api-term-detail",
        "api-collection-list",
        "api-collection-detail",
        "api-root",
        "api-v1",
        "api-schema",
        "api-docs",
    }
)
# Whether the site is up is asked every few seconds, and is no visit.
NO_VISITS = frozenset({"health-live", "health-ready"})


def log_request(method: str, route: str, status: int, milliseconds: float) -> None:
    """Write the line of a visit, also of one that is answered with what is kept."""
    if route not in NO_VISITS and log.isEnabledFor(logging.INFO):
        # An unknown method is text from a visitor; only the well-known ones are words of ours.
        known = method if method in METHODS else "OTHER"
        log.handle(VisitRecord(log.name, known, route, status, milliseconds))


class RequestLog:
    """Writes one line a request: method, route name, status, time taken. Nothing else exists."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, then note the four facts."""
        started = time.monotonic()
        response = self.get_response(request)
        taken = (time.monotonic() - started) * 1000
        log_request(request.method or "", route_name(request), response.status_code, taken)
        return response


class Keepable:
    """Tells the server which answers everybody is given alike, so that it may keep them a moment.

    Word of it goes no further than `directory/serving/`.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        route = route_name(request)
        is_file = request.path.startswith(settings.STATIC_URL)
        is_whole = request.method == "GET" and response.status_code == 200
        if is_whole and not response.cookies and (is_file or route in KEPT_ROUTES):
            request.META[KEPT] = route
        return response


class RefusePrefetch:
    """Answers 503 to a browser that loads a page before anybody asked for it.

    A page fetched in advance would stand in caches and logs although nobody opened it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        purpose = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
        if "prefetch" in purpose.lower():
            is_data = request.path.startswith(API_PREFIX)
            return problem_response(503) if is_data else HttpResponse(status=503)
        return self.get_response(request)


class CompressOpenPages(GZipMiddleware):
    """Compresses every answer but those of the staff area: brotli where it is offered, else gzip.

    Compression gives a secret away (BREACH) when one answer holds both the secret, the same each
    time, and text of the attacker's choice, and the attacker sees the size of many such answers.

    - Staff pages hold a form token beside what is searched for. They go out as they are.
    - Open pages hold no secret: no cookie, no account, nothing that differs by visitor.
    - The answer to a search (`/r/<token>/`) is a secret only by its address. The address is not in
      the page: its own pages are linked relatively ("?page=2"). The links that take a filter off
      hold new tokens, random in each answer, so that two answers cannot be compared. And nobody can
      put text beside them: the page says what its token says and the number of a page that exists,
      `/find` refuses the forms of other sites, and somebody who knows the token needs no attack.

    The size of an open list tells the same with and without compression (docs/adr/0011).
    """

    # A tenth smaller than gzip in the same time.
    quality = 5
    # Takes some 20 ms, and a tenth off again: only for pages that would not fit in one round trip
    # of 14 KB with the style sheet and the script (4.8 KB).
    tight_quality = 10
    room = 9_000
    # Longer than any page is by design: there it would cost more than it saves.
    longest_tight = 60_000
    # From here on the quickest will do.
    longest = 120_000
    # As in the class above.
    shortest = 200

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Compress unless the page is one of the staff."""
        if is_staff_path(request.path):
            return response
        if isinstance(response, HttpResponse) and accepts_brotli(
            request.headers.get("Accept-Encoding", "")
        ):
            self._compress(response)
        return super().process_response(request, response)

    def _compress(self, response: HttpResponse) -> None:
        """Compress a whole answer that is long enough, with the headers that belong to it."""
        if response.has_header("Content-Encoding") or len(response.content) < self.shortest:
            return
        page = response.content
        small = brotli.compress(page, quality=self.quality if len(page) < self.longest else 1)
        if self.room < len(small) and len(page) < self.longest_tight:
            small = brotli.compress(page, quality=self.tight_quality)
        response.content = small
        response["Content-Length"] = str(len(response.content))
        response["Content-Encoding"] = "br"
        patch_vary_headers(response, ("Accept-Encoding",))
        etag = response.get("ETag", "")
        if etag.startswith('"'):
            # A tag of the same meaning in other bytes is a weak one (RFC 9110, section 8.8.1).
            response["ETag"] = "W/" + etag
