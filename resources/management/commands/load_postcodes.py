"""`manage.py load_postcodes FILE [--at-least N]`: postcodes of a file newer than the shipped."""

import csv
import zipfile
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from resources.listings.postcodes import Gathered, PostcodeFileError, gather, opened, packed
from resources.models import PlaceTables, current_tables

# The whole country has 1.7 million postcodes in use without Northern Ireland.
AT_LEAST: Final = 1_500_000


class Command(BaseCommand):
    """Rebuilds the postcode tables and switches to them. The older ones are kept."""

    help = "Load the ONSPD or NSPL file of the Office for National Statistics, csv or zip."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--at-least",
            type=int,
            default=AT_LEAST,
            metavar="N",
            help=f"refuse a file with fewer postcodes in use (default {AT_LEAST:,})",
        )

    def handle(self, *args: Any, file: Path, at_least: int, **options: Any) -> None:
        """Read and check the whole file before anything is written; then write one row."""
        gathered = self._gathered(file)
        if gathered.live_count < max(at_least, 1):
            raise CommandError(
                f"{gathered.live_count:,} postcodes in use are fewer than the {at_least:,} it"
                " takes (--at-least). Nothing was written."
            )
        content = packed(gathered)
        with transaction.atomic():
            PlaceTables.objects.create(
                made_at=timezone.now(),
                source_name=file.name[:200],
                row_count=gathered.live_count,
                content=content,
            )
            # Read back what was stored: tables that cannot be read are not used.
            outcodes = len(current_tables().outcodes.names)
        self._print(gathered, outcodes)

    def _gathered(self, file: Path) -> Gathered:
        """Read the file; say in a sentence what is wrong with it."""
        try:
            with opened(file) as lines:
                return gather(lines)
        except PostcodeFileError as error:
            raise CommandError(f"{error} Nothing was written.") from error
        except (OSError, UnicodeDecodeError, csv.Error, zipfile.BadZipFile) as error:
            raise CommandError(f"{file} cannot be read: {error}") from error

    def _print(self, gathered: Gathered, outcodes: int) -> None:
        """Print the sums, and the districts that have no name here yet."""
        self.stdout.write(
            f"{gathered.live_count:,} postcodes in use, {outcodes:,} outcodes. Left out:"
            f" {gathered.northern_ireland:,} of Northern Ireland, {gathered.unusable:,} unusable."
        )
        unknown = gathered.unknown_districts()
        if unknown:
            self.stdout.write(
                f"Not in regions.csv, so only their region is known: {', '.join(unknown)}."
            )
