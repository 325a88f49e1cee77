"""A group in which nobody answers says so, and names the next who does."""

from datetime import datetime

import pytest

from resources.models import Service
from resources.presenters.gaps import group_gap
from resources.search import Gap
from tests.factories import ServiceFactory

NOBODY_HERE = "We know no number and no chat here yet. The nearest who answers:"


@pytest.mark.django_db
def test_a_group_without_anybody_names_the_next_wider_service(a_tuesday: datetime) -> None:
    ServiceFactory.make(name="Wider")
    row = Service.objects.for_listing().get()
    gap = group_gap(Gap(0, 3), row, a_tuesday)
    assert gap.words == NOBODY_HERE
    assert gap.next_wider
    assert (gap.next_wider.name, gap.next_wider.url) == ("Wider", row.get_absolute_url())


def test_where_nobody_answers_at_all_the_list_says_that(a_tuesday: datetime) -> None:
    gap = group_gap(Gap(0, None, is_everywhere=True), None, a_tuesday)
    assert gap.words == "We know no number and no chat in this list yet."
    assert gap.next_wider is None


def test_where_nobody_wider_answers_the_group_says_no_more_than_that(a_tuesday: datetime) -> None:
    gap = group_gap(Gap(4, None), None, a_tuesday)
    assert (gap.words, gap.next_wider) == ("We know no number and no chat here yet.", None)
