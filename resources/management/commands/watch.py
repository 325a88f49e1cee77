"""`manage.py watch [--limit N]`: look at providers' pages, where it is switched on."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from resources.listings.watch.fetching import Network
from resources.listings.watch.visiting import Visitor, agent_of
from resources.listings.watch.watching import AlreadyRunningError, watch


class Command(BaseCommand):
    """Opens tasks for the staff. It never changes a listing."""

    help = "Look whether providers' pages are still there and show our numbers (WATCH=1)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how many pages are enough for one run."""
        parser.add_argument("--limit", type=int, help="look at so many pages at most")

    def handle(self, *args: Any, limit: int | None = None, **options: Any) -> None:
        """Go round once; say what was done."""
        if not settings.WATCH:
            self.stdout.write("The watch is off. Nothing was looked at. WATCH=1 switches it on.")
            return
        if not settings.CONTACT_EMAIL:
            raise CommandError("Set CONTACT_EMAIL: sites have to know whom they may write to.")
        if limit is not None and limit < 1:
            raise CommandError("--limit: one page or more.")
        agent = agent_of(settings.CONTACT_EMAIL)
        visitor = Visitor(Network(), agent, settings.WATCH_PAUSE_SECONDS, time.sleep)
        try:
            run = watch(visitor, timezone.now, limit)
        except AlreadyRunningError:
            raise CommandError("Another run goes on. Nothing was looked at.") from None
        self.stdout.write(f"{run.page_count} pages, {run.task_count} new tasks.")
        if not run.is_complete:
            raise CommandError("This run was taken for dead, and stopped.")
