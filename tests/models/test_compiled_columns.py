"""Columns of queries that are put together once are those that Django would fetch."""

from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import TextField
from django.db.models.functions import Cast
from django.db.models.sql.compiler import SQLCompiler
from pytest_django import DjangoAssertNumQueries

from resources.models import ContactRoute, Service
from resources.models.compiled_columns import CompiledColumns
from tests.factories import ContactRouteFactory, ServiceFactory, VerificationFactory

pytestmark = pytest.mark.django_db
NOBODY = UUID(int=7)
LOOKUPS = pytest.mark.parametrize("lookup", ["pk__in", "pk__range"])


def columns() -> Any:
    """Ask for columns of every kind: plain, turned into Python's values, reckoned, and as text."""
    rows = Service.objects.published().with_checks().annotate(key=Cast("pk", TextField()))
    return rows.order_by("pk").values_list(
        "key", "pk", "name", "organization__name", "last_checked", "last_modified"
    )


def services() -> list[UUID]:
    """Return the keys of five services, in order; some were checked."""
    made = [ServiceFactory.make(name=f"Service {number}") for number in range(5)]
    for service in made[:3]:
        route = ContactRouteFactory.make(service=service)
        VerificationFactory.make(service=service, contact_route=route)
    return sorted(one.pk for one in made)


@LOOKUPS
def test_what_is_found_is_what_the_queryset_finds_in_one_query(
    django_assert_num_queries: DjangoAssertNumQueries, lookup: str
) -> None:
    keys, compiled = services(), CompiledColumns(columns(), lookup)
    for first, last in ((0, 1), (1, 4), (2, 3), (0, 1)):
        asked = [keys[first], keys[last]]
        with django_assert_num_queries(1):
            found = list(compiled.find(asked))
        assert found == list(columns().filter(**{lookup: asked}))
        assert len(found) == (last - first + 1 if lookup == "pk__range" else 2)


def test_any_number_of_keys_can_be_asked_for() -> None:
    keys, compiled = services(), CompiledColumns(columns(), "pk__in")
    for count in range(1, 6):
        assert [key for _text, key, *_ in compiled.find(keys[:count])] == keys[:count]


def test_none_are_found_of_nobody_and_nothing_is_asked_for_none(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    compiled = CompiledColumns(columns(), "pk__in")
    with django_assert_num_queries(1):
        assert list(compiled.find([NOBODY])) == []
    with django_assert_num_queries(0):
        assert list(compiled.find([])) == []


def test_each_time_the_database_is_asked_for_what_is_there_now() -> None:
    gone, changed, *_others = services()
    compiled = CompiledColumns(columns(), "pk__in")
    assert len(list(compiled.find([gone, changed]))) == 2
    Service.objects.filter(pk=gone).update(publication="draft")
    Service.objects.filter(pk=changed).update(name="Another name")
    ContactRoute.objects.filter(service=changed).delete()
    assert [(key, name) for _, key, name, *_ in compiled.find([gone, changed])] == [
        (changed, "Another name")
    ]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_reference_rows_afterwards", "_reference_rows")
def test_another_thread_asks_by_its_own_connection() -> None:
    keys, compiled = services(), CompiledColumns(columns(), "pk__in")
    here = list(compiled.find(keys))
    found: list[Any] = []

    def ask() -> None:
        try:
            found.append(list(compiled.find(keys)))
        finally:
            connection.close()

    asking = Thread(target=ask)
    asking.start()
    asking.join()
    assert found == [here]
    assert len(here) == len(keys)


def test_a_query_is_put_together_once_for_some_number_of_keys(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keys, compiled = services(), CompiledColumns(columns(), "pk__in")
    list(compiled.find(keys[:3]))

    def refuse(*_given: object, **_named: object) -> None:
        raise AssertionError

    monkeypatch.setattr(SQLCompiler, "as_sql", refuse)
    assert [key for _text, key, *_ in compiled.find(keys[1:])] == keys[1:]
    with pytest.raises(AssertionError):
        compiled.find(keys[:1])
