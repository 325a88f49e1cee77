"""Tables that follow from the release: made once, then read from a file that is our own."""

import stat
from collections.abc import Iterator
from errno import ENOSPC
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings

from resources import precomputed as module
from resources.language.people import read_people
from resources.language.risk import read_risk
from resources.precomputed import forget_all, forget_unused, precomputed, written
from resources.regions.mentions import mentionable
from resources.regions.nearby import _middles
from resources.regions.slips import spellings
from resources.regions.tables import shipped
from resources.search.vocabulary import _thesaurus

MADE: list[str] = []


@precomputed
def squares(of: str) -> dict[str, int]:
    MADE.append(of)
    return {of: len(of) ** 2}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: LazySettings) -> Iterator[Path]:
    settings.VAR_DIR = tmp_path
    MADE.clear()
    yield tmp_path / "precomputed"
    module._used.clear()


def asked(of: str) -> dict[str, int]:
    with written():
        return squares(of)


def test_what_was_made_once_is_read(folder: Path) -> None:
    assert asked("four") == squares("four") == {"four": 16}
    assert MADE == ["four"]
    (file,) = folder.iterdir()
    assert not file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    assert not folder.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)


def test_for_a_visitor_nothing_is_written(folder: Path) -> None:
    assert squares("four") == {"four": 16}
    assert not folder.exists()


def test_what_is_asked_otherwise_is_made_otherwise(folder: Path) -> None:
    assert (asked("a"), asked("bb")) == ({"a": 1}, {"bb": 4})
    assert len(list(folder.iterdir())) == 2


def test_another_release_makes_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    asked("four")
    monkeypatch.setattr(module, "_release", lambda: "the next one")
    asked("four")
    assert MADE == ["four", "four"]


def test_a_release_is_told_by_its_data_and_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = module._release.__wrapped__
    files = [tmp_path / "data" / "terms.json", tmp_path / "search" / "build.py"]
    for file in (*files, tmp_path / "choices.py"):
        file.parent.mkdir(exist_ok=True)
        file.write_text("a")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "__file__", str(tmp_path / "choices.py"))
    before = release()
    assert release() == before
    for file in files:
        file.write_text("b")
        changed = release()
        assert changed != before
        before = changed


@pytest.mark.parametrize("harm", ["another content", "cut off", "empty"])
def test_a_file_that_somebody_else_wrote_is_not_read(
    harm: str, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    asked("four")
    (file,) = folder.iterdir()
    content = file.read_bytes()
    file.write_bytes(
        {"another content": content[:-3] + b"abc", "cut off": content[:-1], "empty": b""}[harm]
    )
    assert asked("four") == {"four": 16}
    assert MADE == ["four", "four"]
    assert "not as it was written" in caplog.text
    squares("four")
    assert MADE == ["four", "four"]


def test_a_file_of_another_name_is_not_read(folder: Path) -> None:
    asked("four")
    (first,) = folder.iterdir()
    asked("seven")
    (second,) = set(folder.iterdir()) - {first}
    second.write_bytes(first.read_bytes())
    assert squares("seven") == {"seven": 25}


def test_a_site_with_another_key_makes_its_own(settings: LazySettings) -> None:
    asked("four")
    settings.SECRET_KEY = "a key of somebody else"
    assert squares("four") == {"four": 16}
    assert MADE == ["four", "four"]


def test_a_disk_that_takes_nothing_stops_nobody(
    tmp_path: Path, settings: LazySettings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.VAR_DIR = tmp_path / "file"
    settings.VAR_DIR.write_text("no folder")
    assert asked("four") == {"four": 16}
    assert "could not be written" in caplog.text


def test_what_a_full_disk_took_in_part_takes_no_room(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(_draft: Path, _path: Path) -> None:
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert asked("four") == {"four": 16}
    assert "No space left on device" in caplog.text
    assert list(folder.iterdir()) == []


def test_files_of_older_releases_go(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked("four")
    module._used.clear()
    monkeypatch.setattr(module, "_release", lambda: "the next one")
    asked("four")
    assert len(list(folder.iterdir())) == 2
    forget_unused()
    squares("four")
    assert MADE == ["four", "four"]
    assert len(list(folder.iterdir())) == 1
    forget_all()
    assert list(folder.iterdir()) == []
    forget_all()


TERMS = (("housing", "Housing", '["a roof"]'),)
TABLES: list[tuple[Any, tuple[object, ...]]] = [
    (read_people, ()),
    (read_risk, ()),
    (mentionable, ()),
    (_middles, ()),
    (spellings, ()),
    (shipped, ()),
    (_thesaurus, (TERMS, ())),
]


@pytest.mark.parametrize(("table", "asks"), TABLES, ids=[table.__name__ for table, _ in TABLES])
def test_every_table_comes_back_as_it_was_made(
    table: Any, asks: tuple[object, ...], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with written():
        made = table.__wrapped__(*asks)
    (file,) = folder.iterdir()
    monkeypatch.setattr(module, "store", None)
    with written():
        read = table.__wrapped__(*asks)
    assert read is not made
    assert file.name.startswith(f"{table.__module__}.{table.__name__}.")
    for telling in TELLING[table.__name__]:
        assert telling(read) == telling(made)


TELLING: dict[str, list[Any]] = {
    "read_people": [
        lambda book: book.patterns,
        lambda book: list(book.finder.find("my mum is 84 and im 15 from leeds")),
    ],
    "read_risk": [
        lambda book: (book.patterns, book.lines, book.disguises, book.speakers),
        lambda book: list(book.finder.find("i want to kill myself tonight")),
    ],
    "mentionable": [lambda names: (names.written, names.longest, names.parts)],
    "_middles": [dict],
    "spellings": [lambda names: [near.words for near in names.near("rothrham")]],
    "shipped": [
        lambda tables: (tables.outcodes.names, tables.sectors, tables.sector_points),
        lambda tables: (tables.region_exceptions.numbers, tables.district_exceptions.codes),
        lambda tables: list(tables.names.towns_named("rotherham")),
    ],
    "_thesaurus": [
        lambda words: words.phrases,
        lambda words: words.matches(["a", "roof", "tonight"]),
        lambda words: [
            (concept.term, round(concept.confidence, 6))
            for concept in words.concepts({0: 0.9}, "a roof tonight", "")
        ],
    ],
}
