"""Slips of the pen are read as the word that was meant; plain English is never a slip."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.language.spelling import Words, english_words, likely, most_slips
from resources.language.text import word_set

KNOWN = Words(word_set("counselling samaritans refuge stalking harassment womens aid abuse"))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("conselling", "counselling"),
        ("councelling", "counselling"),
        ("samaratins", "samaritans"),
        ("stalkng", "stalking"),
        ("harrasment", "harassment"),
        ("abusse", "abuse"),
        ("absue", "abuse"),
        ("womensaid", "womens aid"),
        # The beginning of a word.
        ("samarit", "samaritans"),
    ],
)
def test_a_slip_is_read_as_the_nearest_known_word(typed: str, meant: str) -> None:
    assert likely(typed, KNOWN) == meant


@pytest.mark.parametrize("word", ["refuse", "amuse", "house", "talking", "raid", "council"])
def test_a_plain_english_word_is_never_corrected(word: str) -> None:
    assert word in english_words()
    assert likely(word, KNOWN) == ""


@pytest.mark.parametrize("word", ["247", "116123", "85258", "08088010331", "1999"])
def test_a_number_is_never_corrected(word: str) -> None:
    assert likely(word, Words({"248", "116124", "85259", "08088010332", "1998"})) == ""


@pytest.mark.parametrize("word", ["abz", "ade", "xyzzyx", "ubuse", "পানহ", ""])
def test_what_is_short_far_or_of_another_script_is_left_alone(word: str) -> None:
    assert likely(word, KNOWN) == ""


def test_longer_words_may_have_more_slips() -> None:
    assert [most_slips("a" * length) for length in (4, 5, 6, 9, 10, 20)] == [1, 1, 2, 2, 3, 3]


@given(st.sampled_from(sorted(english_words())))
def test_no_english_word_is_taken_for_another(word: str) -> None:
    assert likely(word, KNOWN) == ""


def test_of_two_words_that_are_as_near_every_process_takes_the_same() -> None:
    words = ["halter", "hunter", "hatter"]
    assert likely("hxtter", Words(words)) == likely("hxtter", Words(words[::-1])) == "hatter"
    even = ["bolder", "balder"]
    assert likely("bxlder", Words(even)) == likely("bxlder", Words(even[::-1])) != ""


@given(st.frozensets(st.text("abc\u0995", max_size=4)), st.text("abc\u0995", max_size=3))
def test_words_that_begin_alike_are_all_found_in_order(words: frozenset[str], start: str) -> None:
    found = sorted(word for word in words if word.startswith(start))
    assert list(Words(words).beginning(start)) == found
