"""The table of questions guards the search against going back; it proves no more than that."""

from typing import Any, Final

import pytest

from tests.relevance.answering import answers_to
from tests.relevance.printing import MOMENT
from tests.relevance.reading import read_questions
from tests.relevance.scoring import Score, Tally, score, tally

# Shares that a change may not fall below, of all questions and of those written before any search.
AMONG_THREE: Final = 0.93
BEFORE_AMONG_THREE: Final = 0.92
FIRST_PAGE: Final = 0.97
NEVER_FIRST: Final = 0.005
EMPTY: Final = 0.005


@pytest.fixture(scope="module")
def outcomes(shipped_once: None, django_db_blocker: Any) -> Score:
    """Every question of the table, put to the shipped listings."""
    questions = read_questions()
    with django_db_blocker.unblock():
        answers, _times = answers_to(questions, MOMENT)
    return score(questions, answers)


@pytest.fixture
def total(outcomes: Score) -> Tally:
    """All questions added up."""
    return tally(outcomes.outcomes)


@pytest.mark.long
@pytest.mark.django_db
def test_people_find_what_is_right_for_them_among_the_first_three(
    outcomes: Score, total: Tally
) -> None:
    before = tally(outcomes.where("before").outcomes)
    assert total.three / total.count >= AMONG_THREE
    assert before.three / before.count >= BEFORE_AMONG_THREE
    assert total.page / total.count >= FIRST_PAGE


@pytest.mark.long
@pytest.mark.django_db
def test_hardly_anybody_meets_first_what_excludes_or_hurts_them(total: Tally) -> None:
    assert total.never / total.count <= NEVER_FIRST


@pytest.mark.long
@pytest.mark.django_db
def test_hardly_anybody_is_left_with_an_empty_page(total: Tally) -> None:
    assert total.empty / total.count <= EMPTY
