"""In a copy to which `urgent` was added: pages, API, counts, form and description know it."""

import pytest
from django.test import Client

from resources.filters import ServiceFilter
from tests.factories import ContactRouteFactory, ServiceFactory
from tests.pages.reading import Page

pytestmark = pytest.mark.django_db

NAME, VALUE = "urgent", "yes"


def test_a_new_filter_is_known_everywhere(client: Client) -> None:
    route = ContactRouteFactory.make(channel="text", value="85258", is_crisis_line=True)
    ServiceFactory.make()
    (choice,) = ServiceFilter().choices(NAME)
    answer = client.get(f"/api/v1/services/?{NAME}={VALUE}").json()
    assert [row["code"] for row in answer["results"]] == [route.service.code]
    assert client.get(f"/api/v1/services/?{NAME}=maybe-not").status_code == 400
    page = Page(client.get(f"/services/?{NAME}={VALUE}").content.decode())
    assert page.listed == [route.service.code]
    assert choice.name in page.one("main").words
    (box,) = page.all("input", name=NAME)
    assert box.attrs["value"] == VALUE
    assert "checked" in box.attrs
    whole = Page(client.get("/services/").content.decode())
    assert len(whole.listed) == 2
    assert f"{choice.name} (1)" in whole.one("main").words
    assert ServiceFilter({}).results.counts(NAME) == {VALUE: 1}
    described = client.get("/api/v1/schema/", headers={"Accept": "application/json"}).json()
    parameters = described["paths"]["/api/v1/services/"]["get"]["parameters"]
    assert NAME in {parameter["name"] for parameter in parameters}
