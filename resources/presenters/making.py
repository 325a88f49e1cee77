"""What is made of a row once, as long as it stays true, where the row itself is kept in memory.

What a card says changes when somebody opens or closes, and at midnight: all else that it says is
of the row, which gets another place when it changes (`resources.search.kept_rows`).
"""

from bisect import bisect_right
from collections.abc import Callable, Hashable, Sequence
from datetime import datetime, time
from typing import Final, TypeVar

from django.utils.translation import get_language

from resources.models import Service

Made = TypeVar("Made")
# Forms of one row, by area that was asked for and time of day: when there are more, all go.
MOST: Final = 6


def made_once(
    service: Service,
    moment: datetime,
    key: tuple[Hashable, ...],
    make: Callable[[Service, datetime], Made],
) -> Made:
    """Return what `make` makes of a row at an aware moment, made anew only where it may differ.

    `key` is what else it depends on, and holds nothing that a person typed.
    """
    kept = service.made
    if kept is None:
        return make(service, moment)
    whole = (*key, *_state(service, moment), get_language())
    found: Made | None = kept.get(whole)
    if found is None:
        found = make(service, moment)
        # Another thread may do the same at the same time: both make the same.
        if len(kept) >= MOST:
            kept.clear()
        kept[whole] = found
    return found


def _state(service: Service, moment: datetime) -> tuple[Hashable, ...]:
    """Return what is the same as long as nobody opens or closes, and the day is the same."""
    passed = bisect_right(_edges(service), moment.time())
    return moment.date(), moment.utcoffset(), passed


def _edges(service: Service) -> Sequence[time]:
    """Return the times of day at which somebody opens or closes, the earliest first."""
    if service.edges is None:
        schedules = service.schedules.all()
        service.edges = sorted(
            edge for schedule in schedules for edge in (schedule.opens_at, schedule.closes_at)
        )
    return service.edges
