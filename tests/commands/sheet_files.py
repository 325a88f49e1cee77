"""Small spreadsheets, and what is said of them."""

import io
from typing import Any

import pytest
from openpyxl import Workbook

from resources.listings.sheets.opening import open_sheet
from resources.listings.sheets.planning import SheetPlan, plan_sheet
from resources.listings.sheets.tables import Limits, UnreadableError

HEADINGS = ["Organisation", "Name", "Summary", "Areas", "Contact 1 value"]
ROW = ["Friends", "Friends line", "Someone to talk to.", "leeds", "0114 496 0123"]


def csv_of(*rows: list[str], separator: str = ",") -> str:
    return "".join(separator.join(row) + "\r\n" for row in rows)


def book(*rows: list[Any], change: Any = None) -> bytes:
    """Return a workbook with these rows; `change` gets its sheet before it is saved."""
    workbook = Workbook()
    sheet: Any = workbook.active
    for row in rows:
        sheet.append(row)
    if change:
        change(sheet)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def planned(content: bytes | str, limits: Limits | None = None) -> SheetPlan:
    whole = content.encode() if isinstance(content, str) else content
    return plan_sheet(open_sheet(whole, limits or Limits()))


def mistakes(plan: SheetPlan) -> list[tuple[int, str, str]]:
    return [(bad.row, bad.column, bad.why) for bad in plan.bad]


def unreadable(content: bytes | str, limits: Limits | None = None) -> str:
    with pytest.raises(UnreadableError) as told:
        planned(content, limits)
    return str(told.value)


def new_name(plan: SheetPlan) -> str:
    (step,) = plan.taken
    return step.name
