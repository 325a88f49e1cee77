"""Rows of public services that were fetched for a page, kept while they are true.

A service that changes gets another slot in the index, and one that goes loses its own: so what is
kept under a slot is never out of date. Somebody may still change the database itself, past the
product. So after a minute a row is looked at: one that was withdrawn or changed is fetched again.
What was changed of its parts alone shows after ten minutes. Nothing that a person typed is kept
with a row.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from time import monotonic as clock
from typing import Any, Final
from uuid import UUID

from django.utils.functional import SimpleLazyObject

from resources.models import Service
from resources.models.compiled import CompiledRows
from resources.models.service import ServiceQuerySet

# Rows in one process, some 24 kB each with their parts: all of the shipped directory.
ROOM: Final = 500
ROOM_FOR_PAGES: Final = 200
# Seconds after which it is asked whether a row is still as it was, and after which it goes.
AGE: Final = 60.0
OLDEST: Final = 600.0

CHECKS: Final = "verifications"


@dataclass(slots=True)
class Held:
    """A row, when it was fetched, and when it was last known to be true."""

    row: Service
    fetched: float
    seen: float


class KeptRows:
    """Rows by their slot, those that were asked for longest ago going first."""

    def __init__(self, load: Callable[[], ServiceQuerySet], room: int) -> None:
        """Keep at most `room` rows of the query that `load` gives."""
        self._load = load
        self._room = room
        self._held: OrderedDict[int, Held] = OrderedDict()
        self._lock = Lock()
        # By the name of a part.
        self._queries: dict[str, Any] = {}

    @cached_property
    def _query(self) -> CompiledRows:
        """The query: to put it together anew takes longer than to ask it."""
        return CompiledRows(self._load())

    def __len__(self) -> int:
        return len(self._held)

    def fetch(self, wanted: Mapping[int, UUID]) -> dict[int, Service]:
        """Return the public services of some slots, by slot, with what the query gives them.

        One that is not public any more is left out. The rows are shared: nobody changes them.
        """
        now = clock()
        with self._lock:
            held = {slot: self._held[slot] for slot in wanted if slot in self._held}
            for slot in held:
                self._held.move_to_end(slot)
        found = {slot: one.row for slot, one in held.items() if one.seen > now - AGE}
        if len(found) < len(held):
            old = {slot: one for slot, one in held.items() if slot not in found}
            found |= self._seen_again(old, now)
        missing = {slot: key for slot, key in wanted.items() if slot not in found}
        return {**found, **self._fetched(missing, now)} if missing else found

    def _seen_again(self, old: Mapping[int, Held], now: float) -> dict[int, Service]:
        """Return those rows of some that are public and unchanged, in one query."""
        young = {slot: one for slot, one in old.items() if one.fetched > now - OLDEST}
        public = Service.objects.published().filter(pk__in=[one.row.pk for one in young.values()])
        changed = dict(public.values_list("pk", "last_modified"))
        found = {}
        for slot, one in young.items():
            if changed.get(one.row.pk) == one.row.last_modified:
                one.seen = now
                found[slot] = one.row
        return found

    def _fetched(self, missing: Mapping[int, UUID], now: float) -> dict[int, Service]:
        rows = self._query.in_bulk(missing.values())
        came = {slot: rows[key] for slot, key in missing.items() if key in rows}
        for slot, row in came.items():
            self._without_queries(row)
            came[slot] = _without_rings(row)
            came[slot].made = {}
        with self._lock:
            for slot in missing:
                self._held.pop(slot, None)
            self._held.update((slot, Held(row, now, now)) for slot, row in came.items())
            while len(self._held) > self._room:
                self._held.popitem(last=False)
        return came

    def _without_queries(self, row: Any) -> None:
        """Let the parts of a row hold no query of their own until one is asked for.

        Each part that was fetched has a queryset around it, with a query that is the same for all
        rows as long as Django puts off the filter for the row. Hardly anybody asks it, and there
        are some thousands of them.
        """
        for name, parts in row._prefetched_objects_cache.items():
            shared = self._queries.setdefault(name, parts._query)
            parts._query = SimpleLazyObject(shared.clone)


def _without_rings(row: Service) -> Service:
    """Return a row whose parts hold another one: the same, but without parts.

    A part holds its row. Were that the very row that holds the part, what makes room for others
    would stay in memory until Python looks for such rings: as much again as is kept, and more. A
    check is asked whether what was checked is as it was: its row holds all parts but the checks.
    """
    whole = copy(row)
    parts = row.__dict__.pop("_prefetched_objects_cache")
    checks = parts.get(CHECKS, ())
    if checks:
        checked = copy(row)
        checked.__dict__["_prefetched_objects_cache"] = {
            name: some for name, some in parts.items() if name != CHECKS
        }
        for check in checks:
            check.service = checked
    return whole


def kept_for_cards() -> KeptRows:
    """Return room for rows with what a card shows."""
    return KeptRows(lambda: Service.objects.published().for_listing(), ROOM)


def kept_for_pages() -> KeptRows:
    """Return room for rows with what a page of their own shows."""
    return KeptRows(lambda: Service.objects.published().for_detail(), ROOM_FOR_PAGES)
