"""The files in deploy/ are what their own programs accept, and keep what the pages promise."""

import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.core.management import get_commands
from django.test import Client

from directory.serving.__main__ import HEADER_BYTES
from tests.infrastructure.deb_packages import program_of

DEPLOY = Path(__file__).parents[2] / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
# The exposure that `systemd-analyze security` may find, out of 100; docs/deploying.md says 1.1.
EXPOSURE = 12
HEADER = re.compile(r'^\s*(?:add_header )?([A-Z][A-Za-z-]+) "(.+)"(?: always;)?$', re.MULTILINE)
PATIENCE = 20  # seconds until nginx answers


@pytest.fixture(scope="module")
def nginx(tmp_path_factory: pytest.TempPathFactory) -> str:
    return program_of("nginx", "nginx", tmp_path_factory.mktemp("nginx"))


@pytest.fixture(scope="module")
def caddy(tmp_path_factory: pytest.TempPathFactory) -> str:
    return program_of("caddy", "caddy", tmp_path_factory.mktemp("caddy"))


@pytest.fixture(scope="module")
def analyze(tmp_path_factory: pytest.TempPathFactory) -> str:
    return program_of("systemd-analyze", "systemd", tmp_path_factory.mktemp("systemd"))


def asked(*command: str | Path) -> str:
    """Run a checker that has to be content; return what it says."""
    finished = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, text=True
    )
    assert finished.returncode == 0, finished.stdout
    return finished.stdout


@pytest.fixture
def units(tmp_path: Path) -> list[Path]:
    """The units, with a program that is on this machine instead of the server's Python."""
    python = shutil.which("python3") or "/usr/bin/env"
    copies = []
    for unit in UNITS:
        text = unit.read_text().replace("/srv/directory/.venv/bin/python", python)
        copies.append(tmp_path / unit.name)
        copies[-1].write_text(text)
    return copies


def test_systemd_finds_no_mistake_in_the_units(analyze: str, units: list[Path]) -> None:
    for unit in units:
        said = asked(analyze, "verify", "--man=no", unit)
        assert unit.name not in said, said


@pytest.mark.parametrize("name", ["directory.service", "directory-daily.service"])
def test_a_unit_may_do_little_but_what_it_is_for(analyze: str, name: str) -> None:
    unit = DEPLOY / "systemd" / name
    asked(analyze, "security", "--offline=yes", f"--threshold={EXPOSURE}", "--no-pager", unit)


def test_the_units_start_commands_that_there_are() -> None:
    text = "".join(unit.read_text() for unit in UNITS)
    commands = set(re.findall(r"manage\.py (\w+)", text))
    assert commands == {"backup", "clearsessions", "daily", "snapshot"}
    assert commands <= get_commands().keys()
    assert "-m directory.serving" in text


def certificate(folder: Path) -> None:
    """Write a certificate for a name that nobody has."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "directory.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


def free_ports() -> tuple[int, int, int]:
    with socket.socket() as one, socket.socket() as two, socket.socket() as three:
        for listener in (one, two, three):
            listener.bind(("127.0.0.1", 0))
        first, second, third = (it.getsockname()[1] for it in (one, two, three))
    return first, second, third


def main_file(folder: Path, ports: tuple[int, int, int]) -> Path:
    """Write what Debian's nginx.conf has around ours, with ports and paths of this machine."""
    plain, secure, behind = ports
    certificate(folder)
    ours = (DEPLOY / "nginx" / "directory.conf").read_text()
    for before, after in {
        "/etc/ssl/directory": str(folder),
        "/etc/nginx/directory-proxy.conf": str(DEPLOY / "nginx" / "directory-proxy.conf"),
        "/srv/directory/deploy": str(DEPLOY),
        "listen 80 ": f"listen 127.0.0.1:{plain} ",
        "listen [::]:80 default_server;": "",
        "listen 443 ": f"listen 127.0.0.1:{secure} ",
        "listen [::]:443 ssl http2;": "",
        "127.0.0.1:8000": f"127.0.0.1:{behind}",
    }.items():
        assert before in ours
        ours = ours.replace(before, after)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    folders = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    # Whoever runs the tests may be root: the workers then need to reach the page.
    user = "user root;\n" if _is_root() else ""
    around = f"{user}daemon off;\npid {folder}/pid;\nevents {{}}\nhttp {{\n{folders}{ours}}}\n"
    file = folder / "nginx.conf"
    file.write_text(around)
    return file


def _is_root() -> bool:
    return Path("/proc/self").stat().st_uid == 0


@contextmanager
def started(nginx: str, folder: Path, behind: int | None = None) -> Iterator[int]:
    """Run nginx with ours, and what listens on a port behind it, or nothing; give its TLS port."""
    plain, secure, nothing = free_ports()
    ports = plain, secure, nothing if behind is None else behind
    file = main_file(folder, ports)
    with (folder / "output").open("wb") as output:
        server = subprocess.Popen([nginx, "-c", file], stdout=output, stderr=output)
        try:
            yield ports[1]
        finally:
            server.terminate()
            server.wait()


def test_nginx_finds_no_mistake_in_its_file(nginx: str, tmp_path: Path) -> None:
    said = asked(nginx, "-t", "-c", main_file(tmp_path, free_ports()))
    assert "test is successful" in said
    assert "[warn]" not in said


def answer(address: str, form: bytes | None = None) -> tuple[int, str, Mapping[str, str]]:
    """Ask a proxy for a page, or send it a form, until it listens."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    until = time.monotonic() + PATIENCE
    while True:
        try:
            page = f"{address}/services/?region=quokka"
            with urllib.request.urlopen(page, form, timeout=5, context=context) as told:  # noqa: S310  a proxy of ours
                return told.status, told.read().decode(), dict(told.headers)
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(), dict(error.headers)
        except OSError:
            assert time.monotonic() < until
            time.sleep(0.1)


@pytest.fixture
def ours(client: Client) -> dict[str, str]:
    """The headers of a page of our own that says that something is not there."""
    told = dict(client.get("/nowhere/", secure=True).headers)
    return {
        name: text
        for name, text in told.items()
        if not name.startswith("Content-") or name.endswith("Policy")
    }


@pytest.mark.django_db
def test_while_the_server_is_away_the_proxy_answers_as_we_do_and_writes_nothing(
    nginx: str, tmp_path: Path, ours: dict[str, str]
) -> None:
    with started(nginx, tmp_path) as port:
        status, page, headers = answer(f"https://127.0.0.1:{port}")
    assert status == 502
    assert 'href="tel:999"' in page
    assert settings.EXIT_URL in page
    ours.pop("Vary", None)
    assert {name: headers.get(name) for name in ours} == ours
    # Neither the address nor who asked stands in any file.
    left = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert all(b"quokka" not in file.read_bytes() for file in left)
    assert (tmp_path / "output").read_text() == ""


class Dying(BaseHTTPRequestHandler):
    """Hangs up on the first request, as a worker does that is killed, and answers all others."""

    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.command)
        if len(self.asked) > 1:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"A page")

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, *_said: object) -> None:
        """Say nothing."""


@pytest.fixture
def dying() -> Iterator[int]:
    Dying.asked.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Dying) as server:
        threading.Thread(target=server.serve_forever).start()
        yield server.server_port
        server.shutdown()


@contextmanager
def caddy_before(caddy: str, folder: Path, behind: int) -> Iterator[str]:
    """Run Caddy with ours, without TLS, before what listens on a port; give its address."""
    address = f"http://127.0.0.1:{free_ports()[0]}"
    ours = (DEPLOY / "caddy" / "Caddyfile").read_text()
    for before, after in {
        "\ndirectory.example {": f"\n{address} {{",
        "127.0.0.1:8000": f"127.0.0.1:{behind}",
    }.items():
        assert before in ours
        ours = ours.replace(before, after)
    (folder / "Caddyfile").write_text(ours)
    command = [caddy, "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]
    server = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={"HOME": str(folder)}
    )
    try:
        yield address
    finally:
        server.terminate()
        server.wait()


@contextmanager
def proxied(name: str, program: str, folder: Path, behind: int) -> Iterator[str]:
    """Run one of the two proxies before what listens on a port; give its address."""
    if name == "caddy":
        with caddy_before(program, folder, behind) as address:
            yield address
    else:
        with started(program, folder, behind) as port:
            yield f"https://127.0.0.1:{port}"


@pytest.mark.parametrize("name", ["nginx", "caddy"])
def test_a_page_of_a_worker_that_dies_is_asked_for_once_more_and_no_form_is_sent_twice(
    name: str, request: pytest.FixtureRequest, tmp_path: Path, dying: int
) -> None:
    program = request.getfixturevalue(name)
    with proxied(name, program, tmp_path, dying) as address:
        status, page, _headers = answer(address)
        assert (status, page) == (200, "A page")
        assert Dying.asked == ["GET", "GET"]
        Dying.asked.clear()
        status, page, _headers = answer(address, b"what=happened")
    assert status == 502
    assert Dying.asked == ["POST"]


def refused(port: int, sent: bytes) -> str:
    """Send the beginning of a request that is too much; return all that is said to it."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    said = b""
    with (
        socket.create_connection(("127.0.0.1", port), 5) as plain,
        context.wrap_socket(plain) as line,
    ):
        line.sendall(sent)
        while more := line.recv(65_536):
            said += more
    return said.decode()


def test_what_is_no_request_or_too_long_a_one_is_told_the_way_out_by_the_proxy(
    nginx: str, tmp_path: Path
) -> None:
    host = b"Host: directory.example\r\nConnection: close\r\n"
    asked_for = {
        "414": b"GET /" + b"a" * 8_000 + b" HTTP/1.1\r\n" + host + b"\r\n",
        "400": b"GET / HTTP/1.1\r\n" + host + b"X: " + b"a" * 8_000 + b"\r\n\r\n",
    }
    with started(nginx, tmp_path) as port:
        answer(f"https://127.0.0.1:{port}")
        told = {status: refused(port, sent) for status, sent in asked_for.items()}
    for status, said in told.items():
        assert said.startswith(f"HTTP/1.1 {status} ")
        assert 'href="tel:999"' in said
        assert settings.EXIT_URL in said


def test_the_proxy_refuses_before_the_server_would_with_an_empty_answer() -> None:
    text = (DEPLOY / "nginx" / "directory.conf").read_text()
    limits = re.search(r"large_client_header_buffers (\d+) (\d+)k;", text)
    assert limits is not None
    # The first kilobyte has a buffer of its own; the proxy adds some lines.
    assert 1_024 * (1 + int(limits[1]) * int(limits[2]) + 1) <= HEADER_BYTES


def test_caddy_finds_no_mistake_in_its_file(
    caddy: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    file = DEPLOY / "caddy" / "Caddyfile"
    said = asked(caddy, "validate", "--adapter", "caddyfile", "--config", file)
    assert "Valid configuration" in said
    assert asked(caddy, "fmt", file) == file.read_text()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["nginx/directory.conf", "caddy/Caddyfile"])
def test_each_proxy_gives_its_own_errors_the_headers_of_ours(
    name: str, ours: dict[str, str]
) -> None:
    told = dict(HEADER.findall((DEPLOY / name).read_text()))
    ours.pop("Vary", None)
    assert told == ours
