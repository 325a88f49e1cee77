"""The meaning of each filter, by examples: what one service answers, without a database."""

from collections.abc import Mapping
from typing import Any

import pytest

from resources.choices import (
    AccessNeed,
    Certainty,
    Channel,
    DeafAccess,
    KnownAnswer,
    ReferralRoutes,
    ServiceCost,
    TraceAnswer,
)
from resources.filters import ServiceFilter
from resources.models.location import ACCESSIBILITY_FIELDS
from resources.search import FACETS, NEEDS_ALL
from resources.search.entry import Entry
from tests.search.entries import AUDIENCES, code, contact, entry, place
from tests.search.oracle import answers

KNOWN, MAYBE = Certainty.KNOWN.value, Certainty.NOT_RULED_OUT.value
TRACES = {"off_bill": "on_itemised_bill", "no_name": "needs_name", "no_account": "needs_account"}


def found(name: str, *values: str, of: Entry) -> bool:
    """Tell whether a filter with some values finds a service."""
    return answers(of, name, values)


def test_every_facet_is_a_parameter_and_every_parameter_but_four_a_facet() -> None:
    assert FACETS.keys() == ServiceFilter.base_filters.keys() - {"open", "near", "words", "reading"}
    assert FACETS.keys() > NEEDS_ALL


def test_a_service_of_which_nothing_is_known_answers_nothing_that_has_to_be_known() -> None:
    silent = {name: facet(entry(areas=())) for name, facet in FACETS.items()}
    ages = silent.pop("age")
    told = {name: set(values) for name, values in silent.items() if values}
    assert told == {
        "cost": {ServiceCost.NOT_KNOWN.value},
        "referral": {ReferralRoutes.NOT_KNOWN.value},
        **{name: {MAYBE} for name in (*TRACES, "no_report", "before_trial", "interpreter")},
    }
    assert ages == {"under-18", *(str(years) for years in range(121))}


@pytest.mark.parametrize(
    ("serves", "asked", "is_found"),
    [
        ("united-kingdom", "rotherham", True),
        ("england", "rotherham", True),
        ("yorkshire-and-the-humber", "rotherham", True),
        ("rotherham", "rotherham", True),
        ("rotherham", "yorkshire-and-the-humber", True),
        ("rotherham", "england", True),
        ("rotherham", "united-kingdom", True),
        ("rotherham", "leeds", False),
        ("rotherham", "north-west", False),
        ("rotherham", "scotland", False),
        ("scotland", "rotherham", False),
        ("glasgow-city", "scotland", True),
        ("isle-of-man", "isle-of-man", True),
        ("isle-of-man", "united-kingdom", False),
        ("isle-of-man", "channel-islands", False),
        ("united-kingdom", "isle-of-man", False),
        ("united-kingdom", "channel-islands", False),
    ],
)
def test_a_service_is_found_from_its_area_around_it_and_within_it(
    serves: str, asked: str, is_found: bool
) -> None:
    assert found("region", code(asked), of=entry(areas=[serves])) is is_found


def test_a_service_for_a_part_of_an_area_is_found_from_it() -> None:
    assert found("region", code("leeds"), of=entry(areas=["leeds"], partly=["leeds"]))


@pytest.mark.parametrize(
    ("own", "asked", "is_found"),
    [
        (["men"], "men", True),
        (["women"], "men", False),
        ([], "men", False),
        (["everyone"], "men", True),
        (["everyone"], "children", True),
        (["everyone", "deaf"], "women", True),
        (["adults"], "men", True),
        (["adults"], "older-people", True),
        (["adults"], "children", False),
        (["adults"], "young-people", False),
        (["adults", "young-people"], "young-people", True),
        (["adults"], "everyone", True),
    ],
)
def test_what_is_for_everyone_is_for_each_and_what_is_for_adults_for_all_but_the_young(
    own: list[str], asked: str, is_found: bool
) -> None:
    assert found("audience", asked, of=entry(terms={"audience": own})) is is_found


def test_everyone_is_everybody_who_can_be_asked_for() -> None:
    assert FACETS["audience"](entry(terms={"audience": ["everyone"]})) == AUDIENCES


@pytest.mark.parametrize("name", ["type", "topic", "by_and_for"])
def test_a_term_is_answered_by_what_carries_it(name: str) -> None:
    taxonomy = name.replace("_", "-")
    carrier = entry(terms={taxonomy: ["one", "two"]})
    assert found(name, "one", of=carrier)
    assert found(name, "three", "two", of=carrier)
    assert not found(name, "three", of=carrier)
    assert not found(name, "one", of=entry())


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
    assert found("age", age, of=entry(minimum_age=low, maximum_age=high)) is fits


@pytest.mark.parametrize(
    ("audiences", "low", "youngest"),
    [
        (["adults"], None, 16),
        (["adults"], 21, 21),
        (["adults", "young-people"], None, 0),
        (["adults", "everyone"], None, 0),
        (["women"], None, 0),
    ],
)
def test_what_is_for_adults_alone_is_for_people_from_sixteen_unless_it_says_an_age(
    audiences: list[str], low: int | None, youngest: int
) -> None:
    ages = FACETS["age"](entry(terms={"audience": audiences}, minimum_age=low))
    assert min(map(int, ages - {"under-18"})) == youngest


@pytest.mark.parametrize(
    ("audiences", "low", "high", "is_found"),
    [
        (["everyone"], None, None, True),
        (["everyone"], 13, None, True),
        (["everyone"], 17, None, True),
        (["everyone"], 18, None, False),
        (["children"], None, 17, True),
        (["young-people"], 18, 25, False),
        (["women"], None, None, True),
        # Nobody under 18 is sent to what says "adults" and nothing else.
        (["adults"], None, None, False),
        (["adults"], 16, None, True),
        (["adults", "young-people"], None, None, True),
    ],
)
def test_who_is_under_18_finds_what_takes_somebody_of_that_age_or_states_none(
    audiences: list[str], low: int | None, high: int | None, is_found: bool
) -> None:
    service = entry(terms={"audience": audiences}, minimum_age=low, maximum_age=high)
    assert found("age", "under-18", of=service) is is_found


def test_a_mother_and_her_child_find_what_fits_one_of_them() -> None:
    assert found("age", "9", "40", of=entry(maximum_age=18))
    assert found("age", "9", "40", of=entry(minimum_age=30))
    assert not found("age", "9", "40", of=entry(minimum_age=20, maximum_age=25))


def test_who_cannot_talk_out_loud_finds_what_can_be_written_to() -> None:
    written = entry(contacts=(contact(), contact(Channel.TEXT)))
    assert found("channel", "text", "webchat", of=written)
    assert not found("channel", "text", "webchat", of=entry(contacts=(contact(),)))


def test_a_service_whose_cost_nobody_knows_is_not_found_as_free() -> None:
    assert found("cost", "free", of=entry(cost="free"))
    assert not found("cost", "free", of=entry())
    assert found("cost", "not_known", of=entry())


@pytest.mark.parametrize(
    ("routes", "alone", "sent"),
    [
        (ReferralRoutes.SELF, True, False),
        (ReferralRoutes.PROFESSIONAL, False, True),
        (ReferralRoutes.SELF_OR_PROFESSIONAL, True, True),
        (ReferralRoutes.NOT_KNOWN, False, False),
    ],
)
def test_who_wants_to_make_contact_alone_finds_what_takes_both_ways_too(
    routes: ReferralRoutes, alone: bool, sent: bool
) -> None:
    service = entry(referral_routes=routes.value)
    assert found("referral", "self", of=service) is alone
    assert found("referral", "professional", of=service) is sent


def test_a_language_of_the_service_or_of_one_line_is_found() -> None:
    service = entry(languages=["en", "cy"], contacts=(contact(languages=["pl", "ur"]), contact()))
    assert all(found("language", spoken, of=service) for spoken in ("en", "cy", "pl", "ur"))
    assert not found("language", "fa", "yu", of=entry(languages=["yue"]))


def test_a_service_that_states_no_language_is_not_taken_for_english() -> None:
    assert not found("language", "en", of=entry(contacts=(contact(),)))


@pytest.mark.parametrize(
    ("facts", "answered"),
    [
        ({"contacts": (contact(Channel.VIDEO_BSL),)}, {DeafAccess.BSL}),
        ({"languages": ["bfi"]}, {DeafAccess.BSL}),
        ({"contacts": (contact(languages=["bfi"]),)}, {DeafAccess.BSL}),
        ({"contacts": (contact(Channel.RELAY_UK),)}, {DeafAccess.RELAY}),
        (
            {"languages": ["bfi"], "contacts": (contact(Channel.RELAY_UK),)},
            {DeafAccess.BSL, DeafAccess.RELAY},
        ),
        ({"contacts": (contact(),)}, set()),
    ],
)
def test_who_signs_finds_video_calls_and_help_in_british_sign_language(
    facts: Mapping[str, Any], answered: set[str]
) -> None:
    assert FACETS["sign"](entry(**facts)) == answered


@pytest.mark.parametrize("need", AccessNeed.values)
def test_a_need_is_met_only_where_it_is_known_to_be(need: str) -> None:
    assert found("access", need, of=entry(places=(place(), place(need))))
    assert not found("access", need, of=entry(places=(place(),)))
    assert not found("access", need, of=entry())


def test_all_needs_of_a_person_are_met_at_one_place() -> None:
    one_place = entry(places=(place("step_free", "hearing_loop", "parking"),))
    two_places = entry(places=(place("step_free"), place("hearing_loop")))
    both = ("step_free", "hearing_loop")
    for service in (one_place, two_places):
        assert all(found("access", need, of=service) for need in both)
    assert found("access", *both, of=one_place)
    assert found("access", *reversed(both), of=one_place)
    assert not found("access", *both, of=two_places)


def test_every_fact_about_getting_in_can_be_asked_for() -> None:
    assert tuple(AccessNeed.values) == ACCESSIBILITY_FIELDS


@pytest.mark.parametrize(("name", "field"), TRACES.items())
@pytest.mark.parametrize(
    ("ways", "answered"),
    [
        ((TraceAnswer.NO,), {KNOWN, MAYBE}),
        ((TraceAnswer.YES, TraceAnswer.NO), {KNOWN, MAYBE}),
        ((TraceAnswer.DEPENDS,), {MAYBE}),
        ((TraceAnswer.YES, TraceAnswer.NOT_KNOWN), {MAYBE}),
        ((), {MAYBE}),
        ((TraceAnswer.YES, TraceAnswer.YES), set()),
    ],
)
def test_a_contact_without_a_trace_needs_one_direct_way_that_is_known_to_leave_none(
    name: str, field: str, ways: tuple[TraceAnswer, ...], answered: set[str]
) -> None:
    service = entry(
        contacts=tuple(contact(Channel.PHONE, **{field: answer.value}) for answer in ways)
    )
    assert FACETS[name](service) == answered


@pytest.mark.parametrize(("name", "field"), TRACES.items())
def test_a_web_address_is_no_way_to_be_helped_without_a_trace(name: str, field: str) -> None:
    line = contact(Channel.PHONE, **{field: TraceAnswer.YES.value})
    site = contact(Channel.WEBSITE, **{field: TraceAnswer.NO.value})
    assert FACETS[name](entry(contacts=(line, site))) == set()
    assert FACETS[name](entry(contacts=(site,))) == {MAYBE}


@pytest.mark.parametrize(
    ("name", "field", "wanted", "unwanted"),
    [
        ("no_report", "police_report_needed", KnownAnswer.NO, KnownAnswer.YES),
        ("before_trial", "pre_trial_therapy", KnownAnswer.YES, KnownAnswer.NO),
        ("interpreter", "interpreter", KnownAnswer.YES, KnownAnswer.NO),
    ],
)
def test_a_fact_of_a_service_is_found_when_known_and_left_out_only_when_known_not_to_be(
    name: str, field: str, wanted: KnownAnswer, unwanted: KnownAnswer
) -> None:
    assert FACETS[name](entry(1, **{field: wanted.value})) == {KNOWN, MAYBE}
    assert FACETS[name](entry()) == {MAYBE}
    assert FACETS[name](entry(1, **{field: unwanted.value})) == set()
