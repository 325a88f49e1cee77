"""What is promised stands on a page, and docs name the tests that prove it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from resources.content.promises import read_promises
from tests import promises
from tests.pages.reading import Page, read

ROOT = Path(__file__).parents[2]
AVOIDED = r"\b(why|alleged|claims?|should have|crisis|perpetrators?|cases?|clients?|journeys?)\b|!"
MARKED = """
import pytest
pytestmark = [pytest.mark.browser, pytest.mark.proves("A 1")]

@pytest.mark.proves("A 2", "A 3")
@pytest.mark.parametrize("one", [1])
def test_a_person_is_safe(one): ...

def test_nothing_is_promised(): ...

@pytest.mark.proves("A 2")
class TestAll: ...
"""
POINTS = """
[[chapter]]
id = "A"
title = "All"
[[chapter.point]]
id = "A 1"
words = "One."
[[chapter.point]]
id = "A 2"
words = "Two."
"""


def page(client: Client) -> Page:
    return read(client, "/promises/")


def test_each_promise_stands_on_the_page_without_its_tests(client: Client, db: None) -> None:
    opened = page(client)
    points = [point for chapter in read_promises() for point in chapter.points]
    assert len(points) >= 40
    assert opened.sections == [
        *(chapter.title for chapter in read_promises()),
        "Words on this page",
    ]
    words = opened.one("main").words
    for point in points:
        assert point.words in words
        assert point.open in words
        assert point.unproved in words
    assert not opened.all("code")
    assert "test_" not in words


def test_the_page_says_that_a_test_is_not_a_person(client: Client, db: None) -> None:
    opened = page(client).one("main")
    assert "A test is not a person." in opened.words
    assert "/about/#tested" in opened.hrefs
    assert not re.findall(AVOIDED, opened.words.lower())


@pytest.mark.parametrize("address", ["/", "/about/", "/services/", "/nothing/"])
def test_the_promises_are_found_from_every_page(client: Client, db: None, address: str) -> None:
    assert "/promises/" in read(client, address).one("footer").hrefs


def test_a_test_proves_what_its_marks_say() -> None:
    assert sorted(promises.marked(MARKED, "tests/test_a.py")) == [
        ("A 1", "tests/test_a.py"),
        ("A 2", "tests/test_a.py::TestAll"),
        ("A 2", "tests/test_a.py::test_a_person_is_safe"),
        ("A 3", "tests/test_a.py::test_a_person_is_safe"),
    ]


@pytest.mark.parametrize(
    ("points", "proved", "said"),
    [
        (POINTS, {"A 1": ["a"], "A 2": ["b"]}, ""),
        (POINTS, {"A 1": ["a"]}, "A 2 has no test"),
        (POINTS + 'open = "It."', {"A 1": ["a"]}, ""),
        (POINTS + 'unproved = "It."', {"A 1": ["a"]}, ""),
        (POINTS + 'unproved = "It."', {"A 1": ["a"], "A 2": ["b"]}, "A 2 cannot be proved"),
        (POINTS, {"A 1": ["a"], "A 2": ["b"], "B 7": ["c"]}, "c: there is no promise 'B 7'"),
    ],
)
def test_a_promise_without_proof_and_a_proof_without_promise_are_mistakes(
    points: str, proved: dict[str, list[str]], said: str
) -> None:
    found = promises.mistakes(promises.chapters(points, proved), proved)
    assert [one[: len(said)] for one in found] == [said] * bool(said)


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], int]:
    """The command, with files of its own and one marked test."""
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_a.py").write_text(MARKED.replace("A 3", "A 1"), encoding="utf-8")
    (tmp_path / "points.toml").write_text(POINTS, encoding="utf-8")
    for name, file in (("POINTS", "points.toml"), ("PAGE", "a.md"), ("DATA", "a.json")):
        monkeypatch.setattr(promises, name, tmp_path / file)
    monkeypatch.setattr(promises, "ROOT", tmp_path)
    return lambda *arguments: promises.main(list(arguments))


def test_a_page_that_is_old_is_told(
    elsewhere: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert elsewhere("--check") == 1
    assert "a.md is old" in capsys.readouterr().err
    assert elsewhere() == 0
    assert elsewhere("--check") == 0
    (tmp_path / "a.md").write_text("something else", encoding="utf-8")
    assert elsewhere("--check") == 1
    assert "a.md is old" in capsys.readouterr().err


NAMED = re.compile(r"`((?:tests/)?\w+/(?:\w+/)?test_\w+\.py)(?:::(test_\w+))?`")


@pytest.mark.parametrize("name", ["threat-model.md", "asvs.md", "promises.md"])
def test_each_test_that_a_document_names_is_there(name: str) -> None:
    named = NAMED.findall((ROOT / "docs" / name).read_text(encoding="utf-8"))
    assert len(named) > 20
    for file, test in named:
        source = ROOT / "tests" / file.removeprefix("tests/")
        assert f"def {test}" in source.read_text(encoding="utf-8")
