"""Listings in a spreadsheet: a table of one row a listing, in front of the plan and its applying.

`open_sheet` reads a file's bytes, `plan_sheet` says what each row would do, `take` does it, and
`export` and `template` write such files. Columns that a file leaves out stay as they are, and so
does each cell that says what an export would say: a file that was only looked at changes nothing.
"""

from resources.listings.sheets.exporting import column_help, export, exported_services, template
from resources.listings.sheets.opening import open_sheet
from resources.listings.sheets.planning import SheetPlan, SheetStep, plan_sheet
from resources.listings.sheets.tables import Limits, Sheet, UnreadableError
from resources.listings.sheets.taking import MovedError, sealed, shown_again, take

__all__ = [
    "Limits",
    "MovedError",
    "Sheet",
    "SheetPlan",
    "SheetStep",
    "UnreadableError",
    "column_help",
    "export",
    "exported_services",
    "open_sheet",
    "plan_sheet",
    "sealed",
    "shown_again",
    "take",
    "template",
]
