"""What a person needs to know before getting in touch: answered, or said to be unknown."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from resources.choices import KnownAnswer, ReferralRoutes, ReferralStatus, ServiceCost, TraceAnswer
from resources.models import Service
from resources.models.contact import TRACE_FIELDS
from tests.factories import LocationFactory, ServiceAtLocationFactory, ServiceFactory
from tests.pages.reading import Element, Page, read

BEFORE = "Before you get in touch"
# What a curator can answer: the fields, the answer, and the question as part of a sentence.
QUESTIONS: dict[str, tuple[dict[str, Any], str, str]] = {
    "Who is it for?": ({"eligibility_description": "Adults."}, "Adults.", "who it is for"),
    "Who or what is it not for?": (
        {"excludes_description": "Under 18s."},
        "Under 18s.",
        "who it is not for",
    ),
    "What ages?": ({"minimum_age": 18, "maximum_age": 25}, "18 to 25", "ages"),
    "What does it cost?": ({"cost": ServiceCost.FREE}, "Free.", "what it costs"),
    "Who answers?": ({"who_answers": "Trained staff."}, "Trained staff.", "who answers"),
    "What do they ask?": ({"what_they_ask": "A first name."}, "A first name.", "what they ask"),
    "What happens next?": (
        {"what_happens_next": "We call you back."},
        "We call you back.",
        "what happens next",
    ),
    "What must they pass on?": (
        {"confidentiality": "Harm to a child."},
        "Harm to a child.",
        "what they must pass on",
    ),
    "Do you have to report to the police?": (
        {"police_report_needed": KnownAnswer.NO},
        "No",
        "if you have to tell the police",
    ),
    "Which languages?": ({"languages": "en,cy"}, "English, Welsh", "languages"),
    "Can you have an interpreter?": (
        {"interpreter": KnownAnswer.NO},
        "No",
        "interpreters",
    ),
    "Is a call back safe?": (
        {"call_back": "They ask when it is safe."},
        "They ask when it is safe.",
        "if they can ring back safely",
    ),
    "Who makes the first contact?": (
        {"referral_routes": ReferralRoutes.SELF},
        "You can contact them yourself",
        "who makes first contact",
    ),
    "Do they give therapy before a trial?": (
        {"pre_trial_therapy": KnownAnswer.YES},
        "Yes",
        "therapy before a trial",
    ),
    "Is there a wait?": (
        {
            "referral_status": ReferralStatus.WAITING_LIST,
            "referral_status_as_of": date(2026, 11, 3),
        },
        "Waiting list (as of 3 November 2026)",
        "waiting times",
    ),
    "Access": ({"accessibility_description": "A ramp."}, "A ramp.", "access"),
}
# Answered for every listing of these tests.
ALWAYS = [
    "Where does it help?",
    "How can you get in touch?",
    "Who runs it?",
    "When was this last checked, and how?",
]


UNKNOWN = "We do not know these yet. You can ask them:"


def _page(service: Service) -> Page:
    return read(Client(), service.get_absolute_url())


def _unknown(section: Element) -> list[str]:
    """Return what nobody has told us yet."""
    (found,) = [one for one in section.all("div") if one.words.startswith(UNKNOWN)]
    return [one.words for one in found.all("li")]


def _told(section: Element) -> dict[str, str]:
    """Return what a curator has answered."""
    return {name: one for name, one in section.answers.items() if name not in ALWAYS}


def test_what_nobody_has_told_us_is_said_in_one_list_and_can_be_asked(db: None) -> None:
    section = _page(ServiceFactory.make()).section(BEFORE)
    assert list(section.answers) == ALWAYS
    unknown = _unknown(section)
    assert unknown[:2] == ["what it helps with", "what kind of help it is"]
    assert "access" in unknown[-1]
    assert "Not known" not in section.words
    for _values, _answer, asked in QUESTIONS.values():
        assert asked in unknown


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_fact_that_is_known_is_answered_and_no_longer_asked(question: str, db: None) -> None:
    values, answer, asked = QUESTIONS[question]
    section = _page(ServiceFactory.make(**values)).section(BEFORE)
    assert _told(section) == {question: answer}
    assert asked not in _unknown(section)
    others = [other for name, (_, _, other) in QUESTIONS.items() if name != question]
    assert all(other in _unknown(section) for other in others)


def test_nothing_is_left_to_ask_when_everything_is_known(db: None) -> None:
    known = [values for values, _, _ in QUESTIONS.values()]
    everything = {name: one for values in known for name, one in values.items()}
    service = ServiceFactory.make(
        **everything,
        terms=["men", "counselling", "domestic-abuse"],
        hours=[("MO", "09:00", "17:00")],
    )
    service.contacts.update(**dict.fromkeys(TRACE_FIELDS, TraceAnswer.NO))
    section = _page(service).section(BEFORE)
    assert "We do not know" not in section.words
    assert "Not known" not in section.words
    assert set(QUESTIONS) < set(section.answers)
    assert section.answers["Who is it for?"] == "Men. Adults."
    assert section.answers["When do they answer?"] == "Phone: Monday, 9am to 5pm."


def test_a_service_says_who_it_is_for_and_what_with_in_plain_names(db: None) -> None:
    service = ServiceFactory.make(terms=["men", "counselling", "domestic-abuse"])
    names = {term.slug: term.name for term in service.terms.all()}
    assert _told(_page(service).section(BEFORE)) == {
        "What does it help with?": names["domestic-abuse"],
        "What kind of help is it?": names["counselling"],
        "Who is it for?": names["men"],
    }


@pytest.mark.proves("SAFETY 3.4")
def test_who_it_is_for_numbers_and_hours_are_not_folded_away(db: None) -> None:
    service = ServiceFactory.make(terms=["men"], hours=[("MO", "09:00", "17:00")])
    main = _page(service).one("main")
    folded = " ".join(one.words for one in main.all("details"))
    for words in ("Men", "0808 801 0331", "Monday, 9am to 5pm"):
        assert words in main.words
        assert words not in folded


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
    unknown = " ".join(_unknown(section))
    assert "hearing loop" in unknown
    assert "step-free" not in unknown
