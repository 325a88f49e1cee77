"""What a question in words costs beside its page: counted, as no clock can be trusted."""

import sys
from collections.abc import Callable
from types import FrameType

import pytest
from django.utils import timezone

from resources.language import FullText, parse
from resources.regions import find_region
from resources.search import Query, Results, current_index

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped_once"), pytest.mark.timed]

# By question: calls of functions, those of Python and of C, to read it and to rank services.
COSTS = {
    "counselling for women after rape": (2_700, 2_400),
    "she takes my wages off me every friday and gives me bus fare back like im a bairn": (
        8_300,
        4_200,
    ),
    "conselling for my dauhgter who was groomed by her teacher": (6_400, 2_100),
}


def calls(ask: Callable[[], object]) -> int:
    """Return how many functions are called, written in Python or in C."""
    count = 0

    def counted(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        ask()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("words", COSTS)
def test_words_are_read_and_services_ranked_in_few_calls(words: str) -> None:
    index = current_index()
    text = parse(words, index.lexicon)
    query = Query(text=text, moment=timezone.now())

    def rank() -> None:
        results = Results(index, query)
        results.count()
        results.section_at(0)
        results.counts("region")

    rank()
    most_to_read, most_to_rank = COSTS[words]
    read, ranked = calls(lambda: parse(words, index.lexicon)), calls(rank)
    assert (read < most_to_read, ranked < most_to_rank) == (True, True), (read, ranked)


def test_a_choice_is_taken_off_without_asking_for_the_words_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    index = current_index()
    text = parse("counselling for women after rape", index.lexicon)
    area = find_region("yorkshire-and-the-humber")
    assert area is not None
    values = {"channel": ("phone",), "cost": ("free",), "region": (area.code,)}
    query = Query(values=values, areas=(area,), text=text, moment=timezone.now())
    names = ("channel", "cost", "region", "words")
    anew = {name: Results(index, query.without(name)).count() for name in names}
    asked: list[object] = []
    search = FullText.search

    def counted(texts: FullText, words: tuple[str, ...], most: int) -> object:
        asked.append(texts)
        return search(texts, words, most)

    monkeypatch.setattr(FullText, "search", counted)
    results = Results(index, query)
    results.count()
    assert {name: results.count_without(name) for name in names} == anew
    assert len(set(anew.values())) > 1
    assert asked == [index.texts]
