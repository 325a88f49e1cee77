"""Found services stand in the order that helps: pure, without a database."""

from dataclasses import astuple
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from resources.language import (
    Candidate,
    Listing,
    Place,
    ServedArea,
    attempts,
    rank,
    read,
    tokens_of,
)
from tests.domain.search_reference import holds
from tests.domain.test_search_words import LEEDS, LEXICON, UK


def listing(name: str = "Hope House", **facts: Any) -> Listing:
    """Return a listing for everyone in the whole country, with some other facts."""
    values: dict[str, Any] = {
        "names": [name],
        "terms": [],
        "term_codes": [],
        "audiences": frozenset(),
        "texts": [],
        "places": [],
        "served": [ServedArea(UK, is_partial=False)],
        "districts": 361,
    }
    return Listing(**{**values, **facts})


def order(text: str, *listings: Listing) -> list[str]:
    """Return the names of the listings that have what is typed, the best first."""
    question = read(text, LEXICON)
    asked = [one for attempt in attempts(question) for one in attempt]
    candidates = []
    for number, one in enumerate(listings):
        made = tokens_of(one)
        parts = (made.names, made.terms, made.summary, made.places)
        if any(holds(expression, parts) for expression in asked):
            candidates.append(Candidate(UUID(int=number), one.names[0], *astuple(made)))
    return [listings[hit.key.int].names[0] for hit in rank(question, candidates)]


def test_a_name_goes_before_a_term_a_term_before_a_summary_and_that_before_a_place() -> None:
    found = order(
        "zebra",
        listing("D", places=["Zebra"]),
        listing("C", texts=["About zebras."]),
        listing("B", terms=["Zebra"]),
        listing("Zebra"),
    )
    assert found == ["Zebra", "B", "C", "D"]


def test_more_of_what_was_asked_goes_before_less() -> None:
    found = order(
        "zebra lion",
        listing("Zebra"),
        listing("B", texts=["Lions and zebras."]),
    )
    assert found == ["B", "Zebra"]


def test_the_place_goes_before_what_lies_around_it() -> None:
    around = Place("E12", ("K1", "E1", "E12"))
    found = order(
        "counselling leeds",
        listing("Counselling for all"),
        listing("Region", texts=["Counselling"], served=[ServedArea(around, is_partial=False)]),
        listing("Part", texts=["Counselling"], served=[ServedArea(LEEDS, is_partial=True)]),
        listing("Here", texts=["Counselling"], served=[ServedArea(LEEDS, is_partial=False)]),
    )
    assert found == ["Here", "Part", "Region", "Counselling for all"]


def test_a_whole_name_goes_before_a_part_of_one() -> None:
    found = order("zebra trust", listing("Zebra Trust Fund"), listing("The Zebra Trust"))
    assert found == ["The Zebra Trust", "Zebra Trust Fund"]


def test_who_speaks_of_suicide_is_shown_first_who_answers_now() -> None:
    found = order(
        "suicide",
        listing("After Suicide", term_codes=["9g2"]),
        listing("Answers now", term_codes=["9g2", "n7m"]),
    )
    assert found == ["Answers now", "After Suicide"]


def test_what_helps_more_people_goes_first_where_no_place_is_named() -> None:
    few = frozenset({"faith"})
    found = order(
        "counselling",
        listing("A", term_codes=["4rq"], audiences=few),
        listing("B", term_codes=["4rq"], districts=1),
        listing("C", term_codes=["4rq"]),
        listing("C too", term_codes=["4rq"]),
    )
    assert found == ["C", "C too", "A", "B"]


@given(st.text(alphabet="zxn0i 4rqE8", max_size=30))
def test_tokens_that_stand_for_something_else_than_a_word_cannot_be_typed(typed: str) -> None:
    made = tokens_of(
        listing("Lion", term_codes=["4rq"], served=[ServedArea(LEEDS, is_partial=False)])
    )
    parts = (made.names, made.terms, made.summary, made.places)
    assert not any(holds(group.expression, parts) for group in read(typed, LEXICON).groups)
