"""`manage.py restore FILE`: fill an empty place, without what was taken away since."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from directory.backups.archive import BackupError
from directory.backups.making import Restored, restore
from resources.management.modes import private_files


class Command(BaseCommand):
    """Says that the place is filled only when everything in it has been checked."""

    help = "Fill an empty database from a backup, and take away again what the journal says."
    # There is no database yet that they could look at.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--journal",
            type=Path,
            action="append",
            default=[],
            help="another journal of removals, for example that of a second machine",
        )
        parser.add_argument(
            "--without-journal",
            action="store_true",
            help="go on although no journal of removals is left",
        )

    def handle(
        self, *args: Any, file: Path, journal: list[Path], without_journal: bool, **options: Any
    ) -> None:
        """Refuse without a journal, unless told that it is lost; then restore."""
        for missing in (one for one in journal if not one.is_file()):
            raise CommandError(f"There is no journal at {missing}.")
        ours = settings.REMOVALS_JOURNAL
        if not (journal or without_journal or ours.is_file()):
            raise CommandError(
                f"There is no {ours}. Without it, what was withdrawn after the backup would be "
                "public again. Put it back, name a copy with --journal, or say --without-journal "
                "and look at every listing that was withdrawn since."
            )
        try:
            with private_files():
                done = restore(file, timezone.now(), journal)
        except (BackupError, OSError) as error:
            raise CommandError(str(error)) from None
        self._tell(done)

    def _tell(self, done: Restored) -> None:
        made, again = done.manifest, done.replayed
        self.stdout.write(
            f"Restored and checked: the directory of {made.made_at:%d %B %Y %H:%M} UTC, "
            f"{made.content.rows['resources_service']} listings. Everybody is signed out.\n"
            f"Taken away again: {again.withdrawn} withdrawn, {again.recalled} recalled, "
            f"{again.hidden} places hidden."
        )
        if again.redactions:
            self.stdout.write(
                f"{again.redactions} redactions were made after the backup: it brings their values "
                "back into histories and logs. Run `manage.py redact` for each of them again."
            )
        if done.unreadable:
            self.stdout.write(
                f"{done.unreadable} lines of the journal cannot be read: look at them."
            )
