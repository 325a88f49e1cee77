"""Listings in a spreadsheet: a table of one row a listing, in front of the plan and its applying.

`open_sheet` reads a file's bytes, `plan_sheet` says what each row would do, `take` does it, and
`export` and `template` write such files. Columns that a file leaves out stay as they are, and so
does each cell that says what an export would say: a file that was only looked at changes nothing.
"""

from resources.listings.sheets.exporting import export, exported_services, template
from resources.listings.sheets.opening import Limits, Sheet, UnreadableError, open_sheet
from resources.listings.sheets.planning import SheetPlan, SheetStep, plan_sheet
from resources.listings.sheets.taking import MovedError, take

__all__ = [
    "Limits",
    "MovedError",
    "Sheet",
    "SheetPlan",
    "SheetStep",
    "UnreadableError",
    "export",
    "exported_services",
    "open_sheet",
    "plan_sheet",
    "take",
    "template",
]
