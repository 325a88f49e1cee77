"""Rows of public services that were fetched for a page, kept while they are true.

A service that changes gets another slot in the index, and one that goes loses its own: so what is
kept under a slot is never out of date. What somebody changes past the product, in the database
itself, shows after a minute, as on whole pages that are kept (docs/adr/0030). Nothing that a person
typed is kept with a row.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from threading import Lock
from time import monotonic as clock
from typing import Final
from uuid import UUID

from resources.models import Service
from resources.models.service import ServiceQuerySet

# Rows in one process: some 30 kB each with their parts.
ROOM: Final = 600
ROOM_FOR_PAGES: Final = 200
# Seconds for which a row is kept.
AGE: Final = 60.0


class KeptRows:
    """Rows by their slot, those that were asked for longest ago going first."""

    def __init__(self, load: Callable[[], ServiceQuerySet], room: int) -> None:
        """Keep at most `room` rows of the query that `load` gives, each for a minute."""
        self._load = load
        self._room = room
        self._loaded: dict[int, float] = {}
        self._rows: OrderedDict[int, Service] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._rows)

    def fetch(self, wanted: Mapping[int, UUID]) -> dict[int, Service]:
        """Return the public services of some slots, by slot, with what the query gives them.

        One that is not public any more is left out. The rows are shared: nobody changes them.
        """
        with self._lock:
            oldest = clock() - AGE
            found = {slot: self._rows[slot] for slot in wanted if slot in self._rows}
            found = {slot: row for slot, row in found.items() if self._loaded[slot] > oldest}
            for slot in found:
                self._rows.move_to_end(slot)
        missing = {slot: key for slot, key in wanted.items() if slot not in found}
        if not missing:
            return found
        rows = self._load().in_bulk(missing.values())
        came = {slot: rows[key] for slot, key in missing.items() if key in rows}
        for row in came.values():
            row.made = {}
        with self._lock:
            self._rows.update(came)
            self._loaded.update(dict.fromkeys(came, clock()))
            while len(self._rows) > self._room:
                slot, _row = self._rows.popitem(last=False)
                del self._loaded[slot]
        return {**found, **came}


def kept_for_cards() -> KeptRows:
    """Return room for rows with what a card shows."""
    return KeptRows(lambda: Service.objects.published().for_listing(), ROOM)


def kept_for_pages() -> KeptRows:
    """Return room for rows with what a page of their own shows."""
    return KeptRows(lambda: Service.objects.published().for_detail(), ROOM_FOR_PAGES)
