"""One cell of a sheet: how a file had it, and what its text means. Errors say what is wrong."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from resources.choices import LANGUAGE_NAMES
from resources.regions import all_regions, find_region
from resources.validators import DIALLED

# What a spreadsheet would run as a formula, in the beginning of a text.
RUNS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
SAFE: Final = "'"
BROKEN: Final = re.compile(r"#(REF!|NAME\?|VALUE!|N/A|DIV/0!|NUM!|NULL!|SPILL!|CALC!)|#+")
_LOST_ZERO: Final = re.compile(r"[1-9][0-9]{8,14}(\.0)?")
_EXPONENT: Final = re.compile(r"[0-9][.,]?[0-9]*[eE]\+?[0-9]+")
_SLASHED: Final = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
# Excel writes days so, unless it is told otherwise.
_MONTH_NAMED: Final = re.compile(r"\d{1,2}-[A-Z][a-z]{2}(-\d{2,4})?|[A-Z][a-z]{2}-\d{2}")
_PART: Final = re.compile(r"(.+?)\s*\(part\)", re.IGNORECASE)


class Form(StrEnum):
    """What a file says that a cell is. All that CSV has is text."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    FORMULA = "formula"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as a file has it."""

    text: str
    form: Form = Form.TEXT


EMPTY: Final = Cell("")


def escaped(text: str) -> str:
    """Return a text that no spreadsheet runs; `unescaped` gives it back as it was."""
    return SAFE + text if text.startswith((*RUNS, SAFE)) else text


def unescaped(text: str) -> str:
    """Take off what `escaped` has put on, and nothing else."""
    is_escaped = text.startswith(SAFE) and text[1:].startswith((*RUNS, SAFE))
    return text[1:] if is_escaped else text


def plain(text: str) -> str:
    """Return a text with the line ends and outer blanks that every program agrees on."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def text_of(cell: Cell) -> str:
    """Return the text of a cell that is no number and no date."""
    if cell.form is Form.FORMULA:
        raise ValueError("this is a formula; type what it should say")
    if BROKEN.fullmatch(cell.text):
        raise ValueError(f"{cell.text} is a mistake that the spreadsheet made; type the value")
    if cell.form is Form.DATE or (_MONTH_NAMED.fullmatch(cell.text)):
        raise ValueError("the spreadsheet has made a date of it; set the column to text, type anew")
    return plain(cell.text)


def number_text(channel: str, cell: Cell) -> str:
    """Return the value of a way of contact; a number whose beginning a spreadsheet ate is none."""
    text = text_of(cell)
    if channel not in DIALLED:
        return text
    if _EXPONENT.fullmatch(text):
        raise ValueError(f"{text} is a number that the spreadsheet has shortened; type it as text")
    if _LOST_ZERO.fullmatch(text) and not text.startswith("18001"):
        raise ValueError(
            f"{text} has lost its first 0 or its +; set the column to text, type the whole number"
        )
    return text


def whole_number(cell: Cell) -> int | None:
    text = text_of(cell).removesuffix(".0")
    if not text:
        return None
    if not text.isascii() or not text.isdecimal():
        raise ValueError(f"{text!r} is no whole number")
    return int(text)


def day(cell: Cell) -> str:
    """Return a date as 2026-11-28; one that two countries read differently is refused."""
    if cell.form is Form.DATE:
        return cell.text
    text = plain(cell.text)
    if cell.form is not Form.TEXT:
        raise ValueError(f"{text} is no date; write it as 2026-11-28")
    slashed = _SLASHED.fullmatch(text)
    if slashed:
        first, second, year = (int(part) for part in slashed.groups())
        if first <= 12 and second <= 12 and first != second:
            raise ValueError(f"{text} can be two dates; write it as {year}-{second:02}-{first:02}")
        in_month, month = (first, second) if first > 12 else (second, first)
        text = f"{year}-{month:02}-{in_month:02}"
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise ValueError(f"{plain(cell.text)!r} is no date; write it as 2026-11-28") from None


def choice(text: str, choices: Mapping[str, str]) -> str:
    """Return the value of a closed list, given as it is or by its label, in any case."""
    wanted = text.casefold().replace("_", " ")
    for value, label in choices.items():
        if wanted in {value.casefold().replace("_", " "), str(label).casefold()}:
            return value
    raise ValueError(f"{text!r} is none of: {', '.join(choices)}")


def parts(text: str) -> list[str]:
    """Return what stands between commas, semicolons and line ends."""
    return [part for piece in re.split(r"[,;\n]", text) if (part := piece.strip())]


def language(text: str) -> str:
    """Return the code of a language, given as it is or by its name."""
    return choice(text, {code: str(name) for code, name in LANGUAGE_NAMES.items()})


def area(text: str) -> dict[str, str | bool]:
    """Return an area served as a line of a listings file has it: "leeds", or "leeds (part)"."""
    in_part = _PART.fullmatch(text)
    name = in_part[1] if in_part else text
    return {"region": region(name), **({"part": True} if in_part else {})}


def region(text: str) -> str:
    """Return the slug of an area, given as it is or by a name that only one has."""
    found = find_region(text)
    if found is not None:
        return found.slug
    named = [one for one in all_regions() if one.name.casefold() == text.casefold()]
    if len(named) != 1:
        raise ValueError(f"{'several areas are' if named else 'no area is'} called {text!r}")
    return named[0].slug
