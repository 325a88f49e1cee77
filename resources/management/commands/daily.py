"""`manage.py daily`: what is to be done every day. A timer runs it (docs/settings.md)."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from resources.curation.daily import run


class Command(BaseCommand):
    """Remakes what is due, reminds of what nobody confirmed, and tells what failed."""

    help = "Do the work of a day; safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do every step; end with an error where one failed, so that the timer tells of it."""
        row = run(timezone.now())
        self.stdout.write(
            ", ".join(f"{name}: {count}" for name, count in sorted(row.counts.items()))
        )
        if row.failures:
            failed = (f"{one['step']}: {one['error']} ({one['count']})" for one in row.failures)
            raise CommandError("Failed: " + ", ".join(failed))
