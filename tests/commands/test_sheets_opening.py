"""Files that are not as they should be: read right, or refused in words."""

import io
import zipfile
from typing import Any

import pytest

from tests.commands.sheet_files import (
    HEADINGS,
    ROW,
    book,
    csv_of,
    mistakes,
    new_name,
    planned,
    unreadable,
)


def with_part(content: bytes, name: str, text: bytes) -> bytes:
    """Return a workbook with a further part, or another one in the place of one."""
    old, new = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in old.namelist():
            if part != name:
                archive.writestr(part, old.read(part))
        archive.writestr(name, text)
    return new.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("encoding", "notices"),
    [
        ("utf-8", 0),
        ("utf-8-sig", 0),
        ("utf-16", 1),
        ("cp1252", 1),
    ],
)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_csv_file_is_read_however_it_was_saved(
    encoding: str, notices: int, separator: str
) -> None:
    rows = [ROW[0], "Caf\u00e9 \u2013 \u00a35", *ROW[2:]]
    plan = planned(csv_of(HEADINGS, rows, separator=separator).encode(encoding))
    assert mistakes(plan) == []
    assert new_name(plan) == "Caf\u00e9 \u2013 \u00a35"
    assert len(plan.notices) == notices


@pytest.mark.django_db
def test_the_line_by_which_excel_names_its_separator_is_no_row() -> None:
    plan = planned("sep=;\r\n" + csv_of(HEADINGS, ROW, separator=";"))
    assert [step.number for step in plan.steps] == [3]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b"\xd0\xcf\x11\xe0" + b"x" * 100, "This is an old Excel file, or one with a password."),
        (b"PK\x03\x04 broken", "This file is broken, or is no .xlsx file"),
        (b"Name\x00,b\r\n", "This is no CSV file"),
        (b"Name,\x81\x8d\r\n", "The file is neither UTF-8 nor Windows-1252 (byte 6)."),
        (b"Name\r\n", "The file has headings, and no row below them."),
        (b"\r\n , \r\n", "The file has no rows."),
        (b'Name,Summary\r\n"open', "Row 2 cannot be read"),
        (b"Name\r\nHelp, advice and more\r\n", "Row 2 has more cells than there are headings"),
        (b"a," * 600 + b"\r\n", "The file has more than 500 columns."),
        (b"Name\r\n" + b"x\r\n" * 2_001, "The file has more than 2000 rows."),
    ],
    ids=range(11),
)
def test_a_file_that_is_no_table_says_so(content: bytes, words: str) -> None:
    assert words in unreadable(content)


def test_a_workbook_of_nothing_that_unpacks_to_very_much_is_refused() -> None:
    bomb = with_part(book(HEADINGS, ROW), "xl/worksheets/sheet2.xml", b"0" * 30_000_000)
    assert len(bomb) < 100_000
    assert "far too large when it is unpacked" in unreadable(bomb)
    many = io.BytesIO()
    with zipfile.ZipFile(many, "w") as archive:
        for number in range(600):
            archive.writestr(f"part{number}.xml", b"")
    assert "far too large when it is unpacked" in unreadable(many.getvalue())


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("xl/vbaProject.bin", b"x", "This file has macros"),
        ("xl/embeddings/other.docx", b"x", "This file has macros or other files in it."),
        ("xl/externalLinks/externalLink1.xml", b"<a/>", "This file has links to other files"),
        ("xl/connections.xml", b"<a/>", "This file has links to other files or to databases."),
        ("xl/sharedStrings.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "no spreadsheet"),
        ("xl/sharedStrings.xml", "<a/>".encode("utf-16"), "no spreadsheet program does"),
        ("xl/worksheets/sheet1.xml", b"<worksheet", "This .xlsx file is broken"),
    ],
)
def test_what_could_harm_in_a_workbook_is_refused(name: str, text: bytes, words: str) -> None:
    assert words in unreadable(with_part(book(HEADINGS, ROW), name, text))


def test_another_zip_is_no_workbook() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("content.xml", b"<a/>")
    assert "This is no Excel file." in unreadable(content.getvalue())


def test_merged_cells_are_named() -> None:
    content = book(HEADINGS, ROW, ROW, change=lambda sheet: sheet.merge_cells("A2:A3"))
    assert "The cells A2:A3 are merged" in unreadable(content)


@pytest.mark.django_db
def test_a_cell_far_below_or_far_right_costs_nothing() -> None:
    def far(sheet: Any) -> None:
        sheet["A1048576"] = "x"
        sheet["XFD2"] = "y"

    assert "The file has more than" in unreadable(book(HEADINGS, ROW, change=far))

    def coloured(sheet: Any) -> None:
        sheet["A1048576"].number_format = sheet["XFD2"].number_format = "@"

    assert new_name(planned(book(HEADINGS, ROW, change=coloured))) == "Friends line"


@pytest.mark.django_db
def test_of_several_sheets_one_is_read_and_the_others_are_named() -> None:
    def more(sheet: Any) -> None:
        sheet.title = "Services"
        sheet.parent.create_sheet("Old", 0).append(["nothing"])

    plan = planned(book(HEADINGS, ROW, change=more))
    assert plan.notices == ("Only the sheet 'Services' was read, and not: Old.",)
    assert new_name(plan) == "Friends line"
