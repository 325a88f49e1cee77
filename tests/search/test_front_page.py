"""What the front page names for deaf people and in other languages, a few of each."""

import pytest

from resources.choices import KnownAnswer
from resources.models import Service
from resources.search import Featured, current_index
from resources.search import featured as featured_of
from tests.factories import ServiceFactory
from tests.publishing import publish_written

pytestmark = pytest.mark.django_db


def featured(most: int = 6) -> Featured:
    """Return what the front page names."""
    publish_written()
    return featured_of(current_index(), most)


def names(services: list[Service]) -> list[str]:
    return [service.name for service in services]


def test_what_is_meant_for_deaf_people_comes_before_what_is_for_everyone() -> None:
    ServiceFactory.make(name="A", terms=["deaf", "everyone"])
    ServiceFactory.make(name="B", terms=["deaf", "men"], areas=["leeds"])
    ServiceFactory.make(name="C", terms=["deaf"], areas=["united-kingdom"])
    ServiceFactory.make(name="D", terms=["everyone"])
    assert names(featured().deaf) == ["C", "B", "A"]
    assert names(featured(most=2).deaf) == ["C", "B"]


@pytest.mark.parametrize(
    ("values", "another"),
    [
        ({}, False),
        ({"languages": "en"}, False),
        ({"languages": "en,bfi"}, False),
        ({"languages": "en,cy"}, True),
        ({"languages": "ur"}, True),
        ({"interpreter": KnownAnswer.YES}, True),
        ({"interpreter": KnownAnswer.NO}, False),
    ],
)
def test_another_spoken_language_or_an_interpreter_is_named_when_known(
    values: dict[str, str], another: bool
) -> None:
    service = ServiceFactory.make(**values)
    assert featured().languages == ([service] if another else [])


def test_a_service_that_was_withdrawn_a_moment_ago_is_not_named() -> None:
    service = ServiceFactory.make(languages="ur", terms=["deaf"])
    assert featured().deaf == featured().languages == [service]
    # As if the change had not been published.
    Service.objects.update(publication="withdrawn")
    assert featured().deaf == featured().languages == []
