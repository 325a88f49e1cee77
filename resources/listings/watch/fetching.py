"""One request for one public page, to an address that was looked at before.

A listing's link is text that somebody typed, and what answers it may be hostile. So the name is
resolved once, every address that it has must be public, and the connection goes to exactly one of
those: a name that means another machine a moment later changes nothing. Whoever follows a redirect
asks anew. This is the only file of the product that connects to another machine's server.
"""

import socket
import ssl
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from threading import Timer
from typing import Any, Final
from urllib.parse import urljoin

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.util import parse_url

from resources.choices import WatchState
from resources.listings.watch.addresses import is_public

SECONDS: Final = 10.0
MOST_BYTES: Final = 1_000_000
MOST_UNPACKED: Final = 3_000_000
PORTS: Final = {"http": 80, "https": 443}
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_CHUNK: Final = 65_536


class FetchError(Exception):
    """A page that was not read; the text says in a few words why."""

    state: WatchState = WatchState.UNREACHABLE


class UnreachableError(FetchError):
    """Nothing answered, or not in time, or with a mistake."""


class CertificateError(FetchError):
    """The certificate does not prove that this is the host."""

    state = WatchState.CERTIFICATE


class ClosedAddressError(FetchError):
    """The link leads to where the watch never goes."""

    state = WatchState.NOT_ALLOWED


class RefusedError(FetchError):
    """The site does not want to be read by programs."""

    state = WatchState.REFUSED


class UnreadableError(FetchError):
    """What came is no page of text."""

    state = WatchState.UNREADABLE


def resolve(host: str, port: int) -> list[str]:
    """Return the network addresses of a name, as this machine knows them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def connect(address: str, port: int, seconds: float) -> socket.socket:
    """Connect to a network address, never to a name."""
    if not is_public(address):
        raise ClosedAddressError(address)
    return socket.create_connection((address, port), timeout=seconds)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: how it is named in a request, which kinds are it, and how much of it."""

    accept: str
    kinds: frozenset[str]
    most_bytes: int
    most_unpacked: int
    seconds: float


PAGE: Final = Wanted(
    "text/html",
    frozenset({"text/html", "application/xhtml+xml"}),
    MOST_BYTES,
    MOST_UNPACKED,
    SECONDS,
)


@dataclass(frozen=True, slots=True)
class Network:
    """The ways to the outside."""

    resolve: Callable[[str, int], Sequence[str]] = resolve
    connect: Callable[[str, int, float], socket.socket] = connect
    trust: Callable[[], ssl.SSLContext] = ssl.create_default_context
    clock: Callable[[], float] = time.monotonic


@dataclass(frozen=True, slots=True)
class Link:
    """A web address in its parts, all from one reading of it."""

    scheme: str
    host: str
    port: int
    path: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `is_whole` is False where the body was cut at the limit."""

    address: str
    status: int
    kind: str
    charset: str
    leads_to: str
    body: bytes
    is_whole: bool


def read_link(address: str) -> Link:
    """Return the parts of a web address; FetchError for one that is never followed."""
    try:
        parts = parse_url(address)
    except HTTPError:
        raise UnreadableError("no web address") from None
    if parts.scheme not in PORTS or not parts.host:
        raise ClosedAddressError("not http or https")
    if parts.auth is not None:
        raise ClosedAddressError("a name or a password in the link")
    port = PORTS[parts.scheme] if parts.port is None else parts.port
    if port not in PORTS.values():
        raise ClosedAddressError(f"port {port}")
    return Link(parts.scheme, parts.host.strip("[]"), port, parts.request_uri)


class _Plain(HTTPConnection):
    """A connection whose socket somebody else has opened."""

    opened: Callable[[], socket.socket]

    def _new_conn(self) -> socket.socket:
        return self.opened()


class _Secure(HTTPSConnection):
    """The same, with the certificate of the host that was asked for."""

    opened: Callable[[], socket.socket]

    def _new_conn(self) -> socket.socket:
        return self.opened()


def ask(
    address: str, agent: str, network: Network, seconds: float = SECONDS, wanted: Wanted = PAGE
) -> Answer:
    """Ask for a page once, within some seconds in all; FetchError where there is none."""
    link = read_link(address)
    until = network.clock() + seconds
    try:
        with _connected(link, network, until) as connection:
            connection.request(
                "GET",
                link.path,
                headers={
                    "User-Agent": agent,
                    "Accept": wanted.accept,
                    "Accept-Encoding": "gzip",
                    "Connection": "close",
                },
                preload_content=False,
                decode_content=False,
            )
            answer = _answer(address, connection.getresponse(), wanted)
    except ssl.SSLCertVerificationError as error:
        raise CertificateError(error.verify_message) from None
    except (OSError, HTTPException, HTTPError, ValueError, zlib.error) as error:
        reason = "too slow" if network.clock() >= until else type(error).__name__
        raise UnreachableError(reason) from None
    if network.clock() >= until:
        # A body without a length looks whole when it is broken off.
        raise UnreachableError("too slow")
    return answer


@contextmanager
def _connected(link: Link, network: Network, until: float) -> Iterator[_Plain | _Secure]:
    """Open a connection that is broken off when the time is over, whatever the other side does."""
    addresses = _public_addresses(link, network)
    timeout = max(0.01, until - network.clock())
    connection: _Plain | _Secure
    if link.scheme == "https":
        connection = _Secure(link.host, link.port, timeout=timeout, ssl_context=network.trust())
    else:
        connection = _Plain(link.host, link.port, timeout=timeout)
    opened = _first_that_answers(addresses, link.port, network, until)
    connection.opened = lambda: opened
    # A second handle on the same connection: the first one is given away to TLS.
    twin = opened.dup()
    end = Timer(max(0.0, until - network.clock()), _break_off, (twin,))
    end.daemon = True
    end.start()
    try:
        yield connection
    finally:
        end.cancel()
        connection.close()
        opened.close()
        twin.close()


def _break_off(line: socket.socket) -> None:
    try:
        line.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it has ended by itself


def _public_addresses(link: Link, network: Network) -> Sequence[str]:
    """Resolve a name once; one address that is not public closes all of them."""
    try:
        addresses = network.resolve(link.host, link.port)
    except (OSError, UnicodeError):
        raise UnreachableError("no such host") from None
    if not addresses:
        raise UnreachableError("no such host")
    for address in addresses:
        if not is_public(address):
            raise ClosedAddressError("an address that is not public")
    return addresses


def _first_that_answers(
    addresses: Sequence[str], port: int, network: Network, until: float
) -> socket.socket:
    reason: OSError = TimeoutError()
    for address in addresses:
        left = until - network.clock()
        if left <= 0:
            break
        try:
            line = network.connect(address, port, left)
        except OSError as error:
            reason = error
        else:
            line.settimeout(left)
            return line
    raise reason


def _answer(address: str, response: Any, wanted: Wanted) -> Answer:
    kind, _, rest = response.headers.get("Content-Type", "").partition(";")
    target = response.headers.get("Location", "") if response.status in REDIRECTS else ""
    body, is_whole = _body(response, wanted) if response.status == 200 else (b"", True)
    return Answer(
        address=address,
        status=response.status,
        kind=kind.strip().lower(),
        charset=rest.partition("charset=")[2].partition(";")[0].strip(" \"'"),
        leads_to=urljoin(address, target) if target else "",
        body=body,
        is_whole=is_whole,
    )


def _body(response: Any, wanted: Wanted) -> tuple[bytes, bool]:
    """Return a body up to the limits, and whether that is all of it."""
    packing = response.headers.get("Content-Encoding", "").strip().lower()
    if packing not in {"", "identity", "gzip"}:
        raise UnreadableError("packed in a way that was not asked for")
    # 31: gzip, and nothing else.
    unpack = zlib.decompressobj(31) if packing == "gzip" else None
    read, body = 0, bytearray()
    while read < wanted.most_bytes:
        part = response.read(min(_CHUNK, wanted.most_bytes - read), decode_content=False)
        if not part:
            return bytes(body), True
        read += len(part)
        # To zlib a limit of 0 means none: the loop has ended before.
        body += unpack.decompress(part, wanted.most_unpacked - len(body)) if unpack else part
        if len(body) >= wanted.most_unpacked:
            break
    return bytes(body), False
