"""Listings in a spreadsheet: a table of one row a listing, in front of the plan and its applying.

`opening.open_sheet` reads a file's bytes, `planning.plan_sheet` says what each row would do,
`taking.take` does it, and `export` and `template` of `exporting` write such files. Columns that a
file leaves out stay as they are, and so does each cell that says what an export would say: a file
that was only looked at changes nothing. Nothing is imported here: few ever need a spreadsheet.
"""
