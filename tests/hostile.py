"""Sites that do what no honest site does, and a network in which they stand at public addresses.

The rules about addresses are the real ones: only the last step, the connection to a public address,
leads to a server of the test.
"""

import contextlib
import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from resources.listings.watch.fetching import Network, resolve

# Public addresses that nothing in a test connects to.
FIRST: Final = "93.184.215.14"
SECOND: Final = "151.101.1.6"
Behaviour = Callable[[socket.socket, str], None]


def page(words: str, *more: str, status: str = "200 OK", kind: str = "text/html") -> Behaviour:
    """Answer with a page of some words, and with more lines of the head."""
    body = words.encode()
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", *more]
    return raw("\r\n".join(lines).encode() + b"\r\n\r\n" + body)


def raw(answer: bytes) -> Behaviour:
    return lambda line, _path: line.sendall(answer)


def moved(to: str) -> Behaviour:
    return page("", f"Location: {to}", status="302 Found")


class Site:
    """A server that behaves, for each path, as the test says; elsewhere it knows nothing."""

    def __init__(self, paths: dict[str, Behaviour], certificate: Path | None = None) -> None:
        self.paths = paths
        self.heads: list[str] = []
        self._tls: ssl.SSLContext | None = None
        if certificate is not None:
            self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._tls.load_cert_chain(certificate)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._thread = Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def asked(self) -> list[str]:
        """The paths that were asked for, but for the rules of the site."""
        paths = [head.split(" ")[1] for head in self.heads]
        return [path for path in paths if path != "/robots.txt"]

    def _serve(self) -> None:
        while True:
            try:
                line, _address = self._listening.accept()
            except OSError:
                return
            with contextlib.suppress(OSError), line:
                line.settimeout(5)
                self._answer(line)

    def _answer(self, line: socket.socket) -> None:
        if self._tls is None:
            self._say(line)
            return
        with self._tls.wrap_socket(line, server_side=True) as sealed:
            self._say(sealed)

    def _say(self, line: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            part = line.recv(4096)
            if not part:
                return
            head += part
        self.heads.append(head.decode("latin-1"))
        path = self.heads[-1].split(" ")[1]
        self.paths.get(path, page("", status="404 Not Found"))(line, path)

    def close(self) -> None:
        # A thread that waits for somebody is woken by nothing else on every system.
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(timeout=5)


@dataclass
class Outside:
    """The internet of a test: what names mean, in their order, and who stands at an address."""

    names: dict[str, list[str]] = field(default_factory=dict)
    sites: dict[str, Site] = field(default_factory=dict)
    resolved: list[str] = field(default_factory=list)
    connected: list[str] = field(default_factory=list)
    trust: ssl.SSLContext = field(default_factory=ssl.create_default_context)

    def resolve(self, host: str, port: int) -> list[str]:
        self.resolved.append(host)
        if host not in self.names:
            # An address in place of a name, in any spelling, is read by the machine itself.
            return resolve(host, port)
        answers = self.names[host]
        return [answers.pop(0) if len(answers) > 1 else answers[0]]

    def connect(self, address: str, port: int, seconds: float) -> socket.socket:
        self.connected.append(address)
        return socket.create_connection(("127.0.0.1", self.sites[address].port), timeout=seconds)

    @property
    def network(self) -> Network:
        return Network(self.resolve, self.connect, lambda: self.trust)

    def site(
        self, name: str, address: str, paths: dict[str, Behaviour], certificate: Path | None = None
    ) -> Site:
        """Put a site at an address, under a name."""
        made = self.sites[address] = Site(paths, certificate)
        self.names.setdefault(name, [address])
        return made


@contextlib.contextmanager
def an_internet() -> Iterator[Outside]:
    outside = Outside()
    try:
        yield outside
    finally:
        for site in outside.sites.values():
            site.close()


def certificate_of(name: str, folder: Path) -> Path:
    """Make a certificate that a site signs for itself; return the file, its key beside it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, SHA256())
    )
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file = folder / f"{name}.pem"
    file.write_bytes(made.public_bytes(Encoding.PEM) + secret)
    return file
