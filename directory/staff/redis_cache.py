"""The cache of the door in Redis, and in the database for as long as Redis is away."""

import json
import time
from typing import Any, Final

from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.redis import RedisCache
from django.utils.crypto import salted_hmac
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

# Seconds for Redis to answer, and seconds in which it is not asked again after it did not.
PATIENCE: Final = 0.5
PAUSE: Final = 5.0
TABLE: Final = "table"


class JsonValues:
    """What is kept is plain numbers and words: reading it can never run code."""

    def dumps(self, value: Any) -> bytes:
        return json.dumps(value).encode()

    def loads(self, data: bytes) -> Any:
        return json.loads(data)


class HashedKeys(RedisCache):
    """Django's cache in Redis, whose keys name nobody."""

    def make_key(self, key: Any, version: Any = None) -> str:
        """Return what stands in Redis instead of a key."""
        text = f"{version or self.version}:{key}"
        return salted_hmac("directory.staff.cache", text, algorithm="sha256").hexdigest()


class RedisThenTable(BaseCache):
    """Counts in Redis; where it does not answer, in the table that counts without it.

    A limit of attempts begins anew when the one takes the place of the other, and holds across all
    processes with either.
    """

    def __init__(self, address: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        options = {
            "serializer": JsonValues(),
            "socket_timeout": PATIENCE,
            "socket_connect_timeout": PATIENCE,
            # Its own would wait for seconds, in the thread of whoever signs in.
            "retry": Retry(NoBackoff(), 0),
        }
        self._redis = HashedKeys(address, {"OPTIONS": options})
        self._silent_until = 0.0

    def _ask(self, method: str, *arguments: Any, **named: Any) -> Any:
        if time.monotonic() >= self._silent_until:
            try:
                return getattr(self._redis, method)(*arguments, **named)
            except (RedisError, OSError):
                self._silent_until = time.monotonic() + PAUSE
        return getattr(caches[TABLE], method)(*arguments, **named)

    def add(
        self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None
    ) -> bool:
        return bool(self._ask("add", key, value, timeout=timeout, version=version))

    def get(self, key: Any, default: Any = None, version: Any = None) -> Any:
        return self._ask("get", key, default=default, version=version)

    def set(
        self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None
    ) -> None:
        self._ask("set", key, value, timeout=timeout, version=version)

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> bool:
        return bool(self._ask("touch", key, timeout=timeout, version=version))

    def delete(self, key: Any, version: Any = None) -> bool:
        return bool(self._ask("delete", key, version=version))

    def incr(self, key: Any, delta: int = 1, version: Any = None) -> int:
        return int(self._ask("incr", key, delta=delta, version=version))

    def clear(self) -> None:
        self._ask("clear")
