"""Which services the public may see."""

import pytest

from resources.choices import Publication, ServiceStatus
from resources.models import Collection, Organization, Service
from tests.factories import CollectionFactory, OrganizationFactory, ServiceFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "publication", [one for one in Publication if one is not Publication.PUBLISHED]
)
def test_a_draft_and_a_service_in_review_or_withdrawn_are_not_public(
    publication: Publication,
) -> None:
    public = ServiceFactory.make()
    ServiceFactory.make(publication=publication)
    assert list(Service.objects.published()) == [public]


def test_a_broker_is_never_public_whatever_its_listing_says() -> None:
    broker = OrganizationFactory.make(is_broker=True)
    ServiceFactory.make(organization=broker)
    assert not Service.objects.published().exists()
    assert not Organization.objects.published().exists()


def test_a_service_that_is_closed_for_now_stays_public_and_says_so() -> None:
    closed = ServiceFactory.make(status=ServiceStatus.TEMPORARILY_CLOSED)
    assert list(Service.objects.published()) == [closed]


def test_an_organization_with_several_public_services_is_listed_once() -> None:
    organization = OrganizationFactory.make()
    ServiceFactory.create_batch(3, organization=organization)
    assert list(Organization.objects.published()) == [organization]
    assert list(Organization.objects.published().for_listing()) == [organization]


@pytest.mark.parametrize(
    "publication", [one for one in Publication if one is not Publication.PUBLISHED]
)
def test_an_organization_without_a_public_service_is_not_public(publication: Publication) -> None:
    OrganizationFactory.make()
    ServiceFactory.make(publication=publication)
    assert not Organization.objects.published().exists()


def test_organizations_are_listed_by_name() -> None:
    for name in ("Nia", "Azadi", "Galop"):
        ServiceFactory.make(organization__name=name)
    names = Organization.objects.published().for_listing().values_list("name", flat=True)
    assert list(names) == ["Azadi", "Galop", "Nia"]


def test_a_list_for_a_post_is_public_only_when_it_is_published() -> None:
    public = CollectionFactory.make()
    CollectionFactory.make(is_published=False)
    assert list(Collection.objects.published()) == [public]
