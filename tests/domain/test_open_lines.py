"""The free national lines that are open now: only what is known to be open, the easiest first."""

from datetime import datetime, time

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from resources.choices import Channel, ContactCost, Publication, ServiceStatus
from resources.models import ContactRoute, Schedule, Service
from resources.opening_hours import BankHolidays
from resources.presenters import OpenLine, open_lines
from resources.validators import LINKED
from tests.factories import ContactRouteFactory, ServiceFactory, VerificationFactory

pytestmark = pytest.mark.django_db

DAILY = ("MO,TU,WE,TH,FR,SA,SU", "09:00", "17:00")
NIGHTLY = ("MO,TU,WE,TH,FR,SA,SU", "22:00", "06:00")


def lines(moment: datetime, limit: int = 5) -> list[OpenLine]:
    """Return the lines of the public services that are open at a moment."""
    hours = Schedule.objects.of_free_lines(Service.objects.published())
    return open_lines(hours, moment, limit=limit)


def names(moment: datetime) -> list[str]:
    return [line.name for line in lines(moment)]


def add_route(
    service: Service, channel: Channel, position: int, spell: tuple[str, str, str] = DAILY
) -> None:
    """Give a service a further free way to get in touch, with hours."""
    value = "85258" if channel is Channel.TEXT else "https://example.org/chat"
    made = ContactRouteFactory.make(
        service=service, channel=channel, value=value, cost=ContactCost.FREE, position=position
    )
    add_hours(made, spell)


def add_hours(made: ContactRoute, spell: tuple[str, str, str]) -> None:
    Schedule.objects.create(
        service=made.service,
        contact_route=made,
        byday=spell[0],
        opens_at=time.fromisoformat(spell[1]),
        closes_at=time.fromisoformat(spell[2]),
    )


def test_only_a_line_that_is_open_at_the_moment_is_named(a_tuesday: datetime) -> None:
    ServiceFactory.make(name="Day", hours=[DAILY])
    ServiceFactory.make(name="Night", hours=[NIGHTLY])
    ServiceFactory.make(name="Not known")
    assert names(a_tuesday) == ["Day"]
    assert names(a_tuesday.replace(hour=23)) == ["Night"]
    assert names(a_tuesday.replace(hour=1)) == ["Night"]
    assert names(a_tuesday.replace(hour=20)) == []


@pytest.mark.parametrize(
    ("rule", "open_then"),
    [(BankHolidays.OPEN, True), (BankHolidays.CLOSED, False), (BankHolidays.NOT_KNOWN, False)],
)
@pytest.mark.parametrize("day", [(1, 2), (7, 13), (12, 28)])
def test_on_a_bank_holiday_of_any_nation_a_line_is_open_only_if_a_source_says_so(
    rule: BankHolidays, open_then: bool, day: tuple[int, int], a_tuesday: datetime
) -> None:
    ServiceFactory.make(hours=[DAILY])
    Schedule.objects.update(bank_holidays=rule)
    holiday = a_tuesday.replace(month=day[0], day=day[1])
    assert bool(lines(holiday)) is open_then
    assert lines(a_tuesday)


@pytest.mark.parametrize("cost", [ContactCost.CHARGED, ContactCost.NOT_KNOWN])
def test_a_line_that_no_source_calls_free_is_not_offered(
    cost: ContactCost, a_tuesday: datetime
) -> None:
    ServiceFactory.make(hours=[DAILY])
    ContactRoute.objects.update(cost=cost)
    assert lines(a_tuesday) == []


@pytest.mark.parametrize(
    ("channel", "offered"),
    [(one, one in {Channel.PHONE, Channel.TEXT, Channel.WEBCHAT}) for one in Channel],
)
def test_only_ways_to_talk_or_write_now_are_offered(
    channel: Channel, offered: bool, a_tuesday: datetime
) -> None:
    ServiceFactory.make(hours=[DAILY])
    value = "https://talk.example/" if channel in LINKED else "0808 801 0331"
    ContactRoute.objects.update(channel=channel, value=value)
    assert bool(lines(a_tuesday)) is offered


def test_a_draft_has_no_line_that_is_open(a_tuesday: datetime) -> None:
    ServiceFactory.make(hours=[DAILY], publication=Publication.DRAFT)
    assert lines(a_tuesday) == []


def test_a_service_that_is_closed_for_now_is_not_called_open(a_tuesday: datetime) -> None:
    ServiceFactory.make(hours=[DAILY], status=ServiceStatus.TEMPORARILY_CLOSED)
    assert lines(a_tuesday) == []


def test_urgent_lines_come_first_then_phones_then_names(a_tuesday: datetime) -> None:
    for name, channel, urgent in [
        ("A text", Channel.TEXT, False),
        ("B phone", Channel.PHONE, False),
        ("C urgent text", Channel.TEXT, True),
        ("D phone", Channel.PHONE, False),
        ("E urgent phone", Channel.PHONE, True),
    ]:
        service = ServiceFactory.make(name=name, hours=[DAILY])
        service.contacts.update(channel=channel, is_crisis_line=urgent, do_not_test_call=urgent)
    assert names(a_tuesday) == ["E urgent phone", "C urgent text", "B phone", "D phone", "A text"]


def test_a_service_is_named_once_by_its_easiest_way(a_tuesday: datetime) -> None:
    service = ServiceFactory.make(hours=[DAILY])
    service.contacts.update(position=2)
    add_route(service, Channel.TEXT, 1)
    add_route(service, Channel.WEBCHAT, 0)
    (line,) = lines(a_tuesday)
    assert line.contact.value == "0808 801 0331"


def test_a_service_whose_phone_is_shut_is_named_by_its_text_line(a_tuesday: datetime) -> None:
    service = ServiceFactory.make(hours=[NIGHTLY])
    add_route(service, Channel.TEXT, 1)
    (line,) = lines(a_tuesday)
    assert line.contact.value == "85258"


def test_there_are_few_enough_lines_to_read_in_distress(a_tuesday: datetime) -> None:
    for number in range(7):
        ServiceFactory.make(name=f"Line {number}", hours=[DAILY])
    assert names(a_tuesday) == [f"Line {number}" for number in range(5)]
    assert len(lines(a_tuesday, limit=2)) == 2


@pytest.mark.parametrize("other", ["a line of the same service", "a service of the same name"])
def test_a_line_is_told_with_all_its_hours_whatever_stands_beside_it(
    other: str, a_tuesday: datetime
) -> None:
    service = ServiceFactory.make(name="Line", hours=[("TU", "09:00", "16:00")])
    add_hours(service.contacts.get(), ("TU", "16:00", "20:00"))
    if other == "a line of the same service":
        add_route(service, Channel.TEXT, 0, ("TU", "12:00", "18:00"))
    else:
        ServiceFactory.make(name="Line", hours=[("TU", "12:00", "18:00")])
    line = next(one for one in lines(a_tuesday) if one.url == service.get_absolute_url())
    assert line.contact.open_words == "Open now until 8pm"


def test_a_line_says_when_it_was_checked(a_tuesday: datetime) -> None:
    service = ServiceFactory.make(name="A", hours=[DAILY])
    ServiceFactory.make(name="B", hours=[DAILY])
    VerificationFactory.make(service=service, contact_route=service.contacts.get())
    VerificationFactory.make(service=service)  # of another fact
    told = [line.contact.checked_words for line in lines(a_tuesday)]
    assert told == ["Checked 3 October 2026", "Not checked yet"]


def test_a_line_whose_number_was_changed_is_not_called_checked(a_tuesday: datetime) -> None:
    service = ServiceFactory.make(hours=[DAILY])
    VerificationFactory.make(service=service, contact_route=service.contacts.get())
    service.contacts.update(value="0114 496 0777")
    (line,) = lines(a_tuesday)
    assert line.contact.checked_words == "Not checked yet"


def test_a_line_says_who_it_is_for_and_what_to_know_before(a_tuesday: datetime) -> None:
    ServiceFactory.make(
        hours=[DAILY], alert="New number.", code="7kq2mw", terms=["women"], minimum_age=18
    )
    (line,) = lines(a_tuesday)
    assert line.marks == ("New number.", "Adults only")
    assert line.fit == "For women 18 or over. Anywhere in the UK."
    assert line.url == "/services/7kq2mw/"


def test_hours_of_a_whole_service_open_no_line(a_tuesday: datetime) -> None:
    service = ServiceFactory.make(hours=[DAILY])
    Schedule.objects.update(contact_route=None)
    assert lines(a_tuesday) == []
    assert open_lines(list(service.schedules.all()), a_tuesday) == []


@pytest.mark.parametrize("number", [1, 4])
def test_lines_with_their_terms_and_areas_are_three_queries_however_many(
    number: int, a_tuesday: datetime
) -> None:
    for _ in range(number):
        ServiceFactory.make(hours=[DAILY], terms=["women"])
    with CaptureQueriesContext(connection) as queries:
        assert len(lines(a_tuesday)) == number
    assert len(queries) == 3


def test_the_number_of_an_open_line_stands_on_the_page(a_tuesday: datetime) -> None:
    service = ServiceFactory.make(hours=[DAILY], alert="New number.")
    shown = render_to_string("components/open_lines.html", {"lines": lines(a_tuesday)})
    assert service.name in shown
    assert 'href="tel:08088010331"' in shown
    assert "0808 801 0331" in shown
    assert "Open now until 5pm" in shown
    assert "New number." in shown
