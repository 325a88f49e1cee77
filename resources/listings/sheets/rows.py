"""From the cells of a row to a listing as data, and what is wrong on the way: row, column, why."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID, uuid5

from pydantic import ValidationError

from resources.curation.document import Document
from resources.listings.rows import ServiceRow
from resources.listings.sheets.cells import Cell, plain
from resources.listings.sheets.contact_columns import ContactsError, change_contacts, is_same
from resources.listings.sheets.headings import COLUMNS, heading_of
from resources.models import TaxonomyTerm

# Messages of pydantic that a person who types into a sheet would not understand.
WORDS: Final = {
    "missing": "this is needed",
    "string_too_short": "this is needed",
    "too_short": "this is needed",
}


@dataclass(frozen=True, slots=True)
class BadCell:
    """What is wrong: the row of the file, the heading of the column, and why."""

    row: int
    column: str
    why: str


def change_document(
    number: int, document: Document, cells: Mapping[str, Cell]
) -> tuple[Document, list[BadCell]]:
    """Write the cells of a row into a listing. A cell that says what is there changes nothing."""
    bad: list[BadCell] = []
    for key, cell in cells.items():
        column = COLUMNS.get(key)
        if column is None or plain(cell.text) == plain(column.show(document)):
            continue
        try:
            column.change(document, cell)
        except ValueError as error:
            bad.append(BadCell(number, column.heading, str(error)))
    _settle_place(document)
    contacts = _of_contacts(cells)
    if not all(is_same(document, place, parts) for place, parts in contacts.items()):
        try:
            change_contacts(document, contacts)
        except ContactsError as error:
            bad += [
                BadCell(number, heading_of(f"contact.{place}.{part}"), why)
                for (place, part), why in error.wrong.items()
            ]
    return document, bad


def _of_contacts(cells: Mapping[str, Cell]) -> dict[int, dict[str, Cell]]:
    found: dict[int, dict[str, Cell]] = defaultdict(dict)
    for key, cell in cells.items():
        if key.startswith("contact."):
            _contact, place, part = key.split(".")
            found[int(place)][part] = cell
    return dict(found)


def _settle_place(document: Document) -> None:
    """Take a place away whose cells are empty, and give a new one its id."""
    place = document.get("location")
    if place is None:
        return
    if not place.keys() - {"id"}:
        document.pop("location")
    else:
        place.setdefault("id", str(uuid5(UUID(document["id"]), "sheet:place")))


Terms = Collection[tuple[str, str]]


def all_terms() -> Terms:
    """Return the taxonomy and slug of every term: read once for all rows."""
    return set(TaxonomyTerm.objects.order_by().values_list("taxonomy__slug", "slug"))


def validated(
    number: int, document: Document, terms: Terms
) -> tuple[ServiceRow | None, list[BadCell]]:
    """Return a draft with this content, or what of it cannot be; `terms` are those there are."""
    try:
        row = ServiceRow.model_validate({"terms": {}, **document, "publication": "draft"})
    except ValidationError as error:
        # A value that may be one of two kinds has a mistake for each: the first is enough.
        told = {_column(one["loc"], one["msg"]): one for one in reversed(error.errors())}
        wrong = [BadCell(number, column, _words(one)) for column, one in told.items()]
        return None, wrong[::-1]
    return row, [
        BadCell(number, heading_of(f"terms.{taxonomy}"), f"there is no term {slug!r}")
        for taxonomy, slug in _unknown_terms(row, terms)
    ]


def _unknown_terms(row: ServiceRow, known: Terms) -> Iterator[tuple[str, str]]:
    for taxonomy, slugs in row.terms.by_taxonomy():
        yield from ((taxonomy, slug) for slug in slugs if (taxonomy, slug) not in known)


def _column(place: Sequence[Any], message: str) -> str:
    """Return the heading of the column that a mistake in a listing came from."""
    # A rule about several fields has no place of its own, and begins with the field that it means.
    told = message.removeprefix("Value error, ").partition(":")[0]
    parts = [str(part) for part in place]
    if parts[:1] == ["contacts"] and len(parts) > 1:
        part = parts[2] if len(parts) > 2 else told
        key = f"contact.{int(parts[1]) + 1}.{part}"
    elif parts[:1] == ["location"]:
        key = f"location.{parts[1] if len(parts) > 1 else told}"
    elif parts[:1] == ["terms"]:
        key = ".".join(parts[:2])
    else:
        key = parts[0] if parts else told
    try:
        return heading_of(key)
    except KeyError:
        return key


def _words(problem: Any) -> str:
    message = str(problem["msg"]).removeprefix("Value error, ")
    head, colon, rest = message.partition(": ")
    is_named = colon and " " not in head
    return WORDS.get(problem["type"], rest if is_named else message)
