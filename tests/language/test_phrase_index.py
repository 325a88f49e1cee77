"""Curated phrases are found by their words, and each comes with what is shared of it."""

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.language import words_of
from resources.language.phrase_index import PhraseIndex, Share, stems_of

PHRASES = [
    "my husband hits me",
    "somewhere to sleep tonight",
    "he hits me",
    "মারে আমাকে",
    "my money",
]
INDEX = PhraseIndex([words_of(phrase) for phrase in PHRASES])


def found(text: str, most: int = 10, common: Sequence[str] = ()) -> dict[str, float]:
    """Return the phrases that a text finds and what is shared of each, the most shared first."""
    shares = INDEX.search(words_of(text), most, common)
    return {PHRASES[row]: share for row, share in shares}


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_phrase_that_is_asked_for_is_shared_whole(phrase: str) -> None:
    assert next(iter(found(phrase))) == phrase
    assert found(phrase)[phrase] == pytest.approx(1.0)
    assert found(f"please {phrase} again")[phrase] == pytest.approx(1.0)


def test_words_side_by_side_share_more_than_words_apart() -> None:
    together, apart = found("sleep tonight"), found("tonight we sleep")
    assert together[PHRASES[1]] > apart[PHRASES[1]] > 0
    assert list(found("he hits me")) == [PHRASES[2], PHRASES[0]]


def test_forms_of_a_word_are_one() -> None:
    assert found("sleeping tonight") == found("sleep tonight")
    assert stems_of(["abused", "sleeping", "is", "us", "as"]) == ["abus", "sleep", "is", "us", "as"]


def test_a_common_word_counts_only_beside_others() -> None:
    assert PHRASES[4] in found("my")
    assert found("my", common=("my",)) == {}
    beside = found("my money", common=("my",))[PHRASES[4]]
    assert beside > found("money", common=("my",))[PHRASES[4]]


def test_no_more_are_found_than_are_wanted_and_the_best_stay() -> None:
    assert list(found("he hits me", most=1)) == [PHRASES[2]]


@pytest.mark.parametrize("text", ["", "nobody wrote these", "🦓", '"', "a" * 2000])
def test_a_text_without_a_known_word_finds_nothing(text: str) -> None:
    assert found(text) == {}


def test_without_phrases_nothing_is_found() -> None:
    assert PhraseIndex([]).search(["sleep"], 5) == []


@given(st.text(max_size=300))
def test_whatever_is_typed_is_answered(text: str) -> None:
    assert all(0 < share <= 1 for share in found(text).values())


def test_threads_that_ask_at_once_are_answered_alike() -> None:
    texts = [*PHRASES, "sleeping", "hitting my husband", "money tonight"] * 50
    alone = [INDEX.search(words_of(text), 10) for text in texts]

    def ask(text: str) -> list[Share]:
        return INDEX.search(words_of(text), 10)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, texts)) == alone


def test_its_library_writes_no_line_of_what_it_does(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger=""):
        PhraseIndex([["sleep", "tonight"]]).search(["sleep"], 5)
    assert [record.name for record in caplog.records] == []
