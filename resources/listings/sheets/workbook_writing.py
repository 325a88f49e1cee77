"""Writing an XLSX file in memory: texts alone, in columns that stay text.

openpyxl writes each sheet to a temporary file first; an export holds drafts, which belong on no
disk. The few parts that a file of texts needs are in ECMA-376, part 1.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from openpyxl.utils import get_column_letter

HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# No XML file may hold these, not even escaped.
_NO_TEXT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NARROWEST, _WIDEST = 12, 40
# Styles of a cell, by their place below: of text, wrapped; the second one is bold.
TEXT, HEADING = 0, 1
STYLES: Final = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    "<borders><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2">'
    # Number format 49 is "@": what is typed later stays as it was typed, with its first 0.
    '<xf numFmtId="49" fontId="0" applyNumberFormat="1" applyAlignment="1">'
    '<alignment vertical="top" wrapText="1"/></xf>'
    '<xf numFmtId="49" fontId="1" applyNumberFormat="1" applyFont="1" applyAlignment="1">'
    '<alignment vertical="top" wrapText="1"/></xf></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet of a workbook: its title, its headings, and texts below them."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]


def written_workbook(pages: Sequence[Page]) -> bytes:
    """Return a workbook with some sheets."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in _parts(pages):
            archive.writestr(name, HEAD + xml)
    return content.getvalue()


def _parts(pages: Sequence[Page]) -> Iterator[tuple[str, str]]:
    numbers = range(1, len(pages) + 1)
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" '
        f'ContentType="{TYPE}.worksheet+xml"/>'
        for number in numbers
    )
    yield (
        "[Content_Types].xml",
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{TYPE}.styles+xml"/>{overrides}</Types>',
    )
    yield "_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")])
    sheets = "".join(
        f'<sheet name={quoteattr(page.title)} sheetId="{number}" r:id="rId{number}"/>'
        for number, page in zip(numbers, pages, strict=True)
    )
    yield (
        "xl/workbook.xml",
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheets}</sheets></workbook>',
    )
    targets = [("worksheet", f"worksheets/sheet{number}.xml") for number in numbers]
    yield "xl/_rels/workbook.xml.rels", _relations([*targets, ("styles", "styles.xml")])
    yield "xl/styles.xml", STYLES
    for number, page in zip(numbers, pages, strict=True):
        yield f"xl/worksheets/sheet{number}.xml", _sheet(page)


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    found = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{found}</Relationships>'


def _sheet(page: Page) -> str:
    widths = "".join(
        f'<col min="{at}" max="{at}" width="{_width(heading)}" style="{TEXT}" customWidth="1"/>'
        for at, heading in enumerate(page.headings, start=1)
    )
    rows = "".join(_row(number, row) for number, row in enumerate(page.rows, start=2))
    return (
        f'<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        f"</sheetView></sheetViews><cols>{widths}</cols>"
        f"<sheetData>{_row(1, page.headings, HEADING)}{rows}</sheetData></worksheet>"
    )


def _width(heading: str) -> int:
    return min(_WIDEST, max(_NARROWEST, len(heading) + 2))


def _row(number: int, texts: Sequence[str], style: int = TEXT) -> str:
    cells = "".join(
        f'<c r="{get_column_letter(at)}{number}" s="{style}" t="inlineStr">'
        f'<is><t xml:space="preserve">{_text(text)}</t></is></c>'
        for at, text in enumerate(texts, start=1)
        if text
    )
    return f'<row r="{number}">{cells}</row>'


def _text(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return escape(_NO_TEXT.sub(" ", lines))
