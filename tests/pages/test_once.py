"""What is the same for everybody is written once, and holds nothing but what it names."""

from itertools import count

import pytest
from django.template import Context, Template
from django.utils.translation import override

from resources.templatetags import once


def template(text: str) -> Template:
    return Template("{% load once i18n %}" + text)


def test_a_part_is_written_once_for_each_language() -> None:
    written = count()
    page = template("{% once next %}{{ next }}{% endonce %}")

    class Named:
        def __str__(self) -> str:
            return f"written {next(written)}"

    named = Named()
    assert [page.render(Context({"next": named})) for _ in range(3)] == ["written 0"] * 3
    with override("cy"):
        assert page.render(Context({"next": named})) == "written 1"
    assert page.render(Context({"next": Named()})) == "written 2"


def test_a_part_is_given_nothing_that_it_does_not_name() -> None:
    page = template("{% once site %}{{ site }}{{ words }}{% endonce %}")
    assert (
        page.render(Context({"site": "Directory", "words": "what somebody typed"})) == "Directory"
    )


def test_what_is_written_is_safe_markup() -> None:
    page = template("{% once name %}<b>{{ name }}</b>{% endonce %}")
    assert page.render(Context({"name": "<i>"})) == "<b>&lt;i&gt;</b>"


def test_there_is_an_end_to_what_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(once, "MOST", 3)
    page = template("{% once name %}{{ name }}{% endonce %}")
    (part,) = page.nodelist.get_nodes_by_type(once.OnceNode)
    assert isinstance(part, once.OnceNode)
    for number in range(10):
        assert page.render(Context({"name": number})) == str(number)
        assert len(part._kept) <= 3
