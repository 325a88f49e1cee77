"""`manage.py backup FILE`: everything in one file, made while people write."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from directory.backups.archive import BackupError
from directory.backups.making import backup
from resources.management.modes import private_files


class Command(BaseCommand):
    """Says that the backup is there only when it has been read again."""

    help = "Write a backup of the database to a new file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Make it, and say what is in it."""
        try:
            with private_files():
                made = backup(file, timezone.now())
        except (BackupError, OSError) as error:
            raise CommandError(str(error)) from None
        rows = made.content.rows
        self.stdout.write(
            f"{file}: {made.size} bytes, {len(rows)} tables, {sum(rows.values())} rows, "
            f"{rows['resources_service']} listings. Read again and whole. Keep it as secret as "
            "the database, on another machine; the secret key and the journal of removals are not "
            "in it."
        )
