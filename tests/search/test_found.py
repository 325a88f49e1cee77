"""Lists and counts from the index are those of the QuerySet, whatever is asked, at any moment."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.http import QueryDict

from resources.filters import ServiceFilter
from resources.models import Location, Service
from resources.search import Found, current_index, reset_index
from tests.benchmark.questions import Ask, Asker
from tests.chance import Repeatable
from tests.conftest import LONDON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invented")]

QUESTIONS = 60
NEAR = ("rotherham", "51.51,-0.13", "scotland", "54.60,-5.93")
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
    chance = Repeatable(seed)
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


def test_the_nearest_come_first_in_the_index_as_in_the_database() -> None:
    # One house for many: the same distance, so that the other keys have something to decide.
    here = Location.objects.filter(latitude__isnull=False).order_by("pk")[:30]
    Location.objects.filter(pk__in=here.values("pk")).update(latitude=53.4, longitude=-1.3)
    reset_index()
    placed, ties = 0, 0
    for ask, asked in _questions(seed=14, count=48):
        kept = tuple(pair for pair in ask.parameters if pair[0] != "near")
        asked = _asked((*kept, ("near", NEAR[placed % len(NEAR)])), ask.words, asked.moment or WEEK)
        keys = _keys(asked)
        found = Found(asked)
        assert [one.pk for one in found] == keys, ask
        assert [one.pk for one in found[1:7]] == keys[1:7]
        assert [one.pk for one in found[5:6]] == keys[5:6]
        miles = [one.miles for one in found if one.miles is not None]
        placed += len(miles)
        ties += len(miles) - len(set(miles))
    assert placed > 200, "questions without places prove nothing"
    assert ties > 10, "places that are all apart prove nothing of the order within one"


def test_an_order_leaves_nothing_out_and_changes_no_count() -> None:
    for _ask, asked in _questions(seed=15, count=6):
        assert asked.is_valid()
        pairs = tuple(
            (name, row.code) for name, row in asked.chosen if name not in {"near", "words"}
        )
        moment = asked.moment or WEEK
        plain = Found(_asked(pairs, "", moment))
        near = Found(_asked((*pairs, ("near", "leeds")), "", moment))
        assert near.count() == near.count_without("near") == plain.count()
        assert near.counts("region") == plain.counts("region")
        for name in asked.filters:
            assert near.counts(name) == plain.counts(name)


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
        for code, count in list(Found(asked).counts("region").items())[::9]:
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
