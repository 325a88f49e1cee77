"""Found from where a person lives, whatever the size of the area; the nearest first."""

from collections.abc import Sequence
from uuid import UUID

import pytest

from resources.models import Service
from resources.models.region import Area
from resources.regions import find_region
from tests.factories import ServiceFactory, region

pytestmark = pytest.mark.django_db


def records(*slugs: str) -> Sequence[Area]:
    """Return shipped areas, as a filter passes them."""
    found = [find_region(slug) for slug in slugs]
    return [one for one in found if one is not None]


def names(*slugs: str) -> list[str]:
    """Return the names of services in the order in which a person from somewhere sees them."""
    areas = records(*slugs)
    found = Service.objects.serving(areas) if areas else Service.objects.all()
    return [service.name for service in found.nearest_first(areas)]


@pytest.mark.parametrize(
    ("serves", "asked", "found"),
    [
        ("united-kingdom", "rotherham", True),
        ("england", "rotherham", True),
        ("yorkshire-and-the-humber", "rotherham", True),
        ("rotherham", "rotherham", True),
        ("rotherham", "yorkshire-and-the-humber", True),
        ("rotherham", "england", True),
        ("rotherham", "united-kingdom", True),
        ("rotherham", "leeds", False),
        ("rotherham", "north-west", False),
        ("rotherham", "scotland", False),
        ("scotland", "rotherham", False),
        ("glasgow-city", "scotland", True),
        ("isle-of-man", "isle-of-man", True),
        ("isle-of-man", "united-kingdom", False),
        ("isle-of-man", "channel-islands", False),
        ("united-kingdom", "isle-of-man", False),
        ("united-kingdom", "channel-islands", False),
    ],
)
def test_a_service_is_found_from_its_area_around_it_and_within_it(
    serves: str, asked: str, found: bool
) -> None:
    service = ServiceFactory.make(areas=[serves])
    expected = [service] if found else []
    assert list(Service.objects.serving(records(asked))) == expected
    assert list(Service.objects.serving([region(asked)])) == expected


def test_several_areas_find_services_for_any_of_them_and_each_once() -> None:
    ServiceFactory.make(name="Both", areas=["leeds", "rotherham"])
    ServiceFactory.make(name="Leeds", areas=["leeds"])
    ServiceFactory.make(name="Wales", areas=["wales"])
    assert names("rotherham", "leeds") == ["Both", "Leeds"]


def test_a_service_for_a_part_of_an_area_is_found_from_it() -> None:
    service = ServiceFactory.make(areas=["rotherham"])
    service.areas.update(is_partial=True)
    assert list(Service.objects.serving(records("rotherham"))) == [service]


def test_no_area_finds_nothing() -> None:
    ServiceFactory.make()
    assert not Service.objects.serving([]).exists()


def make_one_of_each_reach() -> None:
    for name, slug in [
        ("A country", "united-kingdom"),
        ("B nation", "england"),
        ("C region", "yorkshire-and-the-humber"),
        ("D district", "rotherham"),
    ]:
        ServiceFactory.make(name=name, areas=[slug])


def test_the_most_local_service_comes_first_when_an_area_is_asked_for() -> None:
    make_one_of_each_reach()
    assert names("rotherham") == ["D district", "C region", "B nation", "A country"]
    assert names("england") == ["D district", "C region", "B nation", "A country"]


def test_what_serves_most_people_comes_first_when_no_area_is_asked_for() -> None:
    make_one_of_each_reach()
    ServiceFactory.make(name="E nowhere yet", areas=[])
    assert names() == ["A country", "B nation", "C region", "D district", "E nowhere yet"]


def test_a_service_is_placed_by_the_nearest_of_its_areas_that_a_person_lives_in() -> None:
    ServiceFactory.make(name="Here and everywhere", areas=["united-kingdom", "rotherham"])
    ServiceFactory.make(name="In Leeds and England", areas=["leeds", "england"])
    ServiceFactory.make(name="Around here", areas=["yorkshire-and-the-humber"])
    asked = records("rotherham")
    found = Service.objects.serving(asked).nearest_first(asked)
    assert [(service.name, service.reach) for service in found] == [
        ("Here and everywhere", 3),
        ("Around here", 2),
        ("In Leeds and England", 1),
    ]


def test_without_an_area_a_service_is_placed_by_the_widest_of_its_areas() -> None:
    ServiceFactory.make(name="B", areas=["rotherham", "united-kingdom"])
    ServiceFactory.make(name="A", areas=["england"])
    found = Service.objects.nearest_first()
    assert [(service.name, service.reach) for service in found] == [("B", 0), ("A", 1)]


def test_equally_near_services_stand_by_name_in_any_case_and_then_by_id() -> None:
    ServiceFactory.make(name="cherry", id=UUID(int=1))
    ServiceFactory.make(name="Banana", id=UUID(int=4))
    ServiceFactory.make(name="apple", id=UUID(int=3))
    ServiceFactory.make(name="banana", id=UUID(int=2))
    expected = [3, 2, 4, 1]
    for asked in (records(), records("rotherham")):
        assert [service.pk.int for service in Service.objects.nearest_first(asked)] == expected
