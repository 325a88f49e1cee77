"""Whole answers kept in memory: of public pages that everybody is given alike.

What is kept belongs to one data revision and one minute. With the next change, or the next minute,
all of it is gone: a page that was taken away is not shown once more. Nothing that a person typed is
ever kept, no answer to a search, and nothing of the staff.
"""

from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import Final

# Bytes in one worker. 1,063 of the shipped pages, as browsers take them, were seen to take 8 MB.
ROOM: Final = 16 * 1024 * 1024
# Bytes that an answer takes beside its content, in headers and name: 2.5 to 4 kB. What is small is
# not free: an empty list has 400 bytes.
BESIDE: Final = 4 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: status, headers in order, body, and the route that gave it."""

    status: int
    headers: list[tuple[str, str]]
    content: bytes
    route: str = ""


# Belongs to one request: what is kept is not counted, and says nothing of what is left.
COUNTED: Final = "ratelimit"

# The data revision and the minute that an answer belongs to.
Stamp = tuple[int, int]
Key = tuple[str, ...]


class KeptAnswers:
    """Answers by their question, the least asked for going first where there is no room."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._held = 0
        self._stamp: Stamp = (-1, -1)
        self._answers: OrderedDict[Key, Answer] = OrderedDict()

    def get(self, key: Key, stamp: Stamp) -> Answer | None:
        """Return the answer of this very revision and minute; what is older goes."""
        if stamp != self._stamp:
            self._empty(stamp)
            return None
        found = self._answers.get(key)
        if found is not None:
            self._answers.move_to_end(key)
        return found

    def put(self, key: Key, stamp: Stamp, answer: Answer) -> None:
        """Keep an answer, if it is of the revision and the minute of the others."""
        if stamp != self._stamp or len(answer.content) > self._room // 8:
            return
        before = self._answers.pop(key, None)
        self._held += _size(answer) - (_size(before) if before else 0)
        headers = [(name, value) for name, value in answer.headers if name != COUNTED]
        self._answers[key] = replace(answer, headers=headers)
        while self._held > self._room:
            _key, oldest = self._answers.popitem(last=False)
            self._held -= _size(oldest)

    def _empty(self, stamp: Stamp) -> None:
        self._stamp = stamp
        self._answers.clear()
        self._held = 0


def _size(answer: Answer) -> int:
    return len(answer.content) + BESIDE
