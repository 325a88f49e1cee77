"""A feed of another server, read by the polite visitor of the watch: public addresses alone.

It reads what the rules of the site allow, one request after another, within limits of size, pages
and time. A feed that goes past one of them, or breaks off, is not taken at all.
"""

from collections.abc import Callable
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from resources.listings.openreferral.feeds import (
    Feed,
    FeedError,
    Json,
    Limits,
    add_text,
    is_last,
    is_service,
    page_of,
    parsed,
)
from resources.listings.watch.fetching import FetchError, Wanted
from resources.listings.watch.visiting import Visitor
from resources.models.keys import host_key

KINDS: Final = frozenset(
    {
        "application/json",
        "application/x-ndjson",
        "application/ndjson",
        "application/jsonl",
        "application/octet-stream",
        "text/json",
        "text/plain",
    }
)
PER_PAGE: Final = 100
# One list of these in an item of a list, and its record need not be asked for.
NESTED: Final = frozenset(
    {"attributes", "service_at_locations", "service_areas", "contacts", "phones", "schedules"}
)
# So many records in a row that cannot be had, and the server is down.
MOST_LOST: Final = 5


def fetch_feed(
    address: str, visitor: Visitor, clock: Callable[[], float], limits: Limits | None = None
) -> Feed:
    """Return the records of a feed; FeedError where it cannot be read whole."""
    return _Reading(address, visitor, clock, limits or Limits()).run()


class _Reading:
    """One reading of a feed, with what is left of the limits."""

    def __init__(
        self, address: str, visitor: Visitor, clock: Callable[[], float], limits: Limits
    ) -> None:
        self._address, self._visitor, self._clock, self._limits = address, visitor, clock, limits
        self._until = clock() + limits.seconds
        self._bytes = 0
        self._lost = 0
        self._feed = Feed(host_key(address))
        self._wanted = Wanted(
            "application/json, application/x-ndjson",
            KINDS,
            limits.answer,
            limits.answer,
            limits.answer_seconds,
        )

    def run(self) -> Feed:
        try:
            body = self._get(self._address)
        except FetchError as error:
            raise FeedError(f"It cannot be read: {_why(error)}.") from None
        found = _parsed(body)
        if isinstance(found, dict) and page_of(found) is None and not is_service(found):
            # The beginning of an interface: its services are below.
            self._read_list(f"{self._address.partition('?')[0].rstrip('/')}/services", None)
        elif isinstance(found, dict) and page_of(found) is not None:
            self._read_list(self._address, found)
        else:
            add_text(self._feed, body, self._limits)
        return self._feed

    def _get(self, address: str) -> bytes:
        if self._clock() >= self._until:
            raise FeedError(f"It took longer than {self._limits.seconds:.0f} seconds.")
        page = self._visitor.visit(address, self._wanted)
        if host_key(page.address) != host_key(address) and not page.body:
            raise FetchError(f"it leads to {host_key(page.address)}, which forbids it")
        if not page.is_whole:
            raise FeedError(f"An answer is larger than {self._limits.answer // 1_000_000} MB.")
        self._bytes += len(page.body)
        if self._bytes > self._limits.total:
            raise FeedError(f"It is larger than {self._limits.total // 1_000_000} MB.")
        return page.body

    def _read_list(self, address: str, first: Json | None) -> None:
        """Read page after page; the same page twice, or one without an end, is no feed."""
        seen: set[str] = set()
        for number in range(1, self._limits.pages + 1):
            # The first answer may be a page of another size than the ones asked for here.
            asked = _with(address, page=number, per_page=PER_PAGE, full="true")
            try:
                found = parsed(self._get(asked))
            except FetchError as error:
                if number == 1 and first is not None:
                    found = first
                else:
                    raise FeedError(f"Page {number} cannot be read: {_why(error)}.") from None
            items = page_of(found)
            if items is None:
                raise FeedError(f"Page {number} is no page of a list.")
            ids = {str(item.get("id")) for item in items if isinstance(item, dict)}
            if ids and ids <= seen:
                raise FeedError(f"Page {number} is the same as one before.")
            seen |= ids
            for item in items:
                self._take(address, item)
            if is_last(found, number):
                return
        raise FeedError(f"It has more than {self._limits.pages} pages.")

    def _take(self, address: str, item: object) -> None:
        """Take an item of a list, with what its own record says where the list says little."""
        if not isinstance(item, dict) or NESTED & item.keys() or not item.get("id"):
            self._feed.add(item, self._limits)
            return
        own = f"{address.partition('?')[0].rstrip('/')}/{_segment(str(item['id']))}"
        try:
            content = parsed(self._get(own))
        except (FetchError, FeedError) as error:
            self._lost += 1
            if self._lost >= MOST_LOST or self._clock() >= self._until:
                raise FeedError(f"{self._lost} records cannot be read: {_why(error)}.") from None
            why = f"it cannot be read: {_why(error)}"
            self._feed.add_wrong(str(item["id"])[:80], why, self._limits)
            return
        self._lost = 0
        self._feed.add(content, self._limits)


def _why(error: Exception) -> str:
    return str(error).rstrip(".")


def _parsed(body: bytes) -> object:
    """Return what an answer says; None for lines, which are read one by one."""
    try:
        return parsed(body)
    except FeedError:
        return None


def _segment(text: str) -> str:
    """Return an id as a part of a path that leads nowhere else."""
    return urlencode({"": text})[1:].replace("+", "%20").replace(".", "%2E")


def _with(address: str, **values: object) -> str:
    """Return an address with some parameters set."""
    parts = urlsplit(address)
    given = [(name, said) for name, said in parse_qsl(parts.query, True) if name not in values]
    query = urlencode([*given, *((name, str(said)) for name, said in values.items())])
    return urlunsplit(parts._replace(query=query))
