"""MDN's HTTP Observatory gives every kind of answer an A+, and less to one with bad headers.

Answers are those of the site as it is in production: over TLS, with a redirect from plain HTTP.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from tests.infrastructure.observatory import Answer, Visit, grades
from tests.privacy.asking import CODE, ROUTES, Exchange, make_cast

HOST = "directory.example"
SCANNER = {"Origin": "https://observatory.example", "Access-Control-Request-Method": "GET"}
PLACES = {
    "front page": Exchange(200, "/"),
    "list": Exchange(200, "/services/"),
    "answer to a search": Exchange(200, ROUTES["results"]),
    "service": Exchange(200, f"/services/{CODE}/"),
    "safety": Exchange(200, "/safety/"),
    "open data": Exchange(200, "/api/v1/services/"),
    "style sheet": Exchange(200, "/static/css/site.css"),
    "staff": Exchange(200, "/staff/login/"),
    "no such page": Exchange(404, "/nothing/"),
    "refused": Exchange(400, "/api/v1/services/?colour=red"),
    "broken": Exchange(500, "/broken/"),
}


def recorded(response: Any) -> Answer:
    """Keep what a server says, its cookies among the headers."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    cookies = [("Set-Cookie", one.OutputString()) for one in response.cookies.values()]
    return Answer(response.status_code, [*response.headers.items(), *cookies], body.decode())


def visit(client: Client, name: str, exchange: Exchange) -> Visit:
    """Ask for a page as the Observatory does, which takes every address for the root of a site."""
    address = exchange.address
    if address == ROUTES["results"]:
        address = client.post("/find", {"region": "rotherham"}, secure=True)["Location"]
    plain = recorded(client.get(address, secure=False))
    assert (plain.status, dict(plain.headers)["Location"]) == (301, f"https://{HOST}{address}")
    led = replace(plain, headers=[one for one in plain.headers if one[0] != "Location"])
    led.headers.append(("Location", f"https://{HOST}/"))
    page = recorded(client.get(address, secure=True))
    assert page.status == exchange.status
    # It turns away from errors before it reads their headers, but for 403.
    seen = replace(page, status=403) if page.status >= 400 else page
    preflight = recorded(client.options(address, secure=True, headers=SCANNER))
    answers = {
        f"GET http://{HOST}/": led,
        f"GET https://{HOST}/": seen,
        f"OPTIONS https://{HOST}/": preflight,
    }
    return Visit(name, HOST, answers)


@pytest.fixture
def visits(db: None, settings: LazySettings) -> dict[str, Visit]:
    """Every kind of answer of the site in production."""
    settings.ALLOWED_HOSTS = [HOST]
    settings.SECURE_SSL_REDIRECT = True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    make_cast()
    client = Client(raise_request_exception=False, SERVER_NAME=HOST)
    return {name: visit(client, name, exchange) for name, exchange in PLACES.items()}


@pytest.mark.proves("SAFETY 2.5")
def test_every_kind_of_answer_is_graded_a_plus(visits: dict[str, Visit]) -> None:
    given = grades(list(visits.values()))
    assert {name: (one.grade, one.failed) for name, one in given.items()} == {
        name: ("A+", []) for name in PLACES
    }
    assert {one.tests for one in given.values()} == {10}
    assert min(one.score for one in given.values()) >= 100


def without(name: str) -> Callable[[Answer], Answer]:
    """Take a header away."""
    return lambda one: replace(one, headers=[pair for pair in one.headers if pair[0] != name])


def having(name: str, value: str) -> Callable[[Answer], Answer]:
    """Give a header another value."""
    return lambda one: replace(one, headers=[*without(name)(one).headers, (name, value)])


CSP = "Content-Security-Policy"
WRONG: dict[str, Callable[[Answer], Answer]] = {
    "csp-not-implemented": without(CSP),
    "csp-implemented-with-unsafe-inline": having(CSP, "script-src 'unsafe-inline'"),
    "hsts-not-implemented": without("Strict-Transport-Security"),
    "x-content-type-options-not-implemented": without("X-Content-Type-Options"),
    "referrer-policy-unsafe": having("Referrer-Policy", "unsafe-url"),
    "cookies-session-without-httponly-flag": having("Set-Cookie", "sessionid=1; Path=/"),
    "sri-not-implemented-and-external-scripts-not-loaded-securely": lambda one: replace(
        one, body='<!DOCTYPE html><script src="http://elsewhere.example/a.js"></script>'
    ),
}


def spoiled(whole: Visit, name: str, spoil: Callable[[Answer], Answer]) -> Visit:
    """Return a site with one thing wrong on its page."""
    address = f"GET https://{HOST}/"
    return Visit(name, HOST, whole.answers | {address: spoil(whole.answers[address])})


@pytest.mark.proves("SAFETY 5.1")
def test_each_thing_that_is_wrong_is_found_and_costs_points(visits: dict[str, Visit]) -> None:
    whole = visits["service"]
    given = grades([whole, *(spoiled(whole, name, spoil) for name, spoil in WRONG.items())])
    best = given.pop(whole.name)
    for name, one in given.items():
        assert name in one.failed
        assert one.score < best.score


def test_a_site_without_the_headers_is_no_a(visits: dict[str, Visit]) -> None:
    whole = visits["service"]
    names = ("Strict-Transport-Security", CSP, "X-Frame-Options", "Referrer-Policy")
    given = grades([spoiled(whole, name, without(name)) for name in names])
    assert {one.grade for one in (given[names[0]], given[CSP])} & {"A+", "A"} == set()
    bare = spoiled(whole, "bare", lambda one: replace(one, headers=[("Content-Type", "text/html")]))
    assert grades([bare])["bare"].grade not in {"A+", "A", "A-", "B+", "B"}


def test_a_site_that_stays_with_plain_http_is_graded_down(visits: dict[str, Visit]) -> None:
    whole = visits["front page"]
    page = whole.answers[f"GET https://{HOST}/"]
    [given] = grades([Visit("plain", HOST, whole.answers | {f"GET http://{HOST}/": page})]).values()
    assert "redirection-missing" in given.failed
    assert given.grade != "A+"
