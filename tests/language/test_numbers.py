"""A phone number is the same in any writing, and an age or a year is not dialled for one."""

import pytest

from resources.language import number_key
from resources.language.numbers import written_numbers


@pytest.mark.parametrize(
    "written",
    [
        "01632 960001",
        "01632960001",
        "01632-960-001",
        "(01632) 960 001",
        "01632.960.001",
        "+44 1632 960001",
        "+441632960001",
        "+44 (0)1632 960001",
        "0044 1632 960001",
        "00441632960001",
    ],
)
def test_a_number_is_the_same_in_every_writing(written: str) -> None:
    assert number_key(written, "GB") == "1632960001"
    assert written_numbers(f"please ring {written} today", "GB") == ("1632960001",)


@pytest.mark.parametrize("written", ["116 123", "116123", "116-123"])
def test_a_short_number_is_dialled_as_it_stands(written: str) -> None:
    assert number_key(written, "GB") == "116123"


def test_a_number_of_another_country_keeps_its_code() -> None:
    assert number_key("+353 1 800 778 888", "GB") != number_key("01 800 778 888", "GB")
    assert number_key("00353 1800 778 888", "GB") == number_key("+353 1800 778 888", "GB")


@pytest.mark.parametrize(
    "value", ["help@example.org", "https://example.org/", "", "Ask inside", "7"]
)
def test_what_is_no_number_has_no_key(value: str) -> None:
    assert number_key(value, "GB") == ""


def test_each_number_of_a_text_is_read_in_its_order() -> None:
    text = "0808 801 0331 or 116 123"
    assert written_numbers(text, "GB") == ("8088010331", "116123")


@pytest.mark.parametrize("text", ["no number here", "", "twenty four seven"])
def test_a_text_without_a_number_has_none(text: str) -> None:
    assert written_numbers(text, "GB") == ()


def test_an_age_and_a_year_are_the_number_of_no_service() -> None:
    ours = {number_key(value, "GB") for value in ("0808 801 0331", "116 123", "85258", "999")}
    assert ours.isdisjoint(written_numbers("I was 16 in 1999, 24/7", "GB"))
