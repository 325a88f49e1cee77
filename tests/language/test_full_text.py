"""Texts are found by their words, whatever is typed: nothing typed is a command."""

from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.language import FullText, full_text, words_of
from resources.language.full_text import Match

TEXTS = {
    0: ("Zebra House", "Counselling for women who were abused."),
    1: ("Hope", "A zebra, and near it a house."),
    2: ("ਪੰਜਾਬੀ ਲਾਈਨ", "আমাকে মারে, কেউ শোনে।"),
    3: ("Or Not Near", "And so on."),
}


def table() -> FullText:
    """Return a table of the texts, folded as the product folds them."""
    made = FullText({"names": 3.0, "summary": 1.0})
    made.add((row, *(" ".join(words_of(text)) for text in texts)) for row, texts in TEXTS.items())
    return made


TABLE = table()


def found(*words: str, most: int = 10) -> list[int]:
    """Return the rows that some words find, the best first."""
    return [row for row, _fit in TABLE.search(words, most)]


def test_a_name_goes_before_a_summary_and_what_stands_together_first() -> None:
    assert found("zebra") == [0, 1]
    assert found("zebra", "house") == [0, 1]
    assert found("house", "zebra", most=1) == [0]
    assert all(fit > 0 for _row, fit in TABLE.search(["zebra"], 10))


@pytest.mark.parametrize(
    "word", ["counselling", "counsel", "counselled", "abuse", "abusing", "women"]
)
def test_forms_of_a_word_find_the_same(word: str) -> None:
    assert found(word) == [0]


def test_words_of_other_scripts_are_whole_words() -> None:
    assert found(*words_of("ਪੰਜਾਬੀ")) == [2]
    assert found(*words_of("মারে")) == [2]
    assert found(*words_of("পাঁচ")) == []


@pytest.mark.parametrize(
    "word",
    ["OR", "AND", "NOT", "NEAR", "NEAR(a b)", "names:zebra", "zeb*", "^zebra", "-zebra", "+"],
)
def test_a_command_is_only_a_word(word: str) -> None:
    assert isinstance(found(*words_of(word)), list)
    assert found("or", "zebra")[0] in {0, 3}


@pytest.mark.parametrize(
    "text",
    [
        '"',
        "'; DROP TABLE texts; --",
        '"zebra" OR "house"',
        "a" * 2000,
        "zebra " * 400,
        "\0",
        "\U0010ffff",
        "zebra\u200dhouse",
        "🦓",
        "NEAR(zebra house, 2)",
        "*",
    ],
)
def test_the_worst_that_can_be_typed_is_an_ordinary_question(text: str) -> None:
    assert set(found(*words_of(text))) <= set(TEXTS)


@given(st.text(max_size=300))
def test_whatever_is_typed_is_answered(text: str) -> None:
    assert set(found(*words_of(text))) <= set(TEXTS)


def test_no_word_finds_nothing_and_an_empty_table_has_nothing() -> None:
    assert found() == []
    assert FullText({"names": 1.0}).search(["zebra"], 5) == []


def test_a_large_table_is_asked_for_the_rare_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(full_text, "LARGE_TABLE", 20)
    monkeypatch.setattr(full_text, "MOST_ROWS", 8)
    made = FullText({"names": 1.0})
    made.add((row, "common" if row else "common rare") for row in range(50))
    rows = [row for row, _fit in made.search(["common", "rare"], 60)]
    assert rows == [0]


def test_what_most_rows_of_a_large_table_hold_is_not_looked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(full_text, "LARGE_TABLE", 20)
    made = FullText({"names": 1.0})
    made.add((row, f"common {'supper' if row % 3 else 'supported'}") for row in range(60))
    assert made.search(["common"], 60) == []
    assert {row for row, _fit in made.search(["common", "supported"], 20)} == set(range(0, 60, 3))
    # By their beginnings these two are in all rows, and each of them in some.
    assert made.search(["supper"], 60) == []
    assert len(made.search(["supported"], 60)) == 20


def test_a_large_table_without_a_word_finds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(full_text, "LARGE_TABLE", 2)
    made = FullText({"names": 1.0})
    made.add((row, "...") for row in range(5))
    assert made.search(["quiet"], 5) == []


def test_a_table_that_was_written_goes_on_where_it_was() -> None:
    first, second = FullText({"names": 1.0}), FullText({"names": 1.0})
    first.add((row, "quiet") for row in range(5))
    second.take(*first.dump())
    assert second.search(["quiet"], 9) == first.search(["quiet"], 9)
    second.add([(5, "quiet night")])
    assert [row for row, _fit in second.search(["night"], 9)] == [5]
    assert first.search(["night"], 9) == []


def test_rows_that_came_later_count_for_which_words_are_rare(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(full_text, "LARGE_TABLE", 20)
    monkeypatch.setattr(full_text, "MOST_ROWS", 8)
    made = FullText({"names": 1.0})
    made.add((row, "quick" if row else "quick slow") for row in range(50))
    assert [row for row, _fit in made.search(["quick", "slow"], 200)] == [0]
    made.add((row, "slow") for row in range(50, 150))
    assert {row for row, _fit in made.search(["quick", "slow"], 200)} == set(range(50))


def test_a_table_answers_in_another_thread_than_the_one_that_filled_it() -> None:
    answers: list[list[Match]] = []
    thread = Thread(target=lambda: answers.append(TABLE.search(["zebra"], 5)))
    thread.start()
    thread.join()
    assert answers == [TABLE.search(["zebra"], 5)]
