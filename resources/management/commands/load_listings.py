"""`manage.py load_listings FILE [--commit] [--as-shipped]`: a dry run by default."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from resources.listings.apply import apply
from resources.listings.plan import Action, Plan, plan
from resources.listings.reading import read
from resources.models import analyze_tables


class Command(BaseCommand):
    """Loads a listings file (its shape: resources/data/README.md)."""

    help = "Show what loading a listings file would do; with --commit, do it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--commit", action="store_true", help="write, in one transaction")

        parser.add_argument(
            "--as-shipped",
            action="store_true",
            help="publish what the file says is public; works in an empty directory alone",
        )

    def handle(
        self, *args: Any, file: Path, commit: bool, as_shipped: bool = False, **options: Any
    ) -> None:
        """Refuse a file with a bad row; otherwise print the plan, and carry it out if asked to."""
        try:
            with file.open(encoding="utf-8") as lines:
                reading = read(lines)
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file} cannot be read: {error}") from error
        if reading.bad:
            for bad in reading.bad:
                self.stderr.write(f"line {bad.line}: {bad.field}: {bad.why}")
            raise CommandError(f"{len(reading.bad)} mistakes; nothing was written.")
        made = plan(reading, as_shipped=as_shipped)
        self._print(made, every=options["verbosity"] > 1 or not commit)
        if commit:
            apply(made, timezone.now())
            analyze_tables()
        else:
            self.stdout.write("Nothing was written. Run again with --commit to write this.")

    def _print(self, made: Plan, *, every: bool) -> None:
        for step in made.steps:
            if step.action is Action.REFUSE or (every and step.action is not Action.LEAVE):
                why = f" ({step.why})" if step.why else ""
                self.stdout.write(
                    f"{step.action.value} {step.kind} {step.name}, line {step.line.number}{why}"
                )
        sums = ", ".join(f"{made.count(action)} to {action.value}" for action in Action)
        drafts = "" if made.publishes else " What is new is a draft."
        self.stdout.write(
            f"{sums}; {made.untouched} services are not in this file and stay.{drafts}"
        )
