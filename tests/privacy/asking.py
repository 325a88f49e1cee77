"""Every public address with an example, and every kind of answer that a visitor can be given."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.test import Client
from django.urls import URLResolver

from resources import urls
from resources.listings.reference import term_id
from tests.factories import CollectionFactory, OrganizationFactory, ServiceFactory
from tests.pages.reading import Page

CODE = "bcdfgh"
ID = UUID("00000000-0000-4000-8000-000000000001")
SEARCH = "/r/"
# The name of each public route, and an address that it answers; a search is asked anew each time.
ROUTES = {
    "home": "/",
    "service-list": "/services/",
    "service-detail": f"/services/{CODE}/",
    "organization-detail": f"/organizations/{CODE}/",
    "collection-detail": "/lists/list/",
    "area": "/in/rotherham/",
    "find": "/find",
    "results": SEARCH,
    "safety": "/safety/",
    "about": "/about/",
    "help": "/help/",
    "privacy": "/privacy/",
    "accessibility": "/accessibility/",
    "api-schema": "/api/v1/schema/",
    "api-docs": "/api/v1/docs/",
    "api-service-list": "/api/v1/services/",
    "api-service-detail": f"/api/v1/services/{ID}/",
    "api-organization-list": "/api/v1/organizations/",
    "api-organization-detail": f"/api/v1/organizations/{ID}/",
    "api-region-list": "/api/v1/regions/",
    "api-region-detail": "/api/v1/regions/K02000001/",
    "api-term-list": "/api/v1/terms/",
    "api-term-detail": f"/api/v1/terms/{term_id('helpline')}/",
    "api-collection-list": "/api/v1/collections/",
    "api-collection-detail": "/api/v1/collections/list/",
}
STYLE = "/static/css/site.css"
PREFETCH = {"Sec-Purpose": "prefetch"}


@dataclass(frozen=True)
class Asked:
    """A request, and the status that answers it."""

    status: int
    address: str
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """Name the case in the report."""
        return f"{self.status} {self.method} {self.address}"


OPENED = [Asked(303 if name == "find" else 200, address) for name, address in ROUTES.items()]
REFUSED = [
    Asked(400, "/", headers={"Host": "elsewhere.example"}),
    Asked(400, "/api/v1/services/?colour=red"),
    Asked(403, "/find", "POST", {"Sec-Fetch-Site": "cross-site"}),
    Asked(404, "/nothing/"),
    Asked(404, "/services/zzzzzz/"),
    Asked(404, "/in/atlantis/"),
    Asked(404, "/static/nothing.css"),
    Asked(404, "/api/v1/nothing/"),
    Asked(405, "/", "POST"),
    Asked(405, "/api/v1/services/", "POST"),
    Asked(405, "/find", "DELETE"),
    Asked(410, "/r/broken/"),
    Asked(500, "/broken/"),
    Asked(500, "/api/broken/"),
    Asked(503, "/", headers=PREFETCH),
    Asked(503, "/find", "POST", PREFETCH),
    Asked(503, STYLE, headers=PREFETCH),
]
ANSWERS = [
    *OPENED,
    Asked(200, "/", "HEAD"),
    Asked(200, STYLE),
    Asked(301, "/services"),
    Asked(301, "/staff"),
    Asked(303, "/find", "POST"),
    Asked(304, STYLE, headers={"If-Modified-Since": "Tue, 24 Nov 2099 15:00:00 GMT"}),
    *REFUSED,
]


def is_page(asked: Asked) -> bool:
    """Tell whether a person sees a page of ours: not data, a file, a way on or a bare refusal."""
    is_file = asked.address.startswith("/static/") and asked.status != 404
    is_data = asked.address.startswith("/api/") and asked.address != ROUTES["api-docs"]
    return not (is_file or is_data or 300 <= asked.status < 400 or asked.status in {405, 503})


PAGES = [asked for asked in (*OPENED, *REFUSED) if is_page(asked)]


def make_cast() -> None:
    """Make one listing, its organisation and a list, all of whose words would tell."""
    organization = OrganizationFactory.make(id=ID, code=CODE, name="Incest Survivors")
    service = ServiceFactory.make(
        id=ID, code=CODE, name="Rape crisis line", organization=organization, terms=["helpline"]
    )
    CollectionFactory.make(slug="list", title="After an assault", services=[service])


def ask(client: Client, asked: Asked, **more: Any) -> Any:
    """Send a request and return the answer, which has to have the status."""
    address = asked.address
    if address == SEARCH:
        address = client.post("/find", {"region": "rotherham"})["Location"]
    headers = {**asked.headers, **more.pop("headers", {})}
    response = client.generic(asked.method, address, headers=headers, **more)
    assert response.status_code == asked.status, address
    if response.streaming:
        response.getvalue()
    return response


def page_of(response: Any) -> Page:
    """Read the page of an answer."""
    return Page(response.content.decode(), response.status_code)


def _names(patterns: Sequence[Any]) -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _names(one.url_patterns)
        else:
            yield str(one.name)


PUBLIC_NAMES = set(_names(urls.urlpatterns))
