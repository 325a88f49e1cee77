"""Where a service helps, in words: the nearest area that touches the question, or the widest."""

from collections.abc import Sequence

import pytest

from resources.presenters import Scope, area_words
from resources.presenters.areas import joined_areas
from resources.regions import RegionRecord, find_region
from tests.factories import ServiceFactory


def records(*slugs: str) -> Sequence[RegionRecord]:
    """Return shipped areas, as a filter passes them."""
    found = [find_region(slug) for slug in slugs]
    return [one for one in found if one is not None]


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ([], ""),
        (["Leeds"], "Leeds"),
        (["Leeds", "York"], "Leeds and York"),
        (["Hull", "Leeds", "York"], "Hull, Leeds and York"),
        (["Barnsley", "Hull", "Leeds", "York"], "Barnsley, Hull and 2 more areas"),
        (["Barnsley", "Bradford", "Hull", "Leeds", "York"], "Barnsley, Bradford and 3 more areas"),
    ],
)
def test_names_are_joined_as_a_sentence_joins_them(names: list[str], words: str) -> None:
    assert joined_areas(names) == words


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("areas", "asked", "scope", "words"),
    [
        (["united-kingdom"], [], Scope.COUNTRY, "Anywhere in the UK"),
        (["united-kingdom"], ["rotherham"], Scope.COUNTRY, "Anywhere in the UK"),
        (["england", "wales"], [], Scope.NATIONAL, "England and Wales"),
        (["england", "wales"], ["cardiff"], Scope.NATIONAL, "Wales"),
        (["isle-of-man"], ["isle-of-man"], Scope.NATIONAL, "Isle of Man"),
        (["north-west"], ["north-west"], Scope.REGIONAL, "North West"),
        (["leeds", "rotherham"], [], Scope.LOCAL, "Leeds and Rotherham"),
        (["leeds", "rotherham"], ["rotherham"], Scope.LOCAL, "Rotherham"),
        (["leeds", "rotherham"], ["england"], Scope.LOCAL, "Leeds and Rotherham"),
        (["united-kingdom", "rotherham"], ["rotherham"], Scope.LOCAL, "Rotherham"),
        (["united-kingdom", "rotherham"], ["leeds"], Scope.COUNTRY, "Anywhere in the UK"),
        (["united-kingdom", "rotherham"], [], Scope.COUNTRY, "Anywhere in the UK"),
        ([], [], Scope.COUNTRY, "Area not known"),
    ],
)
def test_a_card_names_the_nearest_area_of_a_service(
    areas: list[str], asked: list[str], scope: Scope, words: str
) -> None:
    said = area_words(ServiceFactory.make(areas=areas), records(*asked))
    assert (said.scope, said.words) == (scope, words)


@pytest.mark.django_db
def test_a_page_names_every_area_the_widest_first() -> None:
    service = ServiceFactory.make(areas=["rotherham", "leeds", "england", "north-west"])
    said = area_words(service, records("rotherham"))
    assert said.names == ("England", "North West", "Leeds", "Rotherham")
    assert said.near == ("Rotherham",)


@pytest.mark.django_db
def test_a_service_for_a_part_of_an_area_says_so() -> None:
    service = ServiceFactory.make(areas=["rotherham"])
    service.areas.update(is_partial=True)
    said = area_words(service, records("rotherham"))
    assert (said.words, said.near) == ("part of Rotherham", ("Rotherham",))
    assert said.names == ("part of Rotherham",)


@pytest.mark.django_db
def test_a_service_for_a_part_of_the_country_is_not_said_to_help_anywhere_in_it() -> None:
    service = ServiceFactory.make()
    service.areas.update(is_partial=True)
    assert area_words(service).words == "part of United Kingdom"


@pytest.mark.django_db
def test_an_area_is_called_by_its_name_whatever_a_service_calls_it() -> None:
    service = ServiceFactory.make(areas=["leeds"], coverage_description="Leeds and around")
    assert area_words(service).words == "Leeds"
    assert area_words(service, records("leeds")).words == "Leeds"
