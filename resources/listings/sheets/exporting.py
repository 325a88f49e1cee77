"""Writing listings as a sheet, and the template for new ones: CSV or XLSX, nothing a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

from django.db.models import QuerySet

from resources.curation.document import Document, listing_document
from resources.listings.sheets import headings as names
from resources.listings.sheets.cells import escaped
from resources.listings.sheets.columns import EXAMPLE, FIELDS, PLACE
from resources.listings.sheets.contact_columns import FEWEST, MOST, PARTS, key_of
from resources.listings.sheets.contact_columns import show as show_contact
from resources.listings.sheets.planning import version_of
from resources.listings.sheets.workbook import NOTES, TITLE
from resources.listings.sheets.workbook_writing import Page, written_workbook
from resources.models import Service

Rows = Sequence[Sequence[str]]

FORMATS: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
TAKES: Final = {
    names.ID: "Leave it empty for a new listing, and as it is for one that was exported.",
    names.VERSION: "Leave it as it is. It tells whether a listing was changed after the export.",
    names.UNCONFIRMED: "Only for you to read: since when its contact counts as not confirmed.",
    names.STATE: "Only for you to read. A file changes no state, and publishes nothing.",
    names.ORGANIZATION: "Who runs it. One that is not known yet is made.",
    names.ORGANIZATION_CODE: "Its six letters, where several have the same name.",
    names.WEBSITE: "Of a new organisation, with https://.",
    names.DESCRIPTION: "What a new organisation is and does, in a sentence or two.",
}


def exported_services(publications: Iterable[str]) -> "QuerySet[Service]":
    """Return the listings in some states, with all that a row shows."""
    whole = Service.objects.for_detail()
    found: QuerySet[Service] = whole.filter(publication__in=list(publications)).order_by(
        "name", "pk"
    )
    return found


def export(services: Iterable[Service], form: str) -> bytes:
    """Return listings as a file that can be sent back; what is internal is not in it."""
    listings = [(service, listing_document(service)) for service in services]
    most = max((len(document.get("contacts", [])) for _service, document in listings), default=0)
    keys = columns(min(max(most, FEWEST), MOST))
    rows = [[_shown(key, service, document) for key in keys] for service, document in listings]
    return _written(keys, rows, form)


def columns(contacts: int, *, exported: bool = True) -> list[str]:
    """Return the keys of the columns of a sheet, in their order."""
    which = [names.ID, names.VERSION, names.STATE, names.UNCONFIRMED] if exported else []
    of_new = [] if exported else [names.WEBSITE, names.DESCRIPTION]
    head = [names.ORGANIZATION, names.ORGANIZATION_CODE, *of_new]
    fields = [column.key for column in FIELDS]
    routes = [key_of(place, part) for place in range(1, contacts + 1) for part in PARTS]
    places = [column.key for column in PLACE]
    return [*which, *head, *fields[:6], *routes, *fields[6:], *places]


def _shown(key: str, service: Service, document: Document) -> str:
    if key.startswith("contact."):
        _contact, place, part = key.split(".")
        return show_contact(document, int(place), part)
    which = {
        names.ID: lambda: str(service.pk),
        names.VERSION: lambda: version_of(document),
        names.STATE: lambda: str(service.publication),
        names.UNCONFIRMED: lambda: str(service.unconfirmed_since or ""),
        names.ORGANIZATION: lambda: service.organization.name,
        names.ORGANIZATION_CODE: lambda: service.organization.code,
    }
    return which[key]() if key in which else names.COLUMNS[key].show(document)


def template(form: str) -> bytes:
    """Return a sheet with its columns, one row that is plainly an example, and what each takes."""
    keys = columns(FEWEST, exported=False)
    return _written(keys, [[_example(key) for key in keys]], form, is_template=True)


def _example(key: str) -> str:
    if key.startswith("contact."):
        _contact, place, part = key.split(".")
        return PARTS[part].example if place == "1" else ""
    if key in names.WHICH:
        return EXAMPLE if key == names.ORGANIZATION else ""
    return names.COLUMNS[key].example


def takes(key: str) -> str:
    """Return what a column takes, in words."""
    if key.startswith("contact."):
        return PARTS[key.split(".")[2]].takes
    return TAKES[key] if key in TAKES else names.COLUMNS[key].takes


def column_help() -> list[tuple[str, str]]:
    """Return the heading of each column of the template, with what it takes."""
    keys = columns(1, exported=False)
    return [(names.heading_of(key), takes(key)) for key in keys]


def _written(keys: Sequence[str], rows: Rows, form: str, *, is_template: bool = False) -> bytes:
    headings = [names.heading_of(key) for key in keys]
    safe = [[escaped(cell) for cell in row] for row in rows]
    if form == "csv":
        return _csv([headings, *safe])
    return _xlsx(headings, safe, [takes(key) for key in keys] if is_template else [])


def _csv(rows: Rows) -> bytes:
    """Return CSV with the mark by which Excel knows UTF-8."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _xlsx(headings: Sequence[str], rows: Rows, words: Sequence[str]) -> bytes:
    pages = [Page(TITLE, headings, rows)]
    if words:
        told = [list(pair) for pair in zip(headings, words, strict=True)]
        pages.append(Page(NOTES, ["Column", "What it takes"], told))
    return written_workbook(pages)
