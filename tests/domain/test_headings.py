"""The heading of a list says for where it is, and how many services are how near."""

import pytest
from django.http import QueryDict

from resources.filters import ServiceFilter
from resources.presenters import list_heading
from tests.factories import ServiceFactory
from tests.publishing import publish_written

pytestmark = pytest.mark.django_db


def heading(text: str, place: str = "") -> tuple[str, str]:
    """Return the title of a list and its sentence of numbers."""
    publish_written()
    made = list_heading(ServiceFilter(QueryDict(text), lenient=True), place)
    return made.title, made.counts


@pytest.fixture(autouse=True)
def _around_rotherham() -> None:
    """One service in Rotherham, two in the region, one for the nation, three for the country."""
    for area, count in {
        "rotherham": 1,
        "yorkshire-and-the-humber": 2,
        "england": 1,
        "united-kingdom": 3,
    }.items():
        for _ in range(count):
            ServiceFactory.make(areas=[area], terms=["helpline"])


def test_a_list_for_a_place_counts_from_there_to_the_whole_country() -> None:
    title, counts = heading("region=rotherham")
    assert title == "Support for Rotherham"
    assert counts == (
        "1 there, 2 in Yorkshire and the Humber, 1 for all of England, 3 for the whole of the UK."
    )


def test_where_nothing_is_near_that_is_said_first() -> None:
    title, counts = heading("region=cardiff")
    assert title == "Support for Cardiff"
    assert counts == "None there yet, 3 for the whole of the UK."


def test_a_list_without_a_place_says_how_many_there_are() -> None:
    assert heading("") == ("Support anywhere in the UK", "7 services.")


def test_a_place_is_named_as_the_person_named_it() -> None:
    assert heading("region=rotherham", "Near Wickersley")[0] == "Support near Wickersley"


def test_where_nothing_fits_every_area_that_was_looked_in_is_named() -> None:
    title, counts = heading("region=rotherham&type=housing")
    assert title == "No service for all of this in Rotherham"
    assert counts == "We looked in Rotherham, Yorkshire and the Humber, England and the UK."
