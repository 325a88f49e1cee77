"""Rows of queries that are put together once are those that Django would fetch."""

from collections.abc import Callable
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, models
from django.db.models.sql.compiler import SQLCompiler
from pytest_django import DjangoAssertNumQueries

from resources.models import ContactRoute, Organization, Service
from resources.models.compiled import CompiledRows
from resources.models.service import ServiceQuerySet
from tests.factories import (
    ContactRouteFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    VerificationFactory,
)

pytestmark = pytest.mark.django_db
WEEK = ("MO,TU,WE,TH,FR", "09:00", "17:00")
NOBODY = UUID(int=7)
QUERIES = pytest.mark.parametrize(
    ("query", "count"),
    [(ServiceQuerySet.for_listing, 5), (ServiceQuerySet.for_detail, 7)],
    ids=["listing", "detail"],
)


@pytest.fixture
def services() -> list[Service]:
    """Five services with terms in common, and parts of every kind; one of them has hardly any."""
    made = [
        ServiceFactory.make(
            areas=["rotherham", "leeds"][: number + 1],
            terms=["helpline", "everyone", "women"][: number + 1],
            hours=[WEEK] * (number % 2),
        )
        for number in range(4)
    ]
    for service in made:
        route = ContactRouteFactory.make(service=service)
        VerificationFactory.make(service=service, contact_route=route)
        ServiceAtLocationFactory.make(service=service)
    return [*made, ServiceFactory.make(areas=[])]


def told(row: models.Model) -> Any:
    """Return all that is known of a row: its columns, annotations, and rows that came with it."""
    values = {
        name: value
        for name, value in vars(row).items()
        if not name.startswith(("_", "owner_of_this"))
    }
    beside = row._state.fields_cache
    others = {
        name: other.pk if isinstance(other, Service) else told(other)
        for name, other in beside.items()
        if other is not None
    }
    return type(row), values, others, row._state.db, row._state.adding


def told_whole(row: Service) -> Any:
    parts: Any = vars(row)["_prefetched_objects_cache"]
    return told(row), {name: [told(part) for part in getattr(row, name).all()] for name in parts}


@QUERIES
def test_the_rows_and_their_parts_are_those_of_the_queryset(
    services: list[Service],
    django_assert_num_queries: DjangoAssertNumQueries,
    query: Callable[[ServiceQuerySet], ServiceQuerySet],
    count: int,
) -> None:
    source = query(Service.objects.published())
    compiled = CompiledRows(source)
    for size in (1, 2, 3, 5, 1):
        keys = [one.pk for one in services[:size]]
        with django_assert_num_queries(count):
            rows = compiled.in_bulk(keys)
        expected = source.in_bulk(keys)
        with django_assert_num_queries(0):
            assert {key: told_whole(row) for key, row in rows.items()} == {
                key: told_whole(row) for key, row in expected.items()
            }


def test_a_row_that_stands_beside_several_is_made_once(services: list[Service]) -> None:
    compiled = CompiledRows(Service.objects.published().for_detail())
    rows = compiled.in_bulk([one.pk for one in services[:4]]).values()
    areas = [area.region for row in rows for area in row.areas.all()]
    terms = [term for row in rows for term in row.terms.all()]
    taxonomies = [term.taxonomy for term in terms]
    for beside in (areas, terms, taxonomies):
        assert len({id(one) for one in beside}) == len({one.pk for one in beside}) < len(beside)


def test_a_short_text_is_one_object_in_all_rows_and_all_times(services: list[Service]) -> None:
    first, second = (CompiledRows(Service.objects.for_listing()) for _time in range(2))
    keys = [service.pk for service in services[:2]]
    rows = [*first.in_bulk(keys).values(), *second.in_bulk(keys).values()]
    texts = [row.status for row in rows]
    texts += [one.channel for row in rows for one in row.contacts.all()]
    assert len({id(text) for text in texts}) == len(set(texts)) < len(texts)


def test_rows_of_another_time_are_made_anew(services: list[Service]) -> None:
    compiled = CompiledRows(Service.objects.published().for_listing())
    one, other = (compiled.in_bulk([services[0].pk])[services[0].pk] for _time in range(2))
    assert one is not other
    assert one.areas.all()[0].region is not other.areas.all()[0].region


def test_the_parts_of_a_row_can_be_asked_further_and_are_its_own(services: list[Service]) -> None:
    compiled = CompiledRows(Service.objects.published().for_detail())
    for key, row in compiled.in_bulk([one.pk for one in services]).items():
        fresh = Service.objects.get(pk=key)
        for name in ("contacts", "terms", "areas"):
            asked = getattr(row, name).exclude(pk=NOBODY)
            assert list(asked) == list(getattr(fresh, name).all())
        assert all(part.service is row for part in row.contacts.all())


def test_each_time_the_database_is_asked_for_the_rows_of_now(services: list[Service]) -> None:
    compiled = CompiledRows(Service.objects.published().for_listing())
    gone, changed = services[:2]
    assert set(compiled.in_bulk([gone.pk, changed.pk])) == {gone.pk, changed.pk}
    Service.objects.filter(pk=gone.pk).update(publication="draft")
    Service.objects.filter(pk=changed.pk).update(name="Another name")
    ContactRoute.objects.filter(service=changed).delete()
    rows = compiled.in_bulk([gone.pk, changed.pk])
    assert {key: row.name for key, row in rows.items()} == {changed.pk: "Another name"}
    assert list(rows[changed.pk].contacts.all()) == []


def test_what_is_not_there_costs_one_query_and_nothing_none(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    compiled = CompiledRows(Service.objects.published().for_detail())
    with django_assert_num_queries(1):
        assert compiled.in_bulk([NOBODY]) == {}
    with django_assert_num_queries(0):
        assert compiled.in_bulk([]) == {}


def test_only_parts_of_the_rows_themselves_are_fetched_with_them() -> None:
    for lookup in ("organization", "summary"):
        with pytest.raises(ImproperlyConfigured, match=lookup):
            CompiledRows(Service.objects.prefetch_related(lookup))
    compiled = CompiledRows(Organization.objects.for_listing())
    assert compiled.in_bulk([NOBODY]) == {}


@pytest.mark.django_db(transaction=True)
def test_another_thread_asks_by_its_own_connection(services: list[Service]) -> None:
    compiled = CompiledRows(Service.objects.published().for_listing())
    keys = [one.pk for one in services]
    here = compiled.in_bulk(keys)
    found: list[Any] = []

    def ask() -> None:
        try:
            found.append({key: told_whole(row) for key, row in compiled.in_bulk(keys).items()})
        finally:
            connection.close()

    asking = Thread(target=ask)
    asking.start()
    asking.join()
    assert found == [{key: told_whole(row) for key, row in here.items()}]


def test_a_query_is_put_together_once_for_some_number_of_keys(
    services: list[Service], monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled = CompiledRows(Service.objects.published().for_detail())
    first, *others = (one.pk for one in services)
    compiled.in_bulk([first, others[0], others[1]])

    def refuse(*_given: object, **_named: object) -> None:
        raise AssertionError

    monkeypatch.setattr(SQLCompiler, "as_sql", refuse)
    assert set(compiled.in_bulk(others)) == set(others)
    with pytest.raises(AssertionError):
        compiled.in_bulk([first])
