"""What a person types is understood in any spelling, and nothing in it is more than text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.language import (
    LONGEST_TEXT,
    MOST_WORDS,
    Lexicon,
    Place,
    TermWords,
    Vocabulary,
    area_names,
    attempts,
    best_first,
    for_postgresql,
    for_sqlite,
    likely,
    read,
    stem,
    town_names,
    typed_words,
    words,
)
from resources.language.places import names_of_area
from resources.language.spelling import slips

UK = Place("K1", ("K1",))
WALES = Place("W1", ("K1", "W1"))
LEEDS = Place("E8", ("K1", "E1", "E12", "E8"))
HOPE = Place("E9", ("K1", "E1", "E12", "E9"))
LEXICON = Lexicon(
    terms=[
        TermWords("4rq", "Counselling or therapy", ("counselling", "therapy")),
        TermWords("5qg", "Sexual abuse in childhood", ("csa", "abused as a child")),
        TermWords("ff6", "People who have been in care", ("in care",)),
        TermWords("9g2", "Thoughts of suicide", ("suicide",)),
        TermWords("n7m", "Urgent support", ("crisis line",)),
    ],
    groups=[
        ["csa", "hurt as a kid"],
        ["crisis line", "suicide"],
        ["text message", "text not call", "cant talk"],
        ["wales", "cymru"],
    ],
    places=area_names([("Wales", WALES), ("Leeds", LEEDS), ("United Kingdom", UK)]),
    towns={("hope",): (HOPE,), ("morley",): (LEEDS,)},
)


def terms(text: str) -> list[list[str]]:
    """Return the codes of the terms of each group that is asked for."""
    return [sorted(group.terms) for group in read(text, LEXICON).groups]


def asked(text: str) -> list[str]:
    """Return the stems of each group."""
    return [" ".join(group.asked) for group in read(text, LEXICON).groups]


@pytest.mark.parametrize(
    "typed", ["Can't sleep", "CAN\u2019T SLEEP", "cant  sleep!", "cánt — sleep", "cannot sleep"]
)
def test_capitals_accents_apostrophes_and_signs_make_no_difference(typed: str) -> None:
    assert words(typed) == ["cant", "sleep"]


def test_numbers_are_kept_and_stand_apart_from_letters() -> None:
    assert words("HOPELINE247, under-18s, 24/7") == [
        "hopeline",
        "247",
        "under",
        "18",
        "s",
        "24",
        "7",
    ]


def test_only_so_much_is_read() -> None:
    assert typed_words("ab " * 1000) == ["ab"] * MOST_WORDS
    assert typed_words("a" * 2000) == ["a" * LONGEST_TEXT]


@pytest.mark.parametrize("typed", ["", " ", "x", "à", "?", "😢", "🏳️‍🌈", "((((", "%s %(x)s", "the"])
def test_what_says_nothing_is_no_question(typed: str) -> None:
    assert read(typed, LEXICON).is_empty
    assert attempts(read(typed, LEXICON)) == []


@pytest.mark.parametrize(
    "family",
    [
        "abuse abused abusing abusive",
        "groomed grooming groom",
        "counselling counsel counselled",
        "woman women womens",
        "child children childrens",
        "therapy therapies",
        "marry married",
        "stalked stalking",
        "harass harassed harassment",
        "church churches",
    ],
)
def test_forms_of_a_word_are_one_word(family: str) -> None:
    assert len({stem(word) for word in family.split()}) == 1


@pytest.mark.parametrize(
    "pair", ["men mental", "care car", "rape rapid", "isva idva", "bus business"]
)
def test_words_that_only_look_alike_stay_two(pair: str) -> None:
    one, other = pair.split()
    assert one == "care" or stem(one) != stem(other)


@pytest.mark.parametrize(
    "typed", ["hurt as a kid", "I was hurt when I was a KID", "abused as a child"]
)
def test_a_phrase_stands_for_its_term_whatever_stands_between(typed: str) -> None:
    assert terms(typed) == [["5qg"]]


def test_one_word_of_a_phrase_is_not_the_phrase() -> None:
    assert terms("in care") == [["ff6"]]
    assert terms("care") == [[]]


def test_the_others_of_a_group_mean_its_first_and_not_the_other_way() -> None:
    assert terms("suicide") == [["9g2", "n7m"]]
    assert terms("crisis line") == [["n7m"]]


def test_a_group_without_a_term_is_looked_for_in_all_its_words() -> None:
    (group,) = read("text not call", LEXICON).groups
    assert ("text", "messag") in group.synonyms


def test_words_that_only_shape_a_phrase_are_not_looked_for_alone() -> None:
    assert read("not someone", LEXICON).is_empty
    assert asked("counselling not leaflets") == ["counsel", "leaflet"]


def test_faint_words_count_only_when_they_are_alone() -> None:
    assert [group.faint for group in read("counselling help", LEXICON).groups] == [False, True]
    assert [group.asked for group in read("help", LEXICON).wanted] == [("help",)]
    assert read("help leeds", LEXICON).wanted == ()


@pytest.mark.parametrize(
    "typed", ["leeds", "counselling in LEEDS", "Morley", "therapy near morley"]
)
def test_a_place_is_known_by_its_name_or_by_its_town(typed: str) -> None:
    assert read(typed, LEXICON).places == (LEEDS,)


def test_a_town_called_like_an_ordinary_word_is_a_place_only_after_in() -> None:
    assert read("hope house", LEXICON).places == ()
    assert read("counselling in hope", LEXICON).places == (HOPE,)


def test_a_synonym_of_an_area_is_that_area() -> None:
    assert read("cymru", LEXICON).places == (WALES,)


@pytest.mark.parametrize(
    ("official", "said"),
    [
        ("Bristol, City of", "bristol"),
        ("Kingston upon Hull, City of", "hull"),
        ("Redcar and Cleveland", "cleveland"),
        ("Bournemouth, Christchurch and Poole", "poole"),
        ("City of Edinburgh", "edinburgh"),
        ("King's Lynn and West Norfolk", "kings lynn"),
        ("Isle of Anglesey", "anglesey"),
    ],
)
def test_areas_are_known_as_people_call_them(official: str, said: str) -> None:
    assert tuple(said.split()) in names_of_area(official)


def test_a_compass_point_alone_is_no_name() -> None:
    assert ("mid",) not in names_of_area("Mid and East Antrim")


def test_shipped_towns_lie_in_the_districts_that_are_known() -> None:
    truro = Place("E06000052", ("K02000001", "E06000052"))
    assert town_names({"E06000052": truro})["truro",] == (truro,)


def test_what_was_asked_is_given_up_bit_by_bit_and_the_place_last() -> None:
    (with_place, without) = attempts(read("counselling csa zebra leeds", LEXICON))
    assert len(with_place) == len(without) == 3
    assert attempts(read("counselling", LEXICON)) == [
        [read("counselling", LEXICON).groups[0].expression]
    ]


@given(st.text(max_size=300))
def test_whatever_is_typed_asks_only_for_letters_and_digits(typed: str) -> None:
    question = read(typed, LEXICON)
    for asked_for in [one for attempt in attempts(question) for one in attempt]:
        best = best_first(question, asked_for)
        for written in (for_sqlite(asked_for), for_sqlite(best)):
            assert re.fullmatch(r'(AND|OR|"[a-z][a-z0-9]*( [a-z0-9]+)*"|[() ])+', written)
        for written in (for_postgresql(asked_for), for_postgresql(best)):
            assert re.fullmatch(r"('[a-z][a-z0-9]*'|<->|[&|() ])+", written)


@given(st.text(max_size=300))
def test_a_question_never_shows_what_was_typed(typed: str) -> None:
    question = read(typed, LEXICON)
    assert repr(question).startswith("<resources.language.questions.Question object")
    assert all(repr(group).startswith("<resources") for group in question.groups)


@pytest.mark.parametrize(
    ("one", "other", "away"),
    [
        ("abuse", "abuse", 0),
        ("abuze", "abuse", 1),
        ("absue", "abuse", 1),
        ("marrige", "marriage", 1),
        ("samaratins", "samaritans", 2),
        ("abc", "xyz", 3),
        ("rape", "counselling", 3),
    ],
)
def test_slips_are_counted_as_a_hand_makes_them(one: str, other: str, away: int) -> None:
    assert slips(one, other, most=2) == away


def test_only_what_is_close_and_known_is_suggested() -> None:
    known = [Vocabulary(["abuse", "counselling", "samaritans"]), Vocabulary(["abuses"])]
    assert likely("abuze", known)[0] == "abuse"
    assert likely("samarit", known) == ["samaritans"]
    assert likely("councelling", known) == ["counselling"]
    for unlike in ("xyzzy", "abz", "247", "samara", "counsellor"):
        assert "counselling" not in likely(unlike, known)
        assert "abuse" not in likely(unlike, known)
