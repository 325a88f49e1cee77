"""Requests that no browser sends, each the same for the same seed, and what a server makes of them.

`python -m tests.faults.fuzzing ADDRESS COUNT [SEED]` prints the figures.
"""

import re
import socket
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import Final
from urllib.parse import quote, urlsplit

# Seconds that an answer may take, and that one is waited for.
SOON: Final = 1.0
PATIENCE: Final = 10.0
# For what is sent in part on purpose: as long as it takes to see that the server is not upset.
MOMENT: Final = 0.02

METHODS: Final = (
    *(["GET"] * 8),
    *(["POST"] * 4),
    *("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "get", "PURGE", "M-SEARCH"),
)
PATHS: Final = (
    *("/", "/services/", "/find", "/safety/", "/about/", "/help/", "/privacy/", "/promises/"),
    *("/health/live", "/health/ready", "/staff/", "/staff/login/", "/staff/resources/service/"),
    *("/api/v1/", "/api/v1/services/", "/api/v1/organizations/", "/api/v1/schema/", "/oembed"),
    *("/openreferral", "/openreferral/services", "/openreferral/service_at_locations"),
    *("/r/{}/", "/confirm/{}/", "/confirm/{}/again/", "/services/{}/", "/services/{}/mistake/"),
    *("/services/{}/mistake/{}/", "/organizations/{}/", "/lists/{}/", "/lists/{}.jsonld"),
    *("/embed/lists/{}/", "/embed/in/{}/{}/", "/embed/preview/", "/in/{}/", "/static/{}"),
    *("/api/v1/services/{}/", "/api/v1/taxonomies/{}", "/staff/{}", "/{}", "//{}", "*", "{}"),
)
NAMES: Final = (
    *("words", "place", "region", "near", "type", "topic", "audience", "page", "place_found"),
    *("url", "format", "page_size", "modified_after", "postcode", "next", "kinds", "subject"),
    *("csrfmiddlewaretoken", "typed", "open_now", "language", "by-and-for", "id", "taxonomy_term"),
)
TEXTS: Final = (
    *("", "0", "-1", "1", "LS1 4AP", "helpline", "Leeds", "women's aid", "near me", "a|b|c"),
    *("99999999999999999999", "1e400", "NaN", "-0", "0x10", "\uff11\uff12", "²", "2026-02-30", "٣"),
    *("53.8,-1.5", "1e999,1e999", "91,181", ",", "../../etc/passwd", "..%2f", "%", "%zz", "%00"),
    *("\x00", "\ud800", "\u202e", "e\u0301" * 30, "ﷺ" * 20, "\U0001f469\u200d\U0001f467" * 9),
    *("'\"<b>", "{{ 7 }}", "{% now %}", "${x}", "(" * 60, "*" * 60, "a" * 3_000, "مدد" * 80),
    *("http://127.0.0.1/", "javascript:1", "https://[::1", "http://[x]/", "//x", "true", "null"),
)
# Bytes that are no text, or another than the one that was meant.
BROKEN: Final = (
    b"\xff",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"\x00",
    b"\x80",
    b"\xc0\xaf",
)
HEADERS: Final = (
    *("Accept", "Accept-Encoding", "Accept-Language", "Content-Type", "Cookie", "Range", "Origin"),
    *("Referer", "If-None-Match", "If-Modified-Since", "X-Forwarded-Proto", "X-Forwarded-For"),
    *("X_Forwarded_Proto", "Authorization", "Forwarded", "Sec-Fetch-Site", "Sec-Purpose", "Expect"),
    *("Upgrade", "Connection", "TE", "X-HTTP-Method-Override", "Content-Encoding", "X-CSRFToken"),
)
VALUES: Final = (
    *("", "*/*", "gzip", "br;q=0.5", "br;q=x", "gzip;q=1e9, br", "deflate", "identity;q=0", "ur"),
    *("application/json", "text/html;q=nan", "text/csv", "a/b;c", "sessionid=1; csrftoken=2"),
    *("sessionid=" + "a" * 2_000, '"; $Path=/', "=;=;;", "messages=x", "bytes=0-", "bytes=-1"),
    *("bytes=9-1,0-0", 'W/"x"', "*", "Thu, 99 Foo 9999", "https", "http, https", "Basic !!"),
    *("100-continue", "h2c", "websocket", "close, x", "trailers", "DELETE", "null", "cross-site"),
    *("multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=x"),
    *("application/x-www-form-urlencoded; charset=x", "text/plain; charset=utf-16", "x" * 6_000),
    *("application/json; charset=" + "\x80", "for=_x;by=[::1]", "prefetch", "127.0.0.1, ::1"),
)
HOSTS: Final = (
    "evil.example",
    "",
    "127.0.0.1:99999",
    "[::1]",
    "127.0.0.1, x",
    "a b",
    "é",
    "x" * 300,
)
FORM: Final = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Sent:
    """The bytes of some requests; `is_whole` where the server has no reason to wait for more."""

    content: bytes
    count: int = 1
    is_whole: bool = True


class Fuzzer:
    """Makes requests; `known` are codes and addresses that exist."""

    def __init__(self, seed: int, known: Sequence[str] = ()) -> None:
        self._chance = Random(seed)  # noqa: S311  chance that can be had again
        self._known = known
        self._makers: tuple[Callable[[], Sent], ...] = (
            *((self._plain,) * 6),
            *((self._posted,) * 4),
            *((self._chunked,) * 2),
            self._pipelined,
            self._damaged,
            self._ill_framed,
        )

    def requests(self, count: int) -> Iterator[Sent]:
        for _ in range(count):
            yield self._chance.choice(self._makers)()

    def _text(self) -> str:
        chance = self._chance
        if self._known and chance.random() < 0.25:
            return chance.choice(self._known)
        if chance.random() < 0.2:
            letters = "aeéß\u0627\u0628中\x00\x7f %&=+/?#;\r\t'\"<\\\U0001f600"
            return "".join(chance.choice(letters) for _ in range(chance.randint(1, 60)))
        return chance.choice(TEXTS)

    def _quoted(self) -> bytes:
        """Return a text as an address holds it: escaped, twice, half, or not at all."""
        chance = self._chance
        text = self._text().encode("utf-8", "surrogatepass")
        once = quote(text, safe=chance.choice(["", "/", "&=", "?#"])).encode()
        broken = quote(chance.choice(BROKEN)).encode()
        # What is not escaped at all cannot hold a blank, which ends an address.
        bare = re.sub(rb"[\x00-\x20\x7f]", b"", text)
        return chance.choice([once, once, once, quote(once).encode(), once + broken, bare])

    def _pairs(self) -> bytes:
        most = self._chance.choice([0, 1, 2, 4, 12, 90])
        pairs = [
            quote(self._chance.choice(NAMES)).encode() + b"=" + self._quoted() for _ in range(most)
        ]
        return self._chance.choice([b"&", b"&", b"&", b";", b"&&"]).join(pairs)

    def _target(self) -> bytes:
        path = b""
        template = self._chance.choice(PATHS).encode()
        for index, part in enumerate(template.split(b"{}")):
            path += (self._quoted() if index else b"") + part
        query = self._pairs()
        target = (path + b"?" + query if query else path) or b"/"
        return target[: self._chance.choice([60, 600, 7_000, 7_000])]

    def _head(self, method: str, more: Sequence[bytes] = (), *, closes: bool = True) -> bytes:
        chance = self._chance
        version = chance.choice([b"HTTP/1.1"] * 12 + [b"HTTP/1.0"])
        host = chance.choice(["127.0.0.1"] * 16 + [chance.choice(HOSTS)])
        lines = [method.encode() + b" " + self._target() + b" " + version]
        lines.append(b"Host: " + host.encode())
        for _ in range(chance.choice([0, 1, 2, 3, 8])):
            value = chance.choice(VALUES).encode("latin-1", "replace")
            if chance.random() < 0.1:
                value += chance.choice(BROKEN).replace(b"\x00", b"\xfe")
            lines.append(chance.choice(HEADERS).encode() + b": " + value)
        lines.extend(more)
        if closes:
            lines.append(b"Connection: close")
        return b"\r\n".join(lines) + b"\r\n\r\n"

    def _plain(self) -> Sent:
        return Sent(self._head(self._chance.choice(METHODS)))

    def _body(self) -> tuple[bytes, bytes]:
        """Return a body and its kind: a form, parts, JSON, or nothing of the sort."""
        chance = self._chance
        form = self._pairs()
        name = quote(chance.choice(NAMES)).encode()
        part = b'--x\r\nContent-Disposition: form-data; name="' + name + b'"'
        file = chance.choice(
            [b"", b'; filename="a"', b'; filename="\xff', b"\r\nContent-Type: \x00"]
        )
        coding = chance.choice([b"", b"\r\nContent-Transfer-Encoding: base64"])
        parts = (
            part
            + file
            + coding
            + b"\r\n\r\n"
            + form
            + chance.choice([b"\r\n--x--\r\n", b"--x", b""])
        )
        noise = chance.randbytes(chance.choice([1, 40, 3_000, 70_000]))
        return chance.choice(
            [
                (form, FORM.encode()),
                (form, FORM.encode()),
                (form + chance.choice(BROKEN), FORM.encode()),
                (parts, b"multipart/form-data; boundary=x"),
                (b'{"words": ' + b"[" * chance.choice([1, 5_000]), b"application/json"),
                (
                    noise,
                    chance.choice([FORM.encode(), b"multipart/form-data; boundary=x", b"\xff/x"]),
                ),
            ]
        )

    def _posted(self) -> Sent:
        body, kind = self._body()
        method = self._chance.choice(["POST"] * 6 + list(METHODS))
        length = b"Content-Length: %d" % len(body)
        return Sent(self._head(method, [length, b"Content-Type: " + kind]) + body)

    def _chunked(self) -> Sent:
        """Return a body in chunks, of which one may be wrong: such a one is not waited for."""
        chance = self._chance
        body, kind = self._body()
        step = chance.choice([1, 7, 400, 40_000])
        # A body of very many chunks says no more than one of some.
        body = body[: step * 400]
        cut = [body[at : at + step] for at in range(0, len(body), step)]
        content = b"".join(
            b"%x%s\r\n%s\r\n" % (len(one), chance.choice([b"", b";a=b", b";x"]), one) for one in cut
        )
        end = chance.choice(
            [b"0\r\n\r\n"] * 8 + [b"0\r\nX: y\r\n\r\n", b"", b"zz\r\n\r\n", b"-1\r\n"]
        )
        coding = chance.choice([b"chunked"] * 8 + [b"gzip, chunked", b"chunked, x", b"identity"])
        head = self._head("POST", [b"Transfer-Encoding: " + coding, b"Content-Type: " + kind])
        is_whole = end == b"0\r\n\r\n" and coding == b"chunked"
        return Sent(head + content + end, is_whole=is_whole)

    def _pipelined(self) -> Sent:
        count = self._chance.randint(2, 8)
        heads = [self._head("GET", closes=False) for _ in range(count - 1)]
        return Sent(b"".join([*heads, self._head("GET")]), count)

    def _damaged(self) -> Sent:
        """Change some bytes of a request anywhere but in its end."""
        whole = bytearray(self._head(self._chance.choice(METHODS)))
        for _ in range(self._chance.randint(1, 6)):
            at = self._chance.randrange(len(whole) - 4)
            whole[at : at + self._chance.choice([0, 1, 1, 9])] = self._chance.choice(
                [*BROKEN, b"\r\n", b"\n", b" ", b":", b"\t", b"a" * 20_000]
            )
        # It may have become one that announces a body.
        return Sent(bytes(whole), is_whole=False)

    def _ill_framed(self) -> Sent:
        """Tell a wrong length, two lengths, or both a length and chunks."""
        body, kind = self._body()
        length = len(body)
        said: tuple[bytes, ...] = self._chance.choice(
            [
                (b"Content-Length: %d" % (length + 9),),
                (b"Content-Length: %d" % (length // 2),),
                (b"Content-Length: -1",),
                (b"Content-Length: " + b"9" * 40,),
                (b"Content-Length: 99999999",),
                (b"Content-Length: +4",),
                (b"Content-Length: 4", b"Content-Length: 5"),
                (b"Content-Length: %d" % length, b"Transfer-Encoding: chunked"),
                (b"Transfer-Encoding: \x0bchunked", b"Content-Length: %d" % length),
            ]
        )
        head = self._head("POST", [*said, b"Content-Type: " + kind])
        return Sent(head + body, is_whole=False)


@dataclass(slots=True)
class Outcome:
    """What came back: statuses by their number, the seconds of each, and what was wrong."""

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    silent: list[bytes] = field(default_factory=list)
    slow: list[bytes] = field(default_factory=list)
    failed: list[bytes] = field(default_factory=list)


# What says so on purpose: a format of oEmbed that we do not give, and a page fetched in advance.
ON_PURPOSE: Final = {501: b"/oembed", 503: b"prefetch"}
_STATUS: Final = re.compile(rb"HTTP/1\.[01] (\d{3}) ")


def known_on(address: str) -> list[str]:
    """Return codes and names that stand in the addresses of a running directory."""
    with urllib.request.urlopen(f"{address}/services/") as page:  # noqa: S310  our own address
        codes = re.findall(r"/services/([^/\"?]+)/", page.read().decode())
    return [*dict.fromkeys(codes), "rotherham", "leeds", "E08000018", "helpline"]


def ask(address: str, sent: Sent) -> tuple[list[int], float]:
    """Send some bytes; return the statuses that came, and the seconds until the last."""
    place = urlsplit(address)
    began = time.perf_counter()
    with socket.create_connection((str(place.hostname), place.port or 80), PATIENCE) as line:
        with suppress(OSError):  # where it has heard enough, what it says is what counts
            line.sendall(sent.content)
        if not sent.is_whole:
            line.settimeout(MOMENT)
        said = b"".join(_pieces(line))
    return [int(status) for status in _STATUS.findall(said)], time.perf_counter() - began


def _pieces(line: socket.socket) -> Iterator[bytes]:
    try:
        while piece := line.recv(262_144):
            yield piece
    except OSError:
        return


def fuzz(address: str, count: int, seed: int) -> Outcome:
    """Send requests, one after the other, and look at each answer."""
    outcome = Outcome()
    for sent in Fuzzer(seed, known_on(address)).requests(count):
        statuses, seconds = ask(address, sent)
        outcome.statuses.update(statuses)
        if any(_is_failure(status, sent.content) for status in statuses):
            outcome.failed.append(sent.content)
        if not sent.is_whole:
            continue
        outcome.seconds.append(seconds / max(1, len(statuses)))
        if not statuses:
            outcome.silent.append(sent.content)
        elif seconds / len(statuses) > SOON:
            # A busy machine is slow as well: what is slow three times is slow itself.
            again = [ask(address, sent)[1] / len(statuses) for _ in range(2)]
            if min(again) > SOON:
                outcome.slow.append(sent.content)
    return outcome


def _is_failure(status: int, content: bytes) -> bool:
    return status >= 500 and ON_PURPOSE.get(status, b"\n\n") not in content


def main(address: str, count: int, seed: int) -> None:
    outcome = fuzz(address, count, seed)
    taken = sorted(outcome.seconds)
    sys.stdout.write(
        f"{count} requests, {outcome.statuses.total()} answers: "
        f"{dict(sorted(outcome.statuses.items()))}\n"
        f"median {taken[len(taken) // 2] * 1000:.1f} ms, "
        f"p99 {taken[len(taken) * 99 // 100] * 1000:.0f} ms, longest {taken[-1] * 1000:.0f} ms\n"
        f"{len(outcome.failed)} of 500, {len(outcome.slow)} slow, {len(outcome.silent)} silent\n"
    )
    for what in ("failed", "slow", "silent"):
        for content in getattr(outcome, what)[:12]:
            sys.stdout.write(f"{what}: {content[:300]!r}\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1)
