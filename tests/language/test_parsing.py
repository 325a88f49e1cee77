"""A typed text is understood as a whole: words, terms, places, slips; and it is never shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.language import ParsedQuery, parse
from tests.language.cast import LEXICON


def read(text: str, *, is_literal: bool = False) -> ParsedQuery:
    """Read a text with the small cast of words."""
    return parse(text, LEXICON, is_literal=is_literal)


def terms(parsed: ParsedQuery) -> list[str]:
    """Return the terms that a text means, the surest first."""
    return [concept.term for concept in parsed.concepts]


@pytest.mark.parametrize("typed", ["", " ", "x", "à", "?", "😢", "🏳️‍🌈", "((((", "%%", "the"])
def test_what_says_nothing_is_no_question(typed: str) -> None:
    assert read(typed).is_empty


def test_stop_words_are_not_looked_for_and_faint_ones_only_when_they_are_alone() -> None:
    assert read("I need counselling and some help").words == ("counselling",)
    assert read("help").words == ("help",)
    assert not read("help").is_empty


def test_a_slip_is_corrected_and_told() -> None:
    parsed = read("conselling please")
    assert parsed.corrected == (("conselling", "counselling"),)
    assert terms(parsed)[0] == "counselling"
    assert "counselling" in parsed.words
    assert "counselling" in parsed.spoken


def test_as_typed_nothing_is_corrected_and_no_meaning_counts() -> None:
    parsed = read("conselling", is_literal=True)
    assert (parsed.words, parsed.corrected) == (("conselling",), ())
    assert parsed.concepts == ()
    assert read("kto mi pomoze", is_literal=True).language == ""


def test_another_language_is_told_and_no_word_of_it_is_corrected() -> None:
    parsed = read("kto mi pomoże")
    assert (parsed.language, parsed.corrected, terms(parsed)) == ("pl", (), ["helpline"])
    assert parsed.mention is None


@pytest.mark.parametrize("typed", ["counselling in Rotherham", "rotherham counselling"])
def test_a_place_inside_a_text_is_its_area_and_still_a_word_of_names(typed: str) -> None:
    parsed = read(typed)
    assert [area.slug for area in parsed.areas] == ["rotherham"]
    assert terms(parsed)[0] == "counselling"
    assert set(parsed.words) == {"counselling", "rotherham"}


def test_a_text_without_a_place_names_no_area() -> None:
    assert read("counselling").areas == ()


def test_whoever_may_be_at_risk_of_their_life_is_understood_whatever_else_they_say() -> None:
    found = terms(read("i want to die and he controls my money"))
    assert found[:2] == ["suicidal-thoughts", "crisis"]
    assert "domestic-abuse" in found


def test_a_number_is_read_from_the_middle_of_a_text() -> None:
    assert read("who is +44 808 801 0331").numbers == ("8088010331",)


@given(st.text(max_size=400))
def test_whatever_is_typed_is_read_and_never_shown(typed: str) -> None:
    parsed = read(typed)
    assert repr(parsed).startswith("<resources.language.parsing.ParsedQuery object")
    assert len(parsed.words) <= 40 * 3


@pytest.mark.parametrize(
    "typed", ["a" * 2000, "zebra " * 400, '"; DROP TABLE x; --', "NEAR(a b)", "\0", "\u202e abc"]
)
def test_the_worst_that_can_be_typed_is_read(typed: str) -> None:
    assert isinstance(read(typed), ParsedQuery)


@pytest.mark.parametrize(
    ("text", "nation"),
    [
        ("scottish rape helpline", "Scotland"),
        ("welsh refuge", "Wales"),
        ("northern irish helpline", "Northern Ireland"),
    ],
)
def test_the_word_for_the_people_of_a_nation_names_the_nation(text: str, nation: str) -> None:
    assert [area.name for area in read(text).areas] == [nation]
