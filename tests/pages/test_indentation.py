"""Pages are sent without the indentation of their templates, and read the same."""

import re

import pytest
from django.template import Context, Engine
from django.test import Client

from directory.loaders import strip_indentation
from tests.factories import ServiceFactory


@pytest.mark.parametrize(
    ("text", "tight"),
    [
        ("<p>\n    one\n\n    two\n</p>", "<p>\none\ntwo\n</p>"),
        ("one\n  {% if x %}\n  two\n  {% endif %}\nthree", "one\ntwo\nthree"),
        ("{# What it is. #}\n{% load i18n %}\n<p>a</p>\n", "<p>a</p>"),
        ("a\n  {{ b }}\n  c", "a\nb\nc"),
        ("<a>a  b</a>   {{ b }}", "<a>a  b</a>   b"),
    ],
)
def test_only_white_space_beside_a_line_break_is_taken_out(text: str, tight: str) -> None:
    libraries = {"i18n": "django.templatetags.i18n"}
    template = Engine(libraries=libraries).from_string(strip_indentation(text))
    assert template.render(Context({"x": 1, "b": "b"})) == tight


@pytest.mark.parametrize("word", ["{% translate 'one' %}", "{{ one }}", "{% include 'x' %}"])
def test_words_on_lines_of_their_own_stay_apart(word: str) -> None:
    assert strip_indentation(f"  {word}\n  {word}\n") == f"{word}\n{word}"


def test_no_page_is_indented_and_the_same_words_are_read(db: None, client: Client) -> None:
    ServiceFactory.make(code="bcdfgh", areas=["rotherham"])
    for address in ("/", "/services/", "/services/bcdfgh/", "/safety/", "/about/", "/nowhere/"):
        text = client.get(address).content.decode()
        assert text.startswith("<!DOCTYPE html>")
        assert re.findall(r"\n .*", text) == [], address
    assert re.search(r"Run by\s+<a", client.get("/services/bcdfgh/").content.decode())
