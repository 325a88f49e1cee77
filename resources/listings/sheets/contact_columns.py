"""The columns of the ways to get in touch: the same ones for each, with its number.

They are read together, because they are one thing: a number that is moved to another place keeps
what is known of it, and one that is new has nothing of the old one's.
"""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID, uuid5

from resources.choices import Channel, ContactCost, TraceAnswer
from resources.curation.document import Document
from resources.listings.sheets import cells
from resources.listings.sheets.cells import EMPTY, Cell
from resources.listings.sheets.columns import (
    NOT_KNOWN,
    answers,
    hours,
    known,
    languages,
    text,
    yes_no,
)
from resources.models.contact import TRACE_FIELDS

# As many as a sheet has at the least, and may have at the most.
FEWEST: Final = 3
MOST: Final = 20

CHANNEL: Final = known("channel", answers(Channel), "phone", "phone")
VALUE: Final = text(
    "value", "The number as it is printed, the link, or the address. Set to text.", "0114 496 0123"
)
DETAILS: Final = [
    text("label", "A name where several share a channel.", "Helpline"),
    text("note", "What a person needs to know before."),
    known("cost", answers(ContactCost), NOT_KNOWN, "free"),
    hours("hours", "Mon-Fri 9am-5pm"),
    languages(),
    yes_no("is_crisis_line", "For urgent need."),
    yes_no("do_not_test_call", "Never ring it to check it."),
    *(known(key, answers(TraceAnswer), NOT_KNOWN) for key in TRACE_FIELDS),
]
PARTS: Final = {column.key: column for column in (CHANNEL, VALUE, *DETAILS)}


def key_of(place: int, part: str) -> str:
    return f"contact.{place}.{part}"


def heading(place: int, part: str) -> str:
    return f"Contact {place} {part.replace('_', ' ')}"


def show(document: Document, place: int, part: str) -> str:
    """Return what a cell says of the n-th way of contact; empty where there is none."""
    contacts = document.get("contacts", [])
    return PARTS[part].show(contacts[place - 1]) if place <= len(contacts) else ""


class ContactsError(ValueError):
    """What is wrong with the cells of the ways of contact, by place and part."""

    def __init__(self, wrong: Mapping[tuple[int, str], str]) -> None:
        super().__init__("; ".join(wrong.values()))
        self.wrong = wrong


def change_contacts(document: Document, given: Mapping[int, Mapping[str, Cell]]) -> None:
    """Write the cells of every place that a sheet has; `given` is by place, then by part."""
    old: list[Document] = document.get("contacts", [])
    known_already = {(one["channel"], one["value"]): one for one in old}
    wrong: dict[tuple[int, str], str] = {}
    kept: list[Document] = []
    for place in range(1, max([len(old), *given]) + 1):
        parts = given.get(place, {})
        was = old[place - 1] if place <= len(old) else None
        made = _changed(was, parts, known_already, (place, wrong))
        if made is not None:
            kept.append(_identified(made, document, kept))
    if wrong:
        raise ContactsError(wrong)
    if kept:
        document["contacts"] = kept
    else:
        document.pop("contacts", None)


def is_same(document: Document, place: int, parts: Mapping[str, Cell]) -> bool:
    """Tell whether the cells of a place say what an export would say."""
    return all(
        cells.plain(cell.text) == cells.plain(show(document, place, part))
        for part, cell in parts.items()
    )


def _changed(
    was: Document | None,
    parts: Mapping[str, Cell],
    known_already: Mapping[tuple[str, str], Document],
    told: tuple[int, dict[tuple[int, str], str]],
) -> Document | None:
    """Return a way of contact as its cells have it; None where they are empty."""
    place, wrong = told
    if not parts or (was is not None and is_same({"contacts": [was]}, 1, parts)):
        return was
    if "value" in parts and not any(cell.text.strip() for cell in parts.values()):
        return None
    made: dict[str, Any] = {}
    try:
        CHANNEL.change(made, parts.get("channel", Cell(was["channel"]) if was else EMPTY))
    except ValueError as error:
        wrong[place, "channel"] = str(error)
        return was
    try:
        typed = parts.get("value", Cell(was["value"]) if was else EMPTY)
        made["value"] = cells.number_text(made["channel"], typed)
    except ValueError as error:
        wrong[place, "value"] = str(error)
    base = _base(was, made, known_already)
    for part, cell in parts.items():
        if part not in made and cells.plain(cell.text) != cells.plain(PARTS[part].show(base)):
            try:
                PARTS[part].change(base, cell)
            except ValueError as error:
                wrong[place, part] = str(error)
    return {"cost": NOT_KNOWN, **base, **made}


def _base(
    was: Document | None, made: Document, known_already: Mapping[tuple[str, str], Document]
) -> Document:
    """Return what stays of a way of contact: all, or, of another value, nothing that it told."""
    same = known_already.get((made["channel"], made.get("value", "")))
    if same is not None:
        return dict(same)
    if was is None or was["channel"] != made["channel"]:
        return {}
    return {key: value for key, value in was.items() if key not in TRACE_FIELDS}


def _identified(made: Document, document: Document, kept: list[Document]) -> Document:
    """Give a new way of contact an id that the same file gives it again."""
    taken = {one["id"] for one in kept}
    if "id" in made and made["id"] not in taken:
        return made
    taken |= {one["id"] for one in document.get("contacts", [])}
    name = f"sheet:{made['channel']}:{made.get('value', '')}"
    number = 0
    while (key := str(uuid5(UUID(document["id"]), f"{name}:{number}"))) in taken:
        number += 1
    return {**made, "id": key}
