"""Asking a server on this machine, and nobody else."""

from http.client import HTTPConnection
from urllib.parse import urlsplit


def fetched(address: str, method: str = "GET", timeout: float = 20) -> bytes:
    """Return the body of an answer, also of one that is an error; OSError where there is none."""
    parts = urlsplit(address)
    connection = HTTPConnection(parts.netloc, timeout=timeout)
    try:
        connection.request(method, f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}")
        return connection.getresponse().read()
    finally:
        connection.close()
