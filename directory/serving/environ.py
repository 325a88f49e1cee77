"""What the server says of a request, as WSGI names it (PEP 3333), and nothing that was not sent."""

from io import BytesIO
from typing import Any, Final, Protocol

# Django's environment has these two names without the prefix.
BARE: Final = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}
# The status of a request that is not read further, for `directory.refused.RefusedRequests`.
REFUSED: Final = "directory.refused"
# The route whose answer may be kept, as Django says of it in this environment.
KEPT: Final = "directory.kept"


class Headers(Protocol):
    """The headers of a request, with their names in small letters."""

    def items(self) -> list[tuple[str, str]]: ...

    def keys(self) -> list[str]: ...

    def get(self, key: str, default: Any = None) -> Any: ...


class Scope(Protocol):
    """What granian tells of a request (RSGI 1.6)."""

    proto: str
    http_version: str
    server: str
    client: str
    scheme: str
    method: str
    path: str
    query_string: str

    @property
    def headers(self) -> Headers: ...


def client_of(scope: Scope) -> str:
    """Return the address of who asks, without the port."""
    return scope.client.rpartition(":")[0]


def environ_of(
    scope: Scope, body: bytes, refused: int | None = None, query: str | None = None
) -> dict[str, Any]:
    """Return the WSGI environment of a request whose body was read, or is refused.

    `query` stands for the parameters as they were sent, where it is given.
    """
    query = scope.query_string if query is None else query
    port = scope.server.rpartition(":")[2]
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        # The bytes of the address, each as one letter, as WSGI asks: not everybody escapes them.
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": query.encode().decode("latin-1"),
        # Django would take it for the host of a request that names none: such a one is refused.
        "SERVER_NAME": "",
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": client_of(scope),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": BytesIO(body),
        "wsgi.errors": None,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        **_headers(scope.headers),
    }
    # What was read is what there is, whatever its length was said to be.
    environ["CONTENT_LENGTH"] = str(len(body))
    if refused:
        environ[REFUSED] = refused
    return environ


def _headers(headers: Headers) -> dict[str, str]:
    """Return the headers under WSGI's names.

    A name with an underscore would stand under the same key as the one with a hyphen, which a proxy
    may have taken out: such a header is not passed on.
    """
    found: dict[str, str] = {}
    for name, value in headers.items():
        if "_" in name:
            continue
        key = BARE.get(name) or "HTTP_" + name.upper().replace("-", "_")
        parting = "; " if name == "cookie" else ","
        found[key] = f"{found[key]}{parting}{value}" if key in found else value
    return found
