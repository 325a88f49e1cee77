"""A number in any writing: found by its last figures, compared in full."""

import pytest
from django.conf import LazySettings
from hypothesis import given
from hypothesis import strategies as st

from resources.language import number_key
from resources.search.dialled import dialled, figures_of

WRITINGS = ("{}", "0{}", "+44{}", "0044 {}", "+44 (0){}", "{} ", "0{} ext")


@given(st.from_regex(r"[1-9][0-9]{2,10}", fullmatch=True), st.sampled_from(WRITINGS))
def test_a_number_is_found_by_the_key_of_every_writing(figures: str, writing: str) -> None:
    written = writing.format(figures)
    if key := number_key(written, "GB"):
        slot = {figures_of(written): [(written, 1)]}
        assert dialled(slot, [key]) == {1}


@pytest.mark.parametrize(
    ("key", "slots"),
    [("8088010331", {1, 2}), ("116123", {3}), ("1138010331", set()), ("999", set())],
)
def test_a_number_is_that_of_a_service_in_whatever_writing(key: str, slots: set[int]) -> None:
    listed = [("0808 801 0331", 1), ("+44 808 801 0331", 2), ("116 123", 3)]
    numbers = {
        figures: [(written, slot) for written, slot in listed if figures_of(written) == figures]
        for figures in {figures_of(written) for written, _slot in listed}
    }
    assert dialled(numbers, [key]) == slots


def test_a_country_dials_its_own_numbers(settings: LazySettings) -> None:
    settings.PHONE_REGION = "IE"
    assert dialled({"601234": [("0860601234", 4)]}, [number_key("086 0601234", "IE")]) == {4}
