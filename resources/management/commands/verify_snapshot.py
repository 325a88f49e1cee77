"""`manage.py verify_snapshot FOLDER KEY`: is a copy of a snapshot whole, and ours?"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from resources.bulk.snapshots import SnapshotError, verify


class Command(BaseCommand):
    """Compares every file with the manifest, and the manifest with its signature."""

    help = "Tell whether the files of a snapshot are whole and signed with a key."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("key", help="the text of /.well-known/directory-signing-key")

    def handle(self, *args: Any, folder: Path, key: str, **options: Any) -> None:
        """Say what the snapshot is, or what is wrong with it, with an error."""
        try:
            manifest = verify(folder, key)
        except SnapshotError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{len(manifest['files'])} files are right: revision {manifest['revision']}, made "
            f"{manifest['made_at']}, not to be shown after {manifest['must_refresh_by']}."
        )
