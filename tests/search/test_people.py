"""For whom a service is decides where it stands beside the person in a question."""

from dataclasses import replace

import pytest

from resources.language import Phrase
from resources.language.people import People
from resources.language.thesaurus import Concept
from tests.factories import ServiceFactory
from tests.search.asking import CHILD, LONG_AGO, MAN, NOBODY, WOMAN, aged, asked, names

pytestmark = pytest.mark.django_db

TEXT = "he controls my money"
HURT = People(is_harmed=True, harmed_by="man")


def line(name: str, *terms: str, **facts: object) -> None:
    """Make a line about abuse at home for some people."""
    ServiceFactory.make(name=name, terms=["domestic-abuse", "helpline", *terms], **facts)


@pytest.mark.parametrize("areas", [(), ("leeds",)])
@pytest.mark.parametrize(("person", "theirs"), [(MAN, "Men"), (WOMAN, "Women")])
def test_a_line_for_others_alone_stands_last_or_is_left_out(
    person: People, theirs: str, areas: tuple[str, ...]
) -> None:
    line("Women", "women", areas=["leeds"])
    line("Men", "men", areas=["leeds"])
    line("Everyone", "everyone")
    found = names(asked(TEXT, *areas, people=person))
    assert set(found[:2]) == {theirs, "Everyone"}


def test_a_man_meets_a_line_for_women_last_even_where_it_alone_is_named_and_local() -> None:
    line("Zebra for women", "women", areas=["rotherham"])
    line("Everyone", "everyone")
    found = names(asked("zebra he controls my money", "rotherham", people=MAN))
    assert found == ["Everyone", "Zebra for women"]


def test_without_a_word_of_who_asks_nobody_is_moved() -> None:
    line("A women", "women")
    line("A men", "men")
    results = asked(TEXT, people=NOBODY)
    assert set(names(results)) == {"A women", "A men"}


def test_a_line_for_women_and_men_is_for_both() -> None:
    line("Both", "women", "men")
    line("Women", "women")
    assert names(asked(TEXT, people=MAN))[0] == "Both"


@pytest.mark.parametrize(("age", "last"), [(12, "Grown-ups"), (40, "Children"), (17, "Grown-ups")])
def test_a_service_whose_ages_leave_the_person_out_never_comes_first(age: int, last: str) -> None:
    line("Grown-ups", "everyone", minimum_age=18, areas=["leeds"])
    line("Children", "children", maximum_age=17, areas=["leeds"])
    assert names(asked(TEXT, "leeds", people=aged(age)))[-1] == last


def test_of_an_age_that_is_not_known_exactly_any_year_may_fit() -> None:
    line("Over fifty", "everyone", minimum_age=50)
    line("Teens", "everyone", minimum_age=13, maximum_age=19)
    assert names(asked(TEXT, people=aged(40, 55)))[0] == "Over fifty"
    assert names(asked(TEXT, people=aged(60, 75)))[0] == "Over fifty"


def test_of_two_ages_of_a_child_the_younger_decides() -> None:
    line("Sixteen and over", "everyone", minimum_age=16)
    line("Teens", "everyone", minimum_age=13, maximum_age=19)
    assert names(asked(TEXT, people=aged(15, 16)))[0] == "Teens"


def test_a_child_first_meets_what_is_for_children() -> None:
    line("Grown-ups", "everyone", minimum_age=18)
    line("Everyone", "everyone")
    line("Children", "children")
    assert names(asked(TEXT, people=CHILD)) == ["Children", "Everyone", "Grown-ups"]


def test_an_older_person_meets_what_is_for_older_people_before_what_is_for_others() -> None:
    line("A students", "students")
    line("B older people", "older-people")
    older = replace(NOBODY, is_older=True)
    assert names(asked(TEXT))[0] == "A students"
    assert names(asked(TEXT, people=older))[0] == "B older people"


def test_whom_it_happened_to_long_ago_is_no_child_now() -> None:
    line("Children", "children")
    line("Grown", "women")
    assert names(asked("hurt as a kid he controls my money", people=LONG_AGO))[0] == "Grown"


def test_lines_about_addiction_come_after_those_for_whoever_is_hurt() -> None:
    line("Abuse", "everyone")
    ServiceFactory.make(name="Drink", terms=["addiction", "helpline", "everyone"])
    found = names(asked("addiction helpline he controls my money", people=HURT))
    assert found[0] == "Abuse"


def test_a_line_for_parents_is_for_whoever_worries_about_a_child_of_any_age() -> None:
    line("Parents", "parents-carers", minimum_age=18)
    line("Grown-ups", "everyone", minimum_age=18)
    worried = replace(CHILD, for_somebody_else=True)
    assert names(asked(TEXT, people=worried))[0] == "Parents"


@pytest.mark.parametrize("person", [NOBODY, HURT])
def test_a_line_for_men_is_not_first_for_being_near_where_nobody_speaks_of_a_man(
    person: People,
) -> None:
    line("Men", "men", areas=["leeds"])
    line("Everyone", "everyone")
    assert names(asked(TEXT, "leeds", people=person)) == ["Everyone", "Men"]


def test_a_trans_woman_does_not_first_meet_the_line_nearby_that_may_turn_her_away() -> None:
    line("Women", "women", areas=["leeds"])
    line("Trans", "women", "trans-nonbinary", areas=["united-kingdom"])
    trans = Concept("trans-nonbinary", 0.9, Phrase("trans", ("trans-nonbinary",)))
    her = People(gender="woman", is_lgbt=True)
    assert names(asked(TEXT, "leeds", people=her, also=[trans]))[0] == "Trans"
    assert names(asked(TEXT, "leeds", people=her))[0] == "Women"
