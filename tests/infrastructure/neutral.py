"""A neutral site on this machine, to which the way out leads in the tests."""

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PAGE = b"""<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,">
<title>Weather</title><h1>Fair today</h1><p>Dry, with a light wind.</p>"""
PACKED = gzip.compress(PAGE)


class NeutralSite:
    """The site: what it was sent, and whether it answers."""

    def __init__(self, port: int) -> None:
        """Begin as a site that answers."""
        # By another name than the directory's, as in production.
        self.root = f"http://localhost:{port}/"
        self.address = f"{self.root}weather"
        self.asked: list[dict[str, str]] = []
        self.answers = threading.Event()
        self.answers.set()

    @contextmanager
    def silent(self) -> Iterator[None]:
        """Accept what is asked, and answer only after the block."""
        self.answers.clear()
        try:
            yield
        finally:
            self.answers.set()


class _Handler(BaseHTTPRequestHandler):
    site: NeutralSite

    def do_GET(self) -> None:
        self.site.asked.append({name.lower(): value for name, value in self.headers.items()})
        self.site.answers.wait()
        try:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(PACKED)))
            self.end_headers()
            self.wfile.write(PACKED)
        except ConnectionError:
            pass  # the client has gone

    def log_message(self, *_args: Any, **_named: Any) -> None:
        """Say nothing."""


@contextmanager
def neutral_site() -> Iterator[NeutralSite]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    site = NeutralSite(server.server_port)
    server.RequestHandlerClass = type("Handler", (_Handler,), {"site": site})
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield site
    finally:
        site.answers.set()
        server.shutdown()
        server.server_close()
