"""The page of a service answers every question, with "Not known" where nobody has told us."""

from datetime import date, datetime

import pytest

from resources.choices import AddressVisibility, KnownAnswer
from resources.models import Organization, OrganizationIdentifier, Service
from resources.models.location import ACCESSIBILITY_FIELDS
from resources.presenters import ServicePage, organization_page, service_page
from tests.factories import (
    ContactRouteFactory,
    LocationFactory,
    OrganizationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    VerificationFactory,
)

pytestmark = pytest.mark.django_db

# The order in which a person asks (the list of what is needed before contacting a service).
QUESTIONS = [
    "What does it help with?",
    "What kind of help is it?",
    "Who is it for?",
    "Who or what is it not for?",
    "What ages?",
    "Where does it help?",
    "What does it cost?",
    "How can you get in touch?",
    "When do they answer?",
    "Who answers?",
    "What do they ask?",
    "What happens next?",
    "Do they ask for a name?",
    "What must they pass on?",
    "Do you have to report to the police?",
    "Which languages?",
    "Can you have an interpreter?",
    "Is a call back safe?",
    "Does their number show when they call back?",
    "Do they leave voicemail?",
    "Does it show on an itemised bill?",
    "Who makes the first contact?",
    "Do they give therapy before a trial?",
    "Is there a wait?",
    "Access",
    "Who runs it?",
    "When was this last checked, and how?",
]
# Every listing has an area, an owner, a way of contact here, and a sentence about its sources.
ALWAYS = {
    "Where does it help?",
    "How can you get in touch?",
    "Who runs it?",
    "When was this last checked, and how?",
}


def page(service: Service, moment: datetime) -> ServicePage:
    """Return what the page of a saved service says."""
    return service_page(Service.objects.for_detail().get(pk=service.pk), moment)


@pytest.mark.proves("SAFETY 4.7")
def test_a_fact_that_nobody_has_told_us_is_not_known(a_tuesday: datetime) -> None:
    facts = page(ServiceFactory.make(), a_tuesday).facts
    assert [fact.question for fact in facts] == QUESTIONS
    unknown = [fact for fact in facts if fact.question not in ALWAYS]
    assert {(fact.answer, fact.is_known) for fact in unknown} == {("Not known", False)}
    assert all(fact.asked for fact in unknown)
    known = {fact.question: fact.answer for fact in facts if fact.question in ALWAYS}
    assert known["Where does it help?"] == "Anywhere in the UK"
    assert known["How can you get in touch?"] == "Phone"
    assert known["When was this last checked, and how?"].startswith("Not checked yet")


@pytest.mark.parametrize(
    ("values", "question", "answer"),
    [
        ({"eligibility_description": "Women."}, "Who is it for?", "Women."),
        ({"excludes_description": "Under 18."}, "Who or what is it not for?", "Under 18."),
        ({"minimum_age": 18}, "What ages?", "18 and over"),
        ({"maximum_age": 25}, "What ages?", "Up to 25"),
        ({"minimum_age": 0, "maximum_age": 18}, "What ages?", "0 to 18"),
        ({"minimum_age": 13, "maximum_age": 25}, "What ages?", "13 to 25"),
        ({"cost": "free"}, "What does it cost?", "Free."),
        (
            {"cost": "low_cost", "fees_description": "£5 a visit."},
            "What does it cost?",
            "Low cost. £5 a visit.",
        ),
        ({"fees_description": "Ask them."}, "What does it cost?", "Ask them."),
        (
            {"referral_routes": "self"},
            "Who makes the first contact?",
            "You can contact them yourself",
        ),
        ({"what_happens_next": "They listen."}, "What happens next?", "They listen."),
        ({"confidentiality": "A child at risk."}, "What must they pass on?", "A child at risk."),
        (
            {"referral_status": "waiting_list", "referral_status_as_of": date(2026, 11, 1)},
            "Is there a wait?",
            "Waiting list (as of 1 November 2026)",
        ),
        (
            {
                "referral_status": "closed",
                "referral_status_as_of": date(2025, 1, 1),
                "referral_status_precision": "year",
            },
            "Is there a wait?",
            "Not taking new people (as of 2025)",
        ),
        ({"languages": "en,bfi,xx"}, "Which languages?", "English, British Sign Language, xx"),
        ({"interpreter": "yes"}, "Can you have an interpreter?", "Yes"),
        ({"interpreter": "no"}, "Can you have an interpreter?", "No"),
        ({"police_report_needed": "no"}, "Do you have to report to the police?", "No"),
        ({"pre_trial_therapy": "yes"}, "Do they give therapy before a trial?", "Yes"),
        ({"who_answers": "Trained volunteers."}, "Who answers?", "Trained volunteers."),
        ({"what_they_ask": "Nothing."}, "What do they ask?", "Nothing."),
        ({"call_back": "They ask first."}, "Is a call back safe?", "They ask first."),
        ({"accessibility_description": "A ramp."}, "Access", "A ramp."),
    ],
)
def test_a_fact_that_is_known_answers_its_own_question_alone(
    values: dict[str, object], question: str, answer: str, a_tuesday: datetime
) -> None:
    facts = page(ServiceFactory.make(**values), a_tuesday).facts
    known = {fact.question: fact.answer for fact in facts if fact.is_known}
    assert {name: known[name] for name in known.keys() - ALWAYS} == {question: answer}


ONE_ANSWER = {
    "needs_name": "Do they ask for a name?",
    "caller_id": "Does their number show when they call back?",
    "voicemail": "Do they leave voicemail?",
    "on_itemised_bill": "Does it show on an itemised bill?",
}


@pytest.mark.parametrize(("field", "question"), ONE_ANSWER.items())
@pytest.mark.parametrize(
    ("answers", "told"),
    [
        (("no", "no"), "No"),
        (("yes", "no"), "Phone: Yes. Email (Office): No."),
        (("depends", "not_known"), "Phone: It depends. We do not know about the others."),
        (("not_known", "not_known"), "Not known"),
    ],
)
def test_ways_of_contact_that_differ_are_told_apart(
    field: str, question: str, answers: tuple[str, str], told: str, a_tuesday: datetime
) -> None:
    service = ServiceFactory.make()
    service.contacts.update(**{field: answers[0]})
    ContactRouteFactory.make(service=service, label="Office", position=1, **{field: answers[1]})
    # A web address is no way to talk, so it answers none of these questions.
    ContactRouteFactory.make(
        service=service, channel="website", value="https://example.org", **{field: "yes"}
    )
    facts = {fact.question: fact.answer for fact in page(service, a_tuesday).facts}
    assert facts[question] == told


def test_a_line_with_languages_of_its_own_names_them(a_tuesday: datetime) -> None:
    service = ServiceFactory.make(languages="en")
    ContactRouteFactory.make(service=service, channel="text", value="85258", languages="pl,ur")
    shown = page(service, a_tuesday)
    facts = {fact.question: fact.answer for fact in shown.facts}
    assert facts["Which languages?"] == "English; Text message: Polish, Urdu"
    assert {line.channel: line.languages for line in shown.contacts} == {
        "phone": "",
        "text": "Polish, Urdu",
    }


def test_a_page_links_to_the_services_own_pages_about_itself(a_tuesday: datetime) -> None:
    service = ServiceFactory.make(
        url="https://www.example.org/help",
        easy_read_url="https://example.org/easy",
        bsl_url="https://signs.example.org/us",
    )
    assert [(link.label, link.url, link.host) for link in page(service, a_tuesday).links] == [
        ("Their own page about this service", "https://www.example.org/help", "example.org"),
        ("Easy read", "https://example.org/easy", "example.org"),
        ("In British Sign Language", "https://signs.example.org/us", "signs.example.org"),
    ]
    assert page(ServiceFactory.make(), a_tuesday).links == ()


def test_an_address_that_cannot_be_followed_is_no_link(a_tuesday: datetime) -> None:
    service = ServiceFactory.make()
    Service.objects.filter(pk=service.pk).update(url="javascript:alert(1)")
    assert page(service, a_tuesday).links == ()


def test_a_public_place_shows_its_whole_address(a_tuesday: datetime) -> None:
    place = LocationFactory.make(name="Hope House", address_2="Flat 2")
    visit = ServiceAtLocationFactory.make(location=place, description="Ring twice.")
    (shown,) = page(visit.service, a_tuesday).places
    assert shown.lines == ("Hope House", "1 High Street", "Flat 2", "Rotherham", "S60 1AE")
    assert shown.note == "Ring twice."


@pytest.mark.parametrize(
    ("values", "lines"),
    [
        (
            {"address_visibility": AddressVisibility.AREA_ONLY, "city": "Rotherham"},
            ("Rotherham", "The address is not public. Ask when you get in touch."),
        ),
        (
            {"address_visibility": AddressVisibility.AREA_ONLY, "city": ""},
            ("The address is private, to keep people safe.",),
        ),
        (
            {"address_visibility": AddressVisibility.HIDDEN, "city": ""},
            ("The address is private, to keep people safe.",),
        ),
    ],
)
def test_a_place_that_is_not_public_shows_no_more_than_its_town(
    values: dict[str, str], lines: tuple[str, ...], a_tuesday: datetime
) -> None:
    place = LocationFactory.make(address_1="", postcode="", **values)
    visit = ServiceAtLocationFactory.make(location=place)
    (shown,) = page(visit.service, a_tuesday).places
    assert shown.lines == lines


def test_an_address_that_is_not_public_is_not_shown_even_if_it_were_there() -> None:
    visit = ServiceAtLocationFactory.make()
    service = Service.objects.for_detail().get(pk=visit.service.pk)
    for loaded in service.service_at_locations.all():
        loaded.location.address_visibility = AddressVisibility.HIDDEN
        loaded.location.city = ""
    moment = datetime.fromisoformat("2026-11-24T15:00+00:00")
    (shown,) = service_page(service, moment).places
    assert shown.lines == ("The address is private, to keep people safe.",)


@pytest.mark.parametrize("field", ACCESSIBILITY_FIELDS)
def test_a_no_about_getting_in_is_told_like_a_yes(field: str, a_tuesday: datetime) -> None:
    visit = ServiceAtLocationFactory.make(location=LocationFactory.make(**{field: KnownAnswer.NO}))
    (shown,) = page(visit.service, a_tuesday).places
    told = [fact.answer if fact.is_known else None for fact in shown.access]
    assert told == ["No" if name == field else None for name in ACCESSIBILITY_FIELDS]
    assert {fact.answer for fact in shown.access} == {"No", "Not known"}
    assert all(fact.question.endswith("?") for fact in shown.access)


def test_a_page_says_who_runs_a_service_and_what_it_does_in_paragraphs(
    a_tuesday: datetime,
) -> None:
    service = ServiceFactory.make(
        organization=OrganizationFactory.make(name="Galop", code="2tswbx"),
        name="The Line",
        alternate_name="Galop Line",
        description="First.\n\n\n\nSecond.",
        coverage_description="All of Leeds",
        terms=["helpline", "domestic-abuse", "lgbt"],
    )
    shown = page(service, a_tuesday)
    assert (shown.name, shown.alternate_name) == ("The Line", "Galop Line")
    assert (shown.organization, shown.organization_url) == ("Galop", "/organizations/2tswbx/")
    assert shown.description == ("First.", "Second.")
    assert shown.coverage == "All of Leeds"
    told = {fact.question: fact.answer for fact in shown.facts}
    names = {one.slug: one.name for one in service.terms.all()}
    assert told["What does it help with?"] == names["domestic-abuse"]
    assert told["What kind of help is it?"] == names["helpline"]
    assert told["Who is it for?"] == names["lgbt"]
    assert told["Who runs it?"] == "Galop"


def test_a_page_dates_each_way_of_contact_and_names_its_sources(a_tuesday: datetime) -> None:
    service = ServiceFactory.make()
    VerificationFactory.make(
        service=service, contact_route=service.contacts.get(), source_url="https://a.example/x"
    )
    shown = page(service, a_tuesday)
    assert [line.checked_words for line in shown.contacts] == ["Checked 3 October 2026"]
    assert [source.host for source in shown.sources] == ["a.example"]
    assert shown.checked.words == (
        "From public sources, last checked 3 October 2026. Not yet confirmed with the service."
    )


def test_a_page_tells_no_source_of_a_value_that_was_changed_since(a_tuesday: datetime) -> None:
    service = ServiceFactory.make(minimum_age=16)
    VerificationFactory.make(service=service, fact="minimum_age", source_url="https://a.example/x")
    VerificationFactory.make(service=service, source_url="https://b.example/x")
    Service.objects.update(minimum_age=18)
    assert [source.host for source in page(service, a_tuesday).sources] == ["b.example"]


def test_a_page_of_an_organization_names_its_registers_and_its_site() -> None:
    row = OrganizationFactory.make(website="https://www.galop.org.uk/help")
    OrganizationIdentifier.objects.create(organization=row, scheme="GB-CHC", identifier="1077484")
    shown = organization_page(Organization.objects.for_listing().get(pk=row.pk))
    assert (shown.website, shown.host) == ("https://www.galop.org.uk/help", "galop.org.uk")
    assert [(one.label, one.value) for one in shown.identifiers] == [
        ("Charity Commission for England and Wales", "1077484")
    ]
