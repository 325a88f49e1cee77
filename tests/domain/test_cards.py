"""A card says enough to choose by; a list groups cards by how near they are."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

import pytest
from django.utils.datastructures import MultiValueDict

from resources.choices import (
    Channel,
    ContactCost,
    DatePrecision,
    ServiceStatus,
    VerificationMethod,
)
from resources.filters import ServiceFilter
from resources.models import ContactRoute, Schedule, Service
from resources.presenters import Scope, ServiceCard, ServiceGroup, service_card, service_groups
from resources.presenters.cards import AT_ONCE, LATER
from tests.factories import (
    ContactRouteFactory,
    ServiceFactory,
    UserFactory,
    VerificationFactory,
)
from tests.publishing import publish_all

pytestmark = pytest.mark.django_db

# It is Tuesday at three in the afternoon.
OPEN, CLOSED = ("MO,TU,WE,TH,FR", "09:00", "17:00"), ("MO,TU,WE,TH,FR", "18:00", "22:00")
NOT_KNOWN = None
VALUES = {
    Channel.PHONE: "0808 801 0331",
    Channel.TEXT: "85258",
    Channel.WHATSAPP: "07537 432414",
    Channel.RELAY_UK: "18001 0808 801 0331",
    Channel.EMAIL: "help@example.org",
    Channel.IN_PERSON: "Ring the bell",
    Channel.POST: "1 High Street",
}


def card(service: Service, moment: datetime) -> ServiceCard:
    """Return the card of a saved service, as a list has it."""
    return service_card(Service.objects.for_listing().get(pk=service.pk), moment)


def reached_by(*ways: tuple[Channel, tuple[str, str, str] | None], **facts: Any) -> Service:
    """Make a service with these ways to get in touch, each with its hours."""
    service = ServiceFactory.make()
    service.contacts.all().delete()
    for position, (channel, hours) in enumerate(ways):
        value = VALUES.get(channel, f"https://www.example.org/{position}")
        route = ContactRouteFactory.make(
            service=service, channel=channel, value=value, position=position, **facts
        )
        if hours is not None:
            add_hours(route, hours)
    return service


def add_hours(route: ContactRoute, hours: tuple[str, str, str]) -> None:
    Schedule.objects.create(
        service=route.service,
        contact_route=route,
        byday=hours[0],
        opens_at=time.fromisoformat(hours[1]),
        closes_at=time.fromisoformat(hours[2]),
    )


PHONE, TEXT, CHAT = Channel.PHONE, Channel.TEXT, Channel.WEBCHAT


@pytest.mark.parametrize(
    ("ways", "best"),
    [
        ([(PHONE, OPEN), (TEXT, OPEN)], PHONE),
        ([(TEXT, OPEN), (PHONE, OPEN)], PHONE),
        ([(PHONE, CLOSED), (TEXT, OPEN)], TEXT),
        ([(PHONE, NOT_KNOWN), (TEXT, OPEN)], TEXT),
        ([(PHONE, CLOSED), (TEXT, NOT_KNOWN)], TEXT),
        ([(PHONE, CLOSED), (TEXT, CLOSED)], PHONE),
        ([(CHAT, OPEN), (TEXT, OPEN)], TEXT),
        ([(Channel.WHATSAPP, OPEN), (CHAT, OPEN)], CHAT),
        ([(Channel.EMAIL, NOT_KNOWN), (PHONE, CLOSED)], PHONE),
        ([(Channel.WEBSITE, NOT_KNOWN), (Channel.EMAIL, NOT_KNOWN)], Channel.EMAIL),
        ([(Channel.EMAIL, NOT_KNOWN), (Channel.RELAY_UK, NOT_KNOWN)], Channel.RELAY_UK),
        ([(Channel.WEBSITE, NOT_KNOWN)], Channel.WEBSITE),
    ],
)
def test_a_card_shows_the_one_way_that_reaches_somebody_soonest(
    ways: list[tuple[Channel, tuple[str, str, str] | None]], best: Channel, a_tuesday: datetime
) -> None:
    shown = card(reached_by(*ways), a_tuesday).best
    assert shown is not None
    assert shown.channel == best


def test_of_two_numbers_the_one_that_is_open_is_shown(a_tuesday: datetime) -> None:
    service = ServiceFactory.make(hours=[CLOSED])
    night = ContactRouteFactory.make(service=service, channel=PHONE, value="0808 802 9999")
    add_hours(night, OPEN)
    shown = card(service, a_tuesday).best
    assert shown is not None
    assert (shown.value, shown.is_open) == ("0808 802 9999", True)


@pytest.mark.parametrize("channel", [one for one in Channel if one is not Channel.WEBSITE])
def test_a_website_is_shown_only_where_it_is_that_or_a_letter(
    channel: Channel, a_tuesday: datetime
) -> None:
    shown = card(reached_by((Channel.WEBSITE, NOT_KNOWN), (channel, NOT_KNOWN)), a_tuesday).best
    assert shown is not None
    assert shown.channel == (Channel.WEBSITE if channel is Channel.POST else channel)


def test_every_way_to_get_in_touch_has_its_place_in_the_order() -> None:
    assert sorted([*AT_ONCE, *LATER]) == sorted(Channel)


def test_a_service_without_a_way_to_get_in_touch_has_none_to_show(a_tuesday: datetime) -> None:
    shown = card(reached_by(), a_tuesday)
    assert (shown.best, shown.also) == (None, "")


@pytest.mark.parametrize(
    ("ways", "facts", "also"),
    [
        ([(PHONE, OPEN)], {"cost": ContactCost.FREE}, "Free."),
        ([(PHONE, OPEN)], {"cost": ContactCost.CHARGED}, "Not free."),
        ([(PHONE, OPEN)], {"cost": ContactCost.NOT_KNOWN}, "Cost not known."),
        ([(PHONE, OPEN)], {"label": "Office", "note": "Ask for Jo."}, "Office. Ask for Jo. Cost"),
        ([(PHONE, OPEN), (CHAT, OPEN)], {"cost": "free", "note": "Free now."}, "Free now. Also"),
        ([(PHONE, OPEN)], {"cost": "free", "note": "Freedom line."}, "Freedom line. Free."),
        ([(Channel.EMAIL, NOT_KNOWN)], {}, ""),
        (
            [(PHONE, OPEN), (TEXT, OPEN), (Channel.EMAIL, NOT_KNOWN), (Channel.WEBSITE, NOT_KNOWN)],
            {"cost": ContactCost.FREE},
            "Free. Also text message, email and website.",
        ),
        (
            [(PHONE, OPEN), (PHONE, CLOSED)],
            {"cost": ContactCost.FREE, "label": "Day"},
            "Day. Free. Also another number.",
        ),
        (
            [(TEXT, OPEN), (Channel.WHATSAPP, CLOSED), (Channel.RELAY_UK, NOT_KNOWN)],
            {"cost": ContactCost.FREE},
            "Free. Also WhatsApp and Relay UK.",
        ),
        (
            [
                (PHONE, OPEN),
                (TEXT, OPEN),
                (CHAT, OPEN),
                (Channel.EMAIL, NOT_KNOWN),
                (Channel.WHATSAPP, OPEN),
                (Channel.WEBSITE, NOT_KNOWN),
            ],
            {"cost": ContactCost.FREE},
            "Free. Also text message, online chat, email and 2 more ways.",
        ),
        ([(CHAT, OPEN)], {}, "The link leaves this site."),
    ],
)
def test_the_other_ways_stand_in_one_line_after_what_the_best_one_costs(
    ways: list[tuple[Channel, tuple[str, str, str] | None]],
    facts: dict[str, Any],
    also: str,
    a_tuesday: datetime,
) -> None:
    if len(ways) > 1 and ways[0][0] == ways[1][0]:
        service = reached_by(ways[0], **facts)
        ContactRouteFactory.make(service=service, channel=ways[1][0], value="0808 802 9999")
    else:
        service = reached_by(*ways, **facts)
    told = card(service, a_tuesday).also
    assert told.startswith(also)
    assert bool(told) is bool(also)


def test_two_forms_of_one_kind_are_not_told_apart_on_a_card(a_tuesday: datetime) -> None:
    service = reached_by((Channel.EMAIL, NOT_KNOWN))
    ContactRouteFactory.make(service=service, channel=Channel.EMAIL, value="second@example.org")
    assert "Also" not in card(service, a_tuesday).also


def test_a_chat_of_a_free_service_is_free(a_tuesday: datetime) -> None:
    service = reached_by((CHAT, OPEN))
    Service.objects.filter(pk=service.pk).update(cost="free")
    assert card(service, a_tuesday).also == "Free. The link leaves this site."


@pytest.mark.parametrize(
    ("values", "marks"),
    [
        ({}, ()),
        ({"minimum_age": 16}, ()),
        ({"minimum_age": 17}, ()),
        ({"minimum_age": 18}, ("Adults only",)),
        ({"minimum_age": 21}, ("Adults only",)),
        ({"maximum_age": 18}, ()),
        ({"referral_routes": "professional"}, ("A professional has to refer you",)),
        ({"referral_routes": "self_or_professional"}, ()),
        ({"status": ServiceStatus.TEMPORARILY_CLOSED}, ("Closed for now",)),
        ({"alert": "It may close in 2027."}, ("It may close in 2027.",)),
        (
            {
                "minimum_age": 18,
                "referral_routes": "professional",
                "status": ServiceStatus.TEMPORARILY_CLOSED,
                "alert": "Back soon.",
            },
            ("Closed for now", "Back soon.", "Adults only", "A professional has to refer you"),
        ),
    ],
)
def test_a_card_warns_of_what_is_known_and_of_nothing_else(
    values: dict[str, Any], marks: tuple[str, ...], a_tuesday: datetime
) -> None:
    assert card(ServiceFactory.make(**values), a_tuesday).marks == marks


@pytest.mark.parametrize(
    ("until", "shown"),
    [
        (None, ("New number.",)),
        (date(2026, 11, 25), ("New number.",)),
        (date(2026, 11, 24), ("New number.",)),
        (date(2026, 11, 23), ()),
    ],
)
def test_a_notice_is_shown_to_the_end_of_its_last_day(
    until: date | None, shown: tuple[str, ...], a_tuesday: datetime
) -> None:
    service = ServiceFactory.make(alert="New number.", alert_until=until)
    assert card(service, a_tuesday).marks == shown


def test_a_card_says_what_a_service_does_in_its_own_line_else_in_one_from_the_summary(
    a_tuesday: datetime,
) -> None:
    told = "Someone to talk to. Second sentences that do not fit any more are left out of a card."
    written = ServiceFactory.make(summary=told, card_line="Talks with men.")
    derived = ServiceFactory.make(summary=told + " And so on.")
    assert card(written, a_tuesday).about == "Talks with men."
    assert card(derived, a_tuesday).about == told


DATED = [
    (date(2026, 10, 3), DatePrecision.DAY, "Facts from October 2026."),
    (date(2026, 10, 1), DatePrecision.MONTH, "Facts from October 2026."),
    (date(2026, 10, 1), DatePrecision.YEAR, "Facts from 2026."),
    (date(2026, 5, 1), DatePrecision.DAY, "Facts from May 2026, not checked since."),
    (date(2018, 1, 1), DatePrecision.ABOUT, "Facts from about 2018, not checked since."),
    (None, "", "Date of the facts not known."),
]


@pytest.mark.proves("DESIGN 2.4")
@pytest.mark.parametrize(("day", "precision", "words"), DATED)
def test_a_card_says_how_old_its_facts_are(
    day: date | None, precision: str, words: str, a_tuesday: datetime
) -> None:
    service = ServiceFactory.make()
    VerificationFactory.make(
        service=service,
        contact_route=service.contacts.get(),
        checked_on=day,
        precision=precision,
    )
    assert card(service, a_tuesday).dated == words


@pytest.mark.proves("DESIGN 2.4")
@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 10, 3), "Checked with the service in October 2026."),
        (date(2025, 10, 3), "Not checked with the service since October 2025."),
    ],
)
def test_a_card_says_so_where_the_service_was_asked_itself(
    day: date, words: str, a_tuesday: datetime
) -> None:
    service = ServiceFactory.make()
    VerificationFactory.make(
        service=service,
        contact_route=service.contacts.get(),
        method=VerificationMethod.PHONE,
        checked_by=UserFactory.make(),
        checked_on=day,
    )
    assert card(service, a_tuesday).dated == words


@pytest.mark.proves("DESIGN 2.4")
def test_a_card_tells_no_date_of_a_number_that_was_changed_after_its_check(
    a_tuesday: datetime,
) -> None:
    service = ServiceFactory.make()
    VerificationFactory.make(service=service, contact_route=service.contacts.get())
    assert card(service, a_tuesday).dated == "Facts from October 2026."
    service.contacts.update(value="0114 496 0777")
    assert card(service, a_tuesday).dated == "Not checked yet."


def test_a_card_leads_to_the_neutral_address_and_says_how_it_was_checked(
    a_tuesday: datetime,
) -> None:
    shown = card(ServiceFactory.make(code="7kq2mw"), a_tuesday)
    assert shown.url == "/services/7kq2mw/"
    assert shown.checked.words == "Not checked yet. Not yet confirmed with the service."


def test_a_card_names_the_area_by_which_it_was_found_where_that_is_not_said_yet(
    a_tuesday: datetime,
) -> None:
    wide = ServiceFactory.make(name="Wide", areas=["england", "wales", "rotherham"])
    local = ServiceFactory.make(name="Local", areas=["rotherham"])
    near = {one.name: one.near for group in groups(["rotherham"], a_tuesday) for one in group.cards}
    assert near == {wide.name: "Covers Rotherham.", local.name: ""}
    assert card(wide, a_tuesday).near == ""


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
    publish_all()
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
