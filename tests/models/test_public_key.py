"""A page of one service asks whether it is public, in the words of `published()`."""

from uuid import UUID

import pytest
from pytest_django import DjangoAssertNumQueries

from resources.choices import Publication
from resources.models import Organization, Service, public_key
from tests.factories import ServiceFactory

pytestmark = pytest.mark.django_db


def test_a_public_service_is_found_by_its_code_and_its_key(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    one, other = ServiceFactory.make(), ServiceFactory.make()
    with django_assert_num_queries(4):
        for service in (one, other):
            assert public_key("code", service.code) == service.pk
            assert public_key("id", str(service.pk)) == service.pk


@pytest.mark.parametrize("state", [state for state in Publication if state != "published"])
def test_one_that_is_not_public_is_not_found(state: Publication) -> None:
    service = ServiceFactory.make()
    assert public_key("code", service.code) == service.pk
    Service.objects.filter(pk=service.pk).update(publication=state)
    assert public_key("code", service.code) is None
    assert public_key("id", str(service.pk)) is None


def test_one_that_is_run_by_a_broker_is_not_found() -> None:
    service = ServiceFactory.make()
    Organization.objects.update(is_broker=True)
    assert public_key("code", service.code) is None


@pytest.mark.parametrize("code", ["", "-", "%s", "' OR 1=1 --", "zzzzzz", "a" * 300])
def test_nothing_else_is_found_by_a_code(code: str) -> None:
    ServiceFactory.make()
    assert public_key("code", code) is None


@pytest.mark.parametrize("key", ["", "1", "%s", "x" * 36, str(UUID(int=1))])
def test_nothing_else_is_found_by_a_key(key: str) -> None:
    ServiceFactory.make()
    assert public_key("id", key) is None
