"""Making a backup, and filling an empty place from one."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from directory.backups import archive, postgres, sqlite
from directory.backups.archive import BackupError, Content, Manifest
from directory.backups.replay import Replayed, replay
from resources.curation import journal
from resources.curation.journal import Read

# Clocks of two machines differ: from another journal rather too much is taken than too little.
MARGIN: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore has done."""

    manifest: Manifest
    replayed: Replayed
    unreadable: int


def backup(target: Path, now: datetime) -> Manifest:
    """Write a backup of everything; return what is in it, as read again from the file."""
    if target.exists():
        raise BackupError(f"{target} is there already. A backup never replaces another file.")
    if not target.parent.is_dir():
        raise BackupError(f"There is no folder {target.parent}.")
    # Before the data: what is written down from here on may be missing in them.
    journal.begin(settings.REMOVALS_JOURNAL)
    begins = journal.position(settings.REMOVALS_JOURNAL)
    # Beside the target: the data are as secret as it is, and large.
    with TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
        data = Path(folder) / "data"
        content = _dump(data)
        size = data.stat().st_size
        manifest = Manifest(now, content, begins, size, archive.digest(data))
        archive.write(target, data, manifest)
    return manifest


def _dump(data: Path) -> Content:
    return postgres.dump(data) if connection.vendor == "postgresql" else sqlite.dump(data)


def restore(source: Path, now: datetime, journals: Sequence[Path] = ()) -> Restored:
    """Fill an empty place; take away again what the journals say; check all of it before the end.

    On SQLite the database gets its name only when everything is done: whoever ends this in the
    middle leaves an empty place.
    """
    _refuse_full()
    with _unpacked(source) as (data, manifest):
        if manifest.content.vendor != connection.vendor:
            raise BackupError(
                f"The backup is one of {manifest.content.vendor}; "
                f"DATABASE_URL names {connection.vendor}."
            )
        _refuse_newer(manifest.content)
        if connection.vendor == "postgresql":
            postgres.load(data)
            _refuse_other(postgres.counted(), manifest.content)
            return _finished(manifest, now, journals)
        _refuse_other(sqlite.content_of(data), manifest.content)
        with _under_another_name(data):
            restored = _finished(manifest, now, journals)
        sqlite.content_of(data)
        _give_name(data)
    return restored


@contextmanager
def _unpacked(source: Path) -> Iterator[tuple[Path, Manifest]]:
    """Put the data of a backup where the database will be, so that a rename is enough."""
    beside = source
    if connection.vendor == "sqlite":
        beside = Path(str(connection.settings_dict["NAME"]))
    with archive.temporary(beside.with_name(f"{beside.name}.restoring")) as data:
        yield data, archive.extract(source, data)


def _refuse_full() -> None:
    if connection.vendor == "sqlite":
        name = Path(str(connection.settings_dict["NAME"]))
        if not name.exists() or name.stat().st_size == 0:
            return
    with connection.cursor() as cursor:
        if not connection.introspection.table_names(cursor):
            return
    raise BackupError(
        "There is a database here already. A restore fills an empty place only: move the old one "
        "away, with its -wal and -shm, and leave the journal of removals where it is."
    )


def _refuse_newer(content: Content) -> None:
    """Refuse a backup that a later release made: this one does not know its tables."""
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations or ()}
    unknown = sorted(set(content.migrations) - known)
    if unknown:
        raise BackupError(
            f"A later release made the backup: {unknown[-1]} is not known here. Install it first."
        )


def _refuse_other(found: Content, told: Content) -> None:
    if (found.rows, found.migrations) != (told.rows, told.migrations):
        raise BackupError("The restored data are not those of the backup.")


def _finished(manifest: Manifest, now: datetime, journals: Sequence[Path]) -> Restored:
    call_command("migrate", interactive=False, verbosity=0)
    read = [
        journal.since(file, manifest.journal, manifest.made_at - MARGIN)
        for file in (settings.REMOVALS_JOURNAL, *journals)
    ]
    removals = sorted(
        (removal for one in read for removal in one.removals), key=lambda removal: removal.at
    )
    return Restored(manifest, replay(removals, now), _unreadable(read))


def _unreadable(read: Sequence[Read]) -> int:
    return sum(one.unreadable for one in read)


@contextmanager
def _under_another_name(data: Path) -> Iterator[None]:
    """Let Django work on a file that is not the database yet."""
    told = connection.settings_dict
    name = told["NAME"]
    connection.close()
    told["NAME"] = str(data)
    try:
        yield
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
        told["NAME"] = name


def _give_name(data: Path) -> None:
    """Make a whole file the database, with everything of it on the disk."""
    name = Path(str(connection.settings_dict["NAME"]))
    with data.open("rb") as content:
        os.fsync(content.fileno())
    for end in ("-wal", "-shm"):
        Path(f"{name}{end}").unlink(missing_ok=True)
    data.replace(name)
    journal.sync_folder(name.parent)
