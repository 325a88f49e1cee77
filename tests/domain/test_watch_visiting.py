"""The watch is a polite visitor, and reads numbers in whatever writing."""

import time
from collections.abc import Iterator

import pytest

from resources.listings.watch.fetching import RefusedError, UnreachableError, UnreadableError
from resources.listings.watch.reading import shown, text_of
from resources.listings.watch.visiting import Page, Visitor, agent_of
from tests.hostile import FIRST, SECOND, Behaviour, Outside, an_internet, moved, page

HELLO = page("Hello")
PAUSE = 5.0


@pytest.fixture
def outside() -> Iterator[Outside]:
    with an_internet() as made:
        yield made


def rules(*lines: str) -> Behaviour:
    return page("\n".join(lines), kind="text/plain")


class Waiting:
    """Somebody who notes how long they would have waited."""

    def __init__(self) -> None:
        self.waits: list[float] = []

    def visitor(self, outside: Outside) -> Visitor:
        return Visitor(outside.network, agent_of("us@directory.example"), PAUSE, self.waits.append)


def visit(outside: Outside, address: str = "http://a.example/") -> Page:
    return Waiting().visitor(outside).visit(address)


def test_what_a_site_forbids_is_not_read(outside: Outside) -> None:
    robots = rules("User-agent: *", "Disallow: /private", "Allow: /private/open")
    paths = {"/robots.txt": robots, "/": HELLO, "/private/open": HELLO, "/private": HELLO}
    site = outside.site("a.example", FIRST, paths)
    visitor = Waiting().visitor(outside)
    for path in ("", "private/open"):
        assert visitor.visit(f"http://a.example/{path}").body == b"Hello"
    with pytest.raises(RefusedError):
        visitor.visit("http://a.example/private")
    assert site.asked == ["/", "/private/open"]
    # The rules are asked for once.
    assert len(site.heads) == 3


def test_rules_for_this_visitor_alone_are_kept(outside: Outside) -> None:
    robots = rules("User-agent: LinkCheck", "Disallow: /", "", "User-agent: *", "Disallow:")
    outside.site("a.example", FIRST, {"/robots.txt": robots, "/": HELLO})
    with pytest.raises(RefusedError):
        visit(outside)


def test_a_page_behind_a_redirect_may_be_forbidden_too(outside: Outside) -> None:
    paths = {
        "/robots.txt": rules("User-agent: *", "Disallow: /no"),
        "/": moved("/no"),
        "/no": HELLO,
    }
    site = outside.site("a.example", FIRST, paths)
    with pytest.raises(RefusedError):
        visit(outside)
    assert site.asked == ["/"]


@pytest.mark.parametrize("status", ["403 Forbidden", "404 Not Found"])
def test_a_site_without_rules_allows_everything(outside: Outside, status: str) -> None:
    outside.site("a.example", FIRST, {"/robots.txt": page("", status=status), "/": HELLO})
    assert visit(outside) == Page("http://a.example/", b"Hello", "", is_whole=True)


def test_a_site_that_cannot_say_its_rules_is_left_alone(outside: Outside) -> None:
    paths = {"/robots.txt": page("", status="503 Busy"), "/": HELLO}
    site = outside.site("a.example", FIRST, paths)
    visitor = Waiting().visitor(outside)
    for _ in range(2):
        with pytest.raises(UnreachableError):
            visitor.visit("http://a.example/")
    # Nor is it asked again and again.
    assert len(site.heads) == 1


def test_there_is_a_pause_between_two_requests_to_a_host(outside: Outside) -> None:
    outside.site("a.example", FIRST, {"/": moved("/b"), "/b": HELLO})
    outside.site("b.example", SECOND, {"/": HELLO})
    somebody = Waiting()
    visitor = somebody.visitor(outside)
    visitor.visit("http://b.example/")
    assert len(somebody.waits) == 1  # after its rules
    visitor.visit("http://a.example/")
    assert len(somebody.waits) == 3  # after its rules, and after the redirect
    assert all(PAUSE - 2 < wait <= PAUSE for wait in somebody.waits)


@pytest.mark.parametrize(
    ("delay", "waits"), [("20", 20), ("86400", 60), ("1", PAUSE), ("x", PAUSE)]
)
def test_a_site_may_ask_for_a_longer_pause(outside: Outside, delay: str, waits: float) -> None:
    robots = rules("User-agent: *", f"Crawl-delay: {delay}")
    outside.site("a.example", FIRST, {"/robots.txt": robots, "/": HELLO})
    somebody = Waiting()
    somebody.visitor(outside).visit("http://a.example/")
    assert [round(wait) for wait in somebody.waits] == [waits]


def test_five_redirects_are_followed_and_a_sixth_is_not(outside: Outside) -> None:
    paths = {f"/{n}": moved(f"/{n + 1}") for n in range(1, 7)} | {"/6": HELLO}
    site = outside.site("a.example", FIRST, paths)
    assert visit(outside, "http://a.example/1").address == "http://a.example/6"
    site.paths |= {"/": moved("/1")}
    with pytest.raises(UnreachableError, match="too many"):
        visit(outside)


def test_where_a_redirect_leads_is_known_even_where_it_may_not_be_read(outside: Outside) -> None:
    outside.site("a.example", FIRST, {"/": moved("http://b.example/")})
    robots = rules("User-agent: *", "Disallow: /")
    elsewhere = outside.site("b.example", SECOND, {"/robots.txt": robots, "/": HELLO})
    assert visit(outside) == Page("http://b.example/")
    assert elsewhere.asked == []


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (page("", status="403 Forbidden"), RefusedError),
        (page("", status="429 Too Many"), RefusedError),
        (page("", status="404 Not Found"), UnreachableError),
        (page("", status="500 Broken"), UnreachableError),
        (page("%PDF", kind="application/pdf"), UnreadableError),
    ],
)
def test_what_is_no_page_is_told_apart(
    outside: Outside, answer: Behaviour, error: type[Exception]
) -> None:
    outside.site("a.example", FIRST, {"/": answer})
    with pytest.raises(error):
        visit(outside)


@pytest.mark.parametrize(
    ("number", "markup"),
    [
        ("0808 801 0331", "Ring 0808 801 0331."),
        ("0808 801 0331", "Ring (0808) 80-10-331!"),
        ("0808 801 0331", "<b>0808</b> 801&nbsp;0331"),
        ("0808 801 0331", "+44 (0)808 801 0331"),
        ("0808 801 0331", '<a href="tel:+448088010331">Ring us</a>'),
        ("+44 808 801 0331", "08088010331"),
        ("0114 496 0123", "<span>0114</span> <span>4960123</span>"),
        ("116 123", "Ring 116 123 at any time"),
        ("116 123", "<a href='tel:116123'>Ring</a>"),
        ("0800 1111", "Ring 0800 1111"),
        ("85258", "Text SHOUT to 85258"),
    ],
)
def test_a_number_is_found_in_any_writing(number: str, markup: str) -> None:
    assert shown(text_of(markup.encode()), [number], "GB") == {number}


@pytest.mark.parametrize(
    ("number", "markup"),
    [
        ("0808 801 0331", "Ring 0808 801 0332."),
        ("0808 801 0331", "<script>0808 801 0331</script><style>0808 801 0331</style>"),
        ("0808 801 0331", "<p>0808 801</p><p>0331</p>"),
        ("116 123", "Room 9116 1234"),
        ("85258", "852581"),
    ],
)
def test_what_is_another_number_or_not_shown_is_not_found(number: str, markup: str) -> None:
    assert shown(text_of(markup.encode()), [number], "GB") == set()


@pytest.mark.parametrize("charset", ["", "utf-8", "iso-8859-1", "utf-16", "unheard-of", "base64"])
def test_a_page_is_read_in_whatever_letters_it_says_it_is_in(charset: str) -> None:
    written = "utf-16" if charset == "utf-16" else "utf-8"
    assert "0808 801 0331" in text_of("0808 801 0331".encode(written), charset)


@pytest.mark.parametrize("text", ["<" * 900_000, "1 " * 450_000, "<a " * 300_000, "&#" * 400_000])
def test_a_page_made_to_take_long_is_read_in_a_few_seconds(text: str) -> None:
    began = time.monotonic()
    shown(text_of(text.encode()), ["0808 801 0331"], "GB")
    assert time.monotonic() - began < 10
