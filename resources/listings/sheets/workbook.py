"""An XLSX file as a table. It is a zip of XML: what could harm is refused before it is unpacked.

Nothing in it is run: macros, formulae and links to other files are refused, never followed.
"""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, Final
from zipfile import ZipFile

from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string

from resources.listings.sheets.cells import EMPTY, Cell, Form, unescaped
from resources.listings.sheets.tables import Limits, Table, UnreadableError

TITLE: Final = "Services"
# Of the template: what each column takes.
NOTES: Final = "Columns"
_MOST_PARTS: Final = 500
_MACROS: Final = re.compile(r"vbaproject|macrosheets|activex|\.bin$|embeddings", re.IGNORECASE)
_HARMLESS: Final = re.compile(r"printersettings", re.IGNORECASE)
_LINKS: Final = re.compile(r"externallinks?/|connections\.xml|querytables/", re.IGNORECASE)
_SHEETS: Final = re.compile(r"xl/worksheets/[^/]+\.xml")
# Entities are how a small XML file becomes a large one, or reads others; Excel writes none.
_ENTITIES: Final = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
# A cell with something in it: one that only has a colour counts for nothing.
_FILLED: Final = re.compile(
    rb"<(?:\w+:)?c\s(?:[^>]*\s)?r=\"([A-Z]{1,4})(\d+)\"[^>]*(?<!/)>\s*<(?:\w+:)?(?:v|is|f)\b"
)
_MERGED: Final = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*ref=\"([^\"]+)\"")


def read_workbook(content: bytes, limits: Limits) -> Table:
    """Read the sheet called "Services", or else the first one."""
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            _refuse_harm(archive, limits)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise UnreadableError(f"This file is broken, or is no .xlsx file: {error}.") from None
    try:
        with warnings.catch_warnings():
            # Of charts, styles and lists to choose from, which are not read.
            warnings.simplefilter("ignore")
            return _table(content, limits)
    except UnreadableError:
        raise
    except Exception as error:
        # What openpyxl raises on a broken file is not told anywhere; all of it means the same.
        raise UnreadableError(f"This .xlsx file is broken: {type(error).__name__}.") from None


def _refuse_harm(archive: ZipFile, limits: Limits) -> None:
    """Look at the list of what is in it first, then at each part, and never at too much."""
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > limits.unpacked:
        raise UnreadableError("This file would be far too large when it is unpacked.")
    if "xl/workbook.xml" not in names:
        raise UnreadableError("This is no Excel file. Save it as .xlsx or .csv.")
    if any(_MACROS.search(name) and not _HARMLESS.search(name) for name in names):
        raise UnreadableError(
            "This file has macros or other files in it. Save it as .xlsx without."
        )
    if any(_LINKS.search(name) for name in names):
        raise UnreadableError(
            "This file has links to other files or to databases. Break them first."
        )
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            # No part gives more than its entry in the list says: zipfile stops there.
            _refuse_part(part.filename, archive.read(part), limits)


def _refuse_part(name: str, xml: bytes, limits: Limits) -> None:
    if xml.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")) or _ENTITIES.search(xml):
        raise UnreadableError("This file is written in a way that no spreadsheet program does.")
    if not _SHEETS.fullmatch(name):
        return
    for column, row in _FILLED.findall(xml):
        if int(row) > limits.rows + 1:
            raise UnreadableError(f"The file has more than {limits.rows} rows.")
        if column_index_from_string(column.decode()) > limits.columns:
            raise UnreadableError(f"The file has more than {limits.columns} columns.")
    merged = _MERGED.search(xml)
    if merged:
        raise UnreadableError(
            f"The cells {merged[1].decode(errors='replace')} are merged: it is not plain which row "
            "they belong to. Unmerge them."
        )


def _table(content: bytes, limits: Limits) -> Table:
    book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    try:
        titles = book.sheetnames
        sheet = book[TITLE if TITLE in titles else titles[0]]
        sheet.reset_dimensions()
        rows = list(_rows(sheet, limits))
    finally:
        book.close()
    others = [title for title in titles if title not in {sheet.title, NOTES}]
    notice = f"Only the sheet {sheet.title!r} was read, and not: {', '.join(others)}."
    return Table(rows, (notice,) if others else ())


def _rows(sheet: Any, limits: Limits) -> Iterator[tuple[int, Sequence[Cell]]]:
    """Yield rows with their number; beyond the limits there are only empty cells."""
    rows = sheet.iter_rows(max_row=limits.rows + 1, max_col=limits.columns)
    for number, row in enumerate(rows, start=1):
        cells = [_cell(one) for one in row]
        while cells and cells[-1] == EMPTY:
            cells.pop()
        yield number, cells


def _cell(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return EMPTY
    if cell.data_type == "f":
        return Cell(str(value), Form.FORMULA)
    if isinstance(value, bool):
        return Cell("yes" if value else "no")
    if isinstance(value, datetime):
        return Cell(value.date().isoformat(), Form.DATE)
    if isinstance(value, date):
        return Cell(value.isoformat(), Form.DATE)
    if isinstance(value, int | float):
        whole = isinstance(value, float) and value.is_integer()
        return Cell(str(int(value) if whole else value), Form.NUMBER)
    return Cell(unescaped(value) if isinstance(value, str) else str(value))
