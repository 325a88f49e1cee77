"""The questions of a first visitor, asked by ourselves: what is made at first use is then made.

Templates are read, addresses and patterns compiled, names translated. Nothing of it is a visit: it
is not logged, and nobody is told what came of it.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings

from directory.serving.environ import environ_of

# Words with a place, and a postcode: in the one box, as everybody sends them.
SEARCHES: Final = ("somebody to talk to in Rotherham", "S60 2TH")
PAGES: Final = ("/", "/safety/")
FORM: Final = "application/x-www-form-urlencoded"


@dataclass(slots=True)
class Scope:
    """A request as granian tells of it, from nobody."""

    method: str
    path: str
    headers: Any = field(default_factory=dict)
    query_string: str = ""
    proto: str = "http"
    http_version: str = "1.1"
    # As behind a proxy with TLS: no page is made where a site leads to TLS first.
    scheme: str = "https"
    server: str = "127.0.0.1:443"
    client: str = "127.0.0.1:0"


def rehearse(app: Callable[..., Iterable[bytes]]) -> None:
    """Search, and open the pages that most people open; where that fails, visitors are told."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        for text in SEARCHES:
            form = urlencode({"words": text}).encode()
            found = asked(app, "POST", "/find", form).get("Location", "")
            if found:
                asked(app, "GET", found)
        for path in PAGES:
            asked(app, "GET", path)
    finally:
        logging.disable(before)


def asked(
    app: Callable[..., Iterable[bytes]], method: str, path: str, body: bytes = b""
) -> dict[str, str]:
    """Ask for something; return the headers of the answer."""
    host = settings.ALLOWED_HOSTS[0].lstrip(".") if settings.ALLOWED_HOSTS else "localhost"
    headers = {"host": host, "content-type": FORM} if body else {"host": host}
    told: dict[str, str] = {}
    pieces = app(
        environ_of(Scope(method, path, headers), body),
        lambda _status, given, _=None: told.update(given),
    )
    try:
        for _ in pieces:
            pass
    finally:
        getattr(pieces, "close", bool)()
    return told
