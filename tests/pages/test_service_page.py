"""The page of a service: every fact with what is known of it, and "Not known" for the rest."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from resources.choices import (
    Channel,
    ContactCost,
    DatePrecision,
    KnownAnswer,
    ReferralRoutes,
    ReferralStatus,
    ServiceCost,
    ServiceStatus,
    TraceAnswer,
    VerificationMethod,
)
from resources.models import Service
from resources.models.contact import TRACE_FIELDS
from tests.factories import (
    ContactRouteFactory,
    LocationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    UserFactory,
    VerificationFactory,
)
from tests.pages.reading import Element, Page, read

BEFORE = "Before you get in touch"
KNOWN = "How we know this"
QUESTIONS: dict[str, tuple[dict[str, Any], str]] = {
    "Who is it for?": ({"eligibility_description": "Adults."}, "Adults."),
    "Who is it not for?": ({"excludes_description": "Under 18s."}, "Under 18s."),
    "What ages?": ({"minimum_age": 18, "maximum_age": 25}, "18 to 25"),
    "What does it cost?": ({"cost": ServiceCost.FREE}, "Free."),
    "Who makes the first contact?": (
        {"referral_routes": ReferralRoutes.SELF},
        "You can contact them yourself",
    ),
    "What happens next?": ({"what_happens_next": "We call you back."}, "We call you back."),
    "What must they pass on?": ({"confidentiality": "Harm to a child."}, "Harm to a child."),
    "Is there a wait?": (
        {
            "referral_status": ReferralStatus.WAITING_LIST,
            "referral_status_as_of": date(2026, 11, 3),
        },
        "Waiting list (as of 3 November 2026)",
    ),
    "Which languages?": ({"languages": "en,cy"}, "English, Welsh"),
    "Can you have an interpreter?": ({"interpreter": KnownAnswer.NO}, "No"),
    "Access": ({"accessibility_description": "A ramp."}, "A ramp."),
}


def _page(service: Service) -> Page:
    return read(Client(), service.get_absolute_url())


def _asked(section: Element) -> list[str]:
    """Return the questions that nobody has answered yet."""
    assert "Not known. You can ask:" in section.words
    return [one.words for one in section.all("li")]


@pytest.mark.proves("DESIGN 2.4", "SAFETY 4.2")
def test_what_nobody_has_told_us_is_not_known_and_can_be_asked(db: None) -> None:
    page = _page(ServiceFactory.make())
    assert page.section(BEFORE).answers == {}
    assert _asked(page.section(BEFORE)) == list(QUESTIONS)
    who = page.section("Who it is for, and what it helps with").answers
    assert who == {"For": "Not known", "Kind of help": "Not known", "Helps with": "Not known"}


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_fact_that_is_known_is_answered_and_no_longer_asked(question: str, db: None) -> None:
    values, answer = QUESTIONS[question]
    section = _page(ServiceFactory.make(**values)).section(BEFORE)
    assert section.answers == {question: answer}
    assert _asked(section) == [one for one in QUESTIONS if one != question]


@pytest.mark.proves("SAFETY 4.7")
def test_the_questions_are_all_answered_when_everything_is_known(db: None) -> None:
    everything = {name: one for values, _ in QUESTIONS.values() for name, one in values.items()}
    section = _page(ServiceFactory.make(**everything)).section(BEFORE)
    assert section.answers == {question: answer for question, (_, answer) in QUESTIONS.items()}
    assert "Not known" not in section.words


def test_a_service_says_who_it_is_for_and_what_with_in_plain_names(db: None) -> None:
    service = ServiceFactory.make(terms=["men", "counselling", "domestic-abuse"])
    answers = _page(service).section("Who it is for, and what it helps with").answers
    names = {term.slug: term.name for term in service.terms.all()}
    assert answers == {
        "For": names["men"],
        "Kind of help": names["counselling"],
        "Helps with": names["domestic-abuse"],
    }


@pytest.mark.proves("SAFETY 4.7")
def test_every_trace_of_a_contact_is_answered_or_not_known(db: None) -> None:
    service = ServiceFactory.make()
    service.contacts.update(voicemail=TraceAnswer.NO, on_itemised_bill=TraceAnswer.DEPENDS)
    answers = _page(service).section("Ways to get in touch").answers
    assert len(answers) == len(TRACE_FIELDS)
    assert answers["Do they leave voicemail?"] == "No"
    assert answers["Does it show on an itemised bill?"] == "It depends"
    assert list(answers.values()).count("Not known") == len(TRACE_FIELDS) - 2


def test_hours_and_cost_that_are_not_known_are_not_guessed(db: None) -> None:
    service = ServiceFactory.make()
    service.contacts.update(cost=ContactCost.NOT_KNOWN)
    words = _page(service).section("Ways to get in touch").words
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
    section = _page(service).section("Ways to get in touch")
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
    sources = _page(service).section(KNOWN).one("ol").all("li")
    assert [one.words for one in sources] == [
        "number and hours Read in the service's own website, 3 October 2026. "
        "Source 1 www.example.org",
        "area Read in another page, date not known.",
    ]


DATES = [
    (date(2026, 10, 3), DatePrecision.DAY, "last checked 3 October 2026"),
    (date(2026, 10, 1), DatePrecision.MONTH, "last checked October 2026"),
    (date(2026, 5, 1), DatePrecision.DAY, "not checked since 1 May 2026"),
    (date(2020, 1, 1), DatePrecision.YEAR, "not checked since 2020"),
    (date(2018, 1, 1), DatePrecision.ABOUT, "not checked since about 2018"),
    (None, "", "date not known"),
]


@pytest.mark.proves("DESIGN 2.4")
@pytest.mark.parametrize(("day", "precision", "words"), DATES)
def test_a_page_says_when_a_number_was_last_checked_and_that_nobody_has_confirmed_it(
    day: date | None, precision: str, words: str, db: None
) -> None:
    service = ServiceFactory.make()
    route = service.contacts.get()
    VerificationFactory.make(
        service=service, contact_route=route, checked_on=day, precision=precision
    )
    page = _page(service)
    sentence = f"From public sources, {words}. Not yet confirmed with the service."
    assert sentence in page.section(KNOWN).words
    assert sentence in read(Client(), "/services/").one("article").words


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
    assert "Confirmed with the service 3 October 2026" in page.section("Ways to get in touch").words
    assert "Not yet confirmed" not in page.words
    assert "zebedee" not in page.words


@pytest.mark.parametrize("address", ["page", "/services/"])
def test_a_notice_and_a_closure_stand_on_the_page_and_in_the_list(address: str, db: None) -> None:
    service = ServiceFactory.make(
        status=ServiceStatus.TEMPORARILY_CLOSED, alert="Back soon.", alert_until=date(2026, 11, 24)
    )
    main = read(Client(), service.get_absolute_url() if address == "page" else address).one("main")
    assert "Closed for now." in main.words
    assert "Back soon." in main.words


def test_a_notice_is_gone_on_the_day_after_its_last(db: None) -> None:
    page = _page(ServiceFactory.make(alert="Back soon.", alert_until=date(2026, 11, 23)))
    assert "Back soon." not in page.words


def test_a_place_that_is_public_shows_its_address_and_what_is_known_of_getting_in(
    db: None,
) -> None:
    visit = ServiceAtLocationFactory.make(
        description="Use the side door.",
        location=LocationFactory.make(name="The Centre", step_free=KnownAnswer.NO),
    )
    section = _page(visit.service).section("Places you can go")
    for words in ("The Centre", "1 High Street", "Rotherham", "S60 1AE", "Use the side door."):
        assert words in section.words
    assert section.answers["Step-free access?"] == "No"
    assert section.answers["Hearing loop?"] == "Not known"


def test_a_service_says_where_it_helps_and_names_every_area(db: None) -> None:
    service = ServiceFactory.make(
        areas=["rotherham", "leeds"], coverage_description="South and West Yorkshire"
    )
    section = _page(service).section("Where it helps")
    assert "South and West Yorkshire" in section.words
    assert [one.words for one in section.all("li")] == ["Leeds", "Rotherham"]


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
