"""What the index knows of a service is what its rows say, read in a few queries."""

from datetime import date, time
from typing import Any

import pytest

from resources.choices import (
    Channel,
    ContactCost,
    KnownAnswer,
    Publication,
    ServiceStatus,
    TraceAnswer,
)
from resources.models import Service
from resources.regions import Point
from resources.search.entry import Contact, Entry, Place
from resources.search.reading import read_entries
from tests.factories import (
    ContactRouteFactory,
    LocationFactory,
    OrganizationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    VerificationFactory,
)
from tests.publishing import publish_all
from tests.search.entries import code, hours
from tests.search.oracle import all_entries

pytestmark = pytest.mark.django_db

ALWAYS = [("MO,TU,WE,TH,FR,SA,SU", "00:00", "00:00")]


def only_entry() -> Entry:
    """Return the entry of the one service that is public."""
    publish_all()
    (entry,) = all_entries()
    return entry


def test_an_entry_holds_what_the_rows_of_its_service_say() -> None:
    trust = OrganizationFactory.make(name="Trust", alternate_name="Old Trust")
    service = ServiceFactory.make(
        name="Line",
        alternate_name="First, Second",
        organization=trust,
        languages="en,cy",
        cost="free",
        referral_routes="self",
        interpreter=KnownAnswer.YES,
        police_report_needed=KnownAnswer.NO,
        pre_trial_therapy=KnownAnswer.YES,
        minimum_age=13,
        maximum_age=25,
        terms=["helpline", "men", "domestic-abuse", "led-by-men"],
        areas=["leeds", "wales"],
        hours=[("MO", "09:00", "17:00")],
    )
    service.areas.filter(region__slug="wales").update(is_partial=True)
    read = only_entry()
    assert read.service == service.pk
    assert read.other_names == ("First", "Second", "Trust", "Old Trust")
    assert (read.name, read.summary) == ("Line", service.summary)
    assert (read.cost, read.referral_routes, read.interpreter) == ("free", "self", "yes")
    assert (read.police_report_needed, read.pre_trial_therapy) == ("no", "yes")
    assert (read.minimum_age, read.maximum_age) == (13, 25)
    assert read.languages == {"en", "cy"}
    assert read.terms == {
        "type": {"helpline", "emotional"},
        "topic": {"domestic-abuse"},
        "audience": {"men"},
        "by-and-for": {"led-by-men"},
    }
    assert {"men", "women", "everyone", "children"} < read.all_audiences
    assert read.areas == {code("leeds"), code("wales")}
    assert read.partly == {code("wales")}
    assert read.hours == {hours("MO", "09:00", "17:00")}
    assert read.free_lines == set(), "no national line"


def test_ways_of_contact_are_read_with_what_they_leave_behind_in_the_curators_order() -> None:
    service = ServiceFactory.make()
    service.contacts.update(position=2, needs_name=TraceAnswer.NO)
    ContactRouteFactory.make(
        service=service,
        channel=Channel.TEXT,
        value="85258",
        position=1,
        is_crisis_line=True,
        languages="pl",
        on_itemised_bill=TraceAnswer.YES,
    )
    text, phone = only_entry().contacts
    unknown = TraceAnswer.NOT_KNOWN.value
    assert text == Contact("text", "85258", frozenset({"pl"}), True, "yes", unknown, unknown)
    assert (phone.channel, phone.needs_name, phone.is_direct) == ("phone", "no", True)


def test_the_date_of_a_service_is_that_of_the_newest_check_of_a_way_to_talk() -> None:
    service = ServiceFactory.make()
    site = ContactRouteFactory.make(
        service=service, channel=Channel.WEBSITE, value="https://example.org"
    )
    VerificationFactory.make(service=service, contact_route=site, checked_on=date(2026, 11, 1))
    # A check of anything else says nothing about the number.
    VerificationFactory.make(service=service, checked_on=date(2026, 11, 2))
    assert only_entry().checked_on is None
    phone = service.contacts.get(channel=Channel.PHONE)
    for day in (date(2025, 3, 1), date(2026, 5, 1)):
        VerificationFactory.make(service=service, contact_route=phone, checked_on=day)
    assert only_entry().checked_on == date(2026, 5, 1)
    other = ContactRouteFactory.make(service=service, channel=Channel.TEXT, value="85258")
    assert only_entry().checked_on is None, "one of two numbers is not checked"
    other.delete()
    phone.delete()
    assert only_entry().checked_on == date(2026, 11, 1), "there is nothing but the site"


def test_a_place_has_the_needs_it_is_known_to_meet_and_its_public_point() -> None:
    service = ServiceFactory.make()
    for facts in (
        {"latitude": 53.4, "longitude": -1.3, "step_free": "yes", "parking": "no"},
        {"hearing_loop": "yes"},
    ):
        ServiceAtLocationFactory.make(service=service, location=LocationFactory.make(**facts))
    assert set(only_entry().places) == {
        Place(frozenset({"step_free"}), Point(53.4, -1.3)),
        Place(frozenset({"hearing_loop"}), None),
    }


@pytest.mark.parametrize(
    ("facts", "cost", "is_line"),
    [
        ({}, ContactCost.FREE, True),
        ({}, ContactCost.NOT_KNOWN, False),
        ({"areas": ["england"]}, ContactCost.FREE, False),
        ({"terms": ["helpline", "addiction"]}, ContactCost.FREE, False),
        ({"terms": ["reporting", "any-crime"]}, ContactCost.FREE, False),
        ({"terms": ["helpline", "reporting", "any-crime"]}, ContactCost.FREE, True),
        ({"terms": ["crisis", "suicidal-thoughts", "addiction"]}, ContactCost.FREE, True),
        ({"status": ServiceStatus.TEMPORARILY_CLOSED}, ContactCost.FREE, False),
    ],
)
def test_a_national_line_serves_the_whole_country_listens_runs_and_is_free(
    facts: dict[str, Any], cost: ContactCost, is_line: bool
) -> None:
    known = {"terms": ["helpline", "domestic-abuse"], "hours": ALWAYS, **facts}
    ServiceFactory.make(**known).contacts.update(cost=cost)
    assert bool(only_entry().free_lines) is is_line


def test_a_service_that_is_closed_for_now_is_open_at_no_hour() -> None:
    service = ServiceFactory.make(hours=ALWAYS)
    assert only_entry().hours
    Service.objects.filter(pk=service.pk).update(status=ServiceStatus.TEMPORARILY_CLOSED)
    assert not only_entry().hours


def test_a_line_for_a_part_of_the_country_alone_is_no_national_line() -> None:
    service = ServiceFactory.make(terms=["helpline", "domestic-abuse"], hours=ALWAYS)
    service.areas.update(is_partial=True)
    assert only_entry().free_lines == set()


@pytest.mark.parametrize(
    "publication", [state for state in Publication if state is not Publication.PUBLISHED]
)
def test_nothing_is_read_of_what_the_public_may_not_see(publication: Publication) -> None:
    service = ServiceFactory.make()
    publish_all()
    # As if the change had not been published.
    Service.objects.filter(pk=service.pk).update(publication=publication)
    assert all_entries() == []


def test_reading_takes_the_same_queries_for_two_services_and_for_twenty(
    django_assert_num_queries: Any,
) -> None:
    for count in (2, 18):
        for _ in range(count):
            ServiceFactory.make(terms=["counselling", "men"], hours=ALWAYS)
        publish_all()
        # Keys, terms, the services, and their terms, contacts, areas, places and hours.
        with django_assert_num_queries(8):
            assert len(next(read_entries(None, 100))) >= count


def test_only_some_services_are_read_when_some_are_asked_for() -> None:
    asked, _other = ServiceFactory.make(), ServiceFactory.make()
    publish_all()
    ((entry,),) = read_entries([asked.pk], 10)
    assert entry.service == asked.pk
    assert list(read_entries([], 10)) == []


def test_midnight_to_midnight_is_read_as_day_and_night() -> None:
    ServiceFactory.make(hours=ALWAYS)
    (period,) = only_entry().hours
    assert (period.opens_at, period.closes_at, period.is_always) == (time(), time(), True)
