"""Rows that are kept in memory, and what is left of them when they have made room for others."""

import gc
import weakref
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from pytest_django import DjangoAssertNumQueries

from resources.models import Service, publish_revision
from resources.search import current_index
from resources.search.kept_rows import KeptRows
from tests.factories import ServiceFactory

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
        del kept
        assert contact() is not None
        rows.fetch({slots[second.pk]: second.pk})
        assert [row(), contact(), area()] == [None, None, None]


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
