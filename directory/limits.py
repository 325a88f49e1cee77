"""How often a program may ask for data in a minute, counted without knowing who asks.

Nothing of it is written down. An address is turned at once into a digest under a salt that this
process throws away each day, and the counts of a minute are gone with it (docs/adr/0039).
"""

import secrets
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from threading import Lock
from typing import Final

MINUTE: Final = 60
DAY: Final = 24 * 60 * MINUTE
# Who comes after so many others in one minute is counted with the rest of them.
MOST_KEYS: Final = 10_000
THE_REST: Final = b""
# Headers of a limit, also of an answer that takes the place of another.
LIMITS: Final = ("RateLimit", "RateLimit-Policy", "Retry-After")


@dataclass(frozen=True, slots=True)
class Taken:
    """What is left after a request, and for how many seconds that holds."""

    left: int
    seconds: int
    quota: int

    @property
    def is_within(self) -> bool:
        """Whether the request was one of those that are allowed."""
        return self.left >= 0

    @property
    def headers(self) -> Mapping[str, str]:
        """What a program is told of it, as the IETF's draft on rate limits names it."""
        told = {
            "RateLimit-Policy": f'"minute";q={self.quota};w={MINUTE}',
            "RateLimit": f'"minute";r={max(self.left, 0)};t={self.seconds}',
        }
        return told if self.is_within else {**told, "Retry-After": str(self.seconds)}


class Allowance:
    """Counts the requests of each address in a minute of the clock, in this process alone."""

    def __init__(self, quota: int, clock: Callable[[], float] = time.time) -> None:
        self._quota = quota
        self._clock = clock
        self._lock = Lock()
        self._minute = self._day = -1
        self._counts: Counter[bytes] = Counter()
        self._salt = b""

    def take(self, address: str) -> Taken:
        """Count one request of an address, and return what is left to it."""
        now = int(self._clock())
        with self._lock:
            self._forget(now)
            key = blake2b(address.encode(errors="replace"), key=self._salt, digest_size=16).digest()
            if key not in self._counts and len(self._counts) >= MOST_KEYS:
                key = THE_REST
            self._counts[key] += 1
            left = self._quota - self._counts[key]
        return Taken(left, MINUTE - now % MINUTE, self._quota)

    def _forget(self, now: int) -> None:
        """Throw the counts of another minute away, and the salt of another day."""
        if now // MINUTE != self._minute:
            self._minute = now // MINUTE
            self._counts.clear()
        if now // DAY != self._day:
            self._day = now // DAY
            self._salt = secrets.token_bytes(32)
