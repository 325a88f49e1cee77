"""What was taken from the public, in a file beside the database: a backup does not know it yet.

One line of JSON for each removal, written and on the disk before anybody is told that it is done.
After a restore everything that is younger than the backup is taken away again. A line holds ids, a
code and a time, and never a text of a person: that could be the very value that was taken out.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from resources.choices import AddressVisibility

PRIVATE: Final = 0o600
END: Final = b"\n"


class Event(StrEnum):
    """What happened; the ids are those of listings, for the two of places those of places."""

    WITHDRAWN = "withdrawn"
    RECALLED = "recalled"
    RECALL_UNDONE = "recall undone"
    REDACTED = "redacted"
    PLACE_HIDDEN = "place hidden"
    PLACE_AREA_ONLY = "place without address"


VISIBILITIES: Final = {
    Event.PLACE_HIDDEN: AddressVisibility.HIDDEN,
    Event.PLACE_AREA_ONLY: AddressVisibility.AREA_ONLY,
}


@dataclass(frozen=True, slots=True)
class Removal:
    """One line of the journal."""

    event: Event
    at: datetime
    ids: tuple[UUID, ...]
    reason: str = ""
    merged_into: UUID | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """How far the journal went at a moment, and what it said until there."""

    size: int
    sha256: str


def note(
    event: Event, ids: Iterable[UUID], reason: str = "", merged_into: UUID | None = None
) -> None:
    """Write a removal down as soon as its transaction has ended, before anybody is told of it.

    Where that fails, the error goes to whoever asked: "done" would not be true.
    """
    keys = tuple(ids)
    transaction.on_commit(
        lambda: append(
            settings.REMOVALS_JOURNAL, Removal(event, timezone.now(), keys, reason, merged_into)
        )
    )


def places_hidden(places: Mapping[str, Mapping[str, Any]]) -> None:
    """Write down of which places less may be known, by their ids, and how much less."""
    for event, visibility in VISIBILITIES.items():
        keys = [
            UUID(key) for key, told in places.items() if told["address_visibility"] == visibility
        ]
        if keys:
            note(event, keys)


def append(file: Path, removal: Removal) -> None:
    """Add a line, and return when it is on the disk."""
    line = json.dumps(asdict(removal), default=str, ensure_ascii=True).encode() + END
    is_new = not file.exists()
    descriptor = os.open(file, os.O_RDWR | os.O_APPEND | os.O_CREAT, PRIVATE)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        size = os.fstat(descriptor).st_size
        # A line that a power cut has cut short must not spoil the next.
        if size and os.pread(descriptor, 1, size - 1) != END:
            line = END + line
        while line:
            line = line[os.write(descriptor, line) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    if is_new:
        sync_folder(file.parent)


def begin(file: Path) -> None:
    """Make an empty journal, so that one that is missing later was lost."""
    file.touch(PRIVATE, exist_ok=True)
    sync_folder(file.parent)


def sync_folder(folder: Path) -> None:
    """Make sure that a name in a folder is on the disk too."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def position(file: Path) -> Position:
    """Return where the journal ends now."""
    content = file.read_bytes() if file.exists() else b""
    return Position(len(content), hashlib.sha256(content).hexdigest())


@dataclass(frozen=True, slots=True)
class Read:
    """What a journal says, and how many of its lines nobody can read."""

    removals: tuple[Removal, ...]
    unreadable: int


def since(file: Path, place: Position, moment: datetime) -> Read:
    """Return what was written after a position; in another journal, what is younger than a moment.

    A journal is the same one if it begins with what stood there. A lost or another machine's does
    not, and then only its times can tell.
    """
    content = file.read_bytes() if file.exists() else b""
    begins = content[: place.size]
    if len(begins) == place.size and hashlib.sha256(begins).hexdigest() == place.sha256:
        return _read(content[place.size :])
    read = _read(content)
    return Read(tuple(one for one in read.removals if one.at >= moment), read.unreadable)


def _read(content: bytes) -> Read:
    found = [_removal(line) for line in content.split(END) if line]
    removals = tuple(one for one in found if one is not None)
    return Read(removals, len(found) - len(removals))


def _removal(line: bytes) -> Removal | None:
    try:
        told: dict[str, Any] = json.loads(line)
        return Removal(
            Event(told["event"]),
            datetime.fromisoformat(told["at"]),
            tuple(_ids(told["ids"])),
            str(told["reason"]),
            UUID(told["merged_into"]) if told["merged_into"] else None,
        )
    except (ValueError, KeyError, TypeError):
        return None


def _ids(told: Iterable[str]) -> Iterator[UUID]:
    return (UUID(one) for one in told)
