"""A polite visitor: reads robots.txt first, waits between two requests to a host, goes no further.

It asks one page after another, so there is never more than one request to a host at a time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

from protego import Protego

from resources.listings.watch.fetching import (
    PAGE,
    Answer,
    FetchError,
    Network,
    RefusedError,
    UnreachableError,
    UnreadableError,
    Wanted,
    ask,
    read_link,
)
from resources.models.keys import host_key

# What a robots.txt may call this visitor. It says nothing of what the directory is about.
TOKEN: Final = "LinkCheck"  # noqa: S105  # a name in public files, no secret
MOST_REDIRECTS: Final = 5
LONGEST_PAUSE: Final = 60.0
# "You may not", "not so fast", and what many sites tell all programs.
REFUSALS: Final = frozenset({401, 403, 429, 451})


def agent_of(contact: str) -> str:
    """Return how the visitor names itself: plainly, and whom to write to."""
    return f"{TOKEN}/1.0 ({contact})"


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it came, and where it stood in the end."""

    address: str
    body: bytes = b""
    charset: str = ""
    is_whole: bool = False


class Visitor:
    """Visits pages for one run, and remembers what each host allows."""

    def __init__(
        self, network: Network, agent: str, pause: float, sleep: Callable[[float], None]
    ) -> None:
        self._network, self._agent, self._pause, self._sleep = network, agent, pause, sleep
        self._rules: dict[tuple[str, str, int], Protego | FetchError] = {}
        self._asked_at: dict[str, float] = {}
        self._pauses: dict[str, float] = {}

    def visit(self, address: str, wanted: Wanted = PAGE) -> Page:
        """Return a page; FetchError where it could not or may not be read."""
        first, left = host_key(address), wanted.seconds
        for _hop in range(MOST_REDIRECTS + 1):
            if not self._may_read(address):
                if host_key(address) != first:
                    # That it leads there is known; what stands there is not read.
                    return Page(address)
                raise RefusedError("robots.txt")
            answer, left = self._ask(address, left, wanted)
            if not answer.leads_to:
                return _page(answer, wanted)
            address = answer.leads_to
        raise UnreachableError("too many redirects")

    def _ask(self, address: str, seconds: float, wanted: Wanted = PAGE) -> tuple[Answer, float]:
        """Ask once after the pause; return the answer, and how many of the seconds are left."""
        if seconds <= 0:
            raise UnreachableError("too slow")
        host, clock = read_link(address).host, self._network.clock
        if host in self._asked_at:
            pause = max(self._pause, self._pauses.get(host, 0.0))
            wait = self._asked_at[host] + pause - clock()
            if wait > 0:
                self._sleep(wait)
        began = clock()
        try:
            answer = ask(address, self._agent, self._network, seconds, wanted)
        finally:
            self._asked_at[host] = clock()
        return answer, seconds - (clock() - began)

    def _may_read(self, address: str) -> bool:
        link = read_link(address)
        key = (link.scheme, link.host, link.port)
        if key not in self._rules:
            try:
                self._rules[key] = self._robots(urljoin(address, "/robots.txt"))
            except FetchError as error:
                self._rules[key] = error
        rules = self._rules[key]
        if isinstance(rules, FetchError):
            raise rules
        delay = rules.crawl_delay(TOKEN) or 0.0
        self._pauses[link.host] = min(LONGEST_PAUSE, float(delay))
        return bool(rules.can_fetch(address, TOKEN))

    def _robots(self, address: str) -> Protego:
        """Return the rules of a host. One without such a file allows everything (RFC 9309)."""
        left = PAGE.seconds
        for _hop in range(MOST_REDIRECTS + 1):
            answer, left = self._ask(address, left)
            if not answer.leads_to:
                break
            address = answer.leads_to
        if answer.status == 429:
            raise RefusedError("asked too often")
        if answer.status >= 500:
            raise UnreachableError(f"robots.txt: {answer.status}")
        text = answer.body.decode("utf-8", errors="replace") if answer.status == 200 else ""
        return Protego.parse(text)


def _page(answer: Answer, wanted: Wanted) -> Page:
    if answer.status in REFUSALS:
        raise RefusedError(str(answer.status))
    if answer.status != 200:
        raise UnreachableError(f"It answers {answer.status}.")
    if answer.kind not in wanted.kinds:
        raise UnreadableError("no page of text" if wanted is PAGE else f"it is {answer.kind}")
    return Page(answer.address, answer.body, answer.charset, answer.is_whole)
