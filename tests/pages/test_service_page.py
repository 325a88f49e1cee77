"""The page of a service: its numbers first, what is known of it, and what is not."""

from datetime import date

import pytest
from django.test import Client

from resources.choices import (
    Channel,
    ContactCost,
    DatePrecision,
    ServiceStatus,
    TraceAnswer,
    VerificationMethod,
)
from resources.models import Service
from tests.factories import (
    ContactRouteFactory,
    ServiceFactory,
    UserFactory,
    VerificationFactory,
)
from tests.pages.reading import Page, read

REACH, KNOWN = "Get in touch", "What we know, and what we do not"


def _page(service: Service) -> Page:
    return read(Client(), service.get_absolute_url())


@pytest.mark.proves("SAFETY 4.7")
def test_each_way_of_contact_says_under_its_number_what_it_leaves_behind(db: None) -> None:
    service = ServiceFactory.make()
    service.contacts.update(voicemail=TraceAnswer.NO, on_itemised_bill=TraceAnswer.DEPENDS)
    (way,) = _page(service).section(REACH).all("div", class_="way")
    assert "0808 801 0331" in way.one("p", class_="call").words
    assert way.one("p", class_="muted").words == (
        "What this may leave behind: Free. It may show on your bill: it depends. "
        "They do not leave voicemail. The call stays in your call list until you delete it. "
        "Not checked yet."
    )
    assert not way.has("details")


@pytest.mark.proves("SAFETY 4.7")
def test_what_nobody_knows_of_a_call_is_said_beside_its_number_or_can_be_asked(db: None) -> None:
    page = _page(ServiceFactory.make())
    assert "We do not know if it shows on your bill." in page.section(REACH).words
    asked = page.section(KNOWN).words
    for question in (
        "if it shows on a bill",
        "if they leave voicemail",
        "if their number shows when they ring",
        "if you can stay anonymous",
        "if they can ring back safely",
    ):
        assert question in asked


def test_pages_about_a_service_can_be_followed_in_the_same_tab(db: None) -> None:
    service = ServiceFactory.make(
        url="https://www.example.org/help", easy_read_url="https://easy.example.org/"
    )
    section = _page(service).section("Read more")
    assert section.hrefs == ["https://www.example.org/help", "https://easy.example.org/"]
    assert "Easy read: easy.example.org" in section.words
    assert "leaves this site" in section.words
    for link in section.all("a"):
        assert link.attrs["rel"] == "nofollow noreferrer noopener"
        assert "target" not in link.attrs
    assert not _page(ServiceFactory.make()).has_section("Read more")


def test_hours_and_cost_that_are_not_known_are_not_guessed(db: None) -> None:
    service = ServiceFactory.make()
    service.contacts.update(cost=ContactCost.NOT_KNOWN)
    words = _page(service).section(REACH).words
    assert "Hours not known" in words
    assert "Cost not known" in words
    assert "closed" not in words.lower()


def test_numbers_addresses_and_links_can_be_followed(db: None) -> None:
    service = ServiceFactory.make()
    for channel, value in [
        (Channel.TEXT, "85258"),
        (Channel.EMAIL, "help@example.org"),
        (Channel.RELAY_UK, "18001 0808 801 0331"),
        (Channel.IN_PERSON, "Ring the bell"),
    ]:
        ContactRouteFactory.make(service=service, channel=channel, value=value)
    section = _page(service).section(REACH)
    assert {"tel:08088010331", "sms:85258", "mailto:help@example.org"} <= set(section.hrefs)
    assert "tel:1800108088010331" in section.hrefs
    assert "Ring the bell" in section.words
    assert len(section.hrefs) == 4


def test_a_source_says_what_was_read_where_and_when(db: None) -> None:
    service = ServiceFactory.make()
    VerificationFactory.make(
        service=service, fields="number and hours", source_url="https://www.example.org/contact"
    )
    VerificationFactory.make(
        service=service, fields="area", source_kind="", checked_on=None, precision=""
    )
    fold = _page(service).section(KNOWN).all("details")[-1]
    assert fold.one("summary").words == "Where we read this: 2 sources"
    assert "leaves this site" in fold.words
    sources = fold.one("ol").all("li")
    assert [one.words for one in sources] == [
        "number and hours Read in the service's own website, 3 October 2026. "
        "Source 1 www.example.org",
        "area Read in another page, date not known.",
    ]


DATES = [
    (
        date(2026, 10, 3),
        DatePrecision.DAY,
        "last checked 3 October 2026",
        "Facts from October 2026.",
    ),
    (
        date(2026, 10, 1),
        DatePrecision.MONTH,
        "last checked October 2026",
        "Facts from October 2026.",
    ),
    (
        date(2026, 5, 1),
        DatePrecision.DAY,
        "not checked since 1 May 2026",
        "Facts from May 2026, not checked since.",
    ),
    (
        date(2020, 1, 1),
        DatePrecision.YEAR,
        "not checked since 2020",
        "Facts from 2020, not checked since.",
    ),
    (
        date(2018, 1, 1),
        DatePrecision.ABOUT,
        "not checked since about 2018",
        "Facts from about 2018, not checked since.",
    ),
    (None, "", "date not known", "Date of the facts not known."),
]


@pytest.mark.proves("DESIGN 2.4")
@pytest.mark.parametrize(("day", "precision", "words", "short"), DATES)
def test_pages_say_when_a_number_was_last_checked_and_that_nobody_has_confirmed_it(
    day: date | None, precision: str, words: str, short: str, db: None
) -> None:
    service = ServiceFactory.make()
    route = service.contacts.get()
    VerificationFactory.make(
        service=service, contact_route=route, checked_on=day, precision=precision
    )
    sentence = f"From public sources, {words}. Not yet confirmed with the service."
    assert sentence in _page(service).section(KNOWN).words
    listed = read(Client(), "/services/")
    assert short in listed.cards[0].words
    assert "No service has confirmed them yet." in listed.one("p", class_="list-note").words


def test_a_service_that_was_asked_itself_is_called_confirmed_but_not_by_whom(db: None) -> None:
    service = ServiceFactory.make()
    VerificationFactory.make(
        service=service,
        contact_route=service.contacts.get(),
        method=VerificationMethod.PHONE,
        checked_by=UserFactory.make(username="zebedee"),
    )
    page = _page(service)
    assert "Checked with the service on 3 October 2026." in page.section(KNOWN).words
    assert "Confirmed with the service 3 October 2026" in page.section(REACH).words
    listed = read(Client(), "/services/")
    assert "Checked with the service in October 2026." in listed.cards[0].words
    assert "No service has confirmed them yet" not in listed.words
    assert "A service says so where we checked with it." in listed.words
    assert "Not yet confirmed" not in page.words
    assert "zebedee" not in page.words


@pytest.mark.parametrize("address", ["page", "/services/"])
def test_a_notice_and_a_closure_stand_on_the_page_and_in_the_list(address: str, db: None) -> None:
    service = ServiceFactory.make(
        status=ServiceStatus.TEMPORARILY_CLOSED, alert="Back soon.", alert_until=date(2026, 11, 24)
    )
    main = read(Client(), service.get_absolute_url() if address == "page" else address).one("main")
    marks = [one.words for one in main.all("p", class_="mark")]
    assert marks == ["Closed for now", "Back soon."]


def test_a_notice_is_gone_on_the_day_after_its_last(db: None) -> None:
    page = _page(ServiceFactory.make(alert="Back soon.", alert_until=date(2026, 11, 23)))
    assert "Back soon." not in page.words


def test_a_service_says_where_it_helps_and_names_every_area(db: None) -> None:
    service = ServiceFactory.make(
        areas=["rotherham", "leeds"], coverage_description="South and West Yorkshire"
    )
    section = _page(service).section("Is it for me?")
    assert "South and West Yorkshire" in section.words
    assert [one.words for one in section.one("ul", class_="names").all("li")] == [
        "Leeds",
        "Rotherham",
    ]


def test_a_service_with_one_area_names_it_once(db: None) -> None:
    page = _page(ServiceFactory.make(areas=["rotherham"]))
    assert page.section("Is it for me?").words.count("Rotherham") == 1
    assert page.section("Is it for me?").answers == {"Where": "Rotherham"}


def test_a_service_with_no_way_to_get_in_touch_says_so(db: None) -> None:
    service = ServiceFactory.make()
    service.contacts.all().delete()
    for address in (service.get_absolute_url(), "/services/"):
        assert "We know no way to get in touch yet." in read(Client(), address).one("main").words


def test_what_a_curator_writes_is_text_and_never_markup(db: None) -> None:
    mark = "<script>x</script>"
    service = ServiceFactory.make(name=mark, summary=mark, alert=mark, description=mark)
    page = _page(service)
    assert page.heading == mark
    assert all("x" not in one.words for one in page.all("script"))


@pytest.mark.proves("SAFETY 3.2")
def test_a_page_begins_with_its_number_and_folds_no_way_to_get_in_touch_away(db: None) -> None:
    service = ServiceFactory.make(terms=["women"], summary="Someone to talk to.")
    ContactRouteFactory.make(service=service)
    page = _page(service)
    assert page.sections[0] == REACH
    main = page.one("main")
    order = list(main.walk())
    number = next(one for one in main.all("a") if one.attrs["href"] == "tel:08088010331")
    assert order.index(main.one("h1")) < order.index(number)
    assert len(page.section(REACH).all("div", class_="way")) == 2
    assert not page.section(REACH).has("details")
    before = main.words[: main.words.index("0808 801 0331")]
    assert "For women. Anywhere in the UK." in before
    assert "Someone to talk to." not in before


def test_a_mistake_can_be_told_and_who_runs_it_is_a_link(db: None) -> None:
    service = ServiceFactory.make(alternate_name="The old name")
    known = _page(service).section(KNOWN)
    assert f"{service.get_absolute_url()}mistake/" in known.hrefs
    assert service.organization.get_absolute_url() in known.hrefs
    assert "Also known as The old name" in known.words
    about = read(Client(), "/about/")
    assert "mistake" in {one.attrs.get("id") for one in about.one("main").walk()}
