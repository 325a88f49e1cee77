"""Asking the API for the nearest first."""

import pytest
from django.test import Client

from tests.api.problems import mistakes
from tests.factories import ServiceFactory, at_point

pytestmark = pytest.mark.django_db

SERVICES = "/api/v1/services/"
PROBLEM = (
    "“%s” is neither an area nor a point. Give the slug or GSS code of an area, or latitude and "
    "longitude, such as 53.43,-1.36."
)


@pytest.fixture(autouse=True)
def _two_towns() -> None:
    """One service in each of two towns, and one that cannot be visited."""
    at_point(ServiceFactory.make(name="Leeds"), 53.8, -1.55)
    at_point(ServiceFactory.make(name="Rotherham"), 53.43, -1.36)
    ServiceFactory.make(name="Anywhere")


@pytest.mark.parametrize(
    ("near", "order"),
    [
        ("rotherham", ["Rotherham", "Leeds", "Anywhere"]),
        ("E08000018", ["Rotherham", "Leeds", "Anywhere"]),
        ("53.43,-1.36", ["Rotherham", "Leeds", "Anywhere"]),
        ("leeds", ["Leeds", "Rotherham", "Anywhere"]),
    ],
)
def test_the_nearest_come_first_and_nothing_is_left_out(
    client: Client, near: str, order: list[str]
) -> None:
    answer = client.get(SERVICES, {"near": near}).json()

    assert [one["name"] for one in answer["results"]] == order


def test_the_next_page_goes_on_in_the_same_order(client: Client) -> None:
    first = client.get(SERVICES, {"near": "leeds", "page_size": "1"}).json()
    second = client.get(first["next"]).json()

    assert [one["results"][0]["name"] for one in (first, second)] == ["Leeds", "Rotherham"]


@pytest.mark.parametrize("near", ["nowhere", "place", "91,0", "0,181", "53.43", "1e3,0", "S60 1AE"])
def test_what_is_no_place_is_an_error_that_says_what_to_give(client: Client, near: str) -> None:
    answer = client.get(SERVICES, {"near": near})

    assert answer.status_code == 400
    assert mistakes(answer) == {"near": [PROBLEM % near]}


def test_two_places_are_an_error(client: Client) -> None:
    answer = client.get(f"{SERVICES}?near=leeds&near=rotherham")

    assert answer.status_code == 400
    assert mistakes(answer) == {"near": ["Give one area or one point."]}


def test_an_answer_says_nothing_of_distance(client: Client) -> None:
    near = client.get(SERVICES, {"near": "leeds"}).json()["results"]
    plain = client.get(SERVICES).json()["results"]

    assert {key for one in near for key in one} == {key for one in plain for key in one}
