"""What a person needs to know before getting in touch: answered, or said to be unknown."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from resources.choices import KnownAnswer, ReferralRoutes, ReferralStatus, ServiceCost, TraceAnswer
from resources.models import Service
from resources.models.contact import TRACE_FIELDS
from tests.factories import LocationFactory, ServiceAtLocationFactory, ServiceFactory
from tests.pages.reading import Page, read

# Known for a month only.
TODAY = timezone.localdate()
FOR_ME, IN_TOUCH = "Is it for me?", "What happens when you get in touch"
BEFORE_YOU_GO, KNOWN = "Before you go", "What we know, and what we do not"
# What a curator can answer, by the question on the page: the part in which it stands, the fields,
# the answer, and the question as part of a sentence.
QUESTIONS: dict[str, tuple[str, dict[str, Any], str, str]] = {
    "It is for": (FOR_ME, {"eligibility_description": "Adults."}, "Adults.", "who it is for"),
    "It is not for": (
        FOR_ME,
        {"excludes_description": "Under 18s."},
        "Under 18s.",
        "who it is not for",
    ),
    "Ages": (FOR_ME, {"minimum_age": 18, "maximum_age": 25}, "18 to 25", "ages"),
    "Cost": (FOR_ME, {"cost": ServiceCost.FREE}, "Free.", "what it costs"),
    "Who makes the first contact": (
        FOR_ME,
        {"referral_routes": ReferralRoutes.SELF},
        "You can contact them yourself",
        "who makes first contact",
    ),
    "Waiting": (
        FOR_ME,
        {
            "referral_status": ReferralStatus.WAITING_LIST,
            "referral_status_as_of": TODAY,
        },
        f"Waiting list (as of {TODAY.day} {TODAY:%B %Y})",
        "waiting times",
    ),
    "What happens next": (
        IN_TOUCH,
        {"what_happens_next": "We call you back."},
        "We call you back.",
        "what happens next",
    ),
    "Who answers": (IN_TOUCH, {"who_answers": "Trained staff."}, "Trained staff.", "who answers"),
    "What they ask": (
        IN_TOUCH,
        {"what_they_ask": "A first name."},
        "A first name.",
        "what they ask",
    ),
    "What they must pass on": (
        IN_TOUCH,
        {"confidentiality": "Harm to a child."},
        "Harm to a child.",
        "what they must pass on",
    ),
    "Do you have to report to the police?": (
        IN_TOUCH,
        {"police_report_needed": KnownAnswer.NO},
        "No",
        "if you have to tell the police",
    ),
    "Languages": (IN_TOUCH, {"languages": "en,cy"}, "English, Welsh", "languages"),
    "Interpreter": (IN_TOUCH, {"interpreter": KnownAnswer.NO}, "No", "interpreters"),
    "Is a call back safe?": (
        IN_TOUCH,
        {"call_back": "They ask when it is safe."},
        "They ask when it is safe.",
        "if they can ring back safely",
    ),
    "Do they give therapy before a trial?": (
        IN_TOUCH,
        {"pre_trial_therapy": KnownAnswer.YES},
        "Yes",
        "therapy before a trial",
    ),
    "Access": (BEFORE_YOU_GO, {"accessibility_description": "A ramp."}, "A ramp.", "access"),
}
PARTS = [FOR_ME, IN_TOUCH, BEFORE_YOU_GO]
# Answered for every listing of these tests.
ALWAYS = {"Where": "Anywhere in the UK"}
UNKNOWN = "We do not know: "


def _page(service: Service) -> Page:
    return read(Client(), service.get_absolute_url())


def _unknown(page: Page) -> list[str]:
    """Return what nobody has told us yet."""
    (found,) = [one for one in page.section(KNOWN).all("details") if UNKNOWN in one.words]
    return [one.words for one in found.all("li")]


def _told(page: Page) -> dict[str, dict[str, str]]:
    """Return what a curator has answered, by the parts of the page in which it stands."""
    told = {
        part: {
            name: answer
            for name, answer in page.section(part).answers.items()
            if name not in ALWAYS
        }
        for part in PARTS
        if page.has_section(part)
    }
    return {part: answers for part, answers in told.items() if answers}


@pytest.mark.proves("SAFETY 4.7")
def test_what_nobody_has_told_us_is_one_line_that_opens_and_can_be_asked(db: None) -> None:
    page = _page(ServiceFactory.make())
    assert page.section(FOR_ME).answers == ALWAYS
    assert not page.has_section(IN_TOUCH)
    assert not page.has_section(BEFORE_YOU_GO)
    unknown = _unknown(page)
    assert unknown[:3] == ["who it is for", "who it is not for", "ages"]
    assert unknown[-1] == "access"
    assert {asked for _, _, _, asked in QUESTIONS.values()} < set(unknown)
    (line,) = [one for one in page.all("summary") if one.words.startswith(UNKNOWN)]
    assert line.words == (
        f"We do not know: who it is for, who it is not for and {len(unknown) - 2} more. "
        "You can ask them."
    )
    assert "Not known" not in page.section(KNOWN).words


@pytest.mark.proves("SAFETY 4.7")
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_fact_that_is_known_is_answered_in_its_part_and_no_longer_asked(
    question: str, db: None
) -> None:
    part, values, answer, asked = QUESTIONS[question]
    page = _page(ServiceFactory.make(**values))
    assert _told(page) == {part: {question: answer}}
    unknown = _unknown(page)
    assert asked not in unknown
    others = [other for name, (_, _, _, other) in QUESTIONS.items() if name != question]
    assert all(other in unknown for other in others)


def _everything() -> dict[str, Any]:
    """Return every field that a curator can answer, with its answer."""
    known = [values for _, values, _, _ in QUESTIONS.values()]
    return {name: one for values in known for name, one in values.items()}


def _of_all_facts(**facts: Any) -> Service:
    """Make a service of which everything is known but for what the caller leaves open."""
    service = ServiceFactory.make(
        **{**_everything(), **facts},
        terms=["men", "counselling", "domestic-abuse"],
        hours=[("MO", "09:00", "17:00")],
    )
    service.contacts.update(**dict.fromkeys(TRACE_FIELDS, TraceAnswer.NO))
    return service


def test_nothing_is_left_to_ask_when_everything_is_known(db: None) -> None:
    page = _page(_of_all_facts())
    main = page.one("main")
    assert "We do not know" not in main.words
    assert "Not known" not in main.words
    assert set(QUESTIONS) < set(main.answers)
    assert page.section(FOR_ME).answers["It is for"] == "Adults."
    assert "Monday, 9am to 5pm" in page.section("Get in touch").words


def test_the_few_things_that_are_not_known_stand_in_one_line_that_need_not_open(db: None) -> None:
    page = _page(_of_all_facts(languages="", call_back=""))
    known = page.section(KNOWN)
    assert "We do not know: languages and if they can ring back safely. You can ask them." in [
        one.words for one in known.all("p")
    ]
    assert not known.has("details")


def test_a_service_says_who_it_is_for_and_what_with_in_plain_names(db: None) -> None:
    service = ServiceFactory.make(terms=["men", "counselling", "domestic-abuse"])
    names = {term.slug: term.name for term in service.terms.all()}
    assert _told(_page(service)) == {
        FOR_ME: {
            "It helps with": names["domestic-abuse"],
            "Kind of help": names["counselling"],
            "It is for": names["men"],
        }
    }


@pytest.mark.proves("SAFETY 3.4")
def test_who_it_is_for_numbers_and_hours_are_not_folded_away(db: None) -> None:
    service = ServiceFactory.make(terms=["men"], hours=[("MO", "09:00", "17:00")])
    main = _page(service).one("main")
    folded = " ".join(one.words for one in main.all("details"))
    for words in ("Men", "0808 801 0331", "Monday, 9am to 5pm"):
        assert words in main.words
        assert words not in folded


def test_the_parts_of_a_page_stand_in_the_order_in_which_a_person_asks(db: None) -> None:
    visit = ServiceAtLocationFactory.make(service=_of_all_facts(url="https://www.example.org/us"))
    assert _page(visit.service).sections[:6] == [
        "Get in touch",
        FOR_ME,
        IN_TOUCH,
        BEFORE_YOU_GO,
        "Read more",
        KNOWN,
    ]


def test_a_place_that_is_public_shows_its_address_and_what_is_known_of_getting_in(
    db: None,
) -> None:
    visit = ServiceAtLocationFactory.make(
        description="Use the side door.",
        location=LocationFactory.make(name="The Centre", step_free=KnownAnswer.NO),
    )
    section = _page(visit.service).section(BEFORE_YOU_GO)
    for words in ("The Centre", "1 High Street", "Rotherham", "S60 1AE", "Use the side door."):
        assert words in section.words
    assert section.answers["Step-free access?"] == "No"
    (unknown,) = section.all("details")
    assert "hearing loop" in unknown.words
    assert "step-free" not in unknown.words
