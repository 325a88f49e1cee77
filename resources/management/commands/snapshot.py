"""`manage.py snapshot SITE`: write all public records to files, with a signed manifest."""

from argparse import ArgumentTypeError
from typing import Any
from urllib.parse import urlsplit

from django.core.management.base import BaseCommand, CommandError, CommandParser

from resources.bulk import snapshots
from resources.clock import this_minute
from resources.management.modes import private_files


def site(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path.strip("/"):
        raise ArgumentTypeError("Give the address of the site, such as https://directory.example")
    return text.rstrip("/")


class Command(BaseCommand):
    """Writes the snapshot that `/api/v1/bulk/` gives out, in the place of the one before."""

    help = "Write all public records to files, with a signed manifest."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("site", type=site, help="such as https://directory.example")

    def handle(self, *args: Any, site: str, **options: Any) -> None:
        """Make a key where there is none; then write the files, and say what they are."""
        with private_files():
            try:
                key = snapshots.read_key(snapshots.key_file())
                if key is None:
                    key = snapshots.make_key(snapshots.key_file())
                manifest = snapshots.write(snapshots.folder(), site, this_minute(), key)
            except snapshots.SnapshotError as error:
                raise CommandError(str(error)) from error
        for file in manifest["files"]:
            self.stdout.write(f"{file['name']}: {file['count']} rows, {file['bytes']} bytes")
