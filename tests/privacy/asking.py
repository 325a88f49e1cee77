"""Every public address with an example, and every kind of answer that a visitor can be given."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.test import Client
from django.urls import URLResolver
from django.utils import timezone

from directory import urls
from resources.choices import TombstoneReason
from resources.curation import workflow
from resources.listings.reference import taxonomy_id, term_id
from tests.confirming import a_link
from tests.factories import (
    CollectionFactory,
    OrganizationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    UserFactory,
)
from tests.pages.reading import Page

CODE = "bcdfgh"
ID = UUID("00000000-0000-4000-8000-000000000001")
# A listing that was public once.
GONE_CODE = "cdfghj"
GONE_ID = UUID("00000000-0000-4000-8000-000000000002")
# Where the listing can be visited.
VISIT_ID = UUID("00000000-0000-4000-8000-000000000003")
SEARCH = "/r/"
# The form that was sent with nothing ticked.
AGAIN = "/again/"
# A link that a provider can answer.
TOKEN = "b7Kq2mWx9TzLr4HvNc8PfYsD3gJe6AuQ"
# The name of each public route, and an address that it answers; a form is sent again each time.
ROUTES = {
    "home": "/",
    "service-list": "/services/",
    "service-detail": f"/services/{CODE}/",
    "mistake": f"/services/{CODE}/mistake/",
    "mistake-sent": f"/services/{CODE}/mistake/sent/",
    "mistake-again": AGAIN,
    "confirm-sent": "/confirm/sent/",
    "confirm-sent-part": "/confirm/sent/part/",
    "confirm": f"/confirm/{TOKEN}/",
    "confirm-again": f"/confirm/{TOKEN}/again/",
    "organization-detail": f"/organizations/{CODE}/",
    "collection-detail": "/lists/list/",
    "collection-json-ld": "/lists/list.jsonld",
    "embed-collection": "/embed/lists/list/",
    "embed-area": "/embed/in/rotherham/8mn/",
    "embed-region": "/embed/in/rotherham/",
    "embed-preview": "/embed/preview/",
    "oembed": "/oembed?url=http://testserver/lists/list/",
    "area": "/in/rotherham/",
    "find": "/find",
    "results": SEARCH,
    "safety": "/safety/",
    "about": "/about/",
    "help": "/help/",
    "privacy": "/privacy/",
    "accessibility": "/accessibility/",
    "promises": "/promises/",
    "health-live": "/health/live",
    "health-ready": "/health/ready",
    "api-root": "/api/",
    "api-v1": "/api/v1/",
    "api-schema": "/api/v1/schema/",
    "api-docs": "/api/v1/docs/",
    "api-service-list": "/api/v1/services/",
    "api-service-detail": f"/api/v1/services/{ID}/",
    "api-changes": "/api/v1/changes/",
    "bulk": "/api/v1/bulk/",
    "bulk-file": "/api/v1/bulk/services.ndjson",
    "signing-key": "/.well-known/directory-signing-key",
    "api-removed-list": "/api/v1/removed/",
    "api-organization-list": "/api/v1/organizations/",
    "api-organization-detail": f"/api/v1/organizations/{ID}/",
    "api-region-list": "/api/v1/regions/",
    "api-region-detail": "/api/v1/regions/K02000001/",
    "api-term-list": "/api/v1/terms/",
    "api-term-detail": f"/api/v1/terms/{term_id('helpline')}/",
    "api-collection-list": "/api/v1/collections/",
    "api-collection-detail": "/api/v1/collections/list/",
    "openreferral": "/openreferral",
    "openreferral-openapi": "/openreferral/openapi.json",
    "openreferral-service-list": "/openreferral/services",
    "openreferral-service-detail": f"/openreferral/services/{ID}",
    "openreferral-place-list": "/openreferral/service_at_locations",
    "openreferral-place-detail": f"/openreferral/service_at_locations/{VISIT_ID}",
    "openreferral-organization-list": "/openreferral/organizations",
    "openreferral-organization-detail": f"/openreferral/organizations/{ID}",
    "openreferral-taxonomy-list": "/openreferral/taxonomies",
    "openreferral-taxonomy-detail": f"/openreferral/taxonomies/{taxonomy_id('type')}",
    "openreferral-term-list": "/openreferral/taxonomy_terms",
    "openreferral-term-detail": f"/openreferral/taxonomy_terms/{term_id('helpline')}",
}
# What programs alone ask for, beside the API.
FOR_PROGRAMS = {
    *("collection-json-ld", "oembed", "signing-key", "bulk", "bulk-file"),
    *(name for name in ROUTES if name.startswith("openreferral")),
}
# Where visitors send forms, which are answered with another address.
FORMS = {"find", "mistake", "confirm"}
STYLE = "/static/css/site.css"
# What programs read.
DATA = (
    *("/api/", "/openreferral", "/health/", "/oembed", "/.well-known/"),
    ROUTES["collection-json-ld"],
)
# Lists in posts of other sites: tests/embed/ says what they are.
FRAMED = ("/embed/lists/", "/embed/in/")
PREFETCH = {"Sec-Purpose": "prefetch"}
ELSEWHERE = {"Host": "elsewhere.example"}
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "QUERY")
FORM = "application/x-www-form-urlencoded"
TOO_LONG = "place=" + "a" * 3_000_000


@dataclass(frozen=True)
class Exchange:
    """A request, and the status that answers it."""

    status: int
    address: str
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""

    def __str__(self) -> str:
        """Name the case in the report."""
        return f"{self.status} {self.method} {self.address}"


OPENED = [Exchange(303 if name == "find" else 200, address) for name, address in ROUTES.items()]
REFUSED = [
    Exchange(400, "/", headers=ELSEWHERE),
    Exchange(400, f"/services/{CODE}/", headers=ELSEWHERE),
    Exchange(400, "/nothing", headers=ELSEWHERE),
    Exchange(400, "/api/v1/services/", headers=ELSEWHERE),
    Exchange(400, "/api/v1/services/?colour=red"),
    Exchange(400, "/api/v1/schema/?colour=red"),
    Exchange(400, "/api/v1/removed/?since=yesterday"),
    Exchange(400, "/api/v1/changes/?afterId=yesterday"),
    Exchange(403, "/find", "POST", {"Sec-Fetch-Site": "cross-site"}),
    Exchange(403, f"/services/{CODE}/mistake/", "POST", {"Sec-Fetch-Site": "cross-site"}),
    Exchange(403, f"/confirm/{TOKEN}/", "POST", {"Sec-Fetch-Site": "cross-site"}),
    Exchange(404, "/nothing/"),
    Exchange(404, "/services/zzzzzz/mistake/"),
    Exchange(404, "/services/zzzzzz/"),
    Exchange(404, "/in/atlantis/"),
    Exchange(404, "/static/nothing.css"),
    Exchange(404, "/api/v1/nothing/"),
    Exchange(404, "/api/v1/bulk/nothing.csv"),
    Exchange(400, "/openreferral/services?colour=red"),
    Exchange(404, "/openreferral/nothing"),
    Exchange(405, "/openreferral/services", "POST"),
    Exchange(410, f"/openreferral/services/{GONE_ID}"),
    Exchange(405, "/", "POST"),
    Exchange(405, "/api/v1/services/", "POST"),
    Exchange(405, "/find", "DELETE"),
    Exchange(410, "/r/broken/"),
    Exchange(410, "/confirm/broken/"),
    Exchange(410, "/confirm/broken/again/"),
    Exchange(410, f"/services/{GONE_CODE}/"),
    Exchange(410, f"/services/{CODE}/mistake/broken/"),
    Exchange(410, f"/services/{GONE_CODE}/mistake/"),
    Exchange(410, f"/api/v1/services/{GONE_ID}/"),
    Exchange(413, "/find", "POST", body=TOO_LONG),
    Exchange(416, STYLE, headers={"Range": "bytes=99999999-"}),
    Exchange(500, "/broken/"),
    Exchange(500, "/api/broken/"),
    Exchange(503, "/", headers=PREFETCH),
    Exchange(503, "/find", "POST", PREFETCH),
    Exchange(503, STYLE, headers=PREFETCH),
]
ANSWERS = [
    *OPENED,
    Exchange(200, "/", "HEAD"),
    Exchange(200, STYLE),
    Exchange(200, STYLE, "HEAD"),
    Exchange(206, STYLE, headers={"Range": "bytes=0-9"}),
    Exchange(301, "/services"),
    Exchange(301, "/staff"),
    Exchange(303, "/find", "POST"),
    Exchange(304, STYLE, headers={"If-Modified-Since": "Tue, 24 Nov 2099 15:00:00 GMT"}),
    *REFUSED,
]


def is_page(exchange: Exchange) -> bool:
    """Tell whether a person sees a page of ours: not data, a file, a way on or a bare refusal."""
    is_file = exchange.address.startswith("/static/") and exchange.status != 404
    is_data = exchange.address.startswith(DATA) and exchange.address != ROUTES["api-docs"]
    is_data = is_data or exchange.address.startswith(FRAMED)
    return not (is_file or is_data or 300 <= exchange.status < 400 or exchange.status in {405, 503})


PAGES = [exchange for exchange in (*OPENED, *REFUSED) if is_page(exchange)]


def make_cast() -> None:
    """Make a listing, its organisation, a list, and what has gone: all their words would tell."""
    organization = OrganizationFactory.make(id=ID, code=CODE, name="Incest Survivors")
    service = ServiceFactory.make(
        id=ID, code=CODE, name="Rape crisis line", organization=organization, terms=["helpline"]
    )
    CollectionFactory.make(slug="list", title="After an assault", services=[service])
    ServiceAtLocationFactory.make(id=VISIT_ID, service=service)
    a_link(service, TOKEN)
    gone = ServiceFactory.make(
        id=GONE_ID, code=GONE_CODE, name="Rape refuge", organization=organization
    )
    reason = TombstoneReason.ADDRESS_EXPOSED
    workflow.recall(gone, UserFactory.make(), timezone.now(), reason)


def ask(client: Client, exchange: Exchange, **more: Any) -> Any:
    """Send a request and return the answer, which has to have the status."""
    address = exchange.address
    if address == SEARCH:
        address = client.post("/find", {"region": "rotherham"})["Location"]
    if address == AGAIN:
        address = client.post(ROUTES["mistake"])["Location"]
    headers = {**exchange.headers, **more.pop("headers", {})}
    if exchange.body:
        more |= {"data": exchange.body, "content_type": FORM}
    response = client.generic(exchange.method, address, headers=headers, **more)
    assert response.status_code == exchange.status, address
    if response.streaming:
        response.getvalue()
    return response


def page_of(response: Any) -> Page:
    return Page(response.content.decode(), response.status_code)


def of_route(name: str, method: str) -> Exchange:
    """Return a request for a public route by a method, and the status that answers it.

    A method that changes something is refused before the view is found: 403 without the token of
    a form, which no visitor is given, and 405 where none is wanted.
    """
    address = ROUTES[name]
    is_api = name.startswith(("api-", "bulk", "openreferral")) and name != "api-docs"
    if method in {"GET", "HEAD"}:
        return Exchange(303 if name == "find" else 200, address, method)
    if name in FORMS and method == "POST":
        return Exchange(303, address, method)
    if is_api:
        return Exchange(200 if method == "OPTIONS" else 405, address, method)
    open_to_all = name in FORMS or method in {"OPTIONS", "TRACE"}
    return Exchange(405 if open_to_all else 403, address, method)


def _routes(patterns: Sequence[Any], before: str = "/") -> Iterator[tuple[str, str]]:
    """Yield the name and the pattern of every address, from the root."""
    for one in patterns:
        pattern = before + str(one.pattern).removeprefix("^")
        if isinstance(one, URLResolver):
            yield from _routes(one.url_patterns, pattern)
        else:
            yield str(one.name), pattern


EVERY_ROUTE = list(_routes(urls.urlpatterns))
PUBLIC_NAMES = {name for name, pattern in EVERY_ROUTE if not pattern.startswith("/staff/")}
# The addresses of the staff; where one asks for something, it is asked for number 1.
STAFF_ADDRESSES = sorted(
    {
        re.sub(r"<[^>]+>|\(\?P?<.*", "1", pattern).rstrip("$")
        for _name, pattern in EVERY_ROUTE
        if pattern.startswith("/staff/")
    }
)
