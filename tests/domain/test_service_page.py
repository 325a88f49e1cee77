"""The page of a service answers every question, or names it among what is not known."""

from datetime import date, datetime

import pytest

from resources.choices import AddressVisibility, KnownAnswer
from resources.models import Organization, OrganizationIdentifier, Service
from resources.models.location import ACCESSIBILITY_FIELDS
from resources.presenters import Fact, ServicePage, organization_page, service_page
from resources.presenters.facts import facts_of
from tests.factories import (
    ContactRouteFactory,
    LocationFactory,
    OrganizationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    VerificationFactory,
)

pytestmark = pytest.mark.django_db

# The order in which a person asks (the list of what is needed before contacting a service): each
# question as a part of a sentence.
ASKED = [
    "who it is for",
    "who it is not for",
    "ages",
    "what it helps with",
    "what kind of help it is",
    "where it helps",
    "what it costs",
    "who makes first contact",
    "waiting times",
    "how to get in touch",
    "when they answer",
    "what happens next",
    "who answers",
    "what they ask",
    "if you can stay anonymous",
    "what they must pass on",
    "if you have to tell the police",
    "languages",
    "interpreters",
    "therapy before a trial",
    "if they can ring back safely",
    "if their number shows when they ring",
    "if they leave voicemail",
    "if it shows on a bill",
    "access",
]
# Every listing has an area and a way of contact here.
ALWAYS = {"where it helps", "how to get in touch"}


def page(service: Service, moment: datetime) -> ServicePage:
    return service_page(Service.objects.for_detail().get(pk=service.pk), moment)


def known(shown: ServicePage) -> dict[str, str]:
    """Return every question that a page answers, with the answer."""
    facts = shown.facts
    parts = (*facts.for_me, *facts.in_touch, *facts.before_you_go)
    return {str(fact.question): fact.answer for fact in parts}


@pytest.mark.proves("SAFETY 4.7")
def test_a_fact_that_nobody_has_told_us_is_named_among_what_is_not_known(
    a_tuesday: datetime,
) -> None:
    shown = page(ServiceFactory.make(), a_tuesday)
    assert known(shown) == {"Where": "Anywhere in the UK"}
    assert shown.facts.unknown.unknown == tuple(one for one in ASKED if one not in ALWAYS)
    assert shown.facts.unknown.unknown_words == (
        f"who it is for, who it is not for and {len(ASKED) - len(ALWAYS) - 2} more"
    )
    assert shown.checked.words.startswith("Not checked yet")


def test_a_service_of_which_nothing_is_known_asks_where_and_how_too(a_tuesday: datetime) -> None:
    service = ServiceFactory.make(areas=[])
    service.contacts.all().delete()
    shown = page(service, a_tuesday)
    assert known(shown) == {}
    assert list(shown.facts.unknown.unknown) == ASKED


@pytest.mark.parametrize(
    ("values", "question", "answer"),
    [
        ({"eligibility_description": "Women."}, "It is for", "Women."),
        ({"excludes_description": "Under 18."}, "It is not for", "Under 18."),
        ({"minimum_age": 18}, "Ages", "18 and over"),
        ({"maximum_age": 25}, "Ages", "Up to 25"),
        ({"minimum_age": 0, "maximum_age": 18}, "Ages", "0 to 18"),
        ({"minimum_age": 13, "maximum_age": 25}, "Ages", "13 to 25"),
        ({"cost": "free"}, "Cost", "Free."),
        (
            {"cost": "low_cost", "fees_description": "£5 a visit."},
            "Cost",
            "Low cost. £5 a visit.",
        ),
        ({"fees_description": "Ask them."}, "Cost", "Ask them."),
        (
            {"referral_routes": "self"},
            "Who makes the first contact",
            "You can contact them yourself",
        ),
        ({"what_happens_next": "They listen."}, "What happens next", "They listen."),
        ({"confidentiality": "A child at risk."}, "What they must pass on", "A child at risk."),
        (
            {"referral_status": "waiting_list", "referral_status_as_of": date(2026, 11, 1)},
            "Waiting",
            "Waiting list (as of 1 November 2026)",
        ),
        (
            {
                "referral_status": "closed",
                "referral_status_as_of": date(2026, 11, 1),
                "referral_status_precision": "month",
            },
            "Waiting",
            "Not taking new people (as of November 2026)",
        ),
        ({"languages": "en,bfi,xx"}, "Languages", "English, British Sign Language, xx"),
        ({"interpreter": "yes"}, "Interpreter", "Yes"),
        ({"interpreter": "no"}, "Interpreter", "No"),
        ({"police_report_needed": "no"}, "Do you have to report to the police?", "No"),
        ({"pre_trial_therapy": "yes"}, "Do they give therapy before a trial?", "Yes"),
        ({"who_answers": "Trained volunteers."}, "Who answers", "Trained volunteers."),
        ({"what_they_ask": "Nothing."}, "What they ask", "Nothing."),
        ({"call_back": "They ask first."}, "Is a call back safe?", "They ask first."),
        ({"accessibility_description": "A ramp."}, "Access", "A ramp."),
    ],
)
def test_a_fact_that_is_known_answers_its_own_question_alone(
    values: dict[str, object], question: str, answer: str, a_tuesday: datetime
) -> None:
    shown = page(ServiceFactory.make(**values), a_tuesday)
    told = known(shown)
    assert told.pop("Where") == "Anywhere in the UK"
    assert told == {question: answer}
    assert len(shown.facts.unknown.unknown) == len(ASKED) - len(ALWAYS) - 1


def test_hours_that_are_told_beside_a_way_are_no_longer_asked(a_tuesday: datetime) -> None:
    shown = page(ServiceFactory.make(hours=[("MO", "09:00", "17:00")]), a_tuesday)
    assert "when they answer" not in shown.facts.unknown.unknown
    assert set(known(shown)) == {"Where"}


@pytest.mark.parametrize(
    ("terms", "told", "answer"),
    [
        (["women", "men"], "", "Women, Men"),
        (["women", "men", "deaf"], "Anyone over 16.", "Anyone over 16."),
        (
            ["women", "men", "deaf", "faith"],
            "Anyone over 16.",
            "Women, Men, Deaf people, People of faith. Anyone over 16.",
        ),
    ],
)
def test_no_group_is_hidden_behind_what_a_service_says_of_itself(
    terms: list[str], told: str, answer: str, a_tuesday: datetime
) -> None:
    service = ServiceFactory.make(terms=terms, eligibility_description=told)
    shown = page(service, a_tuesday)
    assert known(shown)["It is for"] == answer


@pytest.mark.parametrize(
    ("known_of", "words"),
    [
        ([], "a, b and 2 more"),
        (["a"], "b, c and d"),
        (["a", "b"], "c and d"),
        (["a", "b", "c"], "d"),
        (["a", "b", "c", "d"], ""),
    ],
)
def test_what_is_not_known_is_one_line_of_at_most_three(known_of: list[str], words: str) -> None:
    made = facts_of(*(Fact(one.upper(), "Yes" * (one in known_of), one) for one in "abcd"))
    assert made.unknown_words == words
    assert [fact.asked for fact in made.known] == known_of


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
        (("not_known", "not_known"), None),
    ],
)
def test_ways_of_contact_that_differ_are_told_apart(
    field: str, question: str, answers: tuple[str, str], told: str | None, a_tuesday: datetime
) -> None:
    service = ServiceFactory.make()
    service.contacts.update(**{field: answers[0]})
    ContactRouteFactory.make(service=service, label="Office", position=1, **{field: answers[1]})
    # A web address is no way to talk, so it answers none of these questions.
    ContactRouteFactory.make(
        service=service, channel="website", value="https://example.org", **{field: "yes"}
    )
    assert known(page(service, a_tuesday)).get(question) == told


def test_a_line_with_languages_of_its_own_names_them(a_tuesday: datetime) -> None:
    service = ServiceFactory.make(languages="en")
    ContactRouteFactory.make(service=service, channel="text", value="85258", languages="pl,ur")
    shown = page(service, a_tuesday)
    assert known(shown)["Languages"] == "English; Text message: Polish, Urdu"
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
    Service.objects.filter(pk=service.pk).update(url="http://[wrong")
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
    (told,) = shown.access.known
    assert told.answer == "No"
    assert told.question.endswith("?")
    assert len(shown.access.unknown) == len(ACCESSIBILITY_FIELDS) - 1
    assert told.asked not in shown.access.unknown


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
    told = known(shown)
    names = {one.slug: one.name for one in service.terms.all()}
    assert told["It helps with"] == names["domestic-abuse"]
    assert told["Kind of help"] == names["helpline"]
    assert told["It is for"] == names["lgbt"]


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


def test_a_page_begins_with_the_way_that_answers_now_and_keeps_the_order_of_the_others(
    a_tuesday: datetime,
) -> None:
    service = ServiceFactory.make(hours=[("TU", "18:00", "22:00")])
    for position, (channel, value) in enumerate(
        [("email", "help@example.org"), ("text", "85258"), ("website", "https://example.org")], 1
    ):
        ContactRouteFactory.make(service=service, channel=channel, value=value, position=position)
    assert [line.channel for line in page(service, a_tuesday).contacts] == [
        "text",
        "phone",
        "email",
        "website",
    ]


def test_a_page_says_first_who_a_service_is_for_where_and_what_to_know_before(
    a_tuesday: datetime,
) -> None:
    service = ServiceFactory.make(terms=["women"], areas=["wales"], minimum_age=18)
    shown = page(service, a_tuesday)
    assert shown.fit == "For women 18 or over. Wales."
    assert shown.marks == ("Adults only",)


@pytest.mark.parametrize(
    ("day", "answer"),
    [(date(2026, 10, 24), "Taking new people (as of 24 October 2026)"), (date(2026, 10, 23), None)],
)
def test_a_page_knows_for_a_month_whether_a_service_takes_new_people(
    day: date, answer: str | None, a_tuesday: datetime
) -> None:
    service = ServiceFactory.make(referral_status="open", referral_status_as_of=day)
    shown = page(service, a_tuesday)
    assert known(shown).get("Waiting") == answer
    assert ("waiting times" in shown.facts.unknown.unknown) == (answer is None)


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
