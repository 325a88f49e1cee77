"""`manage.py load_openreferral URL-or-FILE [--commit]`: a dry run by default."""

import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from resources.listings.apply import apply
from resources.listings.openreferral import Feed, FeedError, fetch_feed, plan_feed, read_path
from resources.listings.openreferral.making import Setting
from resources.listings.openreferral.telling import report
from resources.listings.openreferral.words import shipped_words
from resources.listings.sheets.rows import all_terms
from resources.listings.watch.fetching import Network
from resources.listings.watch.visiting import Visitor, agent_of
from resources.models import analyze_tables, current_tables
from resources.models.keys import host_key
from resources.regions import find_region

# An interface is made for programs: it is asked sooner again than a page. Its rules may slow it.
PAUSE = 1.0
REASON = "Loaded from an Open Referral feed."


class Command(BaseCommand):
    """Loads a feed of others as drafts (docs/openreferral-in.md)."""

    help = "Show what an Open Referral feed would do; with --commit, take it as drafts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", help="an address, a file, or a folder of tables")
        parser.add_argument("--commit", action="store_true", help="write, in one transaction")
        parser.add_argument("--area", default="", help="where records help that do not say where")
        parser.add_argument(
            "--with-duplicates",
            action="store_true",
            help="take also what may be a listing that is there",
        )

    def handle(
        self,
        *args: Any,
        source: str,
        commit: bool,
        area: str = "",
        with_duplicates: bool = False,
        **options: Any,
    ) -> None:
        """Print what each record would do, and carry it out if asked to."""
        if area and find_region(area) is None:
            raise CommandError(f"--area: no area has the slug {area!r}.")
        is_address = source.startswith(("http://", "https://"))
        try:
            feed = self.fetched(source) if is_address else read_path(Path(source))
        except FeedError as error:
            raise CommandError(f"{error} Nothing was written.") from None
        setting = Setting(
            host_key(source) if is_address else "",
            source if is_address else "",
            shipped_words(all_terms()),
            current_tables(),
            timezone.localdate(),
            area,
        )
        plan = plan_feed(feed, setting, with_duplicates=with_duplicates)
        for line in report(plan, every=options["verbosity"] > 1 or not commit):
            self.stdout.write(line)
        if not commit:
            self.stdout.write("Nothing was written. Run again with --commit to write this.")
            return
        apply(plan.writing, timezone.now(), REASON)
        analyze_tables()

    def fetched(self, address: str) -> Feed:
        """Read a feed of another server."""
        if not settings.CONTACT_EMAIL:
            raise CommandError("Set CONTACT_EMAIL: sites have to know whom they may write to.")
        visitor = Visitor(Network(), agent_of(settings.CONTACT_EMAIL), PAUSE, time.sleep)
        return fetch_feed(address, visitor, time.monotonic)
