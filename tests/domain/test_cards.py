"""A card says enough to choose by; a list groups cards by how near they are."""

from collections.abc import Sequence
from datetime import date, datetime

import pytest
from django.utils.datastructures import MultiValueDict

from resources.choices import Channel, ReferralRoutes, ServiceCost, ServiceStatus
from resources.filters import ServiceFilter
from resources.models import Service
from resources.presenters import Scope, ServiceCard, ServiceGroup, service_card, service_groups
from tests.announcing import announce
from tests.factories import ContactRouteFactory, OrganizationFactory, ServiceFactory

pytestmark = pytest.mark.django_db


def card(service: Service, moment: datetime) -> ServiceCard:
    """Return the card of a saved service, as a list has it."""
    return service_card(Service.objects.for_listing().get(pk=service.pk), moment)


def test_a_card_names_kinds_of_help_and_audiences_in_the_order_of_the_curators(
    a_tuesday: datetime,
) -> None:
    service = ServiceFactory.make(terms=["housing", "helpline", "men", "women", "domestic-abuse"])
    shown = card(service, a_tuesday)
    terms = {term.slug: term.name for term in service.terms.all()}
    assert shown.types == (terms["helpline"], terms["housing"])
    assert shown.who_for == (terms["women"], terms["men"])


def test_an_organization_is_not_named_twice_when_its_service_has_its_name(
    a_tuesday: datetime,
) -> None:
    galop = OrganizationFactory.make(name="Galop")
    same = ServiceFactory.make(organization=galop, name="Galop")
    other = ServiceFactory.make(organization=galop, name="The Line")
    assert card(same, a_tuesday).organization == ""
    assert card(other, a_tuesday).organization == "Galop"


def test_a_card_shows_two_ways_to_talk_and_leaves_the_website_to_the_page(
    a_tuesday: datetime,
) -> None:
    service = ServiceFactory.make()
    service.contacts.update(position=1)
    ContactRouteFactory.make(
        service=service, channel=Channel.WEBSITE, value="https://example.org", position=0
    )
    ContactRouteFactory.make(service=service, position=2)
    ContactRouteFactory.make(service=service, position=3)
    shown = card(service, a_tuesday)
    assert [line.channel for line in shown.contacts] == ["phone", "email"]
    assert shown.more_contacts == 2


def test_a_website_is_shown_where_there_is_nothing_else(a_tuesday: datetime) -> None:
    service = ServiceFactory.make()
    service.contacts.all().delete()
    ContactRouteFactory.make(service=service, channel=Channel.WEBSITE, value="https://example.org")
    shown = card(service, a_tuesday)
    assert [line.channel for line in shown.contacts] == ["website"]
    assert shown.more_contacts == 0


@pytest.mark.parametrize(
    ("values", "free", "referral", "closed"),
    [
        ({}, False, False, False),
        ({"cost": ServiceCost.FREE}, True, False, False),
        ({"cost": ServiceCost.LOW_COST}, False, False, False),
        ({"referral_routes": ReferralRoutes.PROFESSIONAL}, False, True, False),
        ({"referral_routes": ReferralRoutes.SELF_OR_PROFESSIONAL}, False, False, False),
        ({"status": ServiceStatus.TEMPORARILY_CLOSED}, False, False, True),
    ],
)
def test_a_card_says_free_referral_and_closed_only_when_that_is_known(
    values: dict[str, str], free: bool, referral: bool, closed: bool, a_tuesday: datetime
) -> None:
    shown = card(ServiceFactory.make(**values), a_tuesday)
    assert (shown.is_free, shown.needs_referral, shown.is_closed) == (free, referral, closed)


@pytest.mark.parametrize(
    ("until", "shown"),
    [
        (None, "New number."),
        (date(2026, 11, 25), "New number."),
        (date(2026, 11, 24), "New number."),
        (date(2026, 11, 23), ""),
    ],
)
def test_a_notice_is_shown_to_the_end_of_its_last_day(
    until: date | None, shown: str, a_tuesday: datetime
) -> None:
    service = ServiceFactory.make(alert="New number.", alert_until=until)
    assert card(service, a_tuesday).alert == shown


def test_a_card_leads_to_the_neutral_address_and_says_how_it_was_checked(
    a_tuesday: datetime,
) -> None:
    shown = card(ServiceFactory.make(code="7kq2mw"), a_tuesday)
    assert shown.url == "/services/7kq2mw/"
    assert shown.checked.words == ("Not checked yet. Not yet confirmed with the service.")


def make_one_of_each_reach() -> None:
    for name, slugs in {
        "A": ["united-kingdom"],
        "B": ["england", "wales"],
        "C": ["yorkshire-and-the-humber"],
        "D": ["rotherham"],
        "E": ["leeds"],
    }.items():
        ServiceFactory.make(name=name, areas=slugs)


def headings(asked: list[str], moment: datetime) -> list[tuple[str, list[str]]]:
    """Return each heading of a list with the names below it."""
    return [(group.heading, [card.name for card in group.cards]) for group in groups(asked, moment)]


def groups(areas: list[str], moment: datetime) -> Sequence[ServiceGroup]:
    """Return a list of all services for some areas as a page groups it."""
    announce()
    filterset = ServiceFilter(MultiValueDict({"region": areas}), moment=moment)
    return service_groups(filterset.results, moment, filterset.regions)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (
            ["rotherham"],
            [
                ("In Rotherham", ["D"]),
                ("Across Yorkshire and the Humber", ["C"]),
                ("Across England", ["B"]),
                ("Anywhere in the UK", ["A"]),
            ],
        ),
        (
            ["leeds", "rotherham"],
            [
                ("In Leeds and Rotherham", ["D", "E"]),
                ("Across Yorkshire and the Humber", ["C"]),
                ("Across England", ["B"]),
                ("Anywhere in the UK", ["A"]),
            ],
        ),
        (
            ["yorkshire-and-the-humber"],
            [
                ("Across Yorkshire and the Humber", ["C"]),
                ("Local services in Yorkshire and the Humber", ["D", "E"]),
                ("Across England", ["B"]),
                ("Anywhere in the UK", ["A"]),
            ],
        ),
        (["wales"], [("Across Wales", ["B"]), ("Anywhere in the UK", ["A"])]),
        ([], [("", ["A", "B", "C", "D", "E"])]),
    ],
)
def test_a_list_is_grouped_from_here_to_everywhere(
    asked: list[str], expected: list[tuple[str, list[str]]], a_tuesday: datetime
) -> None:
    make_one_of_each_reach()
    assert headings(asked, a_tuesday) == expected


@pytest.mark.parametrize("asked", [[], ["rotherham"]])
def test_no_services_make_no_group(asked: list[str], a_tuesday: datetime) -> None:
    assert headings(asked, a_tuesday) == []


def test_a_group_knows_how_near_it_is(a_tuesday: datetime) -> None:
    make_one_of_each_reach()
    scopes = [group.scope for group in groups(["rotherham"], a_tuesday)]
    assert scopes == [Scope.LOCAL, Scope.REGIONAL, Scope.NATIONAL, Scope.COUNTRY]
