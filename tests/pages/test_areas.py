"""The page of an area: what serves people there, and the way to areas around it."""

import pytest
from django.test import Client

from resources.regions import all_regions
from tests.factories import ServiceFactory

pytestmark = pytest.mark.django_db

# The country is the whole list, which has an address of its own.
SLUGS = [region.slug for region in all_regions() if region.depth > 0]


def test_a_link_for_a_town_shows_what_serves_it_nearest_first(client: Client) -> None:
    ServiceFactory.make(name="Everywhere")
    ServiceFactory.make(name="Here", areas=["rotherham"])
    ServiceFactory.make(name="Elsewhere", areas=["leeds"])
    page = client.get("/in/rotherham/").content.decode()

    assert "<title>Services in Rotherham, page 1 of 1</title>" in page
    assert page.index("Here") < page.index("Everywhere")
    assert "Elsewhere" not in page


@pytest.mark.parametrize("slug", SLUGS)
def test_every_nation_region_and_district_has_its_page(client: Client, slug: str) -> None:
    assert client.get(f"/in/{slug}/").status_code == 200


def test_the_front_page_leads_to_every_district_in_two_steps(client: Client) -> None:
    front = client.get("/").content.decode()
    assert 'href="/in/yorkshire-and-the-humber/"' in front
    assert 'href="/in/wales/"' in front

    region = client.get("/in/yorkshire-and-the-humber/").content.decode()
    assert 'href="/in/rotherham/"' in region
    assert 'href="/in/yorkshire-and-the-humber/"' in client.get("/in/rotherham/").content.decode()


def test_pages_of_an_area_follow_each_other(client: Client) -> None:
    for _ in range(12):
        ServiceFactory.make(areas=["rotherham"])
    first = client.get("/in/rotherham/").content.decode()
    second = client.get("/in/rotherham/?page=2").content.decode()

    assert 'href="?page=2"' in first
    assert 'href="."' in second


def test_taking_the_area_off_leads_to_the_whole_list(client: Client) -> None:
    page = client.get("/in/rotherham/").content.decode()

    assert 'href="/services/?"' in page


@pytest.mark.parametrize("slug", ["nowhere", "united-kingdom", "E08000018", "Rotherham"])
def test_an_area_has_one_address_and_no_other(client: Client, slug: str) -> None:
    assert client.get(f"/in/{slug}/").status_code == 404
