"""What a card and a page need, in a fixed number of queries, and the date that may be told."""

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from resources.choices import Channel, DatePrecision, FactKind, VerificationMethod
from resources.models import ContactRoute, Service
from resources.presenters import service_card, service_page
from tests.factories import (
    ContactRouteFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    UserFactory,
    VerificationFactory,
)

pytestmark = pytest.mark.django_db

IN_2024, IN_2025, IN_2026 = date(2024, 5, 1), date(2025, 5, 1), date(2026, 10, 3)


def listed() -> Service:
    service: Service = Service.objects.for_listing().get()
    return service


def number_of(service: Service) -> ContactRoute:
    """Return the line that the factory gives a service."""
    return service.contacts.get(channel=Channel.PHONE)


def website_of(service: Service) -> ContactRoute:
    """Give a service a web address."""
    return ContactRouteFactory.make(
        service=service, channel=Channel.WEBSITE, value="https://example.org"
    )


def check(route: ContactRoute, day: date | None, **values: object) -> None:
    """Record when a way of contact was checked."""
    precision = values.pop("precision", DatePrecision.DAY if day else "")
    VerificationFactory.make(
        service=route.service, contact_route=route, checked_on=day, precision=precision, **values
    )


def test_a_service_that_nobody_has_checked_has_no_date() -> None:
    ServiceFactory.make()
    assert (listed().last_checked, listed().last_checked_precision) == (None, None)
    assert listed().confirmed_on is None


def test_the_newest_check_of_a_way_to_talk_or_write_is_told_as_exactly_as_it_is_known() -> None:
    service = ServiceFactory.make()
    check(number_of(service), IN_2024)
    check(ContactRouteFactory.make(service=service), IN_2025, precision=DatePrecision.YEAR)
    assert (listed().last_checked, listed().last_checked_precision) == (IN_2025, "year")


def test_a_newer_date_of_a_website_says_nothing_about_an_older_number() -> None:
    service = ServiceFactory.make()
    check(number_of(service), IN_2024)
    check(website_of(service), IN_2026)
    assert listed().last_checked == IN_2024


@pytest.mark.parametrize("dated", [True, False])
def test_a_website_is_no_evidence_for_a_number_without_a_date(dated: bool) -> None:
    service = ServiceFactory.make()
    if dated:
        check(number_of(service), None)
    check(website_of(service), IN_2026)
    assert listed().last_checked is None


def test_a_website_counts_where_there_is_no_other_way() -> None:
    service = ServiceFactory.make()
    number_of(service).delete()
    check(website_of(service), IN_2025)
    assert listed().last_checked == IN_2025


def test_a_check_of_another_fact_or_another_service_is_no_check_of_a_number() -> None:
    service, other = ServiceFactory.make(), ServiceFactory.make()
    VerificationFactory.make(service=service, fact_kind=FactKind.DESCRIPTION)
    check(number_of(other), IN_2026)
    assert Service.objects.for_listing().get(pk=service.pk).last_checked is None


@pytest.mark.parametrize(
    ("method", "confirmed"),
    [
        (VerificationMethod.PHONE, True),
        (VerificationMethod.OFFICE_LINE, True),
        (VerificationMethod.EMAIL, True),
        (VerificationMethod.REGISTER, False),
        (VerificationMethod.WEBSITE, False),
        (VerificationMethod.PUBLIC_SOURCE, False),
    ],
)
def test_a_service_confirmed_on_only_when_it_was_asked_itself(
    method: VerificationMethod, confirmed: bool
) -> None:
    service = ServiceFactory.make()
    check(number_of(service), IN_2026, method=method, checked_by=UserFactory.make())
    assert (listed().confirmed_on == IN_2026) is confirmed


def test_a_page_read_after_a_call_is_not_told_as_a_call(a_tuesday: datetime) -> None:
    service = ServiceFactory.make()
    check(number_of(service), IN_2024, method="phone", checked_by=UserFactory.make())
    check(number_of(service), IN_2026)
    words = service_card(listed(), a_tuesday).checked.words
    assert "Checked with the service on 3 October 2026" not in words


def test_a_call_about_something_else_is_not_told_as_a_check_of_the_number(
    a_tuesday: datetime,
) -> None:
    service = ServiceFactory.make()
    VerificationFactory.make(
        service=service,
        fact_kind=FactKind.DESCRIPTION,
        method=VerificationMethod.PHONE,
        checked_by=UserFactory.make(),
        checked_on=IN_2024,
    )
    check(number_of(service), IN_2026)
    words = service_card(listed(), a_tuesday).checked.words
    assert "Checked with the service on 3 October 2026" not in words


def make_full_services(count: int) -> None:
    for _ in range(count):
        service = ServiceFactory.make(
            areas=["leeds", "rotherham"],
            terms=["helpline", "women", "rape-sexual-assault"],
            hours=[("MO", "09:00", "17:00")],
        )
        check(number_of(service), IN_2026)
        ServiceAtLocationFactory.make(service=service)


@pytest.mark.parametrize("count", [1, 4])
def test_a_list_of_cards_takes_five_queries_however_long_it_is(
    count: int, a_tuesday: datetime
) -> None:
    make_full_services(count)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        cards = [service_card(service, a_tuesday) for service in Service.objects.for_listing()]
    assert len(cards) == count
    assert len(queries) == 5


@pytest.mark.parametrize("count", [1, 4])
def test_a_page_takes_seven_queries_however_much_it_shows(count: int, a_tuesday: datetime) -> None:
    make_full_services(count)
    with CaptureQueriesContext(connection) as queries:
        pages = [service_page(service, a_tuesday) for service in Service.objects.for_detail()]
    assert [len(page.places) for page in pages] == [1] * count
    assert len(queries) == 7
