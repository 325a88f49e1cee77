"""Words are cut to the stems that FTS5 of SQLite has for them: letter by letter the same."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resources.language import shipped_phrases, words_of
from resources.language.spelling import english_words
from resources.language.stems import raw_words, stem
from tests.language.fts5 import Fts5

ENDINGS = ("ing", "ed", "eed", "ational", "ement", "ion", "es", "ization", "y", "ll", "e", "sses")
SCRIPTS = "abcxyz AEIOU ÀÉñçøß ਪੰਜਾਬੀ আমাকে شكرا Ελλά Привет 0123 -'_.\u200c\u200d\u0301"


def stems_of(text: str) -> list[str]:
    """Return the stems of a text."""
    return [stem(word) for word in raw_words(text)]


def stems_by_fts5(*texts: str) -> list[str]:
    """Return the stems that FTS5 has for some texts."""
    table = Fts5({"text": 1.0})
    table.add(enumerate(texts))
    return table.words()


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("abused", "abus"),
        ("counselling", "counsel"),
        ("relational", "relat"),
        ("hopping", "hop"),
        ("hoping", "hope"),
        ("agreed", "agre"),
        ("happy", "happi"),
        ("at", "at"),
    ],
)
def test_forms_of_a_word_have_one_stem(word: str, expected: str) -> None:
    assert stem(word) == expected


def test_every_english_word_and_phrase_has_the_stems_of_fts5() -> None:
    words = sorted(
        {*english_words(), *(w for one in shipped_phrases() for w in words_of(one.text))}
    )
    assert [one for word in words for one in stems_of(word)] == stems_by_fts5(*words)


@settings(deadline=None)
@given(st.text(alphabet="aeiouyslzwxtbncd", max_size=10), st.sampled_from(ENDINGS))
def test_any_letters_have_the_stem_of_fts5(start: str, ending: str) -> None:
    assert stems_of(start + ending) == stems_by_fts5(start + ending)


@settings(deadline=None)
@given(st.text(alphabet=SCRIPTS, max_size=80))
def test_any_text_has_the_words_of_fts5(text: str) -> None:
    assert stems_of(text) == stems_by_fts5(text)
