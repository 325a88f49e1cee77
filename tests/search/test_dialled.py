"""A number in any writing: found by its last figures, compared in full."""

import pytest
from django.conf import LazySettings
from hypothesis import given
from hypothesis import strategies as st

from resources.language import number_key
from resources.search.dialled import Dialled, dialled, ends_of

WRITINGS = ("{}", "0{}", "+44{}", "0044 {}", "+44 (0){}", "{} ", "0{} ext")


def listed(*written: str) -> dict[str, list[Dialled]]:
    """List numbers under their ends, each with its place from 1 as its slot."""
    numbers: dict[str, list[Dialled]] = {}
    for slot, number in enumerate(written, 1):
        for end in ends_of(number):
            numbers.setdefault(end, []).append((number, slot))
    return numbers


@given(st.from_regex(r"[1-9][0-9]{2,10}", fullmatch=True), st.sampled_from(WRITINGS))
def test_a_number_is_found_by_the_key_of_every_writing(figures: str, writing: str) -> None:
    written = writing.format(figures)
    if key := number_key(written, "GB"):
        assert dialled(listed(written), [key]) == {1}


@pytest.mark.parametrize(
    ("key", "slots"),
    [("8088010331", {1, 2}), ("116123", {3}), ("1138010331", set()), ("999", {4}), ("123", set())],
)
def test_a_number_is_that_of_a_service_in_whatever_writing(key: str, slots: set[int]) -> None:
    numbers = listed("0808 801 0331", "+44 808 801 0331", "116 123", "999")
    assert dialled(numbers, [key]) == slots


def test_a_country_dials_its_own_numbers(settings: LazySettings) -> None:
    settings.PHONE_REGION = "IE"
    assert dialled(listed("0860601234"), [number_key("086 0601234", "IE")]) == {1}
