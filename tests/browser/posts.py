"""Posts of another site that hold a list of ours, and what its browser asks us for."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

TITLE = "After abuse: a first meeting"
# What a host may ask of all that its pages load, and how WordPress frames what it does not know.
HOSTS: dict[str, tuple[dict[str, str], str]] = {
    "plain": ({}, ""),
    "require-corp": ({"Cross-Origin-Embedder-Policy": "require-corp"}, ""),
    "credentialless": ({"Cross-Origin-Embedder-Policy": "credentialless"}, ""),
    "sandboxed": ({}, ' sandbox="allow-scripts"'),
}
# Of a connection, and not of what it carries.
OF_THE_WAY = {"connection", "keep-alive", "transfer-encoding", "content-length"}


class Quiet(BaseHTTPRequestHandler):
    """Answers GET, and says nothing of it."""

    def say(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""


@contextmanager
def _running(handler: type[Quiet], host: str) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://{host}:{server.server_port}"
        server.shutdown()


@contextmanager
def post(headers: dict[str, str], body: str) -> Iterator[str]:
    """Serve a post of another site that holds some markup; give its address."""
    page = f"<!doctype html><html lang=en><title>{TITLE}</title><h1>{TITLE}</h1>{body}".encode()

    class Handler(Quiet):
        def do_GET(self) -> None:
            self.say(200, {"Content-Type": "text/html; charset=utf-8", **headers}, page)

    # By another name than the directory's: another site.
    with _running(Handler, "localhost") as address:
        yield f"{address}/"


@contextmanager
def overheard(address: str, asked: list[dict[str, str]]) -> Iterator[str]:
    """Serve the directory under another port, and note what it is sent; give that address."""
    directory = urlsplit(address).netloc

    class Handler(Quiet):
        def do_GET(self) -> None:
            sent = {name.lower(): value for name, value in self.headers.items()}
            asked.append({"path": self.path, **sent})
            line = HTTPConnection(directory, timeout=30)
            line.request("GET", self.path, headers=sent | {"connection": "close"})
            answer = line.getresponse()
            told = {
                name: value for name, value in answer.getheaders() if name.lower() not in OF_THE_WAY
            }
            self.say(answer.status, told, answer.read())
            line.close()

    with _running(Handler, "127.0.0.1") as ours:
        yield ours
