"""A way to get in touch leads where it says, and what is not known is said to be not known."""

from datetime import datetime, time

import pytest

from resources.choices import Channel, ContactCost, ServiceStatus
from resources.models import ContactRoute, Schedule
from resources.presenters import ContactLine, contact_lines, format_phone
from resources.presenters.contacts import contact_line, host_of, href
from tests.factories import ContactRouteFactory, ServiceFactory, VerificationFactory


def line(route: ContactRoute, moment: datetime, *hours: Schedule) -> ContactLine:
    """Return what a page says about a route that nobody has checked."""
    return contact_line(route, hours, "", moment, frozenset())


def monday(opens: str, closes: str) -> Schedule:
    return Schedule(
        byday="MO", opens_at=time.fromisoformat(opens), closes_at=time.fromisoformat(closes)
    )


@pytest.mark.proves("SAFETY 3.6")
@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("0808 801 0331", "0808 801 0331"),
        ("08088010331", "0808 801 0331"),
        ("0808801 0331", "0808 801 0331"),
        ("+44 808 801 0331", "0808 801 0331"),
        ("0800 1111", "0800 1111"),
        ("01709519863", "01709 519863"),
        ("07401 288595", "07401 288595"),
        ("999", "999"),
        ("101", "101"),
        ("116 123", "116 123"),
        ("85258", "85258"),
        ("18001 0808 168 9111", "18001 0808 168 9111"),
        ("ring the desk", "ring the desk"),
        ("", ""),
    ],
)
def test_a_number_is_written_as_people_here_write_it(given: str, shown: str) -> None:
    assert format_phone(given) == shown


def test_a_number_of_another_country_keeps_its_country() -> None:
    assert format_phone("+353 1 661 4911").replace(" ", "") == "+35316614911"


@pytest.mark.parametrize(
    ("channel", "value", "link"),
    [
        (Channel.PHONE, "0808 801 0331", "tel:08088010331"),
        (Channel.PHONE, "999", "tel:999"),
        (Channel.PHONE, "116 123", "tel:116123"),
        (Channel.PHONE, "+353 1 661 4911", "tel:+35316614911"),
        (Channel.RELAY_UK, "18001 0808 168 9111", "tel:1800108081689111"),
        (Channel.TEXT, "85258", "sms:85258"),
        (Channel.TEXT, "07860 077333", "sms:07860077333"),
        (Channel.EMAIL, "help@example.org", "mailto:help@example.org"),
        (Channel.WHATSAPP, "07401 288595", "https://wa.me/447401288595"),
        (Channel.WHATSAPP, "0808 802 0133", "https://wa.me/448088020133"),
        (Channel.WEBCHAT, "https://example.org/chat", "https://example.org/chat"),
        (Channel.WEB_FORM, "https://example.org/form", "https://example.org/form"),
        (Channel.WEBSITE, "https://example.org", "https://example.org"),
        (Channel.VIDEO_BSL, "https://example.org/bsl", "https://example.org/bsl"),
        (Channel.IN_PERSON, "Local groups, Mondays from 7pm", ""),
        (Channel.POST, "15 York Street, Glasgow G2 8JQ", ""),
    ],
)
def test_a_link_dials_writes_or_opens_what_is_shown(
    channel: Channel, value: str, link: str
) -> None:
    assert href(ContactRoute(channel=channel, value=value)) == link


@pytest.mark.parametrize(
    ("value", "right"),
    [
        ("+44 (0)20 7946 0018", {"tel:+442079460018", "tel:02079460018"}),
        ("0808 801 0331 ext 2", {"tel:08088010331"}),
        ("0808 801 0331 or 0808 802 9999", {"tel:08088010331"}),
        ("ring the desk", set()),
    ],
)
def test_a_number_typed_with_more_than_digits_never_dials_another_number(
    value: str, right: set[str]
) -> None:
    assert href(ContactRoute(channel=Channel.PHONE, value=value)) in right | {""}


@pytest.mark.parametrize(
    ("channel", "value"),
    [
        (Channel.WHATSAPP, "ask by e-mail"),
        (Channel.VIDEO_BSL, "the SignVideo app"),
        (Channel.WEBCHAT, "example.org/chat"),
        (Channel.WEBSITE, "javascript:alert(1)"),
    ],
)
def test_what_cannot_be_followed_is_no_link(channel: Channel, value: str) -> None:
    assert href(ContactRoute(channel=channel, value=value)) == ""


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://www.example.org/chat?x=1", "example.org"),
        ("http://chat.example.org:8080", "chat.example.org"),
        ("mailto:help@example.org", ""),
        ("tel:999", ""),
        ("", ""),
    ],
)
def test_a_person_can_read_which_site_a_link_leads_to(address: str, host: str) -> None:
    assert host_of(address) == host


def test_a_number_is_shown_for_people_and_dialled_for_machines(a_tuesday: datetime) -> None:
    shown = line(ContactRoute(channel=Channel.PHONE, value="08088010331"), a_tuesday)
    assert (shown.value, shown.href, shown.host) == ("0808 801 0331", "tel:08088010331", "")
    assert (shown.channel, shown.channel_name) == ("phone", "Phone")


def test_an_address_is_shown_as_it_was_given(a_tuesday: datetime) -> None:
    route = ContactRoute(channel=Channel.WEBCHAT, value="https://www.example.org/08088010331")
    shown = line(route, a_tuesday)
    assert (shown.value, shown.host) == ("https://www.example.org/08088010331", "example.org")


@pytest.mark.parametrize(
    ("cost", "words", "free"),
    [
        (ContactCost.FREE, "Free", True),
        (ContactCost.CHARGED, "Not free", False),
        (ContactCost.NOT_KNOWN, "Cost not known", False),
    ],
)
def test_the_cost_is_read_and_never_guessed_from_the_number(
    cost: ContactCost, words: str, free: bool, a_tuesday: datetime
) -> None:
    route = ContactRoute(channel=Channel.PHONE, value="0808 801 0331", cost=cost)
    shown = line(route, a_tuesday)
    assert (shown.cost_words, shown.is_free) == (words, free)


@pytest.mark.proves("SAFETY 4.2")
def test_hours_that_nobody_has_told_us_are_not_known_and_not_closed(a_tuesday: datetime) -> None:
    shown = line(ContactRoute(channel=Channel.PHONE, value="999"), a_tuesday)
    assert (shown.hours, shown.open_words, shown.is_open) == ((), "Hours not known", False)


def test_hours_are_told_for_the_week_and_for_now(a_tuesday: datetime) -> None:
    route = ContactRoute(channel=Channel.PHONE, value="999")
    shown = line(route, a_tuesday.replace(day=23), monday("09:00", "17:00"))
    assert shown.hours == ("Monday, 9am to 5pm",)
    assert (shown.open_words, shown.is_open) == ("Open now until 5pm", True)
    shut = line(route, a_tuesday, monday("09:00", "17:00"))
    assert (shut.open_words, shut.is_open) == ("Opens Monday at 9am", False)


def test_a_moment_without_a_zone_is_refused(a_tuesday: datetime) -> None:
    with pytest.raises(ValueError, match="zone"):
        line(ContactRoute(channel=Channel.PHONE, value="999"), a_tuesday.replace(tzinfo=None))


@pytest.mark.django_db
def test_the_hours_of_a_whole_service_are_never_lent_to_a_line(a_tuesday: datetime) -> None:
    service = ServiceFactory.make(hours=[("TU", "09:00", "17:00")])
    ContactRouteFactory.make(service=service, channel=Channel.TEXT, value="85258", position=1)
    service.schedules.update(contact_route=None)
    assert [shown.open_words for shown in contact_lines(service, a_tuesday)] == [
        "Hours not known",
        "Hours not known",
    ]


@pytest.mark.django_db
def test_each_line_has_its_own_hours_and_its_own_date(a_tuesday: datetime) -> None:
    service = ServiceFactory.make(hours=[("TU", "09:00", "17:00")])
    phone = service.contacts.get()
    ContactRouteFactory.make(service=service, position=1)
    check = VerificationFactory.make(service=service, contact_route=phone)
    first, second = contact_lines(service, a_tuesday, [check])
    assert (first.open_words, first.checked_words) == (
        "Open now until 5pm",
        "Checked 3 October 2026",
    )
    assert (second.open_words, second.checked_words) == (
        "Hours not known",
        "Not checked yet",
    )
    assert [shown.checked_words for shown in contact_lines(service, a_tuesday)] == ["", ""]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("areas", "words"),
    [
        (["scotland"], "Bank holiday hours not known"),
        (["glasgow-city"], "Bank holiday hours not known"),
        (["united-kingdom"], "Bank holiday hours not known"),
        (["england", "scotland"], "Bank holiday hours not known"),
        (["england"], "Open now until 5pm"),
        (["rotherham"], "Open now until 5pm"),
    ],
)
def test_on_the_second_of_january_hours_are_doubtful_where_it_is_a_bank_holiday(
    areas: list[str], words: str, a_tuesday: datetime
) -> None:
    service = ServiceFactory.make(areas=areas, hours=[("FR", "09:00", "17:00")])
    (shown,) = contact_lines(service, a_tuesday.replace(year=2026, month=1, day=2))
    assert shown.open_words == words


@pytest.mark.django_db
def test_while_a_service_is_closed_for_now_no_line_of_it_is_open(a_tuesday: datetime) -> None:
    always = [("MO,TU,WE,TH,FR,SA,SU", "00:00", "00:00")]
    service = ServiceFactory.make(hours=always)
    (usual,) = contact_lines(service, a_tuesday)
    service.status = ServiceStatus.TEMPORARILY_CLOSED
    (shut,) = contact_lines(service, a_tuesday)
    assert (usual.is_open, shut.is_open) == (True, False)
    assert shut.open_words == "Closed for now"
    assert shut.hours == usual.hours, "its usual hours stay"
