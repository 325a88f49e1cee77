"""`manage.py import_listings FILE [--commit --by NAME --reason WORDS]`: rows become drafts."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from resources.listings.plan import Action
from resources.listings.sheets.opening import open_sheet
from resources.listings.sheets.planning import SheetPlan, plan_sheet
from resources.listings.sheets.tables import Limits, UnreadableError
from resources.listings.sheets.taking import sealed, take


class Command(BaseCommand):
    """Brings rows of a spreadsheet, as the staff area does. A row that may be another stays out."""

    help = "Show what the rows of a CSV or XLSX file would do; with --commit, take them as drafts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--commit", action="store_true", help="write, in one transaction")
        parser.add_argument("--by", default="", help="the curator whose work it is")
        parser.add_argument("--reason", default="", help="where the rows come from")

    def handle(
        self, *args: Any, file: Path, commit: bool, by: str, reason: str, **options: Any
    ) -> None:
        """Refuse a file with a mistake; otherwise print the plan, and carry it out if asked to."""
        limits = Limits(size=settings.IMPORT_MOST_BYTES, rows=settings.IMPORT_MOST_ROWS)
        try:
            sheet = open_sheet(file.read_bytes(), limits)
        except (OSError, UnreadableError) as error:
            raise CommandError(f"{file} cannot be read: {error}") from error
        plan = plan_sheet(sheet)
        if plan.bad:
            for bad in plan.bad:
                self.stderr.write(f"row {bad.row}: {bad.column}: {bad.why}")
            raise CommandError(f"{len(plan.bad)} mistakes; nothing was written.")
        self._print(plan)
        if not commit:
            self.stdout.write("Nothing was written. Run again with --commit to write this.")
            return
        actor = get_user_model()._default_manager.filter(username=by).first()
        if actor is None or not reason:
            raise CommandError("Say --by whom, a curator's name, and the --reason.")
        numbers = [step.number for step in plan.taken if not step.duplicates]
        count = take(sealed(sheet, plan, actor), numbers, reason, actor, timezone.now())
        self.stdout.write(f"{count} rows are drafts now.")

    def _print(self, plan: SheetPlan) -> None:
        for notice in plan.notices:
            self.stdout.write(notice)
        for step in plan.steps:
            if step.action is Action.LEAVE:
                continue
            why = f" ({step.why})" if step.why else ""
            self.stdout.write(f"{step.action.value} {step.name}, row {step.number}{why}")
            for change in step.changes if step.action is not Action.CREATE else ():
                self.stdout.write(f"    {change.field}: {change.old!r} -> {change.new!r}")
            for other in step.duplicates:
                reasons = ", ".join(other.reasons)
                self.stdout.write(f"    it may be {other.name} ({reasons}), and stays out")
        self.stdout.write(", ".join(f"{plan.count(one)} to {one.value}" for one in Action))
