"""`manage.py redact [--commit]`: take a confidential value out of every table."""

import getpass
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from resources.curation.redaction import (
    Match,
    NotRedactableError,
    changed_models,
    clear,
    find,
    pattern_of,
)
from resources.curation.wiping import overwrite_freed, wipe
from resources.precomputed import forget_all

SHIPPED = Path(__file__).parents[2] / "data" / "listings.jsonl"

HELD = (
    "The tables are done, but the files of the database still hold the value: somebody reads it, "
    "such as a backup. Run the command again, with the same value, when that has ended."
)


class Command(BaseCommand):
    """Asks for the value without showing it: a command line appears in histories and process lists.

    Prints the rows by their keys and fields, and never what they say.
    """

    help = "Show which rows hold a confidential value; with --commit, take it out of them."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whether to write. The value itself is no argument."""
        parser.add_argument("--commit", action="store_true", help="write, in one transaction")

    def handle(self, *args: Any, commit: bool, **options: Any) -> None:
        """Show every row first; change them when asked to."""
        try:
            pattern = pattern_of(self._value())
        except NotRedactableError as refusal:
            raise CommandError(str(refusal)) from None
        matches = find(pattern)
        for match in matches:
            self.stdout.write(str(match))
        with SHIPPED.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if pattern.search(line):
                    self.stdout.write(f"by hand {SHIPPED.name}, line {number}")
        if not commit:
            self.stdout.write(f"{len(matches)} rows. Nothing was written. Add --commit to do it.")
            return
        self._clear(pattern, matches)

    def _clear(self, pattern: re.Pattern[str], matches: Sequence[Match]) -> None:
        """Take the value out of the rows, and out of the files where that can be done."""
        overwrite_freed()
        try:
            clear(pattern, matches, timezone.now())
        except NotRedactableError as refusal:
            raise CommandError(str(refusal)) from None
        is_held = not connection.in_atomic_block and not wipe(changed_models(matches))
        # Words of the staff stand in it, such as synonyms.
        forget_all()
        left = find(pattern)
        self.stdout.write(f"{len(matches) - len(left)} rows done, {len(left)} left by hand.")
        self.stdout.write(
            "Every session of the staff was ended: they sign in again, and lose nothing they type. "
            "Restart the servers: their memory may hold words of it. On other machines that serve "
            "the directory, delete the folder `precomputed` first. Backups, replicas and other "
            "people's copies keep it: see docs/safety.md."
        )
        if is_held:
            raise CommandError(HELD)

    def _value(self) -> str:
        """Read the value: typed without being shown, or from a pipe."""
        if sys.stdin.isatty():
            return getpass.getpass("The value (it is not shown): ")
        return sys.stdin.readline().strip()
