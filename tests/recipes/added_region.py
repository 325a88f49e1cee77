"""In a copy to which the district Testwold was added: menu, pages, API and places know it."""

import pytest
from django.test import Client

from resources.presenters.choices import region_groups
from resources.regions import find_region, middle_of, resolve
from tests.factories import ServiceFactory
from tests.pages.reading import Page

pytestmark = pytest.mark.django_db

SLUG, NAME = "testwold", "Testwold"


def test_a_new_area_is_known_everywhere(client: Client) -> None:
    region = find_region(SLUG)
    assert region
    assert middle_of(region)
    offered = {option.label for group in region_groups(region) for option in group.options}
    assert NAME in offered
    service = ServiceFactory.make(areas=[SLUG])
    ServiceFactory.make(areas=["rotherham"])
    page = Page(client.get(f"/in/{SLUG}/").content.decode())
    assert page.listed == [service.code]
    for question in (f"region={SLUG}", f"region={region.code}&near={SLUG}"):
        answer = client.get(f"/api/v1/services/?{question}").json()
        assert [row["code"] for row in answer["results"]] == [service.code]
    assert [area.slug for place in resolve(NAME).places for area in place.areas] == [SLUG]
