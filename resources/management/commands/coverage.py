"""`manage.py coverage [--write FILE]`: who can be reached where, and which gaps are not listed."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from resources.listings.coverage import public_coverage
from resources.listings.coverage_page import page
from resources.listings.known_gaps import faults, known_gaps


class Command(BaseCommand):
    """Compares what is public with the gaps that are known (resources/data/known_gaps.json)."""

    help = "Say which gaps in the coverage are not listed or over; with --write, write the table."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", type=Path, metavar="FILE", help="write the table there")

    def handle(self, *args: Any, write: Path | None, **options: Any) -> None:
        """Print each fault and fail if there is one; the table is written first."""
        coverage, known = public_coverage(), known_gaps()
        if write is not None:
            write.write_text(page(coverage, known), encoding="utf-8")
        found = list(faults(coverage, known))
        for fault in found:
            self.stderr.write(fault)
        if found:
            raise CommandError(f"{len(found)} faults in the coverage.")
        gaps = len(coverage.gaps())
        self.stdout.write(f"{gaps} gaps, all of them listed; no nation has lost what it must have.")
