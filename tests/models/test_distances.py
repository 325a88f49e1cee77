"""The nearest come first, and no place that is not fully public is ever near anything."""

from datetime import datetime

import pytest

from resources.choices import AddressVisibility
from resources.models import Service
from resources.models.distances import public_points
from resources.regions import Point, distance_miles, find_region
from tests.factories import LocationFactory, ServiceAtLocationFactory, ServiceFactory, at_point

pytestmark = pytest.mark.django_db

ROTHERHAM = Point(53.43, -1.36)
SHEFFIELD = Point(53.38, -1.47)
LEEDS = Point(53.8, -1.55)
ALWAYS = [("MO,TU,WE,TH,FR,SA,SU", "00:00", "00:00")]


def names(near: Point | None = ROTHERHAM, moment: datetime | None = None) -> list[str]:
    """Return the names of all services in their order."""
    return [one.name for one in Service.objects.in_order(near=near, moment=moment)]


def test_the_nearest_public_place_comes_first_and_what_has_none_comes_last() -> None:
    at_point(ServiceFactory.make(name="Leeds"), *LEEDS)
    ServiceFactory.make(name="Anywhere")
    at_point(ServiceFactory.make(name="Sheffield"), *SHEFFIELD)
    ServiceAtLocationFactory.make(service=ServiceFactory.make(name="No point known"))
    at_point(ServiceFactory.make(name="Rotherham"), *ROTHERHAM)

    assert names() == ["Rotherham", "Sheffield", "Leeds", "Anywhere", "No point known"]
    assert names(near=None) == sorted(names())


def test_of_several_places_the_nearest_counts() -> None:
    both = at_point(at_point(ServiceFactory.make(), *LEEDS), *ROTHERHAM)

    miles = Service.objects.with_miles_from(SHEFFIELD).get(pk=both.pk).miles
    assert miles == pytest.approx(distance_miles(SHEFFIELD, ROTHERHAM), abs=0.001)


@pytest.mark.parametrize(
    "there", [ROTHERHAM, SHEFFIELD, LEEDS, Point(60.15, -1.14), Point(-33, 151)]
)
def test_the_database_measures_as_python_does(there: Point) -> None:
    at_point(ServiceFactory.make(), *there)

    miles = Service.objects.with_miles_from(ROTHERHAM).get().miles
    assert miles == round(distance_miles(ROTHERHAM, there), 3)


@pytest.mark.proves("SAFETY 2.8")
def test_a_place_that_is_hidden_or_only_an_area_is_at_no_distance() -> None:
    for kept_quiet in (AddressVisibility.HIDDEN, AddressVisibility.AREA_ONLY):
        place = LocationFactory.make(
            address_visibility=kept_quiet, address_1="", city="", postcode=""
        )
        ServiceAtLocationFactory.make(location=place)

    assert [one.miles for one in Service.objects.with_miles_from(ROTHERHAM)] == [None, None]


@pytest.mark.proves("SAFETY 2.8")
def test_only_full_addresses_are_asked_for_whatever_the_database_would_hold() -> None:
    """The constraint forbids a point elsewhere; the question does not rely on it."""
    asked = str(public_points().query)

    assert "address_visibility" in asked
    assert AddressVisibility.FULL.value in asked


def test_at_the_same_distance_the_most_local_then_what_is_open_then_the_name_decides(
    a_tuesday: datetime,
) -> None:
    region = find_region("rotherham")
    assert region
    for name, areas, hours in [
        ("Country", ["united-kingdom"], ALWAYS),
        ("B shut", ["rotherham"], []),
        ("A shut", ["rotherham"], []),
        ("C open", ["rotherham"], ALWAYS),
    ]:
        at_point(ServiceFactory.make(name=name, areas=areas, hours=hours), *ROTHERHAM)
    at_point(ServiceFactory.make(name="Further", areas=["rotherham"], hours=ALWAYS), *SHEFFIELD)

    listed = Service.objects.in_order([region], near=ROTHERHAM, moment=a_tuesday)
    assert [one.name for one in listed] == ["C open", "A shut", "B shut", "Country", "Further"]
