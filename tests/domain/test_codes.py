"""Codes in page addresses spell nothing, are not mistaken for one another and cannot be guessed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.validators import (
    ALPHABET,
    CODE_LENGTH,
    CODE_PATTERN,
    TERM_CODE_LENGTH,
    TERM_CODE_PATTERN,
    is_code,
    new_code,
)


def test_the_alphabet_has_no_vowel_and_no_character_that_looks_like_another() -> None:
    assert not set(ALPHABET) & set("aeiouy" + "01l")
    assert len(set(ALPHABET)) == len(ALPHABET) == 27
    assert ALPHABET.lower() == ALPHABET


def test_new_codes_have_the_form_of_codes_and_differ() -> None:
    codes = [new_code() for _ in range(500)]
    assert all(is_code(code) for code in codes)
    assert len(set(codes)) == 500  # the chance of a pair is 1 in 3,000
    assert set("".join(codes)) == set(ALPHABET)


@given(st.text(ALPHABET, min_size=CODE_LENGTH, max_size=CODE_LENGTH))
def test_any_six_characters_of_the_alphabet_are_a_code(text: str) -> None:
    assert is_code(text)


@given(st.text(max_size=8))
def test_nothing_else_is_a_code(text: str) -> None:
    assert is_code(text) == (len(text) == 6 and set(text) <= set(ALPHABET))


@pytest.mark.parametrize(
    "text", ["", "7kq2m", "7kq2mww", "7KQ2MW", "7kq2m0", "abuses", "7kq2mw\n", " 7kq2mw", "7kq-mw"]
)
def test_a_word_or_a_near_miss_is_no_code(text: str) -> None:
    assert not is_code(text)


def test_a_term_has_a_shorter_code_of_the_same_alphabet() -> None:
    assert re.fullmatch(TERM_CODE_PATTERN, ALPHABET[:TERM_CODE_LENGTH])
    assert not re.fullmatch(TERM_CODE_PATTERN, ALPHABET[:CODE_LENGTH])
    assert not re.fullmatch(CODE_PATTERN, ALPHABET[:TERM_CODE_LENGTH])
