"""What a page or an answer costs: the same few queries for three rows as for a hundred."""

from datetime import time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from resources.choices import Channel
from resources.models import Organization, OrganizationIdentifier, Schedule, Service
from tests.factories import (
    CollectionFactory,
    ContactRouteFactory,
    OrganizationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    VerificationFactory,
)

MOST = 8
# The front page has the lists of a list page, and four of its own in place of filters.
MOST_OF_THE_FRONT_PAGE = 9
FEW, MANY = 3, 100
TERMS = ["everyone", "helpline", "child-sexual-abuse"]
AREAS = ["united-kingdom", "rotherham", "wales"]


def _add(organization: Organization, count: int) -> list[Service]:
    """Add services with two contacts, hours, three areas and terms, sources and a place."""
    made = []
    for _ in range(count):
        service = ServiceFactory.make(
            organization=organization,
            areas=AREAS,
            terms=TERMS,
            languages="cy",
            hours=[("MO,TU,WE,TH,FR,SA,SU", "00:00", "00:00")],
        )
        chat = ContactRouteFactory.make(
            service=service, channel=Channel.WEBCHAT, value="https://chat.example/"
        )
        Schedule.objects.create(
            service=service, contact_route=chat, byday="MO", opens_at=time(9), closes_at=time(17)
        )
        for route in service.contacts.all():
            VerificationFactory.make(service=service, contact_route=route)
        ServiceAtLocationFactory.make(service=service)
        made.append(service)
    return made


def _fill(organization: Organization, count: int, round_: str) -> None:
    """Add services, organisations and collections, so that every list has as many rows."""
    services = _add(organization, count)
    for number in range(count):
        other = OrganizationFactory.make()
        OrganizationIdentifier.objects.create(
            organization=other, scheme="GB-CHC", identifier=f"{number}"
        )
        ServiceFactory.make(organization=other)
        CollectionFactory.make(slug=f"list-{round_}-{number}", services=services[:3])
    CollectionFactory.make(slug=round_, services=services)


def _most(address: str) -> int:
    """Return how many queries an address may cost."""
    return MOST_OF_THE_FRONT_PAGE if address == "/" else MOST


def _queries(client: Client, address: str) -> int:
    """Return how many queries an address costs once the index has followed the last change."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def _costs(client: Client, organization: Organization, list_slug: str) -> dict[str, int]:
    service = organization.services.earliest("name")
    addresses = [
        "/",
        "/services/",
        "/services/?region=rotherham&region=wales&type=helpline&type=housing",
        service.get_absolute_url(),
        organization.get_absolute_url(),
        f"/lists/{list_slug}/",
        "/about/",
        "/help/",
        "/privacy/",
        "/accessibility/",
        "/api/v1/services/?page_size=100",
        "/api/v1/services/?page_size=100&region=rotherham&type=helpline",
        f"/api/v1/services/{service.pk}/",
        "/api/v1/organizations/?page_size=100",
        f"/api/v1/organizations/{organization.pk}/",
        "/api/v1/collections/?page_size=100",
        f"/api/v1/collections/{list_slug}/",
        "/api/v1/regions/?page_size=100",
        "/api/v1/terms/?page_size=100",
    ]
    return {
        address.replace(f"/{list_slug}/", "/list/"): _queries(client, address)
        for address in addresses
    }


@pytest.fixture
def costs(db: None, client: Client) -> tuple[dict[str, int], dict[str, int]]:
    """What everything costs with few rows, and with many."""
    organization = OrganizationFactory.make()
    _fill(organization, FEW, "few")
    few = _costs(client, organization, "few")
    _fill(organization, MANY - FEW, "many")
    return few, _costs(client, organization, "many")


@pytest.mark.long
def test_a_hundred_rows_cost_the_same_few_queries_as_three(
    costs: tuple[dict[str, int], dict[str, int]],
) -> None:
    few, many = costs
    assert many == few
    assert {address: count for address, count in many.items() if count > _most(address)} == {}


def test_a_service_with_a_hundred_parts_costs_the_same_as_with_three(
    db: None, client: Client
) -> None:
    (service,) = _add(OrganizationFactory.make(), 1)
    addresses = [service.get_absolute_url(), f"/api/v1/services/{service.pk}/"]
    before = [_queries(client, address) for address in addresses]
    for _ in range(MANY):
        route = ContactRouteFactory.make(service=service)
        VerificationFactory.make(service=service, contact_route=route)
        ServiceAtLocationFactory.make(service=service)
    assert [_queries(client, address) for address in addresses] == before
