"""Pages, the API, counts and the oracle find the same services, whatever is asked."""

from collections import Counter
from collections.abc import Sequence
from unittest.mock import patch
from uuid import UUID

import pytest
from django.test import Client

from resources.filters import ServiceFilter
from resources.regions import all_regions
from resources.search import FACETS, NEEDS_ALL, Query, Results, current_index
from resources.search.entry import Entry
from resources.search.facets import combination
from tests.search.oracle import all_entries, answers, is_open_at, matching
from tests.search.questions import Question, questions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invented")]

QUESTIONS = 200
PAGE_SIZE = 100


def worded(filterset: ServiceFilter) -> frozenset[UUID] | None:
    """Return what the words of a question find by themselves; None where there are none.

    They find a little more where areas are asked for: what serves few people may be meant then.
    """
    text, areas = filterset.query.text, filterset.query.areas
    if text is None:
        return None
    return frozenset(Results(filterset.index, Query(text=text, areas=areas)).ids)


def in_api(client: Client, question: Question) -> tuple[list[UUID], int]:
    """Return the ids on all pages of the API, and the count that it gives."""
    ids: list[UUID] = []
    address: str | None = f"/api/v1/services/?{question.address}&page_size={PAGE_SIZE}"
    count = 0
    with patch("django.utils.timezone.now", return_value=question.moment):
        while address is not None:
            answer = client.get(address).json()
            ids += [UUID(row["id"]) for row in answer["results"]]
            count, address = answer["count"], answer["next"]
    return ids, count


@pytest.mark.proves("DESIGN 2.6")
@pytest.mark.long
@pytest.mark.one_engine
def test_pages_and_api_and_the_oracle_find_the_same_services(client: Client) -> None:
    entries = all_entries()
    sizes: Counter[int] = Counter()
    for question in questions(seed=11, count=QUESTIONS):
        filterset = question.filterset()
        ids = filterset.results.ids
        assert set(ids) == matching(entries, filterset.query, worded(filterset)), question
        assert filterset.results.count() == len(ids) == len(set(ids)), question
        assert in_api(client, question) == (ids, len(ids)), question
        sizes[len(ids)] += 1
    assert len(sizes) > 30, "questions that all find the same prove nothing"
    assert sizes[0] < QUESTIONS / 2, "questions that find nothing prove little"


@pytest.mark.parametrize("name", FACETS)
def test_each_value_of_a_facet_finds_and_counts_what_the_oracle_finds(name: str) -> None:
    index, entries = current_index(), all_entries()
    known = {value for entry in entries for value in FACETS[name](entry)}
    assert {value for facet, value in index.facets if facet == name} == known
    counts = Results(index, Query()).counts(name)
    for value in known:
        asked = value.split("+") if name in NEEDS_ALL else [value]
        results = Results(index, Query(values={name: tuple(asked)}))
        found = {entry.service for entry in entries if answers(entry, name, asked)}
        assert set(results.ids) == found, value
        assert results.count() == counts[value] == len(found), value


def test_every_filter_tells_some_services_apart() -> None:
    entries = all_entries()
    for name, facet in FACETS.items():
        found = Counter(value for entry in entries for value in facet(entry))
        assert any(0 < count < len(entries) for count in found.values()), name


def test_every_choice_counts_what_it_would_find() -> None:
    entries = all_entries()
    for question in questions(seed=12, count=24):
        filterset = question.filterset()
        # Words find more where an area is chosen: what areas count then has a test of its own.
        for name in FACETS.keys() - ({"region"} if filterset.query.text else set()):
            _counts_what_it_would_find(filterset, name, entries)


def _counts_what_it_would_find(
    filterset: ServiceFilter, name: str, entries: Sequence[Entry]
) -> None:
    asked, others = filterset.query, filterset.query.without(name)
    own = asked.values.get(name, ()) if name in NEEDS_ALL else ()
    left = matching(entries, others, worded(filterset))
    answered: Counter[str] = Counter()
    for entry in entries:
        if entry.service in left:
            answered.update(FACETS[name](entry))
    counts = filterset.results.counts(name)
    # Of what has to be met together, one more value is offered at a time.
    for value in (value for value in counts if "+" not in value):
        wanted = combination({*own, value}) if own else value
        assert counts[value] == answered[wanted], (asked, name, value)
    assert filterset.results.count_without(name) == len(left), (asked, name)


def test_every_area_counts_what_it_would_find() -> None:
    entries = all_entries()
    for question in questions(seed=13, count=8):
        filterset = question.without("region").without("words").filterset()
        counts = filterset.results.counts("region")
        left = matching(entries, filterset.query)
        for region in all_regions():
            fitting = (entry for entry in entries if entry.service in left)
            would_find = sum(answers(entry, "region", [region.code]) for entry in fitting)
            assert counts[region.code] == would_find, (question, region)


def test_every_area_counts_what_it_would_find_with_words_too() -> None:
    asked = 0
    for question in questions(seed=21, count=90):
        without = question.without("region")
        filterset = without.filterset()
        if filterset.query.text is None:
            continue
        counts = filterset.results.counts("region")
        for code in list(counts)[::40]:
            chosen = Question((*without.pairs, ("region", code)), question.moment)
            assert counts[code] == chosen.filterset().results.count(), (chosen, code)
            asked += 1
    assert asked > 100


def test_open_now_counts_what_it_would_find() -> None:
    entries = all_entries()
    for question in questions(seed=14, count=60):
        filterset = question.without("open").filterset()
        left = matching(entries, filterset.query, worded(filterset))
        is_open = {one.service for one in entries if is_open_at(one, question.moment)}
        assert filterset.results.counts("open") == {"now": len(left & is_open)}, question


def test_an_order_leaves_nothing_out_and_changes_no_count() -> None:
    for question in questions(seed=15, count=20):
        plain = question.without("near")
        near = Question((*plain.pairs, ("near", "leeds")), plain.moment)
        first, second = plain.filterset().results, near.filterset().results
        assert set(first.ids) == set(second.ids)
        assert all(first.counts(name) == second.counts(name) for name in FACETS)
        assert second.count_without("near") == second.count()


def test_a_slice_of_a_list_is_that_part_of_the_whole() -> None:
    for question in questions(seed=16, count=10):
        results = question.filterset().results
        ids = results.ids
        assert [service.pk for service in results] == ids
        assert [service.pk for service in results[3:9]] == ids[3:9]
        assert [results[at].pk for at in range(min(3, len(ids)))] == ids[:3]
        assert len(results) == len(ids)
