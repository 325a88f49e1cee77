"""What is made of a row once, as long as it stays true, where the row itself is kept in memory.

What a card says changes when somebody opens or closes, and at midnight: all else that it says is
of the row, which gets another place when it changes (`resources.search.kept_rows`).
"""

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple, TypeVar

from resources.models import Service
from resources.page_language import page_language

Made = TypeVar("Made")
# Forms of one row, by area that was asked for and time of day: when there are more, all go.
MOST: Final = 6


def made_once(
    service: Service,
    moment: datetime,
    key: tuple[Hashable, ...],
    make: Callable[[Service, datetime], Made],
) -> Made:
    """Return what `make` makes of a row, as `made_of_each` does of many."""
    return made_of_each([service], moment, key, make)[0]


def made_of_each(
    services: Iterable[Service],
    moment: datetime,
    key: tuple[Hashable, ...],
    make: Callable[[Service, datetime], Made],
    language: str | None = None,
) -> list[Made]:
    """Return what `make` makes of each row at an aware moment, made anew where it may differ.

    `key` is what else it depends on, and holds nothing that a person typed. `language` is the one
    in use, where somebody has asked for it already.
    """
    clock = _clock(moment)
    common = (*key, clock.day, clock.offset, language or page_language())
    made = []
    for service in services:
        kept = service.made
        if kept is None:
            made.append(make(service, moment))
            continue
        edges = _edges(service) if service.edges is None else service.edges
        whole = (*common, bisect_right(edges, clock.time))
        found: Made | None = kept.get(whole)
        if found is None:
            found = make(service, moment)
            # Another thread may do the same at the same time: both make the same.
            if len(kept) >= MOST:
                kept.clear()
            kept[whole] = found
        made.append(found)
    return made


class _Clock(NamedTuple):
    """What a moment says of day and time: read once for all the rows of a page."""

    moment: datetime
    day: date
    offset: timedelta | None
    time: time


_read: list[_Clock] = []


def _clock(moment: datetime) -> _Clock:
    """Return the parts of a moment; the last one that was read is known by being the same."""
    last = _read[0] if _read else None
    if last is None or last.moment is not moment:
        last = _Clock(moment, moment.date(), moment.utcoffset(), moment.time())
        _read[:] = [last]
    return last


def _edges(service: Service) -> Sequence[time]:
    """Find the times at which somebody opens or closes, the earliest first, and keep them."""
    schedules = service.schedules.all()
    service.edges = sorted(
        edge for schedule in schedules for edge in (schedule.opens_at, schedule.closes_at)
    )
    return service.edges
