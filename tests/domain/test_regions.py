"""Every shipped area is found by its slug and its code, and knows the areas around it."""

import pytest

from resources.choices import RegionLevel
from resources.regions import RegionRecord, all_regions, children_of, find_region

UNITED_KINGDOM, ENGLAND, YORKSHIRE = "K02000001", "E92000001", "E12000003"


def found(word: str) -> RegionRecord:
    region = find_region(word)
    assert region is not None
    return region


def test_every_area_stands_after_the_one_around_it() -> None:
    seen: set[str] = set()
    for region in all_regions():
        assert region.parent_code in seen | {""}
        seen.add(region.code)


def test_the_path_of_every_area_leads_from_the_root_through_its_parents_to_itself() -> None:
    by_code = {region.code: region for region in all_regions()}
    for region in all_regions():
        *around, own = region.lineage
        assert own == region.code
        assert (around[-1] if around else "") == region.parent_code
        assert around == (by_code[region.parent_code].lineage if region.parent_code else [])


def test_every_area_is_less_deep_than_the_areas_in_it() -> None:
    by_code = {region.code: region for region in all_regions()}
    for region in all_regions():
        if region.parent_code:
            assert by_code[region.parent_code].depth < region.depth


def test_every_area_is_found_by_its_slug_and_its_code_in_any_case() -> None:
    for region in all_regions():
        for word in (region.slug, region.slug.upper(), region.code, region.code.lower()):
            assert find_region(f" {word} ") is region


def test_no_two_areas_share_a_word() -> None:
    words = [word for region in all_regions() for word in (region.slug, region.code.lower())]
    assert len(set(words)) == len(words)


@pytest.mark.parametrize("word", ["", " ", "atlantis", "E99999999", "S60 1AE", "rotherham/"])
def test_an_area_that_does_not_exist_is_not_guessed(word: str) -> None:
    assert find_region(word) is None


def test_rotherham_lies_in_yorkshire_in_england_in_the_united_kingdom() -> None:
    rotherham = found("rotherham")
    assert rotherham.lineage == [UNITED_KINGDOM, ENGLAND, YORKSHIRE, "E08000018"]
    assert (rotherham.level, rotherham.depth) == (RegionLevel.DISTRICT, 3)


def test_the_four_nations_and_the_nine_regions_of_england_are_shipped() -> None:
    nations = [region.name for region in children_of(UNITED_KINGDOM)]
    assert nations == ["England", "Northern Ireland", "Scotland", "Wales"]
    regions = list(children_of(ENGLAND))
    assert len(regions) == 9
    assert {region.level for region in regions} == {RegionLevel.REGION}


def test_the_areas_below_one_are_given_by_name() -> None:
    names = [region.name for region in children_of(YORKSHIRE)]
    assert names == sorted(names)
    assert {"Leeds", "Rotherham", "Sheffield", "York"} <= set(names)
    assert list(children_of("E08000018")) == []


@pytest.mark.parametrize("slug", ["isle-of-man", "channel-islands"])
def test_a_crown_dependency_stands_by_itself(slug: str) -> None:
    island = found(slug)
    assert (island.level, island.depth) == (RegionLevel.CROWN_DEPENDENCY, 1)
    assert island.lineage == [island.code]
