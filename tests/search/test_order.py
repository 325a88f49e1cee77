"""The order of a list without words: nearest, most local, then by standing and by name."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from resources.choices import AddressVisibility
from resources.models import Service, publish_revision
from resources.regions import Point
from resources.search import Results, Section, current_index
from resources.search.results import Keys
from resources.search.sorting import Order, places_in_order
from tests.factories import (
    LocationFactory,
    OrganizationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    VerificationFactory,
    at_point,
)
from tests.search.asking import asked, names

pytestmark = pytest.mark.django_db

ROTHERHAM, SHEFFIELD, LEEDS = Point(53.43, -1.36), Point(53.38, -1.47), Point(53.8, -1.55)
ALWAYS = [("MO,TU,WE,TH,FR,SA,SU", "00:00", "00:00")]
REACHES = {
    "A country": "united-kingdom",
    "B nation": "england",
    "C region": "yorkshire-and-the-humber",
    "D district": "rotherham",
}


def _one_of_each_reach() -> None:
    for name, slug in REACHES.items():
        ServiceFactory.make(name=name, areas=[slug])


@pytest.mark.parametrize(
    ("area", "order"), [("rotherham", "DCBA"), ("yorkshire-and-the-humber", "CDBA")]
)
def test_what_names_the_area_comes_first_then_its_parts_and_the_widest_last(
    area: str, order: str
) -> None:
    _one_of_each_reach()
    assert [name[0] for name in names(asked("", area))] == list(order)


def test_what_serves_most_people_comes_first_when_no_area_is_asked_for() -> None:
    _one_of_each_reach()
    ServiceFactory.make(name="E nowhere yet", areas=[])
    assert names(asked()) == [*REACHES, "E nowhere yet"]


def test_several_areas_find_services_for_any_of_them_and_each_once() -> None:
    ServiceFactory.make(name="Both", areas=["leeds", "rotherham"])
    ServiceFactory.make(name="Leeds", areas=["leeds"])
    ServiceFactory.make(name="Wales", areas=["wales"])
    assert names(asked("", "rotherham", "leeds")) == ["Both", "Leeds"]


def test_a_service_is_placed_by_the_nearest_of_its_areas_that_a_person_lives_in() -> None:
    ServiceFactory.make(name="Here and everywhere", areas=["united-kingdom", "rotherham"])
    ServiceFactory.make(name="In Leeds and England", areas=["leeds", "england"])
    ServiceFactory.make(name="Around here", areas=["yorkshire-and-the-humber"])
    assert names(asked("", "rotherham")) == [
        "Here and everywhere",
        "Around here",
        "In Leeds and England",
    ]


def test_without_an_area_a_service_is_placed_by_the_widest_of_its_areas() -> None:
    ServiceFactory.make(name="B", areas=["rotherham", "united-kingdom"])
    ServiceFactory.make(name="A", areas=["wales"])
    assert names(asked()) == ["B", "A"]


@pytest.mark.parametrize("area", [(), ("rotherham",)])
def test_equal_services_stand_by_name_in_any_case_and_then_by_id(area: tuple[str, ...]) -> None:
    run_by = OrganizationFactory.make()
    for number, name in ((1, "cherry"), (4, "Banana"), (3, "apple"), (2, "banana")):
        ServiceFactory.make(name=name, id=UUID(int=number), organization=run_by)
    assert [key.int for key in asked("", *area).ids] == [3, 2, 4, 1]


def test_abuse_comes_before_crime_crime_before_feelings_and_addiction_last() -> None:
    subjects = ["domestic-abuse", "any-crime", "emotional-wellbeing", "addiction"]
    for number, topic in enumerate(subjects):
        ServiceFactory.make(name=f"{9 - number}", terms=[topic], areas=["leeds"])
    assert names(asked("", "leeds")) == ["9", "8", "7", "6"]


def test_what_is_for_addiction_and_places_to_report_stand_in_sections_after_support() -> None:
    reports = ServiceFactory.make(name="Council", terms=["reporting"], areas=["leeds"])
    drinks = ServiceFactory.make(name="Drinks", terms=["helpline", "addiction"], areas=["leeds"])
    talks = ServiceFactory.make(name="Talks", terms=["helpline", "domestic-abuse"])
    results = asked("", "leeds")
    assert names(results) == ["Talks", "Drinks", "Council"]
    sections = [Section.FOUND, Section.OTHER, Section.REPORTING]
    assert results.sections([talks, drinks, reports]) == sections
    assert asked().sections([drinks]) == [Section.FOUND]


def test_places_to_report_come_after_all_support_without_an_area_too() -> None:
    reports = ServiceFactory.make(name="Anywhere", terms=["reporting", "domestic-abuse"])
    ServiceFactory.make(name="In Leeds", terms=["counselling"], areas=["leeds"])
    night = ServiceFactory.make(name="Night team", terms=["reporting", "crisis"], areas=["leeds"])
    assert names(asked()) == ["In Leeds", "Night team", "Anywhere"]
    assert asked().sections([reports, night]) == [Section.REPORTING, Section.FOUND]


def test_the_nearest_public_place_comes_first_and_what_has_none_comes_last() -> None:
    at_point(ServiceFactory.make(name="Leeds"), *LEEDS)
    ServiceFactory.make(name="Anywhere")
    at_point(ServiceFactory.make(name="Sheffield"), *SHEFFIELD)
    ServiceAtLocationFactory.make(service=ServiceFactory.make(name="No point known"))
    at_point(ServiceFactory.make(name="Rotherham"), *ROTHERHAM)
    near = ["Rotherham", "Sheffield", "Leeds", "Anywhere", "No point known"]
    assert names(asked(start=ROTHERHAM)) == near
    assert names(asked()) == sorted(near)


def test_at_the_same_distance_the_most_local_then_what_is_open_then_the_name_decides(
    a_tuesday: datetime,
) -> None:
    for name, areas, hours in [
        ("Country", ["united-kingdom"], ALWAYS),
        ("B shut", ["rotherham"], []),
        ("A shut", ["rotherham"], []),
        ("C open", ["rotherham"], ALWAYS),
    ]:
        at_point(ServiceFactory.make(name=name, areas=areas, hours=hours), *ROTHERHAM)
    at_point(ServiceFactory.make(name="Further", areas=["rotherham"], hours=ALWAYS), *SHEFFIELD)
    listed = names(asked("", "rotherham", start=ROTHERHAM, moment=a_tuesday))
    assert listed == ["C open", "A shut", "B shut", "Country", "Further"]


def _checked(service: Service, days_ago: int, now: datetime) -> Service:
    day = now.date() - timedelta(days=days_ago)
    VerificationFactory.make(service=service, contact_route=service.contacts.get(), checked_on=day)
    return service


@pytest.mark.parametrize("area", [(), ("leeds",)])
def test_what_has_no_date_or_an_old_one_is_not_put_first(
    area: tuple[str, ...], a_tuesday: datetime
) -> None:
    ServiceFactory.make(name="A without", areas=["leeds"], hours=ALWAYS)
    _checked(ServiceFactory.make(name="B old", areas=["leeds"]), 181, a_tuesday)
    _checked(ServiceFactory.make(name="C new", areas=["leeds"]), 180, a_tuesday)
    results = asked("", *area, moment=a_tuesday)
    assert names(results)[0] == "C new"
    assert names(results)[1] == "A without"
    later = asked("", *area, moment=a_tuesday + timedelta(days=1))
    assert names(later)[0] == "A without"
    # Where nobody knows which day it is, no date is old or new.
    assert names(asked("", *area))[0] == "A without"


def test_a_number_that_was_changed_after_its_check_is_not_put_first(a_tuesday: datetime) -> None:
    ServiceFactory.make(name="A")
    changed = _checked(ServiceFactory.make(name="B"), 1, a_tuesday)
    assert names(asked("", moment=a_tuesday)) == ["B", "A"]
    changed.contacts.update(value="0114 496 0777")
    publish_revision(Service.objects.filter(pk=changed.pk))
    results = asked("", moment=a_tuesday)
    assert names(results) == ["A", "B"]


def test_a_date_brings_nothing_before_what_is_nearer_or_more_about_the_question(
    a_tuesday: datetime,
) -> None:
    _checked(ServiceFactory.make(name="Country", terms=["domestic-abuse"]), 1, a_tuesday)
    for name, terms in {
        "Drinking": ["addiction"],
        "For older people": ["domestic-abuse", "older-people"],
    }.items():
        _checked(ServiceFactory.make(name=name, areas=["leeds"], terms=terms), 1, a_tuesday)
    only_site = ServiceFactory.make(name="Site", areas=["leeds"], terms=["domestic-abuse"])
    only_site.contacts.update(channel="website", value="https://example.org")
    _checked(only_site, 1, a_tuesday)
    ServiceFactory.make(name="Undated", areas=["leeds"], terms=["domestic-abuse"])
    listed = names(asked("", "leeds", moment=a_tuesday))
    assert listed == ["Undated", "For older people", "Site", "Country", "Drinking"]


def test_of_two_that_fit_the_words_as_well_the_one_with_a_date_comes_first(
    a_tuesday: datetime,
) -> None:
    is_open = [("TU", "09:00", "17:00")]
    ServiceFactory.make(name="A", terms=["counselling"], hours=is_open)
    dated = ServiceFactory.make(name="B", terms=["counselling"])
    assert names(asked("counselling", moment=a_tuesday)) == ["A", "B"]
    _checked(dated, 30, a_tuesday)
    assert names(asked("counselling", moment=a_tuesday)) == ["B", "A"]


@pytest.mark.proves("SAFETY 2.8")
@pytest.mark.parametrize("kept_quiet", [AddressVisibility.HIDDEN, AddressVisibility.AREA_ONLY])
def test_a_place_that_is_hidden_or_only_an_area_is_at_no_distance(
    kept_quiet: AddressVisibility,
) -> None:
    blank = dict.fromkeys(("address_1", "city", "postcode"), "")
    place = LocationFactory.make(address_visibility=kept_quiet, **blank)
    ServiceAtLocationFactory.make(location=place)
    results = asked(start=ROTHERHAM)
    assert [service.miles for service in results] == [None]
    assert dict(current_index().points.by_slot) == {}


def test_how_near_services_are_is_kept_for_areas_of_links_and_for_nobodys_own() -> None:
    ServiceFactory.make(name="In Leeds", areas=["leeds"])
    ServiceFactory.make(name="Anywhere")
    query = asked("", "leeds").query
    index = current_index()
    for is_linked in (False, True):
        index._lasting.clear()
        results = Results(index, replace(query, is_linked=is_linked))
        assert names(results) == ["In Leeds", "Anywhere"]
        assert bool(index._lasting.get("locality")) is is_linked


def test_what_is_as_near_is_put_in_order_once_a_minute_for_all_areas(
    a_tuesday: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []

    def places(keys: Keys) -> Order:
        made.append(len(keys))
        return places_in_order(keys)

    monkeypatch.setattr("resources.search.list_order.places_in_order", places)
    _one_of_each_reach()
    ServiceFactory.make(name="Leeds", areas=["leeds"])
    for area in ("rotherham", "leeds", "wales"):
        assert names(asked("", area, moment=a_tuesday))
    assert len(made) == 1
    assert names(asked("", "rotherham", moment=a_tuesday + timedelta(minutes=1)))
    assert len(made) == 2
