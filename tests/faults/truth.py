"""What the public must see at each moment of a soak, and whether an answer is right."""

import json
import re
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Lock
from typing import Final

from django.utils.html import escape

_CODES: Final = re.compile(r'href="/services/([a-z0-9]+)/"')
GONE: Final = 410


class Verdict(StrEnum):
    """What an answer is; stale is one that shows what was gone before it was asked for."""

    RIGHT = "right"
    WRONG = "wrong"
    STALE = "stale"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class State:
    """A listing at a moment: shown or not, and how often that has changed; None while it does."""

    is_shown: bool | None
    changes: int


@dataclass(frozen=True, slots=True)
class Listing:
    """What is known of a listing without asking the server.

    A few names are read as something else, such as "Advice NI" as a place: a search for them shows
    others first.
    """

    pk: str
    code: str
    name: str
    is_found_by_name: bool


@dataclass(slots=True)
class Truth:
    """The state of each listing, as it is confirmed to whoever changes it."""

    listings: dict[str, Listing]
    _states: dict[str, State] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def now(self) -> dict[str, State]:
        """Return the states of what has ever changed; what is not there was shown throughout."""
        with self._lock:
            return dict(self._states)

    def change(self, code: str, is_shown: bool | None) -> None:
        with self._lock:
            changes = self._states[code].changes if code in self._states else 0
            self._states[code] = State(is_shown, changes + 1)

    def steady(self, before: dict[str, State], code: str) -> bool | None:
        """Tell whether a listing was shown from a moment until now; None where that changed."""
        with self._lock:
            state = self._states.get(code)
        if state != before.get(code):
            return None
        return state.is_shown if state else True

    def of_page(self, before: dict[str, State], code: str, status: int, text: str) -> Verdict:
        """Judge the page, or the record, of one listing."""
        shown = self.steady(before, code)
        name = self.listings[code].name
        holds = code in text and (escape(name) in text or json.dumps(name) in text or name in text)
        if status == GONE:
            return Verdict.WRONG if shown else Verdict.RIGHT
        if status != 200 or not holds:
            return Verdict.WRONG
        return Verdict.STALE if shown is False else Verdict.RIGHT

    def of_list(
        self, before: dict[str, State], status: int, text: str, wanted: str = ""
    ) -> Verdict:
        """Judge a page of listings: each with its name, none that is gone, and the one wanted."""
        codes = set(_CODES.findall(text))
        if any(self.steady(before, code) is False for code in codes):
            return Verdict.STALE
        is_whole = status == 200 and text.rstrip().endswith("</html>")
        if not is_whole or not codes or not codes <= self.listings.keys():
            return Verdict.WRONG
        if any(escape(self.listings[code].name) not in text for code in codes):
            return Verdict.WRONG
        misses = wanted and wanted not in codes and self.steady(before, wanted)
        return Verdict.WRONG if misses else Verdict.RIGHT

    def of_records(self, before: dict[str, State], status: int, text: str) -> Verdict:
        """Judge a page of the open data."""
        rows = json.loads(text)["results"] if status == 200 else []
        if any(self.steady(before, row["code"]) is False for row in rows):
            return Verdict.STALE
        named = all(self.listings[row["code"]].name == row["name"] for row in rows)
        return Verdict.RIGHT if rows and named else Verdict.WRONG
