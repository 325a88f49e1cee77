"""A query can be asked again without a part of it; what is fetched is public at that moment."""

from dataclasses import replace
from datetime import datetime

import pytest

from resources.choices import Publication
from resources.language import parse
from resources.models import Service
from resources.regions import Point, find_region
from resources.search import Query, Results, current_index
from tests.factories import ServiceFactory
from tests.language.cast import LEXICON
from tests.publishing import publish_all

LEEDS, ROTHERHAM = (region for slug in ("leeds", "rotherham") if (region := find_region(slug)))
WHOLE = Query(
    values={"region": (LEEDS.code, ROTHERHAM.code), "type": ("helpline", "housing")},
    areas=(LEEDS, ROTHERHAM),
    text=parse("counselling", LEXICON),
    start=Point(53.4, -1.3),
    open_now=True,
)


def test_one_of_several_values_is_taken_off_or_all_of_them() -> None:
    assert WHOLE.without("type", "housing").values["type"] == ("helpline",)
    assert "type" not in WHOLE.without("type").values
    assert WHOLE.without("type", "legal") == WHOLE


def test_an_area_that_is_taken_off_no_longer_counts_for_the_order() -> None:
    assert WHOLE.without("region", LEEDS.code).areas == (ROTHERHAM,)
    assert WHOLE.without("region").areas == ()


@pytest.mark.parametrize(
    ("name", "left"),
    [("open", replace(WHOLE, open_now=False)), ("words", replace(WHOLE, text=None))],
)
def test_what_is_no_facet_is_taken_off_as_well(name: str, left: Query) -> None:
    assert WHOLE.without(name) == left


def test_what_is_open_comes_first_only_in_a_list_with_a_place_or_words(a_tuesday: datetime) -> None:
    assert not Query(moment=a_tuesday).open_first
    assert Query(areas=(LEEDS,), moment=a_tuesday).open_first
    assert not Query(areas=(LEEDS,)).open_first


@pytest.mark.django_db
def test_a_question_about_now_needs_its_moment() -> None:
    with pytest.raises(ValueError, match="moment"):
        Results(current_index(), Query(open_now=True)).count()


@pytest.mark.django_db
def test_a_service_that_was_withdrawn_a_moment_ago_is_not_fetched() -> None:
    gone, here = ServiceFactory.make(), ServiceFactory.make()
    publish_all()
    results = Results(current_index(), Query())
    # As if the change had not been published.
    Service.objects.filter(pk=gone.pk).update(publication=Publication.WITHDRAWN)
    assert list(results) == [here]
