"""The data revision as the server reads it from SQLite: never older than the last commit."""

import asyncio
import gc
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from directory.serving import revision
from directory.serving.commits import Commits
from directory.serving.revision import BELIEVED, SqliteRevision
from resources.models.revision import CURRENT

TABLE = "CREATE TABLE resources_datarevision (number INTEGER)"
FIRST = "INSERT INTO resources_datarevision VALUES (1)"
NEXT = "UPDATE resources_datarevision SET number = number + 1"
# Another process tries to write, and says whether it could.
TRY = """
import sqlite3, sys
try:
    sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None).execute("BEGIN IMMEDIATE")
except sqlite3.OperationalError as error:
    print(error)
else:
    print("could")
"""


def opened(path: Path) -> sqlite3.Connection:
    """Open a file as whoever writes to it does."""
    return sqlite3.connect(path, isolation_level=None)


def made(path: Path, mode: str = "wal") -> sqlite3.Connection:
    """Make a file with the revision 1."""
    writer = opened(path)
    writer.execute(f"PRAGMA journal_mode={mode}")
    writer.execute(TABLE)
    writer.execute(FIRST)
    return writer


def elsewhere(path: Path, *statements: str) -> None:
    """Do something in a process of its own, which closes the file when it ends."""
    code = "import sqlite3, sys\nc = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
    code += "for one in sys.argv[2:]: c.execute(one).fetchall()\n"
    subprocess.run([sys.executable, "-c", code, str(path), *statements], check=True)


def moved(other: Path, path: Path) -> None:
    """Put a file in the place of one that is open, as `restore` does: without its log."""
    for end in ("-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)
    os.replace(other, path)


def restored(path: Path) -> None:
    """Put a new file with the revision 1 in the place of one that is open."""
    other = path.with_name("restored.sqlite3")
    made(other).close()
    moved(other, path)


def read(reader: SqliteRevision) -> int | None:
    return asyncio.run(reader.current())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "one.sqlite3"


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every statement of the connections that are opened from here on."""
    statements: list[str] = []
    connect = sqlite3.connect

    def watched(address: str, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(address, **options)
        connection.set_trace_callback(statements.append)
        return connection

    monkeypatch.setattr(sqlite3, "connect", watched)
    return statements


def test_every_commit_is_seen_at_once(path: Path) -> None:
    writer, reader = made(path), SqliteRevision(str(path))
    for number in range(2, 2_002):
        writer.execute(NEXT)
        assert read(reader) == number


@pytest.mark.parametrize(
    "between",
    [
        ["PRAGMA wal_checkpoint(TRUNCATE)"],
        ["VACUUM"],
        ["PRAGMA wal_checkpoint(RESTART)", "CREATE TABLE other (a)", "DROP TABLE other"],
    ],
    ids=lambda statements: statements[0],
)
def test_a_commit_of_another_process_is_seen_at_once_whatever_is_done_to_the_file(
    path: Path, between: list[str]
) -> None:
    reader = SqliteRevision(str(path))
    made(path).close()
    for number in range(1, 5):
        assert read(reader) == number
        elsewhere(path, *between, NEXT, *between)


def test_a_commit_is_seen_where_somebody_dies_in_the_middle_of_the_next(path: Path) -> None:
    reader = SqliteRevision(str(path))
    made(path).close()
    assert read(reader) == 1
    elsewhere(path, NEXT, "BEGIN IMMEDIATE", NEXT)
    assert read(reader) == 2
    elsewhere(path, NEXT)
    assert read(reader) == 3


def test_the_file_is_not_asked_while_nothing_is_committed(path: Path, sent: list[str]) -> None:
    writer, reader = made(path), SqliteRevision(str(path))
    assert read(reader) == 1
    sent.clear()
    assert [read(reader) for _time in range(50)] == [1] * 50
    assert not sent
    writer.execute(NEXT)
    assert (read(reader), read(reader)) == (2, 2)
    assert sent.count(CURRENT) == 1


def test_it_is_asked_every_second_all_the_same(
    path: Path, sent: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made(path)
    reader = SqliteRevision(str(path))
    read(reader)
    sent.clear()
    later = monotonic() + BELIEVED
    monkeypatch.setattr(revision, "clock", lambda: later)
    assert (read(reader), read(reader)) == (1, 1)
    assert sent == [CURRENT]


def test_a_head_that_hides_a_commit_is_believed_for_a_second_and_never_again(
    path: Path, sent: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Commits, "head", lambda _commits: b"always the same")
    writer, reader = made(path), SqliteRevision(str(path))
    read(reader)
    writer.execute(NEXT)
    later = monotonic() + BELIEVED
    monkeypatch.setattr(revision, "clock", lambda: later)
    assert read(reader) == 2
    sent.clear()
    for number in range(3, 6):
        writer.execute(NEXT)
        assert read(reader) == number
    # Nor where another file has taken its place.
    restored(path)
    assert read(reader) == 1
    elsewhere(path, NEXT)
    assert read(reader) == 2


def test_a_commit_while_the_file_is_asked_takes_no_belief_away(
    path: Path, sent: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    writer, reader = made(path), SqliteRevision(str(path))
    read(reader)
    later = monotonic() + BELIEVED

    def committing() -> float:
        """Between the look at the head and the question: a second after it was asked last."""
        writer.execute(NEXT)
        return later

    monkeypatch.setattr(revision, "clock", committing)
    assert read(reader) == 2
    monkeypatch.setattr(revision, "clock", lambda: later)
    read(reader)
    sent.clear()
    assert read(reader) == 2
    assert not sent


def test_another_file_of_the_name_is_read_from_its_first_moment(path: Path) -> None:
    writer, reader = made(path), SqliteRevision(str(path))
    for _time in range(6):
        writer.execute(NEXT)
    assert read(reader) == 7
    restored(path)
    assert read(reader) == 1
    elsewhere(path, NEXT)
    assert read(reader) == 2


def test_the_head_of_one_file_says_nothing_of_another(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Commits, "head", lambda _commits: b"always the same")
    writer, reader = made(path), SqliteRevision(str(path))
    writer.execute(NEXT)
    assert read(reader) == 2
    restored(path)
    assert read(reader) == 1


def test_a_file_without_the_log_is_asked_each_time(path: Path, sent: list[str]) -> None:
    # What is left of a file that had one.
    other = path.with_name("other.sqlite3")
    with closing(made(other)):
        shutil.copy(f"{other}-shm", f"{path}-shm")
    writer, reader = made(path, "delete"), SqliteRevision(str(path))
    for number in range(1, 4):
        sent.clear()
        assert read(reader) == number
        assert CURRENT in sent
        writer.execute(NEXT)


def test_a_link_to_the_file_is_followed_as_sqlite_follows_it(path: Path, sent: list[str]) -> None:
    link = path.with_name("link.sqlite3")
    link.symlink_to(path)
    writer, reader = made(path), SqliteRevision(str(link))
    for number in range(2, 10):
        writer.execute(NEXT)
        assert read(reader) == number
        sent.clear()
        assert read(reader) == number
        assert not sent


def test_memory_that_nobody_has_written_tells_nothing(path: Path) -> None:
    path.with_name(path.name + "-shm").write_bytes(bytes(32_768))
    assert Commits(str(path)).head() is None
    other = path.with_name("other.sqlite3")
    other.with_name(other.name + "-shm").write_bytes(b"")
    with pytest.raises(ValueError, match="greater than file size"):
        Commits(str(other))


def test_a_file_that_is_opened_again_and_again_is_mapped_once(path: Path) -> None:
    writer = made(path)
    for number in range(2, 20):
        writer.execute(NEXT)
        assert read(SqliteRevision(str(path))) == number
    assert Path("/proc/self/maps").read_text().count(f"{path}-shm") == 2  # SQLite's, and ours


def test_reading_gives_no_lock_of_sqlite_away(path: Path) -> None:
    """Whoever closes a descriptor of a file loses what the process has locked of it (POSIX)."""
    writer = made(path)
    writer.execute("BEGIN IMMEDIATE")
    reader = SqliteRevision(str(path))
    assert read(reader) == 1
    del reader
    gc.collect()
    tried = [sys.executable, "-c", TRY, str(path)]
    said = subprocess.run(tried, capture_output=True, text=True, check=True).stdout
    assert said == "database is locked\n"


@pytest.mark.parametrize("taken_by", ["another", "nothing that can be read"])
def test_a_file_that_lost_its_name_is_let_go(path: Path, taken_by: str) -> None:
    made(path)
    reader = SqliteRevision(str(path))
    read(reader)
    assert reader._open is not None
    _file, before = reader._open
    if taken_by == "another":
        restored(path)
        assert read(reader) == 1
    else:
        path.with_name("broken.sqlite3").write_bytes(b"no database" * 1_000)
        moved(path.with_name("broken.sqlite3"), path)
        assert read(reader) is None
        assert reader._open is None
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        before.execute(CURRENT)


def test_without_a_file_there_is_no_number(path: Path) -> None:
    reader = SqliteRevision(str(path))
    assert read(reader) is None
    made(path).close()
    assert read(reader) == 1
    broken = path.with_name("broken.sqlite3")
    broken.write_bytes(b"no database" * 1_000)
    moved(broken, path)
    assert read(reader) is None
