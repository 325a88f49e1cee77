"""The first row of a sheet: which column is which. A misspelt one would lose facts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from rapidfuzz import process

from resources.listings.sheets.columns import FIELDS, NOTE, PLACE, Column
from resources.listings.sheets.contact_columns import MOST, PARTS, heading, key_of

ID: Final = "id"
VERSION: Final = "version"
STATE: Final = "state"
UNCONFIRMED: Final = "unconfirmed_since"
ORGANIZATION: Final = "organization"
ORGANIZATION_CODE: Final = "organization_code"
WEBSITE: Final = "organization_website"
DESCRIPTION: Final = "organization_description"
# What says which listing a row is; these columns change no field.
WHICH: Final = {
    ID: "Id",
    VERSION: "Version",
    STATE: "State",
    UNCONFIRMED: "Unconfirmed since",
    ORGANIZATION: "Organisation",
    ORGANIZATION_CODE: "Organisation code",
    WEBSITE: "Organisation website",
    DESCRIPTION: "Organisation description",
}
COLUMNS: Final[dict[str, Column]] = {column.key: column for column in (*FIELDS, *PLACE, NOTE)}


@dataclass(frozen=True, slots=True)
class Headings:
    """The key of each column, in the order of the file; empty for one without a heading."""

    keys: tuple[str, ...]
    wrong: tuple[tuple[int, str], ...] = ()


@cache
def _known() -> dict[str, str]:
    """Return the key of every heading, in the form that `_folded` gives it."""
    contacts = {
        _folded(heading(place, part)): key_of(place, part)
        for place in range(1, MOST + 1)
        for part in PARTS
    }
    fields = {_folded(column.heading): key for key, column in COLUMNS.items()}
    which = {_folded(words): key for key, words in WHICH.items()}
    return contacts | fields | which


def _folded(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.replace("_", " ").casefold())).replace(
        "organiz", "organis"
    )


def heading_of(key: str) -> str:
    """Return the words above a column."""
    if key in WHICH:
        return WHICH[key]
    if key.startswith("contact."):
        _contact, place, part = key.split(".")
        return heading(int(place), part)
    return COLUMNS[key].heading


def read_headings(names: Sequence[str]) -> Headings:
    """Know each column by its heading, in any case; `wrong` says which are unknown or twice."""
    known = _known()
    keys: list[str] = []
    wrong: list[tuple[int, str]] = []
    for at, name in enumerate(names, start=1):
        folded = _folded(name)
        key = known.get(folded, "")
        if name.strip() and not key:
            near = process.extractOne(folded, list(known), score_cutoff=70)
            meant = f" Did you mean {heading_of(known[near[0]])!r}?" if near else ""
            wrong.append((at, f"no column is called {name.strip()!r}.{meant}"))
        elif key and key in keys:
            wrong.append((at, f"the column {name.strip()!r} is there twice."))
            key = ""
        keys.append(key)
    return Headings(tuple(keys), tuple(wrong))
