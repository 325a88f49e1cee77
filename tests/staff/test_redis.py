"""Attempts are counted in Redis, and in the table for as long as Redis is away."""

from typing import Any

import pytest
from django.conf import LazySettings
from django.core.cache import caches
from redis.exceptions import ConnectionError as AwayError

from directory.engines import shared_cache
from directory.staff import redis_cache
from directory.staff.redis_cache import HashedKeys, JsonValues, RedisThenTable


@pytest.fixture
def cache(db: None, settings: LazySettings) -> RedisThenTable:
    settings.CACHES = shared_cache("unix:///nowhere/redis.sock")
    found = caches["default"]
    assert isinstance(found, RedisThenTable)
    return found


def test_without_redis_the_table_counts(cache: RedisThenTable) -> None:
    assert cache.add("used code", "y", 90)
    assert not cache.add("used code", "y", 90)
    cache.set("attempts", [1.5, 2.5], 900)
    assert cache.get("attempts") == [1.5, 2.5]
    assert caches["table"].get("attempts") == [1.5, 2.5]
    assert cache.touch("attempts", 900)
    assert cache.delete("attempts")
    assert cache.get("attempts", []) == []
    cache.set("number", 1, 900)
    assert cache.incr("number") == 2
    cache.clear()
    assert cache.get("number") is None


def test_redis_that_does_not_answer_is_left_alone_for_a_moment(
    cache: RedisThenTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def away(_redis: HashedKeys, key: str, **_named: Any) -> None:
        asked.append(key)
        raise AwayError

    now = 1_000.0
    monkeypatch.setattr(HashedKeys, "get", away)
    monkeypatch.setattr("directory.staff.redis_cache.time.monotonic", lambda: now)
    cache.get("one")
    cache.get("two")
    now += redis_cache.PAUSE
    cache.get("three")
    assert asked == ["one", "three"]


def test_what_stands_in_redis_names_nobody_and_runs_nothing() -> None:
    keys = HashedKeys("unix:///nowhere/redis.sock", {})
    assert "asha" not in keys.make_key("attempts:asha")
    assert keys.make_key("attempts:asha") != keys.make_key("attempts:bryn")
    values = JsonValues()
    assert values.loads(values.dumps([1.5, "y", 3])) == [1.5, "y", 3]


def test_without_an_address_there_is_the_table_alone() -> None:
    assert list(shared_cache("")) == ["default"]
