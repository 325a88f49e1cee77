"""Texts are found by their words, whatever is typed: nothing typed is a command."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.language import FullText, full_text, words_of
from resources.language.full_text import Matches
from resources.language.phrase_index import stems_of

TEXTS = {
    0: ("Zebra House", "Counselling for women who were abused."),
    1: ("Hope", "A zebra, and near it a house."),
    2: ("ਪੰਜਾਬੀ ਲਾਈਨ", "আমাকে মারে, কেউ শোনে।"),
    3: ("Or Not Near", "And so on."),
}


def table() -> FullText:
    """Return a table of the texts."""
    made = FullText({"names": 3.0, "summary": 1.0})
    made.add((row, *texts) for row, texts in TEXTS.items())
    return made


TABLE = table()


def rows_of(table: FullText, *words: str, most: int = 10) -> list[int]:
    """Return the rows of a table that some words find, the best first."""
    return [int(row) for row in table.search(words, most).rows]


def found(*words: str, most: int = 10) -> list[int]:
    """Return the rows that some words find, the best first."""
    return rows_of(TABLE, *words, most=most)


def test_a_name_goes_before_a_summary_and_what_stands_together_first() -> None:
    assert found("zebra") == [0, 1]
    assert found("zebra", "house") == [0, 1]
    assert found("house", "zebra", most=1) == [0]
    assert (TABLE.search(["zebra"], 10).fits > 0).all()


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
    assert rows_of(FullText({"names": 1.0}), "zebra") == []


def test_a_large_table_is_asked_for_the_rare_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(full_text, "LARGE_TABLE", 20)
    monkeypatch.setattr(full_text, "MOST_ROWS", 8)
    made = FullText({"names": 1.0})
    made.add((row, "common" if row else "common rare") for row in range(50))
    assert rows_of(made, "common", "rare", most=60) == [0]


def test_what_most_rows_of_a_large_table_hold_is_not_looked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(full_text, "LARGE_TABLE", 20)
    made = FullText({"names": 1.0})
    made.add((row, f"common {'supper' if row % 3 else 'supported'}") for row in range(60))
    assert rows_of(made, "common", most=60) == rows_of(made, "supper", most=60) == []
    assert set(rows_of(made, "common", "supported", most=60)) == set(range(0, 60, 3))
    assert len(rows_of(made, "supported", most=60)) == 20


def test_a_large_table_without_a_word_finds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(full_text, "LARGE_TABLE", 2)
    made = FullText({"names": 1.0})
    made.add((row, "...") for row in range(5))
    assert rows_of(made, "quiet") == []


def test_a_table_that_was_written_goes_on_where_it_was() -> None:
    first, second = FullText({"names": 1.0}), FullText({"names": 1.0})
    first.add((row, "quiet") for row in range(5))
    second.take(first.dump())
    assert rows_of(second, "quiet") == rows_of(first, "quiet") == list(range(5))
    second.add([(5, "quiet night")])
    assert rows_of(second, "night") == [5]
    assert rows_of(first, "night") == []


def test_rows_that_came_later_count_for_which_words_are_rare(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(full_text, "LARGE_TABLE", 20)
    monkeypatch.setattr(full_text, "MOST_ROWS", 8)
    made = FullText({"names": 1.0})
    made.add((row, "quick" if row else "quick slow") for row in range(50))
    assert rows_of(made, "quick", "slow", most=200) == [0]
    made.add((row, "slow") for row in range(50, 150))
    assert set(rows_of(made, "quick", "slow", most=200)) == set(range(50))


def fits_of(texts: Mapping[int, tuple[str, str]], words: Sequence[str]) -> dict[int, float]:
    """Weigh texts word by word, as bm25 is defined: slow, and without an index."""
    rows = {row: [words_of(text) for text in some] for row, some in texts.items()}
    lengths = {row: sum(map(len, some)) for row, some in rows.items()}
    mean = sum(lengths.values()) / len(rows)
    fits: dict[int, float] = defaultdict(float)
    for phrase in [*([word] for word in dict.fromkeys(words)), *dict.fromkeys(pairwise(words))]:
        stems = stems_of(phrase)
        counts = {
            row: sum(
                weight * (stems_of(text[start : start + len(stems)]) == stems)
                for text, weight in zip(some, (3.0, 1.0), strict=True)
                for start in range(len(text))
            )
            for row, some in rows.items()
        }
        held = {row: count for row, count in counts.items() if count}
        rarity = max(math.log((len(rows) - len(held) + 0.5) / (len(held) + 0.5)), 1e-6)
        for row, count in held.items():
            long = 1.2 * (0.25 + 0.75 * lengths[row] / mean)
            fits[row] += rarity * 2.2 * count / (count + long)
    return fits


WORDS = ("red", "reds", "green", "blue", "sea", "seas", "cold", "the")
SOME_WORDS = st.lists(st.sampled_from(WORDS), max_size=6)
SOME_TEXT = SOME_WORDS.map(" ".join)


@given(st.lists(st.tuples(SOME_TEXT, SOME_TEXT), min_size=1, max_size=9), SOME_WORDS, st.data())
def test_fits_are_those_of_bm25_however_the_rows_came(
    texts: list[tuple[str, str]], words: list[str], data: st.DataObject
) -> None:
    # Numbers need not follow each other: slots of services that have gone stay empty.
    numbered = {3 * number + 1: text for number, text in enumerate(texts)}
    made = FullText({"names": 3.0, "summary": 1.0})
    left = [(number, *text) for number, text in numbered.items()]
    while left:
        some = data.draw(st.integers(1, len(left)))
        made.add(left[:some])
        left = left[some:]
    asked = fits_of(numbered, words)
    rows, fits = made.search(words, 99)
    assert dict(zip(rows.tolist(), fits.tolist(), strict=True)) == pytest.approx(asked)
    assert sorted(zip(-fits, rows, strict=True)) == list(zip(-fits, rows, strict=True))
    # The best of them are the same, however few are wanted.
    few = made.search(words, 2)
    assert (few.rows.tolist(), few.fits.tolist()) == (rows[:2].tolist(), fits[:2].tolist())


def test_to_add_nothing_changes_nothing() -> None:
    made = FullText({"names": 1.0})
    made.add([(0, "quiet")])
    before = made.dump()
    made.add([])
    assert made.dump() is before


def test_many_rows_that_come_one_by_one_stay_in_few_parts() -> None:
    made = FullText({"names": 1.0})
    for row in range(200):
        made.add([(row, f"quiet {row}")])
    assert len(made.dump().parts) <= math.log2(400)
    assert rows_of(made, "quiet", most=300) == list(range(200))


def test_a_reader_keeps_what_was_there_when_it_began() -> None:
    made = FullText({"names": 1.0})
    made.add([(0, "quiet")])
    before = made.dump()
    made.add([(1, "quiet quiet")])
    other = FullText({"names": 1.0})
    other.take(before)
    assert rows_of(other, "quiet") == [0]


def test_a_table_answers_in_another_thread_than_the_one_that_filled_it() -> None:
    answers: list[Matches] = []
    thread = Thread(target=lambda: answers.append(TABLE.search(["zebra"], 5)))
    thread.start()
    thread.join()
    assert answers[0].rows.tolist() == found("zebra")
