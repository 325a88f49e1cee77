"""A word that a visitor sends in every place there is can be found nowhere afterwards.

The log is the real one: the handlers, filters and formatters of the settings write to a stream.
"""

import re
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from directory.middleware import NO_VISITS
from tests.privacy.asking import (
    AGAIN,
    FORM,
    GONE_CODE,
    METHODS,
    PREFETCH,
    ROUTES,
    SEARCH,
    STYLE,
    TOO_LONG,
    Exchange,
    ask,
    of_route,
)
from tests.privacy.watching import SENT, WORD, nothing_kept

QUERY = f"?region={WORD}&place={WORD}&{WORD}=1&page={WORD}"
REQUESTS = [
    Exchange(200, f"/{QUERY}"),
    Exchange(200, f"/services/{QUERY}"),
    Exchange(200, SEARCH),
    Exchange(405, f"/{QUERY}", f"X{WORD.upper()}"),
    Exchange(301, f"/services{QUERY}"),
    Exchange(303, f"/find{QUERY}"),
    Exchange(303, f"/find{QUERY}", "POST"),
    Exchange(400, f"/api/v1/services/{QUERY}"),
    Exchange(400, f"/api/v1/removed/?since={WORD}"),
    Exchange(200, f"/api/v1/services/?words={WORD}"),
    Exchange(200, f"/openreferral/services?search={WORD}"),
    Exchange(400, f"/openreferral/service_at_locations?postcode={WORD}"),
    Exchange(404, f"/openreferral/{WORD}/{QUERY}"),
    Exchange(400, f"/{WORD}/{QUERY}", headers={"Host": f"{WORD}.example"}),
    Exchange(400, f"/{QUERY}", headers={"Host": f"{WORD}/.example:x"}),
    Exchange(403, f"/find{QUERY}", "POST", {"Sec-Fetch-Site": WORD}),
    Exchange(404, f"/{WORD}/{QUERY}"),
    Exchange(404, f"/lists/{WORD}/{QUERY}"),
    Exchange(404, f"/in/{WORD}/{QUERY}"),
    Exchange(404, f"/api/v1/{WORD}/{QUERY}"),
    Exchange(404, f"/static/{WORD}.css{QUERY}"),
    Exchange(405, f"/api/v1/services/{QUERY}", "POST"),
    Exchange(405, f"/find{QUERY}", WORD.upper()),
    Exchange(410, f"/r/{WORD}/{QUERY}"),
    Exchange(410, f"/services/{GONE_CODE}/{QUERY}"),
    Exchange(413, f"/find{QUERY}", "POST", body=f"{WORD}{TOO_LONG}"),
    Exchange(
        304, f"{STYLE}{QUERY}", headers={"If-Modified-Since": "Tue, 24 Nov 2099 15:00:00 GMT"}
    ),
    Exchange(416, f"{STYLE}{QUERY}", headers={"Range": "bytes=99999999-"}),
    Exchange(500, f"/broken/{QUERY}", "POST"),
    Exchange(500, f"/api/broken/{QUERY}", "POST"),
    Exchange(503, f"/{WORD}/{QUERY}", headers=PREFETCH),
]
NAMED = "GET|HEAD|POST|OPTIONS|PUT|PATCH|DELETE|OTHER"
REQUEST_LINE = re.compile(rf"INFO directory\.requests: ({NAMED}) ([a-z:_-]+) (\d{{3}}) \d+ms")
FRAME = re.compile(r"  /[^ ]+\.py:\d+ in [\w<>]+|[A-Z]\w+(Error|Exception|Host|TooBig)")


def short(exchange: Exchange) -> str:
    """Name a case without its query."""
    return f"{exchange.status} {exchange.method} {exchange.address.partition('?')[0]}"


def send(client: Client, exchange: Exchange) -> Any:
    """Send a request that says the word in every place."""
    # What is written in the words of a report is meant to be kept (test_reports.py).
    words = "" if exchange.address == ROUTES["mistake"] else f"&words={WORD}"
    form = f"place={WORD}&region={WORD}&{WORD}=1{words}"
    body = {
        "headers": SENT,
        "data": form,
        "content_type": FORM,
        "REMOTE_ADDR": f"2001:db8::{WORD}",
        "REMOTE_HOST": WORD,
    }
    return ask(client, exchange, **body)


@pytest.mark.proves("DESIGN 2.1", "SAFETY 2.3")
@pytest.mark.parametrize("exchange", REQUESTS, ids=short)
def test_what_a_visitor_sends_is_found_nowhere_afterwards(
    visitor: Client, log: StringIO, capfd: pytest.CaptureFixture[str], exchange: Exchange
) -> None:
    with nothing_kept(log, capfd):
        send(visitor, exchange)
    assert f" {exchange.status} " in log.getvalue()


@pytest.mark.proves("DESIGN 2.1", "SAFETY 2.3")
@pytest.mark.parametrize("name", ROUTES)
def test_no_method_of_any_route_keeps_what_a_visitor_sends(
    visitor: Client, log: StringIO, capfd: pytest.CaptureFixture[str], name: str
) -> None:
    """With form tokens, as in production. Pages pass over a query, and the API refuses it."""
    strict = Client(raise_request_exception=False, enforce_csrf_checks=True)
    with nothing_kept(log, capfd):
        for method in METHODS:
            exchange = of_route(name, method)
            send(strict, exchange)
            again = {SEARCH: f"/r/{WORD}/", AGAIN: f"{ROUTES['mistake']}{WORD}/"}
            address = again.get(exchange.address, exchange.address)
            strict.generic(method, address + QUERY, WORD, FORM, headers=SENT)
    # Whether the site is up is no visit.
    lines = 0 if name in NO_VISITS else 2 * len(METHODS)
    assert log.getvalue().count(f" {name} ") >= lines


@pytest.mark.proves("SAFETY 2.3")
@pytest.mark.parametrize("exchange", REQUESTS, ids=short)
def test_the_log_says_method_route_status_and_time_and_no_more(
    visitor: Client, log: StringIO, exchange: Exchange
) -> None:
    send(visitor, exchange)
    lines = log.getvalue().splitlines()
    requests = [match for line in lines if (match := REQUEST_LINE.fullmatch(line))]
    # To see the answer to a search, its form is sent first.
    assert len(requests) == (2 if exchange.address == SEARCH else 1)
    assert requests[-1][3] == str(exchange.status)
    known = exchange.method in NAMED.split("|")
    assert requests[-1][1] == (exchange.method if known else "OTHER")
    others = [line for line in lines if not REQUEST_LINE.fullmatch(line)]
    assert [line for line in others if not line.startswith("ERROR django.")] == [
        line for line in others if FRAME.fullmatch(line)
    ]
    # A page that is refused on purpose (503) is no failure: it has its one line.
    assert bool(others) == (exchange.status in {413, 500} or "Host" in exchange.headers)


@pytest.mark.parametrize(
    ("address", "route"),
    [("/", "home"), ("/services/", "service-list"), ("/api/v1/terms/", "api-term-list"),
     ("/services/bcdfgh/", "service-detail"), ("/staff/login/", "account_login")],
)  # fmt: skip
def test_the_log_names_the_route_and_not_the_address(
    visitor: Client, log: StringIO, address: str, route: str
) -> None:
    ask(visitor, Exchange(200, address))
    match = REQUEST_LINE.fullmatch(log.getvalue().strip())
    assert match is not None
    assert match[2] == route


def test_a_failure_is_logged_by_its_kinds_and_places(visitor: Client, log: StringIO) -> None:
    send(visitor, Exchange(500, "/broken/", "POST"))
    lines = log.getvalue().splitlines()
    assert "ValueError" in lines
    assert "LookupError" in lines
    assert any(re.search(r"broken_urls\.py:\d+ in fail$", line) for line in lines)


def test_a_curators_missing_token_is_logged_without_the_address(log: StringIO, db: None) -> None:
    client = Client(enforce_csrf_checks=True)
    client.post(f"/staff/login/?next=/{WORD}", {"username": WORD}, headers=SENT)
    assert " account_login 403 " in log.getvalue()
    assert WORD not in log.getvalue()
