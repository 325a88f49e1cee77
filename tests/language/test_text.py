"""From what a person typed to plain words: the same for questions and for listings."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from resources.language import fold, words_of
from resources.language.text import LONGEST_TEXT, MOST_WORDS, typed_tokens


@pytest.mark.parametrize(
    "typed", ["Can't sleep", "CAN\u2019T SLEEP", "cant  sleep!", "cánt — sleep", "cannot sleep"]
)
def test_capitals_accents_apostrophes_and_signs_make_no_difference(typed: str) -> None:
    assert words_of(typed) == ["cant", "sleep"]


def test_numbers_are_kept_and_stand_apart_from_letters() -> None:
    words = ["hopeline", "247", "under", "18", "s", "24", "7"]
    assert words_of("HOPELINE247, under-18s, 24/7") == words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Łódź", "lodz"),
        ("straße", "strasse"),
        ("Ælfgifu", "aelfgifu"),
        ("\ufb00", "ff"),
        ("I\u0307", "i"),
        ("ΕΛΛΗΝΙΚΆ", "ελληνικα"),
        ("Страх", "страх"),
        # Arabic and Urdu keyboards, a presentation form, and vowel marks that are left out.
        ("\u064a\u0643\u0629", "\u06cc\u06a9\u06c1"),
        ("\ufefb", "\u0644\u0627"),
        ("مُدَرِّسَة", "مدرسہ"),
    ],
)
def test_letters_that_people_type_for_each_other_are_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)
    assert words_of(one) == words_of(other)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("বাংলা ভাষা", 2),
        ("আমাকে মারে।", 2),
        ("ਪੰਜਾਬੀ ਵਿੱਚ", 2),
        ("ਮੈਨੂੰ ਮਦਦ ਚਾਹੀਦੀ ਹੈ", 4),
        ("پناہ گاہ؟", 2),
        ("أحتاج، مساعدة", 2),
        ("допоможіть мені", 2),
    ],
)
def test_vowel_signs_belong_to_their_words_and_full_stops_do_not(text: str, count: int) -> None:
    assert len(words_of(text)) == count


@pytest.mark.parametrize(
    ("one", "other"),
    [("মা", "মি"), ("ਪੰਜਾਬ", "ਪੰਜਾਬੀ"), ("کتاب", "کتب"), ("বাবা", "বাব")],
)
def test_words_with_other_vowels_stay_two(one: str, other: str) -> None:
    assert words_of(one) != words_of(other)


def test_two_spellings_of_a_word_are_one() -> None:
    assert words_of("counselor counseling center LGBTQIA+") == [
        "counsellor",
        "counselling",
        "centre",
        "lgbt",
    ]


def test_only_so_much_is_read() -> None:
    assert typed_tokens("ab " * 1000) == ["ab"] * MOST_WORDS
    assert typed_tokens("a" * 2000) == ["a" * LONGEST_TEXT]


@pytest.mark.parametrize("typed", ["", " ", "?", "😢", "((((", "--", "中文"])
def test_signs_are_no_words(typed: str) -> None:
    assert words_of(typed) == []


@given(st.text(max_size=300))
def test_every_word_is_letters_of_one_script_or_digits(typed: str) -> None:
    for word in words_of(typed):
        assert re.fullmatch(r"[a-z]+|[0-9]+|[\u0370-\u0dff\u200c\u200d]+", word)


@example("\ufeef")
@given(st.text(max_size=60))
@example("\U0001d747 \U0001d5a4")
def test_what_was_folded_is_folded(typed: str) -> None:
    assert words_of(" ".join(words_of(typed))) == words_of(typed)
