"""`manage.py prepare FILE`: everything that has to be true before the directory is shown."""

from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from resources.management.modes import close_files, database_file, private_files
from resources.management.one_at_a_time import one_at_a_time
from resources.models import Change, publish_untold
from resources.precomputed import forget_unused, written
from resources.search import precompute, write_index

FIRST_PERSON: Final = (
    "Nobody can sign in as staff yet. Make the first administrator:\n"
    "  make invite NAME=name ROLE=administrator\n"
    "or, in production: manage.py invite name --role administrator"
)


class Command(BaseCommand):
    """Migrates, then loads regions, terms and listings. Safe to run again: it changes nothing."""

    help = "Bring the database up to date and load the shipped data."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Wait for whoever is at it already; then make it ready, for its owner alone."""
        with private_files(), one_at_a_time(settings.VAR_DIR), written():
            self._prepare(file)
            close_files(settings.VAR_DIR, database_file(settings.DATABASES["default"]))
        if options["verbosity"] and not get_user_model().objects.filter(is_staff=True).exists():
            self.stdout.write(FIRST_PERSON)

    def _prepare(self, file: Path) -> None:
        """Do all steps in one process, which is three times as fast as three processes."""
        call_command("migrate", interactive=False, verbosity=0)
        if Change.objects.are_behind():
            # A directory from before there were changes to follow, or times of them.
            publish_untold()
        call_command("load_reference", stdout=self.stdout)
        # In a directory that has listings, what a new release brings waits for a curator.
        loading = {
            "commit": True,
            "as_shipped": True,
            "stdout": self.stdout,
            "stderr": self.stderr,
        }
        call_command("load_listings", file, **loading)
        precompute()
        write_index()
        forget_unused()
