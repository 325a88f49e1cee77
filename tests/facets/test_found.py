"""Lists and counts from the index are those of the QuerySet, whatever is asked, at any moment."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.http import QueryDict

from resources.facets import Found, current_index
from resources.filters import ServiceFilter
from resources.models import Service
from tests.benchmark.questions import Ask, Asker
from tests.conftest import LONDON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invented")]

QUESTIONS = 60
# Christmas week of 2026: bank holidays that differ between the nations.
WEEK = datetime(2026, 12, 23, tzinfo=LONDON)


def _asked(parameters: tuple[tuple[str, str], ...], words: str, moment: datetime) -> ServiceFilter:
    """Return a question that has been understood."""
    data = QueryDict(mutable=True)
    for name, value in parameters:
        data.appendlist(name, value)
    if words:
        data["words"] = words
    return ServiceFilter(data, Service.objects.published(), lenient=True, moment=moment)


def _questions(seed: int, count: int) -> Iterator[tuple[Ask, ServiceFilter]]:
    """Yield questions of all kinds, each at some half hour of the week."""
    chance = Random(seed)  # noqa: S311 - repeatable, not secret
    for ask in Asker(seed).asks(count):
        moment = WEEK + timedelta(minutes=30 * chance.randrange(7 * 48))
        yield ask, _asked(ask.parameters, ask.words, moment)


def _keys(asked: ServiceFilter) -> list[Any]:
    """Return what the database finds, in its order."""
    return list(asked.qs.values_list("pk", flat=True))


def test_the_index_finds_what_the_database_finds_in_the_same_order() -> None:
    sizes = set()
    for ask, asked in _questions(seed=11, count=QUESTIONS):
        found = Found(asked)
        keys = _keys(asked)
        assert [one.pk for one in found] == keys, ask
        assert found.count() == len(found) == len(keys)
        assert [one.pk for one in found[3:9]] == keys[3:9]
        sizes.add(len(keys))
    assert len(sizes) > 15, "questions that all find the same prove nothing"


def test_every_choice_counts_what_it_would_find() -> None:
    counted = 0
    for ask, asked in _questions(seed=12, count=8):
        found = Found(asked)
        for name in asked.filters:
            kept = tuple(pair for pair in ask.parameters if pair[0] != name)
            if asked.filters[name].needs_all:
                kept = ask.parameters
            for code, count in list(found.counts(name).items())[:12]:
                other = _asked((*kept, (name, code)), ask.words, asked.moment or WEEK)
                assert count == other.qs.count(), (ask, name, code)
                counted += 1 if count else 0
    assert counted > 60


def test_every_area_counts_what_it_would_find() -> None:
    for ask, asked in _questions(seed=13, count=5):
        kept = tuple(pair for pair in ask.parameters if pair[0] != "region")
        for code, count in list(Found(asked).area_counts().items())[::9]:
            other = _asked((*kept, ("region", code)), ask.words, asked.moment or WEEK)
            assert count == other.qs.count(), (ask, code)


@pytest.mark.parametrize("hour", range(0, 7 * 24, 9))
def test_who_is_open_is_the_same_in_the_index_at_every_hour(hour: int) -> None:
    moment = WEEK + timedelta(hours=hour, minutes=30)
    asked = _asked((("open", "now"),), "", moment)
    assert {one.pk for one in Found(asked)} == set(_keys(asked))


def test_a_list_is_fetched_in_the_same_few_queries_whatever_it_finds(
    django_assert_max_num_queries: Any,
) -> None:
    current_index()
    asked = _asked((("region", "england"), ("channel", "phone")), "", WEEK)
    with django_assert_max_num_queries(7):
        assert len(Found(asked)[0:10]) == 10
