"""A file that somebody sends, as a table: or what is wrong with it, in words, and nothing else.

Nothing of it is run, unpacked or written anywhere; how much may be in it is decided before it is.
"""

import csv
import io
from collections.abc import Sequence
from typing import Final

from resources.listings.sheets.cells import EMPTY, Cell, unescaped
from resources.listings.sheets.headings import Headings, read_headings
from resources.listings.sheets.tables import Limits, Sheet, Table, UnreadableError
from resources.listings.sheets.workbook import read_workbook

# Excel's own mark of what separates the cells: its first line is no row then.
_MARK: Final = "sep="
SEPARATORS: Final = (",", ";", "\t")
_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0"
_ZIP: Final = b"PK"


def open_sheet(content: bytes, limits: Limits) -> Sheet:
    """Read CSV or XLSX, told apart by what is in the file and not by its name."""
    if len(content) > limits.size:
        raise UnreadableError(f"The file is larger than {limits.size // 1_000} kB.")
    if not content.strip():
        raise UnreadableError("The file is empty.")
    if content.startswith(_OLD_EXCEL):
        raise UnreadableError(
            "This is an old Excel file, or one with a password. "
            "Save it without a password as .xlsx or .csv."
        )
    is_zip = content.startswith(_ZIP)
    table = read_workbook(content, limits) if is_zip else _csv(content, limits)
    return _sheet(table, limits)


def _csv(content: bytes, limits: Limits) -> Table:
    text, notices = _decoded(content)
    if "\x00" in text:
        raise UnreadableError("This is no CSV file: it holds signs that no text has.")
    first, _end, rest = text.partition("\n")
    separator, skipped = _separator(first), 0
    if first.strip().lower().startswith(_MARK):
        separator, text, skipped = first.strip()[len(_MARK) :] or ",", rest, 1
    if separator not in SEPARATORS:
        raise UnreadableError("Cells are separated by commas, semicolons or tabs.")
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    found: list[tuple[int, Sequence[Cell]]] = []
    try:
        for number, row in enumerate(rows, start=1 + skipped):
            found.append((number, [Cell(unescaped(cell)) for cell in row]))
            if len(found) > limits.rows + 1:
                raise UnreadableError(f"The file has more than {limits.rows} rows.")
    except csv.Error as error:
        raise UnreadableError(f"Row {len(found) + 1 + skipped} cannot be read: {error}.") from None
    return Table(found, notices)


def _decoded(content: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text: UTF-8 with or without its mark, UTF-16 with one, or else Windows-1252."""
    no_notice: tuple[str, ...] = ()
    notices = no_notice
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding, notices = "utf-16", ("The file was read as UTF-16.",)
    else:
        encoding, notices = "utf-8-sig", no_notice
    try:
        return content.decode(encoding), notices
    except UnicodeDecodeError:
        pass
    try:
        told = ("The file was read as Windows-1252. Look at accents and signs such as £.",)
        return content.decode("cp1252"), told
    except UnicodeDecodeError as error:
        raise UnreadableError(
            f"The file is neither UTF-8 nor Windows-1252 (byte {error.start + 1}). "
            "Save it as CSV UTF-8."
        ) from None


def _separator(line: str) -> str:
    """Return what separates the headings: the sign that makes the most cells of them."""
    return max(SEPARATORS, key=lambda sign: len(next(csv.reader([line], delimiter=sign), [])))


def _sheet(table: Table, limits: Limits) -> Sheet:
    """Know the columns by the headings, and leave rows out in which nothing stands."""
    filled = [(number, row) for number, row in table.rows if any(cell.text.strip() for cell in row)]
    if not filled:
        raise UnreadableError("The file has no rows.")
    (_first, names), *rows = filled
    if max(len(row) for _number, row in filled) > limits.columns:
        raise UnreadableError(f"The file has more than {limits.columns} columns.")
    headings = _without_heading(read_headings([cell.text for cell in names]), names, rows)
    if not rows:
        raise UnreadableError("The file has headings, and no row below them.")
    for number, row in rows:
        beyond = [cell for cell in row[len(headings.keys) :] if cell.text.strip()]
        if beyond:
            raise UnreadableError(
                f"Row {number} has more cells than there are headings ({beyond[0].text[:40]!r}). "
                "Is there a separator in a text without quotation marks?"
            )
    return Sheet(headings, [(number, _keyed(headings, row)) for number, row in rows], table.notices)


def _without_heading(
    headings: Headings, names: Sequence[Cell], rows: Sequence[tuple[int, Sequence[Cell]]]
) -> Headings:
    """Say which columns have something in them and nothing above."""
    wrong = [
        (at, f"something stands in row {number}, and there is no heading above it")
        for at, name in enumerate(names)
        for number, row in rows
        if not name.text.strip() and at < len(row) and row[at].text.strip()
    ]
    first = {at + 1: why for at, why in reversed(wrong)}
    return Headings(headings.keys, (*headings.wrong, *sorted(first.items())))


def _keyed(headings: Headings, row: Sequence[Cell]) -> dict[str, Cell]:
    cells = [*row, *[EMPTY] * (len(headings.keys) - len(row))]
    return {key: cell for key, cell in zip(headings.keys, cells, strict=False) if key}
