"""The table of what people type: what is right for them comes first, the same on both databases."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pytest

from resources import language as search
from resources.listings.synonyms import load_synonyms
from resources.models import Search, SearchDocument, Service, TaxonomyTerm
from resources.models.search_document import MOST_RANKED
from resources.models.search_engines import documents_holding
from resources.models.synonyms import current_lexicon
from tests.domain.search_reference import holds
from tests.factories import region

pytestmark = pytest.mark.django_db

TABLE: Final = Path(__file__).parents[2] / "resources" / "data" / "search_queries.csv"
WANTED: Final = 0.95


@pytest.fixture
def documents(shipped_once: None, db: None) -> list[SearchDocument]:
    """The documents of the shipped listings, with the shipped synonyms."""
    load_synonyms()
    SearchDocument.objects.refresh(Service.objects.all())
    return list(SearchDocument.objects.select_related("service"))


def rows() -> list[dict[str, str]]:
    """Return the lines of the table of questions."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def found(text: str) -> list[Service]:
    """Return the public services that a text finds, the best first."""
    public = Service.objects.published()
    hits = SearchDocument.objects.matching(text).ranked(public)
    services = Service.objects.in_bulk([hit.key for hit in hits])
    return [services[hit.key] for hit in hits]


def carried(service: Service) -> set[str]:
    """Return the slugs of the terms of a service, and of the branches they stand under."""
    terms = TaxonomyTerm.objects.filter(services=service).values_list("slug", "parent__slug")
    return {slug for pair in terms for slug in pair if slug}


def is_expected(top: Service | None, expected: str) -> bool:
    """Tell whether the first service is one that a line of the table allows."""
    if top is None or expected == "nothing":
        return top is None and expected == "nothing"
    for one in expected.split():
        kind, _colon, what = one.rpartition(":")
        if kind == "term" and set(what.split("+")) <= carried(top):
            return True
        if kind == "place" and top.areas.filter(region__slug=what).exists():
            return True
        if not kind and top.slug == what:
            return True
    return False


@pytest.mark.usefixtures("documents")
def test_people_find_first_what_is_right_for_them() -> None:
    table = rows()
    missed = []
    for row in table:
        first = next(iter(found(row["query"])), None)
        if not is_expected(first, row["expected"]):
            missed.append((row["query"][:60], str(first), row["note"]))
    assert len(table) >= 150
    assert len(missed) <= len(table) * (1 - WANTED), missed
    unexplained = [one for one in missed if not one[-1].startswith("Missed:")]
    assert unexplained == []


def test_every_question_of_the_table_is_well_written() -> None:
    services = set(_shipped_slugs())
    terms = set(TaxonomyTerm.objects.values_list("slug", flat=True))
    table = rows()
    for row in table:
        for one in row["expected"].split():
            kind, _colon, what = one.rpartition(":")
            if kind == "term":
                assert set(what.split("+")) <= terms, row
            elif kind == "place":
                assert region(what), row
            else:
                assert one == "nothing" or one in services, row
        assert row["expected"], row
    assert len({row["query"] for row in table}) == len(table)


def _shipped_slugs() -> list[str]:
    """Return the slugs of the published services of the shipped file."""
    lines = (TABLE.parent / "listings.jsonl").read_text(encoding="utf-8").splitlines()
    read = [json.loads(line) for line in lines if line.strip()]
    return [one["slug"] for one in read if one.get("publication") == "published"]


def _in_reference_order(
    question: search.Question, asked: search.Expression, documents: Sequence[SearchDocument]
) -> list[object]:
    """Return the services that a question finds when no database is asked, the best first."""
    candidates = [
        search.Candidate(
            one.service_id,
            one.service.name,
            one.names,
            one.terms,
            one.summary,
            one.places,
            one.districts,
            one.openness,
        )
        for one in documents
        if holds(asked, (one.names, one.terms, one.summary, one.places))
    ]
    return [hit.key for hit in search.rank(question, candidates)]


def test_either_database_finds_the_same_services_in_the_same_order(
    documents: list[SearchDocument],
) -> None:
    # Both are held to a third engine that asks no database, so they agree with each other.
    lexicon = current_lexicon()
    for row in rows():
        question = search.read(row["query"], lexicon)
        for attempt in search.attempts(question):
            for asked in (*attempt, *(search.best_first(question, one) for one in attempt)):
                one = Search(
                    (), question, lexicon, SearchDocument.objects, search.Answer(question, asked)
                )
                expected = _in_reference_order(question, asked, documents)
                held = documents_holding(asked)
                assert len(set(held)) == len(held) == len(expected)
                if len(held) > MOST_RANKED:  # which of them are ranked is another question
                    assert len(one.ranked()) == MOST_RANKED
                    continue
                assert [hit.key for hit in one.ranked()] == expected, row["query"][:60]


@pytest.mark.usefixtures("documents")
def test_what_finds_nothing_finds_nothing_quietly() -> None:
    unreadable = {"", "x", "😢", "the", "'; --"}
    for text in (*unreadable, "zzzzqqqq", "a" * 2000):
        nothing = SearchDocument.objects.matching(text)
        assert nothing.ranked() == []
        assert nothing.asked is None
        assert not nothing.among(Service.objects.published()).exists()
        assert nothing.suggestion == ""
        assert nothing.is_empty == (text in unreadable)


@pytest.mark.usefixtures("documents")
def test_a_misspelt_word_is_read_as_the_one_that_was_meant_and_said() -> None:
    for typed, meant in (
        ("samaratins", "samaritans"),
        ("councelling leeds", "counselling leeds"),
        ("roterham", "rotherham"),
        ("samarit", "samaritans"),
        ("counselling", ""),
        ("qwertyuiop counselling", ""),
    ):
        answer = SearchDocument.objects.matching(typed)
        assert answer.suggestion == meant
        assert answer.ranked()
