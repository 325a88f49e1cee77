"""The file of a backup: a line that names it, a line of JSON that describes it, and the data.

It is read again to its end before anybody is told that it is there.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Final

from resources.curation.journal import Position, sync_folder

FIRST_LINE: Final = b"support directory backup 1\n"
# Longer than any description; whoever reads another file does not read all of it.
LONGEST_LINE: Final = 1_000_000
CHUNK: Final = 1_048_576
PRIVATE: Final = 0o600


class BackupError(Exception):
    """A backup that cannot be made or used; the text is for the person at the command line."""


@dataclass(frozen=True, slots=True)
class Content:
    """What the data hold: the migrations that they follow, and the rows of each table."""

    vendor: str
    migrations: tuple[str, ...]
    rows: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Manifest:
    """The line that describes a backup."""

    made_at: datetime
    content: Content
    journal: Position
    size: int
    sha256: str

    def line(self) -> bytes:
        return json.dumps(asdict(self), default=str).encode() + b"\n"


def manifest_of(line: bytes) -> Manifest:
    """Read the line back."""
    try:
        told: dict[str, Any] = json.loads(line)
        content = told["content"]
        return Manifest(
            datetime.fromisoformat(told["made_at"]),
            Content(content["vendor"], tuple(content["migrations"]), content["rows"]),
            Position(**told["journal"]),
            told["size"],
            told["sha256"],
        )
    except (ValueError, KeyError, TypeError):
        raise BackupError("The description of the backup cannot be read.") from None


def digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def write(target: Path, data: Path, manifest: Manifest) -> None:
    """Write the file under another name, read it again, and only then give it its own."""
    with temporary(target) as unfinished:
        with private(unfinished) as output:
            output.write(FIRST_LINE + manifest.line())
            with data.open("rb") as content:
                for chunk in _chunks(content):
                    output.write(chunk)
        with opened(unfinished) as (found, content):
            _refuse_changed(content, found)
        # Unlike a rename, a link never takes the place of another file.
        os.link(unfinished, target)
    sync_folder(target.parent)


def extract(source: Path, data: Path) -> Manifest:
    """Write the data of a backup to a file, if they are what was put there; describe them."""
    with opened(source) as (manifest, content), private(data) as output:
        summed = hashlib.sha256()
        for chunk in _chunks(content):
            summed.update(chunk)
            output.write(chunk)
    if summed.hexdigest() != manifest.sha256:
        raise BackupError("The backup is damaged: its data are not those that were put there.")
    return manifest


@contextmanager
def opened(source: Path) -> Iterator[tuple[Manifest, BinaryIO]]:
    """Open a backup behind its first two lines."""
    with source.open("rb") as content:
        if content.readline(len(FIRST_LINE)) != FIRST_LINE:
            raise BackupError(f"{source.name} is no backup of this program.")
        yield manifest_of(content.readline(LONGEST_LINE)), content


@contextmanager
def private(file: Path) -> Iterator[BinaryIO]:
    """Write a new file that is its owner's alone, to the disk."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
    with os.fdopen(descriptor, "wb") as output:
        yield output
        output.flush()
        os.fsync(descriptor)


@contextmanager
def temporary(target: Path) -> Iterator[Path]:
    """Name a file beside another one, and leave nothing of it, whatever happens."""
    name = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        yield name
    finally:
        for left in (name, *(Path(f"{name}{end}") for end in ("-wal", "-shm", "-journal"))):
            left.unlink(missing_ok=True)


def _refuse_changed(content: BinaryIO, manifest: Manifest) -> None:
    summed = hashlib.sha256()
    for chunk in _chunks(content):
        summed.update(chunk)
    if summed.hexdigest() != manifest.sha256:
        raise BackupError("What was written is not what is on the disk. Try another disk.")


def _chunks(content: BinaryIO) -> Iterator[bytes]:
    while chunk := content.read(CHUNK):
        yield chunk
