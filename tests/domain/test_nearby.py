"""The areas next to one, by the distance of their middles."""

import pytest

from resources.regions import all_regions, find_region, middle_of, neighbours


def names(slug: str) -> list[str]:
    region = find_region(slug)
    assert region
    return [one.name for one in neighbours(region)]


@pytest.mark.parametrize(
    ("slug", "next_to_it"),
    [
        ("rotherham", {"Sheffield", "Doncaster", "Barnsley"}),
        ("cardiff", {"Vale of Glamorgan", "Newport"}),
        ("belfast", {"Lisburn and Castlereagh"}),
        ("city-of-edinburgh", {"Midlothian"}),
    ],
)
def test_what_lies_next_to_a_district_is_among_its_neighbours(
    slug: str, next_to_it: set[str]
) -> None:
    assert next_to_it <= set(names(slug))


def test_the_area_around_comes_last_and_the_country_never() -> None:
    assert names("rotherham")[-1] == "Yorkshire and the Humber"
    for region in all_regions():
        found = neighbours(region)
        assert region not in found
        assert "United Kingdom" not in [one.name for one in found]


def test_nearly_every_area_has_a_middle() -> None:
    without = [one.name for one in all_regions() if middle_of(one) is None]
    assert without == []
