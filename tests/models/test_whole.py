"""Whole listings are those of `for_detail()`, in any state; what is not there is said to be."""

from uuid import UUID

import pytest
from pytest_django import DjangoAssertNumQueries

from resources.choices import Publication
from resources.curation.document import listing_document, organization_document
from resources.models import Service
from resources.models.whole import whole_listing, whole_listings
from tests.factories import ContactRouteFactory, ServiceFactory, VerificationFactory

pytestmark = pytest.mark.django_db
NOBODY = UUID(int=7)


@pytest.mark.parametrize("state", Publication)
def test_a_listing_is_whole_in_any_state(state: Publication) -> None:
    service = ServiceFactory.make(publication=state, terms=["helpline"], areas=["leeds"])
    route = ContactRouteFactory.make(service=service)
    VerificationFactory.make(service=service, contact_route=route)
    expected = Service.objects.for_detail().get(pk=service.pk)
    found = whole_listing(service.pk)
    assert listing_document(found) == listing_document(expected)
    assert found.publication == state


def test_one_that_is_not_there_does_not_exist() -> None:
    with pytest.raises(Service.DoesNotExist):
        whole_listing(NOBODY)
    assert whole_listings([NOBODY]) == {}


def test_some_come_by_key_with_the_numbers_of_their_organisations(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    first, second = sorted((ServiceFactory.make(), ServiceFactory.make()), key=lambda one: one.pk)
    first.organization.identifiers.create(scheme="GB-CHC", identifier="1000001")
    # The listings, their six parts, and the numbers of all organisations.
    with django_assert_num_queries(8):
        found = whole_listings([second.pk, NOBODY, first.pk])
    assert list(found) == [first.pk, second.pk]
    with django_assert_num_queries(0):
        told = [organization_document(one.organization) for one in found.values()]
    assert [one.get("identifiers", []) for one in told] == [
        [{"scheme": "GB-CHC", "identifier": "1000001"}],
        [],
    ]
