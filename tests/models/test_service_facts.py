"""Asking for a fact finds what is known, and leaving a fact out keeps what nobody has asked yet."""

from itertools import pairwise

import pytest

from resources.choices import (
    AccessNeed,
    Channel,
    KnownAnswer,
    TraceAnswer,
    Wish,
    WithoutHearing,
)
from resources.filters import Choice, ServiceFilter
from resources.models import Service
from resources.models.location import ACCESSIBILITY_FIELDS
from resources.models.service_queries import ServiceQuerySet
from tests.factories import (
    ContactRouteFactory,
    LocationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
)

pytestmark = pytest.mark.django_db


def codes(*values: str) -> list[Choice]:
    """Return values of a closed list as a filter hands them on."""
    return [Choice(value, value) for value in values]


def found(word: str, *values: str) -> set[Service]:
    """Return what one word of the QuerySet finds."""
    narrowed: ServiceQuerySet = getattr(Service.objects.all(), word)(codes(*values))
    return set(narrowed)


def test_a_language_of_the_service_or_of_one_line_is_found() -> None:
    welsh = ServiceFactory.make(languages="en,cy")
    polish = ServiceFactory.make()
    ContactRouteFactory.make(service=polish, languages="pl,ur")
    ServiceFactory.make()

    assert found("given_in", "cy") == {welsh}
    assert found("given_in", "ur") == {polish}
    assert found("given_in", "cy", "pl") == {welsh, polish}


def test_a_language_is_not_found_in_a_longer_code_that_holds_it() -> None:
    cantonese = ServiceFactory.make(languages="yue,fa")

    assert found("given_in", "fa") == {cantonese}
    assert found("given_in", "ue") == set()
    assert found("given_in", "yu") == set()


def test_a_service_that_states_no_language_is_not_taken_for_english() -> None:
    ServiceFactory.make()

    assert found("given_in", "en") == set()


def test_who_signs_finds_video_calls_and_help_in_british_sign_language() -> None:
    video = ContactRouteFactory.make(channel=Channel.VIDEO_BSL, value="Ask by e-mail").service
    signed = ServiceFactory.make(languages="bfi")
    line = ContactRouteFactory.make(languages="bfi").service
    relay = ContactRouteFactory.make(channel=Channel.RELAY_UK, value="18001 0808 801 0331").service
    ServiceFactory.make()

    assert found("without_hearing", WithoutHearing.BSL) == {video, signed, line}
    assert found("without_hearing", WithoutHearing.RELAY) == {relay}
    assert found("without_hearing", *WithoutHearing.values) == {video, signed, line, relay}


@pytest.mark.parametrize(
    ("low", "high", "age", "fits"),
    [
        (None, None, "16", True),
        (13, 25, "12", False),
        (13, 25, "13", True),
        (13, 25, "25", True),
        (13, 25, "26", False),
        (18, None, "17", False),
        (18, None, "120", True),
        (None, 18, "0", True),
        (None, 18, "19", False),
    ],
)
def test_an_age_fits_where_no_stated_limit_leaves_it_out(
    low: int | None, high: int | None, age: str, fits: bool
) -> None:
    service = ServiceFactory.make(minimum_age=low, maximum_age=high)

    assert found("fitting_age", age) == ({service} if fits else set())


@pytest.mark.parametrize(("age", "fits"), [("15", False), ("16", True), ("17", True), ("40", True)])
def test_what_is_for_adults_begins_at_16_where_no_age_is_stated(age: str, fits: bool) -> None:
    adults = ServiceFactory.make(terms=["adults"])

    assert found("fitting_age", age) == ({adults} if fits else set())


def test_an_age_that_is_stated_goes_before_the_word_adults() -> None:
    from_14 = ServiceFactory.make(terms=["adults"], minimum_age=14)
    ServiceFactory.make(terms=["adults"], minimum_age=18)

    assert found("fitting_age", "15") == {from_14}


def test_a_mother_and_her_child_find_what_fits_one_of_them() -> None:
    young = ServiceFactory.make(maximum_age=18)
    grown = ServiceFactory.make(minimum_age=30)
    ServiceFactory.make(minimum_age=20, maximum_age=25)

    assert found("fitting_age", "9", "40") == {young, grown}


def at(service: Service, **facts: str) -> None:
    """Give a service a place with these facts about getting in."""
    ServiceAtLocationFactory.make(service=service, location=LocationFactory.make(**facts))


@pytest.mark.parametrize("need", AccessNeed.values)
def test_a_need_is_met_only_where_it_is_known_to_be(need: str) -> None:
    met, not_met = ServiceFactory.make(), ServiceFactory.make()
    at(met, **{need: KnownAnswer.YES})
    at(not_met, **{need: KnownAnswer.NO})
    at(ServiceFactory.make())

    assert found("accessible", need) == {met}


def test_all_needs_of_a_person_are_met_at_one_place() -> None:
    one_place, two_places = ServiceFactory.make(), ServiceFactory.make()
    at(one_place, step_free=KnownAnswer.YES, hearing_loop=KnownAnswer.YES)
    at(two_places, step_free=KnownAnswer.YES)
    at(two_places, hearing_loop=KnownAnswer.YES)

    assert found("accessible", "step_free") == {one_place, two_places}
    assert found("accessible", "step_free", "hearing_loop") == {one_place}


def test_every_fact_about_getting_in_can_be_asked_for() -> None:
    assert tuple(AccessNeed.values) == ACCESSIBILITY_FIELDS


OF_A_ROUTE = {
    "off_the_bill": "on_itemised_bill",
    "asking_no_name": "needs_name",
    "asking_no_account": "needs_account",
}


def reached(field: str, *answers: str) -> Service:
    """Return a service with one direct way of contact for each answer."""
    service = ServiceFactory.make()
    service.contacts.all().delete()
    for answer in answers:
        ContactRouteFactory.make(service=service, **{field: answer})
    return service


@pytest.mark.parametrize(("word", "field"), OF_A_ROUTE.items())
def test_a_fact_of_contact_holds_when_one_direct_way_is_known_to_have_it(
    word: str, field: str
) -> None:
    yes, no = TraceAnswer.YES, TraceAnswer.NO
    clean, one_clean = reached(field, no), reached(field, yes, no)
    doubtful = reached(field, TraceAnswer.DEPENDS)
    unknown = reached(field, yes, TraceAnswer.NOT_KNOWN)
    nothing = reached(field)
    reached(field, yes, yes)

    assert found(word, Wish.YES) == {clean, one_clean}
    assert found(word, Wish.MAYBE) == {clean, one_clean, doubtful, unknown, nothing}
    assert found(word, *Wish.values) == found(word, Wish.MAYBE)


@pytest.mark.parametrize(("word", "field"), OF_A_ROUTE.items())
def test_a_web_address_is_no_way_to_be_helped_without_a_trace(word: str, field: str) -> None:
    service = reached(field, TraceAnswer.YES)
    ContactRouteFactory.make(
        service=service,
        channel=Channel.WEBSITE,
        value="https://example.org",
        **{field: TraceAnswer.NO},
    )

    assert found(word, Wish.YES) == set()
    assert found(word, Wish.MAYBE) == set()


@pytest.mark.parametrize(
    ("word", "field", "wanted", "unwanted"),
    [
        ("without_report", "police_report_needed", KnownAnswer.NO, KnownAnswer.YES),
        ("before_trial", "pre_trial_therapy", KnownAnswer.YES, KnownAnswer.NO),
        ("with_interpreter", "interpreter", KnownAnswer.YES, KnownAnswer.NO),
    ],
)
def test_a_fact_of_a_service_is_found_when_known_and_left_out_only_when_known_not_to_be(
    word: str, field: str, wanted: KnownAnswer, unwanted: KnownAnswer
) -> None:
    known = ServiceFactory.make(**{field: wanted})
    unknown = ServiceFactory.make()
    ServiceFactory.make(**{field: unwanted})

    assert found(word, Wish.YES) == {known}
    assert found(word, Wish.MAYBE) == {known, unknown}


def test_each_value_of_every_closed_list_can_be_asked_of_its_word_alone() -> None:
    asked = ServiceFilter()
    names = [name for name in asked.filters if name != "open" and asked.choices(name)]
    assert len(names) > 12
    for name in names:
        word = getattr(Service.objects.all(), asked.filters[name].word)
        for row in asked.choices(name):
            assert list(word([row])) == []


def test_several_values_find_what_any_of_them_finds_but_needs_are_met_together() -> None:
    ServiceFactory.make(languages="en,cy", cost="free", referral_routes="self", minimum_age=18)
    ServiceFactory.make(interpreter="no", police_report_needed="no", cost="paid")
    reached("needs_name", TraceAnswer.YES)
    reached("needs_name", TraceAnswer.NO, TraceAnswer.YES)
    reached("on_itemised_bill", TraceAnswer.YES)
    asked = ServiceFilter()
    told_apart = set()
    for name in set(asked.filters) - {"open", "access", "near", "words"}:
        rows = asked.choices(name)
        word = getattr(Service.objects.all(), asked.filters[name].word)
        for first, second in pairwise(rows):
            alone, other = set(word([first])), set(word([second]))
            assert set(word([first, second])) == alone | other
            told_apart |= {name} if alone != other else set()
    assert {"language", "cost", "no_name", "off_bill", "interpreter"} <= told_apart
