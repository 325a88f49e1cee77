"""The language of a page is asked for once for a page, and is Django's at all other times."""

import pytest
from django.utils import translation

from resources import page_language as asking
from resources.page_language import one_language, page_language


def test_it_is_the_language_in_use() -> None:
    for code in ("cy", "en-gb"):
        with translation.override(code):
            assert page_language() == code


def test_django_is_asked_once_for_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def get_language() -> str:
        asked.append("cy")
        return "cy"

    monkeypatch.setattr(asking, "get_language", get_language)
    with one_language():
        assert [page_language() for _time in range(3)] == ["cy"] * 3
    assert asked == ["cy"]
    assert page_language() == "cy"
    assert len(asked) == 2


def test_the_language_of_a_page_ends_with_it_whatever_goes_wrong() -> None:
    with translation.override("cy"), pytest.raises(ValueError, match="wrong"), one_language():
        raise ValueError("wrong")
    with translation.override("en-gb"):
        assert page_language() == "en-gb"
