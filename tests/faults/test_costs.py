"""No question costs more than its share: what a page says of it grows with it, and ends."""

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from django.test import Client

from resources.filters import ServiceFilter
from resources.filters.fields import MOST_VALUES, LookupFilter
from resources.regions import all_regions
from resources.regions.gazetteer import named_areas
from tests.api.problems import mistakes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped_once")]

# Bytes, before they are compressed.
LARGEST_PAGE = 120_000


def every_value() -> Iterator[tuple[str, str]]:
    """Yield each value that some form offers, and each area and age."""
    filterset = ServiceFilter()
    for name, parameter in filterset.filters.items():
        if isinstance(parameter, LookupFilter) and not parameter.only_one:
            yield from ((name, value.code) for value in filterset.choices(name))
    yield from (("region", region.code) for region in all_regions())
    yield from (("age", str(age)) for age in range(121))


def size(client: Client, pairs: list[tuple[str, str]]) -> int:
    return len(client.get("/services/?" + urlencode(pairs)).content)


def test_the_page_of_every_value_there_is_stays_small(client: Client) -> None:
    everything = list(every_value())
    assert len(everything) > 500
    assert size(client, everything) < LARGEST_PAGE


@pytest.mark.parametrize("name", ["region", "age"])
def test_more_values_of_one_parameter_than_any_form_sends_are_refused(
    client: Client, name: str
) -> None:
    values = [pair for pair in every_value() if pair[0] == name]
    asked = "/api/v1/services/?" + urlencode(values[: MOST_VALUES + 1])
    refused = client.get(asked)
    assert refused.status_code == 400
    assert mistakes(refused)[name] == [f"Give at most {MOST_VALUES} of them."]
    assert client.get("/api/v1/services/?" + urlencode(values[:MOST_VALUES])).status_code == 200


def test_a_page_says_which_part_was_more_than_it_takes(client: Client) -> None:
    ages = [("age", str(age)) for age in range(121)]
    page = client.get("/services/?" + urlencode(ages)).content.decode()
    assert "age" in page.split("<h1")[1].split("</main>")[0].lower()


def test_no_place_that_somebody_types_has_more_areas_than_are_taken() -> None:
    assert max(len(area.areas) for _name, area in named_areas()) <= MOST_VALUES
