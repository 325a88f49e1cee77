"""What was told of a service is told again from what is kept, and says what is true now."""

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from rest_framework.renderers import JSONRenderer

from resources.curation import workflow
from resources.models import Organization, Service, publish_revision
from resources.openreferral import told, views
from resources.search import current_index
from tests.factories import ServiceFactory, UserFactory

pytestmark = pytest.mark.django_db
LISTS = ("/openreferral/services", "/openreferral/services?full=true")


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> list[Service]:
    """Three services at a minute that does not pass."""
    now = timezone.localtime().replace(second=0, microsecond=0)
    monkeypatch.setattr(views, "this_minute", lambda: now)
    return [ServiceFactory.make(areas=["rotherham"], terms=["helpline"]) for _number in range(3)]


@pytest.mark.parametrize("address", LISTS)
def test_a_list_is_the_same_the_second_time_and_asks_for_no_organisation(
    client: Client,
    services: list[Service],
    address: str,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    first = client.get(address)
    assert first.content == JSONRenderer().render(first.json())
    with django_assert_num_queries(1):
        assert client.get(address).content == first.content


@pytest.mark.parametrize("address", LISTS)
def test_an_organisation_that_is_renamed_has_its_new_name_with_the_next_request(
    client: Client, services: list[Service], address: str
) -> None:
    client.get(address)
    Organization.objects.filter(pk=services[0].organization_id).update(name="Tŷ Newydd")
    publish_revision(Service.objects.filter(pk=services[0].pk))
    assert "Tŷ Newydd" in client.get(address).content.decode()


@pytest.mark.parametrize("address", LISTS)
def test_who_is_withdrawn_is_gone_with_the_next_request(
    client: Client, services: list[Service], address: str
) -> None:
    client.get(address)
    gone = services[0]
    workflow.withdraw(gone, UserFactory.make(), timezone.now(), "Closed.")
    assert str(gone.pk) not in client.get(address).content.decode()
    assert client.get(f"/openreferral/services/{gone.pk}").status_code == 410


def test_another_site_is_told_its_own_addresses(client: Client, services: list[Service]) -> None:
    for host in ("testserver", "localhost", "testserver"):
        page = client.get("/openreferral/services", headers={"host": host}).content.decode()
        assert page.count(f"http://{host}/services/") == len(services)


def test_there_is_an_end_to_what_is_kept(
    client: Client, services: list[Service], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(told, "MOST", 2)
    for service in services:
        assert client.get(f"/openreferral/services/{service.pk}").status_code == 200
        (kept,) = (held["openreferral told"] for held in current_index()._kept.values())
        assert 1 <= len(kept) <= 2
