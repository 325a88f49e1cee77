"""Files that are their owner's alone: drafts, sessions and addresses stand in them."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
NAMES: Final = (
    "secret_key",
    "signing_key",
    "removals.journal",
    "prepare.lock",
    "mail",
    "precomputed",
)
BESIDE: Final = ("", "-wal", "-shm", "-journal")


@contextmanager
def private_files() -> Iterator[None]:
    """Make new files their owner's alone."""
    before = os.umask(OTHERS)
    try:
        yield
    finally:
        os.umask(before)


def open_files(folder: Path, database: Path | None) -> Iterator[Path]:
    """Return what of a site's own files others may read, write or open."""
    files = [folder / name for name in NAMES]
    if database is not None:
        files += [database.with_name(f"{database.name}{end}") for end in BESIDE]
    mails = folder / "mail"
    files += sorted(mails.iterdir()) if mails.is_dir() else []
    yield from (file for file in files if file.exists() and file.stat().st_mode & OTHERS)


def close_files(folder: Path, database: Path | None) -> None:
    """Take every right of others away; the check names what belongs to somebody else."""
    for file in list(open_files(folder, database)):
        try:
            file.chmod(file.stat().st_mode & ~OTHERS)
        except PermissionError:
            continue


def database_file(told: dict[str, object]) -> Path | None:
    """Return the file of a SQLite database; None where there is no file."""
    name = str(told["NAME"])
    if told["ENGINE"] != "django.db.backends.sqlite3" or ":memory:" in name or "mode=" in name:
        return None
    return Path(name)
