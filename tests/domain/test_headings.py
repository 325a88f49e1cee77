"""The heading of a list: for which place, and how many services of which reach, in words."""

from collections import Counter
from datetime import datetime

import pytest
from django.http import QueryDict
from django.utils import timezone

from resources.filters import ServiceFilter
from resources.models import Service
from resources.presenters import ListHeading, list_heading
from resources.regions import RegionRecord
from tests.factories import ServiceFactory
from tests.publishing import publish_written

pytestmark = pytest.mark.django_db

MOMENT = datetime.fromisoformat("2026-11-24T15:00:00+00:00")


def filterset(text: str) -> ServiceFilter:
    """Return the filter set that a link makes."""
    publish_written()
    return ServiceFilter(QueryDict(text), lenient=True, moment=timezone.localtime(MOMENT))


def heading(text: str, place: str = "") -> ListHeading:
    return list_heading(filterset(text), place)


def searched(words: str, **asked: str) -> ListHeading:
    """Return the heading of a search by words."""
    publish_written()
    made = ServiceFilter(QueryDict(mutable=True) | {"words": words, **asked}, moment=MOMENT)
    return list_heading(made)


@pytest.fixture
def around_rotherham() -> None:
    """Services of every reach around Rotherham, and one elsewhere."""
    for number, slug in (
        (2, "rotherham"),
        (3, "yorkshire-and-the-humber"),
        (1, "england"),
        (4, "united-kingdom"),
        (1, "leeds"),
        (1, "wales"),
    ):
        for _ in range(number):
            ServiceFactory.make(areas=[slug], terms=["helpline"])


@pytest.mark.proves("SAFETY 3.2")
@pytest.mark.usefixtures("around_rotherham")
@pytest.mark.parametrize(
    ("text", "title", "counts"),
    [
        (
            "region=rotherham",
            "Support for Rotherham",
            "2 there, 3 in Yorkshire and the Humber, 1 for all of England, "
            "4 for the whole of the UK.",
        ),
        (
            "region=rotherham&region=leeds",
            "Support for Rotherham and Leeds",
            "3 there, 3 in Yorkshire and the Humber, 1 for all of England, "
            "4 for the whole of the UK.",
        ),
        ("region=wales", "Support for Wales", "1 there, 4 for the whole of the UK."),
        (
            "region=scotland",
            "Support for Scotland",
            "None there yet, 4 for the whole of the UK.",
        ),
        ("", "Support anywhere in the UK", "12 services."),
        ("type=helpline", "Support anywhere in the UK", "12 services."),
    ],
)
def test_a_heading_says_for_which_place_and_how_many_near_and_far(
    text: str, title: str, counts: str
) -> None:
    assert heading(text) == ListHeading(title, counts)


def test_one_service_is_told_as_one() -> None:
    ServiceFactory.make()
    assert heading("").counts == "1 service."


@pytest.mark.usefixtures("around_rotherham")
def test_a_named_place_stands_for_its_areas() -> None:
    made = heading("region=rotherham", "Rawmarsh, Yorkshire and the Humber")
    assert made.title == "Support for Rawmarsh, Yorkshire and the Humber"
    assert made.counts.startswith("2 there, ")


@pytest.mark.usefixtures("around_rotherham")
def test_a_list_near_a_town_is_called_so() -> None:
    assert heading("region=rotherham", "Near Rawmarsh").title == "Support near Rawmarsh"
    assert heading("region=rotherham&type=legal", "Near Rawmarsh").title == (
        "No service for all of this near Rawmarsh"
    )


@pytest.mark.usefixtures("around_rotherham")
def test_a_list_by_distance_or_by_words_says_only_how_many() -> None:
    assert heading("region=rotherham&near=rotherham").counts == "10 services."


@pytest.mark.proves("SAFETY 3.3")
@pytest.mark.parametrize(
    ("text", "title", "counts"),
    [
        (
            "region=rotherham&type=legal",
            "No service for all of this in Rotherham",
            "We looked in Rotherham, Yorkshire and the Humber, England and the UK.",
        ),
        (
            "region=rotherham&region=leeds&type=legal",
            "No service for all of this in Rotherham and Leeds",
            "We looked in Rotherham, Leeds, Yorkshire and the Humber, England and the UK.",
        ),
        ("type=legal", "No service for all of this", ""),
    ],
)
def test_who_finds_nothing_reads_so_and_where_was_looked(
    text: str, title: str, counts: str
) -> None:
    assert heading(text) == ListHeading(title, counts)


@pytest.mark.parametrize(
    ("number", "counts"),
    [(1, "1 service may fit."), (2, "2 services may fit. What fits best comes first.")],
)
def test_a_search_by_words_is_not_called_sure(number: int, counts: str) -> None:
    for _ in range(number):
        ServiceFactory.make(terms=["counselling"])
    ServiceFactory.make(terms=["housing"])
    assert searched("counselling") == ListHeading("Support anywhere in the UK", counts)


def depth_of_nearest(service: Service, asked: list[RegionRecord]) -> int:
    """Return how deep the nearest area lies by which a service is found, as a loop finds it."""
    own = max(region.depth for region in asked)
    depths = []
    for area in service.areas.all():
        served = area.region.path + "/"
        for region in asked:
            path = region.path + "/"
            if path.startswith(served) or served.startswith(path):
                depths.append(min(area.region.depth, own))
    return max(depths)


@pytest.mark.proves("SAFETY 3.2")
@pytest.mark.usefixtures("shipped_once")
@pytest.mark.parametrize(
    "text",
    [
        "region=rotherham",
        "region=cardiff&type=counselling",
        "region=rotherham&region=leeds",
        "region=yorkshire-and-the-humber",
        "region=belfast",
        "region=scotland",
        "region=england&open=now",
    ],
)
def test_the_counts_of_a_heading_are_those_of_a_loop_over_the_services(text: str) -> None:
    made = filterset(text)
    rows = Service.objects.filter(pk__in=made.results.ids).prefetch_related("areas__region")
    expected = Counter(depth_of_nearest(row, made.regions) for row in rows)
    counted = made.results.counts_by_depth()
    assert {depth: count for depth, count in counted.items() if count} == expected
    assert sum(expected.values()) == made.results.count()
    told = [int(word) for word in list_heading(made).counts.split() if word.isdigit()]
    assert told == [expected[depth] for depth in sorted(expected, reverse=True)]
