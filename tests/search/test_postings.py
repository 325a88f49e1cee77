"""The words in memory hold what the documents hold, also after documents came, changed and went."""

from collections.abc import Mapping, Sequence
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources import language as search
from resources.language import AllOf, AnyOf, Expression, Phrase, Token
from resources.listings.synonyms import load_synonyms
from resources.models import DataRevision, SearchDocument, Service, publish_revision
from resources.models.synonyms import current_lexicon
from resources.search import current_index, postings
from resources.search.bits import numbers_in
from resources.search.postings import Postings, postings_of
from tests.domain.search_reference import holds
from tests.factories import ServiceFactory
from tests.models.test_search_table import rows

WORDS = ("aa", "bb", "cc", "dd", "ee")
tokens = st.sampled_from(WORDS).map(Token)
phrases = st.lists(tokens, min_size=2, max_size=2).map(lambda two: Phrase(tuple(two)))
expressions: st.SearchStrategy[Expression] = st.recursive(
    tokens | phrases,
    lambda parts: st.one_of(
        st.lists(parts, min_size=1, max_size=4).map(lambda some: AllOf(tuple(some))),
        st.lists(parts, min_size=1, max_size=4).map(lambda some: AnyOf(tuple(some))),
    ),
    max_leaves=8,
)
texts = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
# Most slots of a hundred are empty, so that some tokens are rare among them and some are not.
documents = st.dictionaries(st.integers(0, 99), texts, max_size=40)


def _held(made: Postings, asked: Expression, now: Mapping[int, str]) -> list[int]:
    """Return the slots that hold what is asked, as the postings say."""

    def by_reading(phrase: Phrase) -> int:
        """Read every document for a phrase, as an engine does."""
        return sum(1 << slot for slot, text in now.items() if holds(phrase, [text]))

    return numbers_in(made.holding(asked, by_reading))


@given(first=documents, changes=st.lists(documents, max_size=3), asked=expressions)
def test_the_words_in_memory_are_those_of_the_documents_as_they_are_now(
    first: dict[int, str], changes: Sequence[dict[int, str]], asked: Expression
) -> None:
    now = dict(first)
    made = postings_of(first.items())
    # With so few changes the sets are made anew now and then, as they are after thousands.
    with patch.object(postings, "MOST_CHANGED", 15):
        for change in changes:
            made = made.with_documents(change.items())
            now.update(change)
            assert len(made.changed) <= 15
    expected = sorted(slot for slot, text in now.items() if holds(asked, [text]))
    assert _held(made, asked, now) == expected
    assert made.texts == now


def test_what_comes_later_does_not_change_what_was_held_before() -> None:
    before = postings_of([(0, "aa"), (1, "bb")])
    after = before.with_documents([(0, "bb")])
    assert _held(before, Token("aa"), {}) == [0]
    assert _held(after, Token("aa"), {}) == []
    assert _held(after, Token("bb"), {}) == [0, 1]


@pytest.mark.django_db
@pytest.mark.usefixtures("shipped")
def test_every_question_of_the_table_holds_the_same_in_memory_as_in_a_document() -> None:
    load_synonyms()
    publish_revision(Service.objects.all())
    held = list(SearchDocument.objects.all())
    index, lexicon = current_index(), current_lexicon()
    for row in rows():
        question = search.read(row["query"], lexicon)
        for attempt in search.attempts(question):
            for asked in (*attempt, *(search.best_first(question, one) for one in attempt)):
                expected = {
                    one.service_id
                    for one in held
                    if holds(asked, (one.names, one.terms, one.summary, one.places))
                }
                found = numbers_in(index.holding_words(asked))
                assert {index.services[slot] for slot in found} == expected, row["query"][:60]


@pytest.mark.django_db
@pytest.mark.usefixtures("shipped")
def test_memory_and_engine_settle_a_question_alike() -> None:
    load_synonyms()
    publish_revision(Service.objects.all())
    index = current_index()
    for row in rows():
        asked_of_engine = SearchDocument.objects.matching(row["query"])
        asked_of_memory = asked_of_engine.put_to(index)
        assert asked_of_memory.asked == asked_of_engine.asked, row["query"][:60]
        assert asked_of_memory.suggestion == asked_of_engine.suggestion
        hits = [hit.key for hit in asked_of_engine.ranked()]
        assert [hit.key for hit in asked_of_memory.ranked()] == hits


@pytest.mark.django_db
def test_a_listing_is_found_by_its_new_words_and_no_longer_by_the_old() -> None:
    service = ServiceFactory.make(name="Zebra House")
    publish_revision(Service.objects.all())
    assert _found("zebra") == [service.pk]
    Service.objects.update(name="Lion House")
    publish_revision(Service.objects.all())
    assert (_found("zebra"), _found("lion")) == ([], [service.pk])
    Service.objects.update(publication="withdrawn")
    publish_revision(Service.objects.all())
    assert _found("lion") == []
    assert DataRevision.objects.current() == current_index().revision


def _found(word: str) -> list[object]:
    """Return the services that hold a word in memory."""
    index = current_index()
    return [index.services[slot] for slot in numbers_in(index.holding_words(Token(word)))]
