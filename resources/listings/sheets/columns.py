"""The columns of a sheet: what each takes, what it shows of a listing, and what it changes.

A listing is data in the shape of a listings file (resources/data/README.md). A column's `change`
raises ValueError with what is wrong.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from resources.choices import (
    AddressVisibility,
    DatePrecision,
    HoldKind,
    KnownAnswer,
    ReferralRoutes,
    ReferralStatus,
    ServiceCost,
    ServiceStatus,
)
from resources.curation.document import ALWAYS_SAID, Document
from resources.listings.sheets import cells
from resources.listings.sheets.cells import Cell
from resources.listings.sheets.hours import hours_rows, hours_text
from resources.models.location import ACCESSIBILITY_FIELDS

Change = Callable[[Document, Cell], None]
NOT_KNOWN: Final = KnownAnswer.NOT_KNOWN.value
# The name in the template's only row.
EXAMPLE: Final = "EXAMPLE: delete this row"
# What a listing says also where it is not known.
ALWAYS: Final = ALWAYS_SAID


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key names the field in messages of the listings file."""

    key: str
    takes: str
    show: Callable[[Document], str]
    change: Change
    example: str = ""

    @property
    def heading(self) -> str:
        return self.key.replace("_", " ").replace(".", " ").capitalize()


def set_or_drop(document: Document, key: str, value: Any) -> None:
    """Set what is known; a missing key means "not known"."""
    if value in ("", None, [], {}):
        document.pop(key, None)
    else:
        document[key] = value


def text(key: str, takes: str, example: str = "") -> Column:
    def change(document: Document, cell: Cell) -> None:
        set_or_drop(document, key, cells.text_of(cell))

    return Column(key, takes, lambda document: str(document.get(key, "")), change, example)


def known(key: str, choices: Mapping[str, str], empty: str, example: str = "") -> Column:
    """Make the column of a closed list; an empty cell means `empty`."""

    def change(document: Document, cell: Cell) -> None:
        typed = cells.text_of(cell)
        value = cells.choice(typed, choices) if typed else empty
        set_or_drop(document, key, "" if value == NOT_KNOWN and key not in ALWAYS else value)

    takes = f"One of: {', '.join(choices)}. Empty: {empty or 'none'}."
    # What a listing does not say is what an empty cell means.
    return Column(key, takes, lambda document: str(document.get(key, empty)), change, example)


def number(key: str, takes: str, example: str = "") -> Column:
    def change(document: Document, cell: Cell) -> None:
        set_or_drop(document, key, cells.whole_number(cell))

    def show(document: Document) -> str:
        return str(document.get(key, ""))

    return Column(key, takes, show, change, example)


def day(key: str, takes: str) -> Column:
    def change(document: Document, cell: Cell) -> None:
        set_or_drop(document, key, cells.day(cell))

    return Column(key, takes, lambda document: str(document.get(key, "")), change)


def hours(key: str, example: str = "") -> Column:
    takes = (
        "A period on each line or after a semicolon, such as: Mon-Fri 9am-5pm; Sat 10am-noon, "
        "closed on bank holidays. Or: 24 hours a day."
    )

    def show(document: Document) -> str:
        rows = document.get(key, [])
        return hours_text(rows) if isinstance(rows, list) else str(rows)

    def change(document: Document, cell: Cell) -> None:
        set_or_drop(document, key, hours_rows(cells.text_of(cell)))

    return Column(key, takes, show, change, example)


def languages(key: str = "languages", example: str = "") -> Column:
    def change(document: Document, cell: Cell) -> None:
        typed = cells.parts(cells.text_of(cell))
        set_or_drop(document, key, [cells.language(one) for one in typed])

    takes = "Codes or names of languages, with commas: en, cy, British Sign Language."
    return Column(key, takes, lambda document: ", ".join(document.get(key, [])), change, example)


def yes_no(key: str, takes: str) -> Column:
    def change(document: Document, cell: Cell) -> None:
        typed = cells.text_of(cell) or "no"
        is_so = cells.choice(typed, {"yes": "true", "no": "false"}) == "yes"
        set_or_drop(document, key, is_so or None)

    def show(document: Document) -> str:
        return "yes" if document.get(key) else "no"

    return Column(key, f"{takes} yes or no.", show, change)


def terms(taxonomy: str, takes: str, example: str = "") -> Column:
    """Make the column of a taxonomy; whether it has the terms is told when rows are checked."""

    def show(document: Document) -> str:
        return ", ".join(document.get("terms", {}).get(taxonomy, []))

    def change(document: Document, cell: Cell) -> None:
        typed = [one.lower() for one in cells.parts(cells.text_of(cell))]
        rest = {
            name: slugs for name, slugs in document.get("terms", {}).items() if name != taxonomy
        }
        document["terms"] = rest | ({taxonomy: sorted(set(typed))} if typed else {})

    return Column(f"terms.{taxonomy}", takes, show, change, example)


def _areas() -> Column:
    def show(document: Document) -> str:
        rows = document.get("areas", [])
        return ", ".join(row["region"] + (" (part)" if row.get("part") else "") for row in rows)

    def change(document: Document, cell: Cell) -> None:
        typed = cells.parts(cells.text_of(cell))
        rows = {str(row["region"]): row for row in map(cells.area, typed)}
        set_or_drop(document, "areas", [rows[slug] for slug in sorted(rows)])

    takes = "Areas served, with commas, by name or short name: Rotherham, leeds (part), england."
    return Column("areas", takes, show, change, "rotherham, leeds (part)")


def _of_place(column: Column) -> Column:
    """Make a column of the listing's first place out of one of any document."""

    def show(document: Document) -> str:
        place = document.get("location")
        return column.show(place) if place else ""

    def change(document: Document, cell: Cell) -> None:
        place = dict(document.get("location") or {})
        column.change(place, cell)
        if column.key in {"postcode", "address_1", "city"}:
            # The point of another address is looked up again.
            place = {
                key: said for key, said in place.items() if key not in {"latitude", "longitude"}
            }
        document["location"] = place

    return Column(f"location.{column.key}", column.takes, show, change, column.example)


def _region() -> Column:
    def change(document: Document, cell: Cell) -> None:
        typed = cells.text_of(cell)
        set_or_drop(document, "region", cells.region(typed) if typed else "")

    return Column("region", "The area of the place.", lambda place: place.get("region", ""), change)


def answers(choices: Any) -> dict[str, str]:
    return {str(value): str(label) for value, label in choices.choices}


PLACE: Final = [
    _of_place(column)
    for column in (
        known("address_visibility", answers(AddressVisibility), "full"),
        text("name", "Name of the building. Never of a refuge."),
        text("address_1", "Street. Only where the address is public and safe."),
        text("address_2", "Second line of the address."),
        text("city", "Town."),
        text("postcode", "Postcode."),
        _region(),
        text("description", "How to find it."),
        hours("hours"),
        *(known(key, answers(KnownAnswer), NOT_KNOWN) for key in ACCESSIBILITY_FIELDS),
    )
]
FIELDS: Final = [
    text("name", "The name of the service, as the service writes it.", EXAMPLE),
    text("alternate_name", "Other, former and short names, with commas."),
    text(
        "summary",
        "What it does, in our own words, at most 240 characters.",
        "Someone to talk to, by phone.",
    ),
    text("card_line", "One line for lists, at most 90 characters."),
    text("description", "More than the summary."),
    text("url", "The service's own page, with https://.", "https://service.example.org"),
    known("status", answers(ServiceStatus), "active", "active"),
    known("hold_kind", answers(HoldKind), ""),
    text("hold_reason", "Internal: what keeps it a draft, in words."),
    terms("type", "Kinds of help, by the short names of the staff area, with commas.", "helpline"),
    terms("topic", "What it is about, by short names, with commas.", "domestic-abuse"),
    terms("audience", "For whom, by short names, with commas.", "everyone"),
    terms(
        "by-and-for", "Led by and for, by short names, with commas. Only where a source says so."
    ),
    _areas(),
    text("coverage_description", "The area in the words of the source."),
    number("minimum_age", "Whole years. Only where a source states it.", "18"),
    number("maximum_age", "Whole years, included. Only where a source states it."),
    text("eligibility_description", "Who it is for, in words."),
    text("excludes_description", "Who it is not for, in words."),
    text("what_happens_next", "What happens after the first contact."),
    text("who_answers", "Who answers."),
    text("what_they_ask", "What they ask."),
    text("call_back", "Whether a call back is safe."),
    text("confidentiality", "What they have to pass on."),
    known("cost", answers(ServiceCost), NOT_KNOWN, "free"),
    text("fees_description", "What it costs, in words."),
    known("referral_routes", answers(ReferralRoutes), NOT_KNOWN, "self"),
    known("referral_status", answers(ReferralStatus), NOT_KNOWN),
    day("referral_status_as_of", "The date of the referral status, as 2026-11-28."),
    known("referral_status_precision", answers(DatePrecision), "day"),
    text("alert", "A warning that says from when it is."),
    day("alert_until", "The last day of the alert, as 2026-11-28."),
    languages(example="en"),
    known("interpreter", answers(KnownAnswer), NOT_KNOWN),
    known("police_report_needed", answers(KnownAnswer), NOT_KNOWN),
    known("pre_trial_therapy", answers(KnownAnswer), NOT_KNOWN),
    text("accessibility_description", "What the source says of getting in."),
    text("easy_read_url", "A page in Easy Read."),
    text("bsl_url", "A page in British Sign Language."),
    hours("hours"),
]
# Never shown to the public and in no export; a file may bring it.
NOTE: Final = text("curator_note", "Internal: never shown to the public, and in no export.")
