"""Taking rows of a sheet as drafts: exactly what was shown, all of it or nothing."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core import signing
from django.db import transaction

from resources.choices import SnapshotWriter
from resources.curation.snapshots import Writing
from resources.listings.apply import apply_sheet
from resources.listings.plan import Action
from resources.listings.sheets.cells import Cell, Form
from resources.listings.sheets.headings import Headings
from resources.listings.sheets.planning import SheetPlan, plan_sheet
from resources.listings.sheets.tables import Sheet
from resources.models import Organization, Service

SALT = "resources.listings.sheets"
# How long the rows of a page that shows them can be taken.
SECONDS = 60 * 60


class MovedError(ValueError):
    """What was shown can no longer be taken as it was."""


def sealed(sheet: Sheet, plan: SheetPlan, actor: AbstractBaseUser) -> str:
    """Return the rows that can be taken, signed: the page carries them, and no disk does."""
    numbers = {step.number for step in plan.taken}
    rows = [
        [number, {key: [cell.text, cell.form] for key, cell in cells.items() if cell.text}]
        for number, cells in sheet.rows
        if number in numbers
    ]
    content = [sheet.headings.keys, rows, plan.seen]
    return signing.dumps(content, salt=f"{SALT}:{actor.pk}", compress=True)


def opened(text: str, actor: AbstractBaseUser) -> tuple[Sheet, str]:
    """Return the rows that were sealed for somebody, and what was shown of them."""
    try:
        content: Any = signing.loads(text, salt=f"{SALT}:{actor.pk}", max_age=SECONDS)
    except signing.BadSignature:
        raise MovedError("This page is too old, or is not yours. Choose the file again.") from None
    keys, rows, seen = content
    cells = [
        (
            number,
            {key: Cell("") for key in keys if key}
            | {key: Cell(said, Form(form)) for key, (said, form) in row.items()},
        )
        for number, row in rows
    ]
    return Sheet(Headings(tuple(keys)), cells), seen


def shown_again(text: str, actor: AbstractBaseUser, *, offers: bool = True) -> SheetPlan:
    """Return the plan of rows that were sealed; MovedError where it is another one now."""
    sheet, seen = opened(text, actor)
    plan = plan_sheet(sheet, offers=offers)
    if plan.bad or plan.seen != seen:
        raise MovedError("Something was changed after the rows were shown. Choose the file again.")
    return plan


@transaction.atomic
def take(
    text: str, numbers: Collection[int], writing_reason: str, actor: AbstractBaseUser, now: datetime
) -> int:
    """Write rows that were shown; MovedError, and nothing written, where anything has moved."""
    sheet, _seen = opened(text, actor)
    ids = [
        cells["id"].text for _number, cells in sheet.rows if cells.get("id") and cells["id"].text
    ]
    # Locked before they are compared, so that nobody changes them in between.
    list(Service.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    list(Organization.objects.select_for_update().order_by("pk").values_list("pk"))
    made = shown_again(text, actor, offers=False).of(numbers)
    apply_sheet(made, Writing(SnapshotWriter.IMPORT, now, actor, writing_reason))
    return len(made.of("service", *Action))
