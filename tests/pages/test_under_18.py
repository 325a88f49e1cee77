"""Who is under 18 ticks a choice, types no number, and finds what takes somebody of that age."""

import pytest
from django.test import Client

from resources.models import Service
from tests.factories import ServiceFactory
from tests.pages.reading import Page, read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _listed() -> None:
    """A line for all ages, one from 18 on, one for children and one that says "adults"."""
    for name, terms, ages in [
        ("All ages", ["everyone"], {}),
        ("Grown-ups", ["everyone"], {"minimum_age": 18}),
        ("Children", ["children"], {"maximum_age": 17}),
        ("Adults", ["adults"], {}),
    ]:
        ServiceFactory.make(name=name, terms=["helpline", *terms], areas=["leeds"], **ages)


def names(page: Page) -> set[str]:
    """Return the names of the services on a page."""
    codes = dict(Service.objects.values_list("code", "name"))
    return {codes[code] for code in page.listed}


def test_the_choice_filters_by_the_form_by_a_link_and_in_the_api(client: Client) -> None:
    page = read(client, "/services/", region="leeds")
    (tick,) = page.all("input", name="age")
    assert (tick.attrs["type"], tick.attrs["value"]) == ("checkbox", "under-18")

    address = client.post("/find", {"region": "leeds", "age": "under-18"})["Location"]
    assert names(read(client, address)) == {"All ages", "Children"}
    linked = read(client, "/services/", region="leeds", age="under-18")
    assert names(linked) == {"All ages", "Children"}
    assert "checked" in linked.one("input", name="age").attrs
    answer = client.get("/api/v1/services/?region=leeds&age=under-18").json()
    assert {row["name"] for row in answer["results"]} == {"All ages", "Children"}


def test_a_list_in_which_all_take_somebody_under_18_does_not_offer_the_choice(
    client: Client,
) -> None:
    Service.objects.filter(name__in=["Grown-ups", "Adults"]).update(publication="draft")
    assert not read(client, "/services/", region="leeds").has("input", name="age")
