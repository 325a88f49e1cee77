"""What fits a text comes first; local before far where it fits; general lines for the rest."""

from datetime import datetime

import pytest

from resources.language.people import People
from resources.models import Service
from resources.regions import Point, distance_miles
from resources.search import Reasons, Section
from tests.factories import ContactRouteFactory, OrganizationFactory, ServiceFactory, at_point
from tests.search.asking import asked, first, names

pytestmark = pytest.mark.django_db

ROTHERHAM, SHEFFIELD, LEEDS = Point(53.43, -1.36), Point(53.38, -1.47), Point(53.8, -1.55)
ALWAYS = [("MO,TU,WE,TH,FR,SA,SU", "00:00", "00:00")]
GENERAL = ["everyone", "helpline", "domestic-abuse", "rape-sexual-assault"]


def test_what_carries_the_term_is_found_and_what_is_about_something_else_is_not() -> None:
    ServiceFactory.make(name="Homes", terms=["housing"])
    ServiceFactory.make(name="Money", terms=["domestic-abuse"])
    results = asked("he controls my money")
    assert names(results) == ["Money"]
    assert results.count() == 1


def test_a_name_in_the_text_comes_first_and_is_the_reason() -> None:
    named = ServiceFactory.make(name="Galop", terms=["housing"])
    ServiceFactory.make(name="Money", terms=["domestic-abuse"])
    results = asked("galop he controls my money")
    assert first(results) == named
    assert results.reasons(named).is_named


@pytest.mark.parametrize("written", ["01632 960 001", "+44 1632 960001", "00441632960001"])
def test_a_number_in_the_text_finds_whose_it_is(written: str) -> None:
    service = ContactRouteFactory.make(channel="phone", value="01632 960001").service
    ServiceFactory.make(name="Other")
    results = asked(f"who rang me from {written}")
    assert first(results) == service
    assert results.reasons(service).is_named


def test_the_organisation_and_other_names_are_names_too() -> None:
    ServiceFactory.make(name="Other")
    trust = OrganizationFactory.make(name="Okapi Trust", alternate_name="Quagga")
    service = ServiceFactory.make(name="Line", alternate_name="Zorilla", organization=trust)
    for text in ("okapi trust", "quagga", "zorilla"):
        assert first(asked(text)) == service, text


def test_the_reasons_are_the_terms_that_the_text_means_and_the_service_carries() -> None:
    service = ServiceFactory.make(terms=["domestic-abuse", "counselling", "housing"])
    results = asked("counselling because he controls my money")
    assert set(results.reasons(service).terms) == {"domestic-abuse", "counselling"}
    assert results.reasons(service).terms[0] in {"domestic-abuse", "counselling"}
    assert results.sections([service]) == [Section.FOUND]


def test_without_words_there_is_no_reason_to_name() -> None:
    service = ServiceFactory.make(terms=["domestic-abuse"])
    assert asked().reasons(service) == Reasons()
    stranger = Service(name="Not published")
    assert asked("counselling").reasons(stranger) == Reasons()


def test_a_local_service_comes_first_where_it_fits() -> None:
    ServiceFactory.make(name="Country", terms=["domestic-abuse", *GENERAL], hours=ALWAYS)
    ServiceFactory.make(name="England", terms=["domestic-abuse"], areas=["england"])
    ServiceFactory.make(
        name="Yorkshire", terms=["domestic-abuse"], areas=["yorkshire-and-the-humber"]
    )
    ServiceFactory.make(name="Rotherham", terms=["domestic-abuse"], areas=["rotherham"])
    ServiceFactory.make(name="Wales", terms=["domestic-abuse"], areas=["wales"])
    text = "he controls my money"
    assert names(asked(text, "rotherham"))[:2] == ["Rotherham", "Yorkshire"]
    assert "Wales" not in names(asked(text, "rotherham"))
    assert names(asked(f"{text} in rotherham"))[:2] == ["Rotherham", "Yorkshire"]


def test_a_local_service_that_hardly_fits_does_not_come_before_what_fits() -> None:
    ServiceFactory.make(name="Fits", terms=["domestic-abuse", "counselling", "helpline"])
    ServiceFactory.make(
        name="Local", areas=["rotherham"], terms=["housing"], summary="Counselling is next door."
    )
    found = names(asked("counselling because he controls my money", "rotherham"))
    assert found[0] == "Fits"


def test_a_place_alone_finds_all_that_serves_it() -> None:
    ServiceFactory.make(name="Country", terms=["housing"])
    ServiceFactory.make(name="Local", terms=["helpline", "domestic-abuse"], areas=["leeds"])
    ServiceFactory.make(name="Wales", terms=["legal"], areas=["wales"])
    assert names(asked("leeds")) == ["Local", "Country"]


def test_where_little_is_understood_general_lines_come_first_and_say_so() -> None:
    general = ServiceFactory.make(name="General", terms=GENERAL)
    ServiceFactory.make(name="A", terms=["housing"])
    results = asked("quokkas everywhere")
    assert first(results) == general
    assert results.sections([general]) == [Section.GENERAL]
    assert results.reasons(general).is_general


def test_where_the_text_is_understood_no_general_line_is_put_before_it() -> None:
    general = ServiceFactory.make(name="General", terms=GENERAL)
    ServiceFactory.make(name="Counsels", terms=["counselling"])
    results = asked("counselling")
    assert names(results) == ["Counsels"]
    assert not results.reasons(general).is_general


def test_of_what_fits_equally_what_is_open_comes_first(a_tuesday: datetime) -> None:
    for name, hours in (("A shut", []), ("B open", ALWAYS), ("C shut", [])):
        ServiceFactory.make(name=name, terms=["counselling"], areas=["leeds"], hours=hours)
    # "Day and night" stands higher by itself; the order of the rest is by name.
    assert names(asked("counselling", moment=a_tuesday)) == ["B open", "A shut", "C shut"]


def test_among_what_fits_about_equally_the_nearest_comes_first() -> None:
    for name, point in (("Leeds", LEEDS), ("Rotherham", ROTHERHAM), ("Sheffield", SHEFFIELD)):
        at_point(ServiceFactory.make(name=name, terms=["counselling"]), *point)
    ServiceFactory.make(name="Nowhere", terms=["counselling"])
    results = asked("counselling", start=ROTHERHAM)
    assert names(results) == ["Rotherham", "Sheffield", "Leeds", "Nowhere"]
    assert [service.miles for service in results][:2] == [
        0.0,
        round(distance_miles(ROTHERHAM, SHEFFIELD), 3),
    ]


def test_what_nobody_offers_finds_nothing_where_there_are_no_general_lines() -> None:
    ServiceFactory.make(name="Homes", terms=["housing"])
    assert names(asked("xylophone quagga")) == []


def test_where_little_is_understood_a_line_that_listens_to_anybody_is_among_the_first() -> None:
    ServiceFactory.make(
        name="Ear",
        terms=["everyone", "helpline", "suicidal-thoughts", "emotional-wellbeing"],
        areas=["united-kingdom"],
        hours=ALWAYS,
    )
    for name in ("Abuse one", "Abuse two", "Abuse three"):
        ContactRouteFactory.make(service=ServiceFactory.make(name=name, terms=GENERAL))
    assert "Ear" in names(asked("zebra okapi"))[:3]


def test_a_line_that_listens_is_among_the_first_of_a_question_that_nobody_can_be_sure_of() -> None:
    terms = ["everyone", "helpline", "suicidal-thoughts"]
    ServiceFactory.make(name="Listens", terms=terms, hours=ALWAYS)
    for number in range(4):
        ServiceFactory.make(name=f"Other {number}", terms=["children", "domestic-abuse"])
    sure, unsure = asked("he controls my money"), asked("everything is in the drawer for them")
    assert not sure.is_unsure
    assert unsure.is_unsure
    assert "Listens" in names(unsure)[:3]


def _lines_for_anybody() -> None:
    """Make general lines, and those that listen to anybody and to any child."""
    for name in ("One", "Two", "Three"):
        ServiceFactory.make(name=name, terms=GENERAL)
    feelings = ["everyone", "helpline", "suicidal-thoughts"]
    ServiceFactory.make(name="Listening", terms=feelings, hours=ALWAYS)
    young = ["children", "helpline", "domestic-abuse", "child-sexual-abuse"]
    ServiceFactory.make(name="Any child", terms=young, maximum_age=18, hours=ALWAYS)


def test_whoever_may_be_a_child_or_at_risk_meets_lines_for_both_among_three() -> None:
    _lines_for_anybody()
    assert {"Listening", "Any child"} <= set(names(asked("xylophone"))[:3])


@pytest.mark.parametrize("person", [People(is_grown_up=True), People(has_partner=True)])
def test_the_line_for_any_child_is_not_raised_for_a_grown_up(person: People) -> None:
    _lines_for_anybody()
    assert "Any child" not in names(asked("xylophone", people=person))[:3]


def test_whom_a_suicide_bereaved_is_not_who_thinks_of_it() -> None:
    bereaved = ServiceFactory.make(
        name="Bereaved by Suicide", terms=["suicidal-thoughts", "peer-support"]
    )
    line = ServiceFactory.make(name="Night line", terms=["suicidal-thoughts", "helpline"])
    for text in ("suicide help", "suicidal thoughts"):
        assert names(asked(text)) == [line.name, bereaved.name], text
    for text in ("bereaved by suicide", "groups after a suicide", "groups after suicide"):
        assert first(asked(text)) == bereaved, text
