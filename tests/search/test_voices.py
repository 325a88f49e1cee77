"""Where a text sounds like a child, or like somebody who does not want to live, a line is added."""

from dataclasses import replace

import pytest

from resources.language import parse
from resources.language.people import People
from resources.language.voice import Voice
from resources.search import Results, current_index
from resources.search.query import Query
from tests.factories import ServiceFactory
from tests.language.cast import LEXICON
from tests.publishing import publish_written
from tests.search.asking import names

pytestmark = pytest.mark.django_db

ALWAYS = [("MO,TU,WE,TH,FR,SA,SU", "00:00", "00:00")]
QUIET, YOUNG, SURELY_YOUNG = Voice(), Voice(child=0.5), Voice(child=0.9)
NO_LIFE = Voice(life=0.9)
LINES = {"Listening", "Any child"}


@pytest.fixture(autouse=True)
def _services() -> None:
    """Services that fit the words, and lines for whoever may write."""
    ServiceFactory.make(name="Money", terms=["domestic-abuse", "money"])
    for number in range(4):
        ServiceFactory.make(name=f"Other {number}", terms=["domestic-abuse"])
    feelings = ["everyone", "helpline", "suicidal-thoughts"]
    ServiceFactory.make(name="Listening", terms=feelings, hours=ALWAYS)
    young = ["children", "helpline", "domestic-abuse", "child-sexual-abuse"]
    ServiceFactory.make(name="Any child", terms=young, maximum_age=18, hours=ALWAYS)


def heard(voice: Voice, people: People | None = None) -> Results:
    """Return what is found where one voice is heard in a text that fits other services."""
    publish_written()
    text = replace(parse("he controls my money", LEXICON), voice=voice, people=people or People())
    return Results(current_index(), Query({}, (), text))


def test_where_no_voice_is_heard_no_line_is_raised() -> None:
    assert not LINES & set(names(heard(QUIET))[:3])


def test_where_a_child_is_heard_its_line_is_among_three_and_not_first() -> None:
    found = names(heard(YOUNG))
    assert found[0] not in LINES
    assert "Any child" in found[1:3]


def test_who_may_not_want_to_live_meets_a_line_that_listens_below_what_fits() -> None:
    results = heard(NO_LIFE)
    assert names(results)[0] not in LINES
    assert "Listening" in names(results)[1:3]
    assert results.is_unsure


@pytest.mark.parametrize(
    "person",
    [
        People(age_low=18, age_high=18),
        People(is_older=True),
        People(was_long_ago=True),
    ],
)
def test_whoever_says_that_they_are_grown_up_is_not_heard_as_a_child(person: People) -> None:
    assert "Any child" not in names(heard(SURELY_YOUNG, person))[:3]


@pytest.mark.parametrize(
    "person",
    [
        People(is_grown_up=True),
        People(for_somebody_else=True),
        People(has_partner=True),
        People(gender="man"),
    ],
)
def test_where_an_adult_may_write_a_child_has_to_be_heard_more_surely(person: People) -> None:
    assert "Any child" not in names(heard(YOUNG, person))[:3]
    assert "Any child" in names(heard(SURELY_YOUNG, person))[:3]


def test_no_line_for_those_who_help_stands_before_a_child_who_most_likely_writes() -> None:
    helping = ["parents-carers", "domestic-abuse", "money"]
    ServiceFactory.make(name="Parents", terms=helping, hours=ALWAYS)
    spoken_of = People(is_child=True, for_somebody_else=True)
    surely, less_surely = (names(heard(Voice(child=voice), spoken_of)) for voice in (0.85, 0.7))
    assert surely.index("Any child") < surely.index("Parents")
    assert less_surely.index("Parents") < less_surely.index("Any child")


def test_a_man_who_does_not_say_what_it_was_meets_a_line_for_men_after_sexual_harm() -> None:
    harm = ["rape-sexual-assault", "men", "information"]
    ServiceFactory.make(name="Men after it", terms=harm, areas=["united-kingdom"])
    for name in ("Anybody", "Everybody"):
        all_kinds = ["domestic-abuse", "rape-sexual-assault", "everyone", "helpline"]
        ServiceFactory.make(name=name, terms=all_kinds, areas=["united-kingdom"], hours=ALWAYS)
    publish_written()
    text = replace(parse("cant sleep in a tent", LEXICON), concepts=())
    man, by_her = (
        Results(current_index(), Query({}, (), replace(text, people=people)))
        for people in (People(gender="man"), People(gender="man", harmed_by="woman"))
    )
    assert "Men after it" in names(man)[:3]
    assert "Men after it" not in names(by_her)[:3]
