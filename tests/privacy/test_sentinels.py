"""A word that a visitor sends in every place there is can be found nowhere afterwards.

The log is the real one: the handlers, filters and formatters of the settings write to a stream.
"""

import copy
import logging.config
import re
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.conf import LazySettings
from django.core.cache import cache
from django.test import Client

from tests.privacy.asking import PREFETCH, SEARCH, Asked, ask

WORD = "qxsentinelqx"
SENT = {
    "User-Agent": f"Browser/{WORD}",
    "Referer": f"https://search.example/?q={WORD}",
    "X-Forwarded-For": f"203.0.113.7, {WORD}",
    "Forwarded": f"for={WORD}",
    "Cookie": f"sessionid={WORD}; csrftoken={WORD}; {WORD}=1",
    "Accept-Language": f"en-{WORD}",
    "Origin": f"https://{WORD}.example",
    f"X-{WORD}": WORD,
}
QUERY = f"?region={WORD}&place={WORD}&{WORD}=1&page={WORD}"
REQUESTS = [
    Asked(200, f"/{QUERY}"),
    Asked(200, f"/services/{QUERY}"),
    Asked(200, SEARCH),
    Asked(405, f"/{QUERY}", f"X{WORD.upper()}"),
    Asked(301, f"/services{QUERY}"),
    Asked(303, f"/find{QUERY}"),
    Asked(303, f"/find{QUERY}", "POST"),
    Asked(400, f"/api/v1/services/{QUERY}"),
    Asked(400, f"/{WORD}/{QUERY}", headers={"Host": f"{WORD}.example"}),
    Asked(400, f"/{QUERY}", headers={"Host": f"{WORD}/.example:x"}),
    Asked(403, f"/find{QUERY}", "POST", {"Sec-Fetch-Site": WORD}),
    Asked(404, f"/{WORD}/{QUERY}"),
    Asked(404, f"/lists/{WORD}/{QUERY}"),
    Asked(404, f"/in/{WORD}/{QUERY}"),
    Asked(404, f"/api/v1/{WORD}/{QUERY}"),
    Asked(404, f"/static/{WORD}.css{QUERY}"),
    Asked(405, f"/api/v1/services/{QUERY}", "POST"),
    Asked(405, f"/find{QUERY}", WORD.upper()),
    Asked(410, f"/r/{WORD}/{QUERY}"),
    Asked(500, f"/broken/{QUERY}", "POST"),
    Asked(500, f"/api/broken/{QUERY}", "POST"),
    Asked(503, f"/{WORD}/{QUERY}", headers=PREFETCH),
]
METHODS = "GET|HEAD|POST|OPTIONS|PUT|PATCH|DELETE|OTHER"
REQUEST_LINE = re.compile(rf"INFO directory\.requests: ({METHODS}) ([a-z:_-]+) (\d{{3}}) \d+ms")
FRAME = re.compile(r"  /[^ ]+\.py:\d+ in [\w<>]+|[A-Z]\w+(Error|Exception|Host)")


def short(asked: Asked) -> str:
    """Name a case without its query."""
    return f"{asked.status} {asked.method} {asked.address.partition('?')[0]}"


@pytest.fixture
def log(settings: LazySettings) -> Iterator[StringIO]:
    """What the log handlers of the settings write."""
    stream, root = StringIO(), logging.getLogger()
    handlers, level = root.handlers[:], root.level
    config = copy.deepcopy(settings.LOGGING)
    for handler in config["handlers"].values():
        handler["stream"] = stream
    logging.config.dictConfig(config)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)


def stored() -> str:
    """Return every row of every table, and everything in the cache, as one text."""
    rows = [
        str(list(model._base_manager.values_list()))
        for model in apps.get_models(include_auto_created=True)
    ]
    kept: Any = getattr(cache, "_cache", {})
    return "\n".join((*rows, str(dict(kept))))


def send(client: Client, asked: Asked) -> Any:
    """Send a request that says the word in every place."""
    form = f"place={WORD}&words={WORD}&region={WORD}&{WORD}=1"
    body = {
        "headers": SENT,
        "data": form,
        "content_type": "application/x-www-form-urlencoded",
        "REMOTE_ADDR": f"2001:db8::{WORD}",
        "REMOTE_HOST": WORD,
    }
    return ask(client, asked, **body)


@pytest.mark.parametrize("asked", REQUESTS, ids=short)
def test_what_a_visitor_sends_is_found_nowhere_afterwards(
    visitor: Client, log: StringIO, capfd: pytest.CaptureFixture[str], asked: Asked
) -> None:
    send(visitor, asked)
    written = log.getvalue()
    assert f" {asked.status} " in written
    assert WORD not in written.lower()
    assert WORD not in stored().lower()
    assert WORD not in "".join(capfd.readouterr()).lower()


@pytest.mark.parametrize("asked", REQUESTS, ids=short)
def test_the_log_says_method_route_status_and_time_and_no_more(
    visitor: Client, log: StringIO, asked: Asked
) -> None:
    send(visitor, asked)
    lines = log.getvalue().splitlines()
    requests = [match for line in lines if (match := REQUEST_LINE.fullmatch(line))]
    # To see the answer to a search, its form is sent first.
    assert len(requests) == (2 if asked.address == SEARCH else 1)
    assert requests[-1][3] == str(asked.status)
    known = asked.method in METHODS.split("|")
    assert requests[-1][1] == (asked.method if known else "OTHER")
    others = [line for line in lines if not REQUEST_LINE.fullmatch(line)]
    assert [line for line in others if not line.startswith("ERROR django.")] == [
        line for line in others if FRAME.fullmatch(line)
    ]
    assert bool(others) == (asked.status >= 500 or "Host" in asked.headers)


@pytest.mark.parametrize(
    ("address", "route"),
    [("/", "home"), ("/services/", "service-list"), ("/api/v1/terms/", "api-term-list"),
     ("/services/bcdfgh/", "service-detail"), ("/staff/login/", "admin:login")],
)  # fmt: skip
def test_the_log_names_the_route_and_not_the_address(
    visitor: Client, log: StringIO, address: str, route: str
) -> None:
    ask(visitor, Asked(200, address))
    match = REQUEST_LINE.fullmatch(log.getvalue().strip())
    assert match is not None
    assert match[2] == route


def test_a_failure_is_logged_by_its_kinds_and_places(visitor: Client, log: StringIO) -> None:
    send(visitor, Asked(500, "/broken/", "POST"))
    lines = log.getvalue().splitlines()
    assert "ValueError" in lines
    assert "LookupError" in lines
    assert any(re.search(r"broken_urls\.py:\d+ in fail$", line) for line in lines)


def test_a_form_that_cannot_be_read_leaves_nothing(
    visitor: Client, log: StringIO, capfd: pytest.CaptureFixture[str]
) -> None:
    kind = f"multipart/form-data; boundary={WORD}é"
    response = visitor.generic("POST", "/find", WORD, kind, headers=SENT)
    assert response.status_code == 400
    assert WORD not in log.getvalue() + stored() + "".join(capfd.readouterr())


def test_a_form_of_many_fields_leaves_nothing(visitor: Client, log: StringIO) -> None:
    form = "&".join(f"{WORD}{number}={WORD}" for number in range(2_000))
    response = visitor.generic("POST", "/find", form, "application/x-www-form-urlencoded")
    assert response.status_code == 400
    assert WORD not in log.getvalue() + stored()


def test_a_curators_missing_token_is_logged_without_the_address(log: StringIO, db: None) -> None:
    client = Client(enforce_csrf_checks=True)
    client.post(f"/staff/login/?next=/{WORD}", {"username": WORD}, headers=SENT)
    assert " admin:login 403 " in log.getvalue()
    assert WORD not in log.getvalue()
