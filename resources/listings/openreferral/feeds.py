"""Records of a feed, and what of a text in JSON is one."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

Json = dict[str, Any]
# Deeper than any feed; the parser of the standard library stops far later.
DEEPEST: Final = 30


class FeedError(Exception):
    """A feed that cannot be read; nothing of it is taken. The text says why."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a feed is read before it is taken for hostile."""

    answer: int = 20_000_000
    total: int = 200_000_000
    records: int = 20_000
    pages: int = 2_000
    seconds: float = 3_600.0
    answer_seconds: float = 60.0


@dataclass(frozen=True, slots=True)
class Record:
    """One service of a feed; `wrong` is a field and a reason where it could not be read."""

    number: int
    content: Json
    wrong: tuple[str, str] | None = None

    @property
    def name(self) -> str:
        """What the feed calls it: its id, or where it stands."""
        given = self.content.get("id")
        is_said = isinstance(given, str | int) and not isinstance(given, bool)
        return str(given).strip() if is_said and str(given).strip() else f"record {self.number}"


@dataclass(slots=True)
class Feed:
    """All records, and where they are from: a host, or nothing for a file."""

    host: str = ""
    records: list[Record] = field(default_factory=list)

    def add(self, content: object, limits: Limits) -> None:
        """Take what is one record; say what is none."""
        if len(self.records) >= limits.records:
            raise FeedError(f"It has more than {limits.records} records.")
        number = len(self.records) + 1
        if not isinstance(content, dict):
            self.records.append(Record(number, {}, ("record", "it is no JSON object")))
        else:
            self.records.append(Record(number, content))

    def add_wrong(self, number_of: str, why: str, limits: Limits) -> None:
        """Take what could not be read, so that it is told."""
        self.add({"id": number_of}, limits)
        last = self.records[-1]
        self.records[-1] = Record(last.number, last.content, ("record", why))


def parsed(body: bytes) -> object:
    """Return what a JSON text says; FeedError where it is none, or is made to hurt."""
    try:
        found = json.loads(body.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise FeedError(f"It is not JSON: {_short(error)}.") from None
    if not _is_shallow(found):
        raise FeedError(f"It is nested more than {DEEPEST} times.")
    return found


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number")


def _short(error: Exception) -> str:
    return "nested too deeply" if isinstance(error, RecursionError) else str(error)[:120]


def _is_shallow(found: object) -> bool:
    """Tell whether a value is nested a sane number of times, without recursion of our own."""
    level: list[object] = [found]
    for _depth in range(DEEPEST):
        level = [inner for one in level for inner in _inside(one)]
        if not level:
            return True
    return False


def _inside(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        yield from value.values()
    elif isinstance(value, list):
        yield from value


def page_of(found: object) -> list[object] | None:
    """Return the items of a page of a list, or of a plain array; None where it is neither."""
    if isinstance(found, list):
        return found
    if isinstance(found, dict):
        for key in ("contents", "content", "services"):
            if isinstance(found.get(key), list):
                return list(found[key])
    return None


def is_last(found: object, asked: int) -> bool:
    """Tell whether a page says of itself that it is the last one, or is no page at all."""
    if not isinstance(found, dict):
        return True
    if found.get("last_page") is True or found.get("last") is True:
        return True
    total = found.get("total_pages", found.get("totalPages"))
    if isinstance(total, int):
        return asked >= total
    return not page_of(found)


def add_text(feed: Feed, body: bytes, limits: Limits) -> None:
    """Add the records of an array, a page, one service, or one JSON object a line."""
    try:
        found = parsed(body)
    except FeedError:
        if not _is_lines(body):
            raise
        _add_lines(feed, body, limits)
        return
    items = page_of(found)
    if items is None and isinstance(found, dict) and is_service(found):
        items = [found]
    if items is None:
        raise FeedError("It is JSON, but no list of services.")
    for item in items:
        feed.add(item, limits)


def is_service(found: Mapping[str, object]) -> bool:
    return "id" in found and "name" in found


def _is_lines(body: bytes) -> bool:
    """Tell whether it looks like one JSON object a line: the first filled line is one."""
    first = next((line for line in body.splitlines() if line.strip()), b"")
    try:
        return isinstance(parsed(first), dict)
    except FeedError:
        return False


def _add_lines(feed: Feed, body: bytes, limits: Limits) -> None:
    """Add each line; one that is no JSON costs the others nothing."""
    for number, line in enumerate(body.split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            feed.add(parsed(line), limits)
        except FeedError as error:
            if len(feed.records) >= limits.records:
                raise
            feed.add_wrong(f"line {number}", str(error), limits)
