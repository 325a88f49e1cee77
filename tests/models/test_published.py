"""Who is let through to the public, and the words that narrow by kind of help and audience."""

import pytest

from resources.choices import Publication, RegionLevel, ServiceStatus
from resources.models import Collection, Organization, Region, Service, ServiceArea
from tests.factories import (
    CollectionFactory,
    OrganizationFactory,
    ServiceFactory,
    term,
)

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


def test_a_helpline_is_found_under_its_branch_and_under_its_own_name() -> None:
    helpline = ServiceFactory.make(terms=["helpline"])
    ServiceFactory.make(terms=["housing"])
    for asked in ("emotional", "helpline"):
        assert list(Service.objects.with_any_term([term(asked)])) == [helpline]


def test_a_service_that_carries_only_the_branch_is_not_called_a_helpline() -> None:
    wide = ServiceFactory.make(terms=["emotional"])
    assert list(Service.objects.with_any_term([term("emotional")])) == [wide]
    assert not Service.objects.with_any_term([term("helpline")]).exists()


def test_several_kinds_of_help_find_any_of_them_and_each_service_once() -> None:
    both = ServiceFactory.make(terms=["helpline", "housing", "counselling"])
    one = ServiceFactory.make(terms=["housing"])
    ServiceFactory.make(terms=["legal"])
    found = Service.objects.with_any_term([term("emotional"), term("housing")])
    assert sorted(found, key=lambda service: service.name) == [both, one]


def test_no_kind_of_help_finds_nothing() -> None:
    ServiceFactory.make(terms=["helpline"])
    assert not Service.objects.with_any_term([]).exists()


@pytest.mark.parametrize("areas", [["england"], ["rotherham"], ["isle-of-man"], []])
def test_only_a_service_for_the_whole_country_is_nationwide(areas: list[str]) -> None:
    national = ServiceFactory.make(areas=["united-kingdom", "rotherham"])
    ServiceFactory.make(areas=areas)
    assert list(Service.objects.nationwide()) == [national]


def test_a_service_for_a_part_of_the_country_is_not_nationwide() -> None:
    service = ServiceFactory.make(areas=["united-kingdom", "england"])
    service.areas.filter(region__slug="united-kingdom").update(is_partial=True)
    assert not Service.objects.nationwide().exists()


def test_a_service_for_two_countries_is_listed_once() -> None:
    service = ServiceFactory.make()
    other = Region.objects.create(
        code="IE0000001",
        slug="ireland",
        name="Ireland",
        level=RegionLevel.COUNTRY,
        depth=0,
        path="IE0000001",
    )
    ServiceArea.objects.create(service=service, region=other)
    assert list(Service.objects.nationwide()) == [service]


def test_an_audience_is_asked_for_by_its_term() -> None:
    men = ServiceFactory.make(terms=["men", "women"])
    ServiceFactory.make(terms=["women"])
    assert list(Service.objects.welcoming("men")) == [men]


@pytest.mark.parametrize(
    ("terms", "listens"),
    [
        (["helpline", "domestic-abuse"], True),
        (["crisis", "suicidal-thoughts", "addiction"], True),
        (["helpline", "addiction"], False),
        (["reporting", "any-crime"], False),
        (["helpline", "reporting", "any-crime"], True),
    ],
)
def test_a_line_for_reports_or_for_addiction_alone_is_not_one_to_talk_to(
    terms: list[str], listens: bool
) -> None:
    service = ServiceFactory.make(terms=terms)
    assert list(Service.objects.to_talk_to()) == ([service] if listens else [])
