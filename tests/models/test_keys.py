"""Two spellings of a number, a site or a name are one, and two that only look alike are two."""

import pytest

from resources.models.keys import host_key, hosts_above, name_key, number_key


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("0114 496 0999", "+441144960999"),
        ("01144960999", "+441144960999"),
        ("+44 114 496 0999", "+441144960999"),
        ("+44 (0)114 496 0999", "+441144960999"),
        ("0044 114 496 0999", "+441144960999"),
        ("0808 801 0331", "+448088010331"),
        ("116 123", "116123"),
        ("85258", "85258"),
        ("111", "111"),
        ("+353 1 662 4070", "+35316624070"),
        ("call us", ""),
        ("", ""),
    ],
)
def test_a_number_is_the_same_however_it_is_written(typed: str, key: str) -> None:
    assert number_key(typed) == key


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("https://www.Example.org/a?b=c", "example.org"),
        ("http://example.org:8000", "example.org"),
        ("example.org/", "example.org"),
        ("help@example.org", "example.org"),
        ("https://chat.example.org.", "chat.example.org"),
        ("http://[wrong", ""),
        ("", ""),
    ],
)
def test_a_site_is_the_same_on_each_of_its_pages(typed: str, key: str) -> None:
    assert host_key(typed) == key


def test_a_site_is_a_part_of_those_above_it_and_of_no_whole_domain() -> None:
    assert hosts_above("a.b.example.org") == ["a.b.example.org", "b.example.org", "example.org"]
    assert hosts_above("example.org") == ["example.org"]
    assert hosts_above("localhost") == ["localhost"]


def test_a_name_is_the_same_in_any_letters_and_signs() -> None:
    assert name_key("Happy-Valley  LODGE, Leeds!") == name_key("happy valley lodge (leeds)")
    assert name_key("Lodge") != name_key("Lodges")
