"""`manage.py export_listings FILE [--state STATE ...]`: listings as CSV or XLSX."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from resources.choices import Publication
from resources.listings.sheets.exporting import FORMATS, export, exported_services


class Command(BaseCommand):
    """Writes listings to a file that can be brought back; internal notes are not in it."""

    help = "Write listings to FILE, which ends in .csv or .xlsx."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--state", nargs="+", choices=Publication.values)

    def handle(self, *args: Any, file: Path, state: list[str] | None, **options: Any) -> None:
        """Choose the form by the end of the file's name."""
        form = file.suffix.removeprefix(".").lower()
        if form not in FORMATS:
            raise CommandError(f"{file.name} ends in none of: {', '.join(FORMATS)}")
        services = list(exported_services(state or Publication.values))
        file.write_bytes(export(services, form))
        self.stdout.write(f"{len(services)} listings are in {file.name}.")
