"""A result says how many people found the right service, and what a change did to them."""

from pathlib import Path

import pytest

from tests.relevance.reading import Question, ServiceFacts, read_expected
from tests.relevance.scoring import Score, Tally, as_text, compare, load, save, score, tally

RIGHT = ServiceFacts(slug="right", name="Right")
OTHER = ServiceFacts(slug="other", name="Other")
WRONG = ServiceFacts(slug="wrong", name="Wrong")


def question(name: str, expected: str = "name:right", written: str = "before") -> Question:
    """Return a question that must never begin with the wrong service."""
    return Question(
        id=name,
        group="men",
        words="words",
        place="",
        expected=read_expected(expected),
        never=read_expected("name:wrong"),
        written=written,
        note="",
    )


def result(*answer: ServiceFacts, expected: str = "name:right") -> Score:
    """Return the score of one question."""
    return score([question("q", expected)], {"q": answer})


@pytest.mark.parametrize(
    ("answer", "sums"),
    [
        ([RIGHT], Tally(1, 1, 1, 1, 0, 0)),
        ([OTHER, OTHER, RIGHT], Tally(1, 0, 1, 1, 0, 0)),
        ([OTHER] * 9 + [RIGHT], Tally(1, 0, 0, 1, 0, 0)),
        ([OTHER] * 10 + [RIGHT], Tally(1, 0, 0, 0, 0, 0)),
        ([WRONG, RIGHT], Tally(1, 0, 1, 1, 0, 1)),
        ([RIGHT, WRONG], Tally(1, 1, 1, 1, 0, 0)),
        ([], Tally(1, 0, 0, 0, 1, 0)),
    ],
)
def test_an_answer_counts_by_where_the_right_service_stands(
    answer: list[ServiceFacts], sums: Tally
) -> None:
    assert tally(result(*answer).outcomes) == sums


def test_finding_nothing_counts_as_right_only_where_it_is() -> None:
    assert tally(result(expected="nothing").outcomes) == Tally(1, 1, 1, 1, 0, 0)
    assert tally(result(OTHER, expected="nothing").outcomes) == Tally(1, 0, 0, 0, 0, 0)


def test_a_question_without_an_answer_is_an_error_and_no_empty_answer() -> None:
    with pytest.raises(KeyError, match="q"):
        score([question("q")], {})


def test_the_table_gives_each_class_each_time_of_writing_and_the_total() -> None:
    questions = [question("a"), question("b", written="tuned"), question("c", written="tuned")]
    text = as_text(score(questions, {"a": [RIGHT], "b": [OTHER, RIGHT], "c": []}))
    assert text.splitlines() == [
        "| | first | among three | first page | empty | never first |",
        "|---|---|---|---|---|---|",
        "| men, 3 | 1 (33 %) | 2 (67 %) | 2 (67 %) | 1 (33 %) | 0 (0 %) |",
        "| **written: tuned**, 2 | 0 (0 %) | 1 (50 %) | 1 (50 %) | 1 (50 %) | 0 (0 %) |",
        "| **written: before**, 1 | 1 (100 %) | 1 (100 %) | 1 (100 %) | 0 (0 %) | 0 (0 %) |",
        "| **all**, 3 | 1 (33 %) | 2 (67 %) | 2 (67 %) | 1 (33 %) | 0 (0 %) |",
    ]


def test_a_result_without_questions_is_only_a_heading() -> None:
    assert len(as_text(Score(())).splitlines()) == 2


def test_a_kept_result_is_the_same_when_it_is_read_again(tmp_path: Path) -> None:
    kept = result(WRONG, RIGHT)
    save(tmp_path / "result.json", kept)
    assert load(tmp_path / "result.json") == kept


def test_two_results_are_compared_by_what_was_won_and_lost() -> None:
    names = ("up", "down", "same", "harm", "gone")
    old = {
        "up": [OTHER, RIGHT],
        "down": [RIGHT],
        "same": [OTHER, RIGHT],
        "harm": [OTHER],
        "gone": [RIGHT],
    }
    new = {
        "up": [RIGHT],
        "down": [OTHER] * 4 + [RIGHT],
        "same": [OTHER, OTHER, RIGHT],
        "harm": [WRONG, RIGHT],
        "come": [RIGHT],
    }
    before = score([question(name) for name in names], old)
    found = compare(before, score([question(name) for name in (*names[:4], "come")], new))
    assert [change.id for change in found.wins] == ["up"]
    assert [(change.id, change.before, change.after) for change in found.losses] == [
        ("down", 3, 1),
        ("harm", 0, -1),
    ]
    assert (found.only_old, found.only_new) == (("gone",), ("come",))
