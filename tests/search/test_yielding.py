"""What lines for everyone lose to those that are made for what is meant."""

import pytest

from resources.language import Concept, ParsedQuery
from resources.language.phrases import Phrase
from resources.search.yielding import FEW_KNOW, FOR_ALL, OF_FEW, lost_by_general


def meaning(term: str, confidence: float) -> ParsedQuery:
    """Return a text that means one term."""
    concept = Concept(term, confidence, Phrase(term, (term,)))
    return ParsedQuery(typed=term, concepts=(concept,))


@pytest.mark.parametrize("term", sorted(OF_FEW))
def test_lines_for_everyone_yield_most_where_few_of_them_know_the_subject(term: str) -> None:
    lost = lost_by_general(meaning(term, 0.9), has_areas=False)
    assert lost == pytest.approx(0.9 * (FOR_ALL + FEW_KNOW))
    assert lost > 2 * lost_by_general(meaning("housing", 0.9), has_areas=False) > 0


def test_lines_for_everyone_lose_nothing_to_what_they_are_made_for() -> None:
    assert lost_by_general(meaning("helpline", 0.9), has_areas=False) == 0
