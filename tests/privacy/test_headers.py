"""Every answer, whatever its status or path, carries the headers that keep a visit private."""

import gzip
from typing import Any

import brotli
import pytest
from django.conf import LazySettings
from django.test import Client

from directory.middleware import NO_VISITS, CompressOpenPages
from tests.privacy.asking import (
    ANSWERS,
    CODE,
    ELSEWHERE,
    FRAMED,
    METHODS,
    PREFETCH,
    PUBLIC_NAMES,
    ROUTES,
    STAFF_ADDRESSES,
    STYLE,
    Exchange,
    ask,
    of_route,
)

FEATURES = [
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
]
EVERYWHERE = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-DNS-Prefetch-Control": "off",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in FEATURES),
}
PUBLIC_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
FRAMED_POLICY = (
    "default-src 'none'; style-src 'self'; img-src data:; form-action 'none'; base-uri 'none'; "
    "frame-ancestors *"
)
PREVIEW = "/embed/preview/"
STAFF_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
# The only addresses of the staff that answer somebody who has not signed in.
SIGN_IN = {
    "/staff/login/",
    "/staff/logout/",
    "/staff/me/passkeys/sign-in/",
}
# Nothing but that an invitation is over.
NO_INVITATION = "/staff/invitation/1/1/"
# Passkeys, for our own pages there and for no other site.
PASSKEYS = ("publickey-credentials-create", "publickey-credentials-get")
STAFF_FEATURES = ", ".join(
    f"{feature}=({'self' if feature in PASSKEYS else ''})" for feature in FEATURES
)
HIDDEN = "noindex, noarchive, nosnippet"
REFERENCE = {"/api/v1/regions/", "/api/v1/terms/"}
# All of it, which is nobody's question.
WHOLE = {"/api/v1/changes/", "/api/v1/bulk/services.ndjson"}
LISTED = {"/", "/safety/", "/about/", "/accessibility/"}


def is_data(address: str) -> bool:
    """Tell whether other origins may read what stands at an address."""
    return address.startswith(
        ("/api/", "/openreferral", "/oembed", "/static/", "/.well-known/")
    ) or address.endswith(".jsonld")


def policy(address: str) -> str:
    """Return what the page at an address may load, and who may frame it."""
    if address.startswith(PREVIEW):
        return PUBLIC_POLICY.replace("form-action", "frame-src 'self'; form-action")
    return FRAMED_POLICY if address.startswith(FRAMED) else PUBLIC_POLICY


def kept(exchange: Exchange, *, is_file: bool) -> str:
    """Return for how long a browser may keep an answer: files, and lists that name no question."""
    if is_file:
        return "max-age=60, public"
    if exchange.status not in {200, 304} or exchange.method not in {"GET", "HEAD"}:
        return "no-store"
    if exchange.address in WHOLE:
        return "public, max-age=60"
    is_reference = exchange.address.partition("?")[0] in REFERENCE
    return "public, max-age=300" if is_reference else "no-store"


def expected(exchange: Exchange) -> dict[str, str | None]:
    """Return the headers of a public answer: a value, or None where there is no such header."""
    is_framed = exchange.address.startswith(FRAMED)
    is_open = is_framed or is_data(exchange.address)
    is_file = exchange.address.startswith("/static/") and exchange.status in {200, 206, 304}
    is_listed = exchange.address in LISTED and exchange.status == 200
    return EVERYWHERE | {
        "Content-Security-Policy": policy(exchange.address),
        "X-Frame-Options": None if is_framed else "DENY",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Resource-Policy": "cross-origin" if is_open else "same-origin",
        "Access-Control-Allow-Origin": "*" if is_data(exchange.address) else None,
        "Access-Control-Allow-Credentials": None,
        "X-Robots-Tag": None if is_listed else HIDDEN,
        "Cache-Control": kept(exchange, is_file=is_file),
        "Strict-Transport-Security": None,
        "Set-Cookie": None,
    }


def wrong_headers(response: Any, exchange: Exchange) -> dict[str, str | None]:
    wanted = expected(exchange)
    found = {name: response.headers.get(name) for name in wanted}
    return {name: found[name] for name in wanted if found[name] != wanted[name]}


def test_every_public_route_has_an_example_here() -> None:
    assert set(ROUTES) == PUBLIC_NAMES


@pytest.mark.proves("SAFETY 2.5")
@pytest.mark.parametrize("name", ROUTES)
def test_every_route_answers_every_method_with_exactly_these_headers(
    visitor: Client, strict: Client, name: str
) -> None:
    for method in METHODS:
        exchange = of_route(name, method)
        response = ask(strict, exchange)
        assert wrong_headers(response, exchange) == {}
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")
        assert (method != "HEAD") or response.content == b""


@pytest.mark.proves("SAFETY 5.1")
def test_a_header_that_is_missing_or_changed_would_be_found(visitor: Client) -> None:
    opened = Exchange(200, "/")
    response = ask(visitor, opened)
    assert wrong_headers(response, opened) == {}
    response["Referrer-Policy"] = "origin"
    del response["Permissions-Policy"]
    response.set_cookie("visitor", "7")
    assert set(wrong_headers(response, opened)) == {"Referrer-Policy", "Permissions-Policy"}
    assert response.cookies


@pytest.mark.parametrize("method", METHODS)
def test_every_staff_address_is_closed_to_visitors_and_stays_private(
    visitor: Client, strict: Client, method: str
) -> None:
    assert len(STAFF_ADDRESSES) > 50
    for address in STAFF_ADDRESSES:
        response = strict.generic(method, address)
        assert {
            "Cache-Control": response["Cache-Control"],
            "X-Robots-Tag": response["X-Robots-Tag"],
            "Referrer-Policy": response["Referrer-Policy"],
            "Content-Security-Policy": response["Content-Security-Policy"],
            "Permissions-Policy": response["Permissions-Policy"],
        } == {
            "Cache-Control": "no-store",
            "X-Robots-Tag": HIDDEN,
            "Referrer-Policy": "same-origin",
            "Content-Security-Policy": STAFF_POLICY,
            "Permissions-Policy": STAFF_FEATURES,
        }
        wanted = {410} if address == NO_INVITATION else {302, 403, 405}
        assert response.status_code in wanted | {403, 405} or address in SIGN_IN


# Whoever asks whether it is up asks from the same machine.
OVER_TLS = [
    *(address for name, address in ROUTES.items() if name not in NO_VISITS),
    *(STYLE, "/nothing/", "/staff/"),
]


@pytest.mark.parametrize("address", OVER_TLS)
def test_over_plain_http_every_address_leads_to_tls_and_carries_the_headers(
    visitor: Client, settings: LazySettings, address: str
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    plain = Client()
    for method in METHODS:
        answer = plain.generic(method, address)
        assert (answer.status_code, answer["Location"]) == (301, f"https://testserver{address}")
        if address != "/staff/":
            assert wrong_headers(answer, Exchange(301, address)) == {}


def test_a_wrong_host_is_refused_before_it_is_led_to_tls(
    visitor: Client, settings: LazySettings
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    exchange = Exchange(400, "/services/", headers=ELSEWHERE)
    response = ask(Client(raise_request_exception=False), exchange)
    assert "Location" not in response.headers
    assert wrong_headers(response, exchange) == {}


@pytest.mark.proves("SAFETY 2.5")
@pytest.mark.parametrize("exchange", ANSWERS, ids=str)
def test_a_public_answer_has_exactly_these_headers(visitor: Client, exchange: Exchange) -> None:
    assert wrong_headers(ask(visitor, exchange), exchange) == {}


@pytest.mark.proves("SAFETY 2.5")
@pytest.mark.parametrize("exchange", ANSWERS, ids=str)
def test_over_tls_a_browser_is_told_to_stay_with_it_for_two_years(
    visitor: Client, exchange: Exchange
) -> None:
    response = ask(visitor, exchange, secure=True)
    policy = "max-age=63072000; includeSubDomains; preload"
    assert response["Strict-Transport-Security"] == policy


@pytest.mark.parametrize(
    ("address", "status"),
    [("/staff/", 302), ("/staff/login/", 200), ("/staff/nothing/", 302)],
)
def test_a_staff_page_has_exactly_these_headers(visitor: Client, address: str, status: int) -> None:
    wanted = EVERYWHERE | {
        "Content-Security-Policy": STAFF_POLICY,
        "Permissions-Policy": STAFF_FEATURES,
        # Under no-referrer a browser would send "Origin: null", and no form could be sent.
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Access-Control-Allow-Origin": None,
        "X-Robots-Tag": HIDDEN,
        "Cache-Control": "no-store",
    }
    response = ask(visitor, Exchange(status, address))
    assert {name: response.headers.get(name) for name in wanted} == wanted


def test_a_staff_page_cannot_be_opened_in_advance(visitor: Client) -> None:
    ask(visitor, Exchange(503, "/staff/", headers=PREFETCH))


@pytest.mark.proves("SAFETY 2.5")
@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Purpose": "prefetch"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Sec-Purpose": "Prefetch;anonymous-client-ip"},
        {"Purpose": "prefetch"},
    ],
    ids=str,
)
@pytest.mark.parametrize("address", ["/", f"/services/{CODE}/", STYLE])
def test_a_page_that_nobody_has_opened_is_not_loaded(
    visitor: Client, address: str, headers: dict[str, str]
) -> None:
    assert ask(visitor, Exchange(503, address, headers=headers)).content == b""
    ask(visitor, Exchange(200, address, headers={"Sec-Purpose": "", "Sec-Fetch-Dest": "document"}))


GZIP = {"Accept-Encoding": "gzip"}
OPEN_PAGES = ["/", "/services/", f"/services/{CODE}/", "/safety/", "/about/", "/api/v1/services/"]


@pytest.mark.parametrize("address", OPEN_PAGES)
@pytest.mark.parametrize(
    ("offered", "taken"),
    [
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("br", "br"),
        ("gzip, BR;q=0.5", "br"),
        ("gzip, br;q=0", "gzip"),
        ("gzip, br; q=0.000", "gzip"),
        ("gzip, abr, brx", "gzip"),
    ],
)
def test_an_open_page_is_sent_small(
    visitor: Client, address: str, offered: str, taken: str
) -> None:
    whole = ask(visitor, Exchange(200, address)).content
    response = ask(visitor, Exchange(200, address, headers={"Accept-Encoding": offered}))
    assert response["Content-Encoding"] == taken
    assert response["Vary"] == "Accept-Encoding"
    assert response["Content-Length"] == str(len(response.content))
    unpack = brotli.decompress if taken == "br" else gzip.decompress
    assert unpack(response.content) == whole
    assert len(response.content) < len(whole)


def test_a_page_is_sent_as_it_is_to_who_reads_no_compression(visitor: Client) -> None:
    response = ask(visitor, Exchange(200, "/", headers={"Accept-Encoding": "identity"}))
    assert "Content-Encoding" not in response.headers
    assert response["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("offered", ["gzip", "br"])
def test_a_page_that_holds_a_form_token_is_not_compressed(visitor: Client, offered: str) -> None:
    response = ask(visitor, Exchange(200, "/staff/login/", headers={"Accept-Encoding": offered}))
    assert len(response.content) > 200
    assert "Content-Encoding" not in response.headers


@pytest.mark.parametrize("address", ["/r/", "/r/broken/"])
def test_the_answer_to_a_search_is_sent_small_too(visitor: Client, address: str) -> None:
    status = 410 if "broken" in address else 200
    response = ask(visitor, Exchange(status, address, headers=GZIP))
    assert response["Content-Encoding"] == "gzip"


def test_a_page_that_would_not_fit_in_one_round_trip_is_squeezed_harder(visitor: Client) -> None:
    headers = {"Accept-Encoding": "br"}
    sent = visitor.get("/services/", secure=True, headers=headers)
    plain = visitor.get("/services/", secure=True).content
    room, CompressOpenPages.room = CompressOpenPages.room, 100
    try:
        tight = visitor.get("/services/", secure=True, headers=headers)
    finally:
        CompressOpenPages.room = room
    assert len(tight.content) < len(sent.content) < len(plain)
    assert brotli.decompress(tight.content) == plain
