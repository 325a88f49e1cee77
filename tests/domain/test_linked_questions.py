"""What a link asks is read once, and stays in memory only where every word of it is ours."""

import gc
from datetime import datetime, timedelta
from typing import Any
from weakref import ref

import pytest
from django.http import QueryDict

from resources.filters import linked_question
from resources.filters.service_filter import ServiceFilter
from resources.search import current_index
from tests.factories import ServiceFactory
from tests.publishing import publish_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The questions that were read anew."""
    questions: list[str] = []
    make = ServiceFilter.__init__

    def counted(self: ServiceFilter, data: QueryDict, **more: Any) -> None:
        questions.append(data.urlencode())
        make(self, data, **more)

    monkeypatch.setattr(ServiceFilter, "__init__", counted)
    return questions


@pytest.mark.parametrize("lenient", [True, False])
def test_a_question_of_our_words_is_read_once(
    read: list[str], a_tuesday: datetime, lenient: bool
) -> None:
    query = QueryDict("region=rotherham&open=now")
    first = linked_question(query, a_tuesday, lenient=lenient)
    again = linked_question(query, a_tuesday + timedelta(hours=9), lenient=lenient)
    assert read == ["region=rotherham&open=now"]
    assert first.chosen == again.chosen
    assert [first.query.moment, again.query.moment] == [a_tuesday, a_tuesday + timedelta(hours=9)]


def test_what_is_found_is_found_at_its_own_moment(a_tuesday: datetime) -> None:
    service = ServiceFactory.make(hours=[("TU", "09:00", "17:00")])
    publish_all()
    query = QueryDict("open=now")
    found = [
        linked_question(query, a_tuesday.replace(hour=hour), lenient=True).results.ids
        for hour in (3, 12, 20)
    ]
    assert found == [[], [service.pk], []]


@pytest.mark.proves("SAFETY 2.3")
@pytest.mark.parametrize(
    "query",
    [
        "region=the+name+of+somebody",
        "near=53.43,-1.36",
        "words=he+hits+me",
        "reading=as-typed",
        "made_up=he+hits+me",
        "region=rotherham&type=what+he+did",
    ],
)
@pytest.mark.parametrize("lenient", [True, False])
def test_what_a_person_may_have_typed_stays_nowhere(
    read: list[str], a_tuesday: datetime, query: str, lenient: bool
) -> None:
    for _ in range(2):
        linked_question(QueryDict(query), a_tuesday, lenient=lenient)
    assert len(read) == 2
    assert not current_index()._lasting["question"]


def test_the_number_of_a_page_is_no_part_of_a_question(
    read: list[str], a_tuesday: datetime
) -> None:
    for page in ("2", "he+hits+me"):
        linked_question(QueryDict(f"region=rotherham&page={page}"), a_tuesday, lenient=True)
    assert read == ["region=rotherham"]


def test_a_change_of_the_data_is_a_new_start(read: list[str], a_tuesday: datetime) -> None:
    query = QueryDict("region=rotherham")
    linked_question(query, a_tuesday, lenient=True)
    ServiceFactory.make()
    publish_all()
    linked_question(query, a_tuesday, lenient=True)
    assert len(read) == 2


def test_an_index_goes_as_soon_as_another_takes_its_place(a_tuesday: datetime) -> None:
    """The collector of garbage passes over the first one: a ring would stay for ever."""
    query = QueryDict("region=rotherham&type=counselling")
    ServiceFactory.make()
    publish_all()
    before = ref(current_index())
    gc.collect()
    gc.freeze()
    try:
        for lenient in (True, False):
            question = linked_question(query, a_tuesday, lenient=lenient)
            assert question.results.count() == 0
            del question
        assert current_index()._lasting["question"]
        ServiceFactory.make()
        publish_all()
        current_index()
        gc.collect()
        assert before() is None
    finally:
        gc.unfreeze()
