"""The watch goes to public addresses only, in a few seconds, and takes little of what it is given.

Each hostile site is a real server on this machine.
"""

import gzip
import socket
import ssl
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from resources.listings.watch.addresses import is_public
from resources.listings.watch.fetching import (
    MOST_BYTES,
    MOST_UNPACKED,
    CertificateError,
    ClosedAddressError,
    UnreachableError,
    UnreadableError,
    ask,
    connect,
)
from resources.listings.watch.visiting import Visitor
from tests.hostile import FIRST, SECOND, Outside, an_internet, certificate_of, moved, page, raw

AGENT = "LinkCheck/1.0 (us@directory.example)"


@pytest.fixture
def outside() -> Iterator[Outside]:
    with an_internet() as made:
        yield made


def visitor(outside: Outside) -> Visitor:
    return Visitor(outside.network, AGENT, 0, time.sleep)


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "151.101.1.6", "2606:4700::6810:84e5", "2a00:1450:4009:80a::200e"]
)
def test_a_server_on_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.1.2.3", "10.0.0.1", "172.16.0.1", "192.168.1.1",
        "169.254.169.254", "100.64.0.1", "100.127.255.254", "192.0.0.8", "192.0.2.1", "198.18.0.1",
        "198.51.100.1", "203.0.113.1", "192.88.99.1", "224.0.0.1", "239.1.1.1", "240.0.0.1",
        "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:93.184.215.14", "::7f00:1",
        "64:ff9b::7f00:1", "64:ff9b:1::a00:1", "2002:7f00:1::", "2001:0:5ef5:79fd::1",
        "2001:db8::1", "3fff::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0",
        "fec0::1", "ff02::1", "2606:4700::1%eth0", "0x7f.1", "2130706433", "localhost", "",
    ],
)  # fmt: skip
def test_what_is_near_us_or_hides_another_address_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "::1", "localhost"])
def test_the_real_connection_is_never_made_to_such_an_address(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(socket, "create_connection")
    with pytest.raises(ClosedAddressError):
        connect(address, 80, 1)


@pytest.mark.parametrize(
    "link",
    [
        "http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f000001/",
        "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://localhost/", "http://10.1.2.3/",
        "http://169.254.169.254/latest/meta-data/", "https://192.168.0.1/",
    ],
)  # fmt: skip
def test_a_link_to_a_machine_near_us_is_not_followed(outside: Outside, link: str) -> None:
    with pytest.raises(ClosedAddressError):
        ask(link, AGENT, outside.network)
    assert outside.connected == []


@pytest.mark.parametrize(
    "link",
    [
        "ftp://a.example/", "file:///etc/passwd", "gopher://a.example/", "http://a.example:22/",
        "http://a.example:8000/", "http://us:secret@a.example/", "http://us@a.example/",
    ],
)  # fmt: skip
def test_other_ports_and_schemes_and_passwords_are_not_followed(
    outside: Outside, link: str
) -> None:
    outside.names["a.example"] = [FIRST]
    with pytest.raises(ClosedAddressError):
        ask(link, AGENT, outside.network)
    assert (outside.resolved, outside.connected) == ([], [])


def test_one_address_of_several_that_is_not_public_closes_the_name(outside: Outside) -> None:
    network = outside.network
    both = type(network)(lambda *_: [FIRST, "10.0.0.1"], network.connect)
    with pytest.raises(ClosedAddressError):
        ask("http://a.example/", AGENT, both)
    assert outside.connected == []


@pytest.mark.parametrize(
    "to", ["http://127.0.0.1/", "http://10.9.8.7/", "//[::1]/", "http://inside.example/"]
)
def test_a_redirect_to_a_machine_near_us_is_not_followed(outside: Outside, to: str) -> None:
    site = outside.site("a.example", FIRST, {"/": moved(to)})
    outside.names["inside.example"] = ["10.0.0.5"]
    with pytest.raises(ClosedAddressError):
        visitor(outside).visit("http://a.example/")
    assert site.asked == ["/"]
    assert set(outside.connected) == {FIRST}


def test_a_name_that_means_this_machine_a_moment_later_leads_nowhere_else(outside: Outside) -> None:
    outside.names["a.example"] = [FIRST, "127.0.0.1"]
    outside.site("a.example", FIRST, {"/": page("Hello")})
    answer = ask("http://a.example/", AGENT, outside.network)
    assert (answer.body, outside.resolved, outside.connected) == (b"Hello", ["a.example"], [FIRST])


def test_a_name_that_means_this_machine_after_a_redirect_is_not_followed(outside: Outside) -> None:
    # The rules of the site, the page; then the name is asked for again.
    outside.names["a.example"] = [FIRST, FIRST, "127.0.0.1"]
    site = outside.site("a.example", FIRST, {"/": moved("/next"), "/next": page("Secrets")})
    with pytest.raises(ClosedAddressError):
        visitor(outside).visit("http://a.example/")
    assert (site.asked, outside.connected) == (["/"], [FIRST, FIRST])


def test_a_body_without_end_is_cut(outside: Outside) -> None:
    def endless(line: socket.socket, _path: str) -> None:
        line.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while True:
            line.sendall(b"0808 801 0331 " * 5000)

    outside.site("a.example", FIRST, {"/": endless})
    answer = ask("http://a.example/", AGENT, outside.network)
    assert (len(answer.body), answer.is_whole) == (MOST_BYTES, False)


def test_a_small_body_that_unpacks_to_very_much_is_cut(outside: Outside) -> None:
    packed = gzip.compress(b"0" * 40_000_000)
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(packed)}\r\n\r\n"
    outside.site("a.example", FIRST, {"/": raw(head.encode() + packed)})
    answer = ask("http://a.example/", AGENT, outside.network)
    assert (len(answer.body), answer.is_whole) == (MOST_UNPACKED, False)


@pytest.mark.parametrize(
    "begin",
    [b"", b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"],
    ids=["before the head", "in the head", "in the body"],
)
def test_bytes_that_come_one_by_one_end_with_the_time(outside: Outside, begin: bytes) -> None:
    def slow(line: socket.socket, _path: str) -> None:
        line.sendall(begin)
        while True:
            line.sendall(b"x")
            time.sleep(0.05)

    outside.site("a.example", FIRST, {"/": slow})
    began = time.monotonic()
    with pytest.raises(UnreachableError, match="too slow"):
        ask("http://a.example/", AGENT, outside.network, seconds=0.4)
    assert time.monotonic() - began < 3


def test_a_site_that_begins_no_tls_ends_with_the_time(outside: Outside) -> None:
    outside.site("a.example", FIRST, {})
    began = time.monotonic()
    with pytest.raises(UnreachableError):
        ask("https://a.example/", AGENT, outside.network, seconds=0.4)
    assert time.monotonic() - began < 3


@pytest.mark.parametrize(
    "answer",
    [b"", b"no http at all\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 300 + b"\r\n",
     b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nnothing packed",
     b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort",
     b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nno length\r\n"],
)  # fmt: skip
def test_an_answer_that_is_broken_is_no_page(outside: Outside, answer: bytes) -> None:
    outside.site("a.example", FIRST, {"/": raw(answer)})
    with pytest.raises(UnreachableError):
        ask("http://a.example/", AGENT, outside.network)


def test_what_is_packed_in_another_way_is_not_opened(outside: Outside) -> None:
    outside.site("a.example", FIRST, {"/": page("x", "Content-Encoding: br")})
    with pytest.raises(UnreadableError):
        ask("http://a.example/", AGENT, outside.network)


def test_a_certificate_has_to_be_that_of_the_host(outside: Outside, tmp_path: Path) -> None:
    own, other = (certificate_of(name, tmp_path) for name in ("a.example", "b.example"))
    outside.site("a.example", FIRST, {"/": page("Hello")}, own)
    outside.site("c.example", SECOND, {"/": page("Hello")}, other)
    with pytest.raises(CertificateError):  # nobody vouches for it
        ask("https://a.example/", AGENT, outside.network)
    for file in (own, other):
        outside.trust.load_verify_locations(file)
    assert ask("https://a.example/", AGENT, outside.network).body == b"Hello"
    with pytest.raises(CertificateError):  # it is of another host
        ask("https://c.example/", AGENT, outside.network)
    assert outside.trust.verify_mode is ssl.CERT_REQUIRED


def test_a_request_says_who_asks_and_nothing_else(
    outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://10.0.0.1:3128")
    site = outside.site("a.example", FIRST, {"/x": page("", "Set-Cookie: a=b"), "/y": page("")})
    for path in ("/x?a=b#c", "/y"):
        ask(f"http://a.example{path}".replace("?a=b", ""), AGENT, outside.network)
    names = [line.partition(":")[0] for line in site.heads[1].splitlines()[1:] if line]
    assert sorted(names) == ["Accept", "Accept-Encoding", "Connection", "Host", "User-Agent"]
    assert f"User-Agent: {AGENT}\r\n" in site.heads[1]
    assert "Host: a.example\r\n" in site.heads[1]
