"""The table of questions guards the search against going back; it proves no more than that."""

from dataclasses import replace
from typing import Any, Final

import pytest

from resources.models import Service
from tests.conftest import SHARES
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


@pytest.fixture(scope="module", params=SHARES)
def by_name(
    shipped_once: None, django_db_blocker: Any, request: pytest.FixtureRequest
) -> dict[str, list[str]]:
    """The names on the first page for one published name in so many, typed alone."""
    with django_db_blocker.unblock():
        names = list(Service.objects.published().order_by("pk").values_list("name", flat=True))
        names = names[:: request.param]
        questions = [replace(read_questions()[0], id=name, words=name, place="") for name in names]
        answers, _times = answers_to(questions, MOMENT)
    return {name: [facts.name for facts in answers[name]] for name in names}


@pytest.mark.long
@pytest.mark.django_db
def test_somebody_who_types_the_name_of_a_service_finds_it_first(
    by_name: dict[str, list[str]],
) -> None:
    assert len(by_name) > 50
    assert [name for name, found in by_name.items() if found[:1] != [name]] == []
