"""The benchmark as it is run: it asks with every filter, and prints and keeps its table."""

from collections import Counter
from pathlib import Path

import pytest
from django.db import connection

from resources.filters import ServiceFilter
from tests.benchmark.__main__ import main
from tests.benchmark.asking import API, PAGES, Taken
from tests.benchmark.places import report
from tests.benchmark.questions import WORDS, Ask, Asker, Kind
from tests.benchmark.tables import at_rank, slowest, table

pytestmark = pytest.mark.django_db


def test_every_filter_is_asked_with() -> None:
    asked = {name for ask in Asker(1).asks(100) for name, _value in ask.parameters}
    assert asked == set(ServiceFilter.base_filters) - {WORDS}


def test_the_same_seed_asks_the_same_questions() -> None:
    assert list(Asker(3).asks(50)) == list(Asker(3).asks(50))
    assert list(Asker(3).asks(50)) != list(Asker(4).asks(50))


def test_every_value_asked_for_is_one_that_the_directory_knows() -> None:
    for ask in Asker(1).asks(200):
        data: dict[str, list[str]] = {}
        for name, value in ask.parameters:
            data.setdefault(name, []).append(value)
        assert ServiceFilter(data).is_valid(), ask


def test_nought_to_four_filters_at_once_and_mostly_the_first_page() -> None:
    asks = list(Asker(1).asks(500))
    assert set(Counter(len(ask.parameters) for ask in asks)) == {0, 1, 2, 3, 4}
    first = sum(ask.page == 1 for ask in asks)
    assert 400 < first < 500


def test_words_are_asked_for_in_a_third_of_the_questions_once_there_is_such_a_filter() -> None:
    worded = [ask for ask in Asker(1).asks(300) if ask.words]
    if WORDS in ServiceFilter.base_filters:
        assert 60 < len(worded) < 140
        assert {ask.kind for ask in worded} == {Kind.WORDS, Kind.BOTH}
    else:
        assert not worded


def test_the_rank_of_a_share_is_a_value_that_was_measured() -> None:
    assert at_rank([5, 1, 4, 2, 3], 0.5) == 3
    assert at_rank(range(1, 101), 0.95) == 95
    assert at_rank([7], 0.95) == 7


def test_the_slowest_come_first_and_say_what_was_asked() -> None:
    quick = Taken(Ask((), "", 1), PAGES, 0.001, 0.001, 2, 0.0)
    slow = Taken(Ask((("type", "a|b"),), "night", 2), API, 1.5, 1.0, 9, 0.2)
    lines = slowest([quick, slow]).splitlines()
    assert lines[2].startswith("| API: type=a/b words=night page=2 | 1,500.0 |")
    assert lines[3].startswith("| pages: nothing")


def test_a_table_has_columns_of_one_width() -> None:
    assert table(("a", "b"), [("long", "1")]) == "| a    | b |\n|------|--:|\n| long | 1 |"


@pytest.mark.long
def test_the_benchmark_runs_and_keeps_its_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    main(["--services=40", "--requests=6", f"--engine={connection.vendor}"])
    printed = capsys.readouterr().out
    assert printed == (tmp_path / "benchmark.md").read_text(encoding="utf-8")
    assert f"## {connection.display_name}: 40 services" in printed
    for surface in (PAGES, API):
        assert f"| {surface}: all " in printed
    assert "Start: the index took " in printed
    assert printed.count("| slowest") == 1


@pytest.mark.long
def test_reading_a_place_is_measured_too() -> None:
    first, *times = report()
    assert "MB" in first
    assert all("p95" in line for line in times)
