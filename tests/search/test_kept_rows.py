"""Rows that are kept in memory, and what is left of them when they have made room for others."""

import gc
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.utils.functional import SimpleLazyObject, empty
from pytest_django import DjangoAssertNumQueries

from resources.models import Service, publish_revision
from resources.search import current_index
from resources.search.kept_rows import KeptRows
from tests.factories import ServiceFactory, VerificationFactory

pytestmark = pytest.mark.django_db


@contextmanager
def without_collector() -> Iterator[None]:
    """Let nothing be found that holds itself."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def two_services() -> list[Service]:
    made = [ServiceFactory.make(areas=["rotherham"], terms=["helpline"]) for _ in range(2)]
    for one in made:
        VerificationFactory.make(service=one, fact="hours")
    publish_revision(Service.objects.all())
    return made


def test_a_row_that_makes_room_is_gone_at_once_with_its_parts() -> None:
    first, second = two_services()
    slots = current_index().slots
    rows = KeptRows(lambda: Service.objects.published().for_detail(), room=1)
    with without_collector():
        rows.fetch({slots[first.pk]: first.pk})
        row = weakref.ref(rows.fetch({slots[first.pk]: first.pk})[slots[first.pk]])
        kept = row()
        assert kept is not None
        contact = weakref.ref(kept.contacts.all()[0])
        area = weakref.ref(kept.areas.all()[0])
        check = weakref.ref(kept.verifications.all()[0])
        del kept
        assert contact() is not None
        rows.fetch({slots[second.pk]: second.pk})
        assert [row(), contact(), area(), check()] == [None] * 4


def test_a_part_still_knows_its_service_without_a_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    first, _second = two_services()
    index = current_index()
    slot = index.slots[first.pk]
    row = index.rows.fetch({slot: first.pk})[slot]
    with django_assert_num_queries(0):
        for part in (*row.contacts.all(), *row.areas.all()):
            assert part.service == row
            assert part.service.organization.name == first.organization.name


def test_a_check_still_knows_what_was_checked_without_a_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    first, _second = two_services()
    with without_collector():
        row = current_index().whole(first.pk)
        assert row is not None
        checks = list(row.verifications.all())
        assert checks
        with django_assert_num_queries(0):
            for check in checks:
                assert [*check.service.contacts.all()] == [*row.contacts.all()]
                assert [*check.service.schedules.all()] == [*row.schedules.all()]


def test_what_is_asked_of_a_part_is_asked_of_its_own_service_alone() -> None:
    """Their queries are one until then: no filter of one row may reach another."""
    made = two_services()
    index = current_index()
    rows = index.whole_rows.fetch({index.slots[one.pk]: one.pk for one in made})
    for _again in range(2):
        for one in made:
            row = rows[index.slots[one.pk]]
            for name in ("contacts", "schedules", "terms", "areas", "verifications"):
                kept, fresh = getattr(row, name).all(), getattr(one, name)
                assert set(kept) == set(fresh.all()), name
                assert set(kept.filter(pk__isnull=False)) == set(fresh.all()), name
                assert kept.exclude(pk__isnull=False).count() == 0, name
            assert list(row.terms.filter(slug="helpline")) == list(one.terms.all())
            assert not row.terms.filter(slug="advocacy").exists()


def test_parts_hold_no_query_each() -> None:
    made = two_services()
    index = current_index()
    rows = index.rows.fetch({index.slots[one.pk]: one.pk for one in made})
    gc.collect()
    held: list[Any] = [
        parts._query
        for row in rows.values()
        for parts in vars(row)["_prefetched_objects_cache"].values()
    ]
    assert held
    assert all(type(query) is SimpleLazyObject for query in held)
    assert all(vars(query)["_wrapped"] is empty for query in held)
