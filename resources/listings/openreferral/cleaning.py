"""What single values of a feed become: plain text, whole years, links, days, times. Nothing else.

A value that cannot be what its field says is left out and named in the notes.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from resources.listings.openreferral.feeds import Json
from resources.listings.watch.reading import text_of
from resources.validators import is_email, is_web_address

# Longer than any description that somebody reads.
LONGEST: Final = 5_000
OLDEST: Final = 120
_LINKS: Final = re.compile(r"""\bhref\s?=\s?("[^"<>]*"|'[^'<>]*')""", re.IGNORECASE)
_LOOKS_MARKED: Final = re.compile(r"</?[a-zA-Z!]|&[#a-zA-Z0-9]{1,10};")
# Signs that no text has, and that no database or terminal takes.
_NEVER: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_BREAKS: Final = re.compile(r"\n\s*\n+")
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+")
_BARE_SITE: Final = re.compile(r"(www\.)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(/\S*)?")
# A whole postcode, which is a place of a few doors.
POSTCODE: Final = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z]{1,2}[0-9][A-Za-z0-9]?\s*[0-9][A-Za-z]{2}(?![A-Za-z0-9])"
)
STREET: Final = re.compile(
    r"\b[0-9]{1,4}[A-Za-z]?,?\s+(?:[A-Z][\w'\u2019-]+\s+){1,3}"
    r"(?:Street|St|Road|Rd|Lane|Ln|Avenue|Ave|Close|Drive|Court|Place|Terrace|Way|Crescent|Row|"
    r"Square|Gardens|Grove|Hill|Park|Walk|Mews|Parade)\b"
)


# What is no text for people: ids, links, numbers and times have forms of their own.
UNGUARDED: Final = frozenset(
    {"id", "url", "easy_read_url", "bsl_url", "value", "hours", "sources", "fact_sources"}
)


class RefusedError(ValueError):
    """A record that is not taken: the field that it is about, and why."""

    def __init__(self, field_of: str, why: str) -> None:
        super().__init__(f"{field_of}: {why}")
        self.field, self.why = field_of, why


@dataclass(slots=True)
class Notes:
    """What was cleaned or left out of one record: fields and reasons, in the order of finding."""

    told: list[tuple[str, str]] = field(default_factory=list)
    unknown_terms: list[str] = field(default_factory=list)

    def add(self, of: str, why: str) -> None:
        if (of, why) not in self.told:
            self.told.append((of, why))


def said(content: Json, name: str) -> str:
    """Return a value as text; a blank, a null and a list say nothing."""
    value = content.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    try:
        return _NEVER.sub("", str(value)).strip()
    except ValueError:
        return ""  # a number of thousands of digits


def parts(content: Json, *names: str) -> list[Json]:
    """Return the objects of lists by any of their names; what is no object says nothing."""
    found = []
    for name in names:
        value = content.get(name)
        rows = value if isinstance(value, list) else [value]
        found += [row for row in rows if isinstance(row, dict)]
    return found


def line(content: Json, name: str, notes: Notes, longest: int) -> str:
    """Return a value as one line of plain text."""
    text = " ".join(plain(content, name, notes).split())
    if len(text) > longest:
        notes.add(name, f"it is longer than {longest} characters, and was cut")
        text = text[:longest].rsplit(" ", 1)[0]
    return text


def plain(content: Json, name: str, notes: Notes) -> str:
    """Return a value as plain text: no markup, no signs that steer a screen, no rows of blanks."""
    typed = said(content, name)
    if not typed:
        return ""
    text = typed
    # Markup that was packed in markup comes out as markup.
    for _layer in range(2):
        if _LOOKS_MARKED.search(text):
            notes.add(name, "markup was taken out")
            text = text_of(_LINKS.sub("", text).encode())
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\u00a0", " ")
    text = "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign)[0] != "C")
    lines = [" ".join(piece.split()) for piece in text.split("\n")]
    text = _BREAKS.sub("\n\n", "\n".join(lines)).strip()
    if len(text) > LONGEST:
        notes.add(name, f"it is longer than {LONGEST} characters, and was cut")
        text = text[:LONGEST].rsplit(" ", 1)[0]
    return text


def shortened(text: str, longest: int) -> str:
    """Return the first sentences of a text that fit, or its first words."""
    flat = " ".join(text.split())
    if len(flat) <= longest:
        return flat
    kept = ""
    for sentence in _SENTENCE.split(flat):
        if len(kept) + len(sentence) + 1 > longest:
            break
        kept = f"{kept} {sentence}".strip()
    return kept or flat[: longest - 1].rsplit(" ", 1)[0] + "\u2026"


@dataclass(frozen=True, slots=True)
class Guard:
    """Keeps addresses out of texts; a refuge whose texts hold one is not taken at all."""

    streets: tuple[str, ...]
    is_refuge: bool
    notes: Notes

    def text(self, name: str, text: str) -> str:
        """Return a text without the sentences that hold a postcode or a street."""
        if not self._holds(text):
            return text
        if self.is_refuge:
            raise RefusedError(name, "it may hold the address of a refuge")
        self.notes.add(name, "a sentence with an address was taken out")
        rows = [
            " ".join(one for one in _SENTENCE.split(row) if not self._holds(one))
            for row in text.split("\n")
        ]
        return _BREAKS.sub("\n\n", "\n".join(rows)).strip()

    def of_owner(self, name: str, text: str) -> str:
        """Return a text of who runs it, in which no place of this service is.

        It is less than the service, and costs no listing: of a refuge it is left out as a whole.
        """
        if self.is_refuge and self._holds(text):
            self.notes.add(name, "it may hold the address of a refuge, and was left out")
            return ""
        return self.text(name, text)

    def everywhere(self, value: Any, name: str = "") -> Any:
        """Return a listing in which no text holds an address, however deep it stands."""
        if isinstance(value, str):
            return self.text(name, value)
        if isinstance(value, list):
            return [self.everywhere(one, name) for one in value]
        if isinstance(value, dict):
            return {
                key: one if key in UNGUARDED else self.everywhere(one, key)
                for key, one in value.items()
            }
        return value

    def _holds(self, text: str) -> bool:
        folded = text.casefold()
        is_near = POSTCODE.search(text) or STREET.search(text)
        return bool(is_near) or any(one in folded for one in self.streets)


def age(content: Json, name: str, notes: Notes) -> int | None:
    """Return an age in whole years. Feeds say -1, 0 to 999 and blanks for "not known"."""
    typed = said(content, name)
    if not typed:
        return None
    try:
        number = float(typed)
    except ValueError:
        number = -1.0
    if not 0 <= number <= OLDEST:
        notes.add(name, f"{_quoted(typed)} is no age, and was left out")
        return None
    if number != int(number):
        notes.add(name, f"{typed} was read as {int(number)} whole years")
    return int(number)


def ages(content: Json, notes: Notes) -> dict[str, int]:
    """Return the lowest and highest age that are said; the wrong way round they say nothing."""
    low, high = (age(content, name, notes) for name in ("minimum_age", "maximum_age"))
    if low is not None and high is not None and low > high:
        notes.add("maximum_age", f"{high} is below the minimum_age, and both were left out")
        return {}
    # Nobody is younger than 0: it says nothing.
    found = {"minimum_age": low or None, "maximum_age": high}
    return {name: value for name, value in found.items() if value is not None}


def link(content: Json, name: str, notes: Notes) -> str:
    """Return a web address of a public name; what is none is left out."""
    typed = said(content, name)
    if not typed:
        return ""
    if _BARE_SITE.fullmatch(typed):
        notes.add(name, "https:// was put before it")
        typed = f"https://{typed}"
    if not is_web_address(typed) or _is_number_host(typed):
        notes.add(name, f"{_quoted(typed)} is no web address, and was left out")
        return ""
    return typed


def _is_number_host(address: str) -> bool:
    host = re.split(r"[/?#:]", address.partition("//")[2])[0]
    return host.rpartition(".")[2].isdecimal()


def email(content: Json, name: str, notes: Notes) -> str:
    typed = said(content, name).removeprefix("mailto:")
    if typed and not is_email(typed):
        notes.add(name, f"{_quoted(typed)} is no e-mail address, and was left out")
        return ""
    return typed


def day(content: Json, name: str, notes: Notes) -> date | None:
    """Return a date; of a moment its day."""
    typed = said(content, name)
    if not typed:
        return None
    try:
        return date.fromisoformat(typed[:10])
    except ValueError:
        notes.add(name, f"{_quoted(typed)} is no date, and was left out")
        return None


def _quoted(text: str) -> str:
    return repr(text[:60])
