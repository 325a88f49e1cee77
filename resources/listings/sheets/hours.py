"""Opening hours in one cell: "Mon-Fri 9am-5pm; Sat 10:00-12:30, closed on bank holidays"."""

import re
from typing import Any, Final

from resources.curation.hours import ALWAYS_ROW, BANK, CODES, NAMES, hours_text
from resources.listings.sheets.cells import Cell
from resources.listings.sheets.cells import day as day_of
from resources.opening_hours import DAY_CODES

__all__ = ["hours_rows", "hours_text"]

_ALWAYS_TYPED: Final = re.compile(r"24 ?/ ?7|24 hours( a day)?(, every day)?", re.IGNORECASE)
_PERIOD: Final = re.compile(
    r"(?P<days>\D*?)\s*(?P<opens>(\d|noon|midnight)[^-\u2013]*?)\s*(-|\u2013|to)\s*(?P<closes>\S.*)",
    re.IGNORECASE,
)
_CLOCK: Final = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?")
_WORDS: Final = {"noon": "12:00", "midnight": "00:00", "24:00": "00:00"}
_EVERY: Final = frozenset({"", "daily", "every day"})


def hours_rows(text: str) -> list[dict[str, Any]]:
    """Return what a cell says, as a listings file has it; ValueError says what cannot be read."""
    if _ALWAYS_TYPED.fullmatch(text):
        return [ALWAYS_ROW]
    pieces = [piece.strip() for piece in re.split(r"[;\n]", text) if piece.strip()]
    return sorted((_period(piece) for piece in pieces), key=str)


def _period(text: str) -> dict[str, Any]:
    said, *more = [part.strip() for part in text.split(",")]
    while more and not _is_remark(more[0]) and not _PERIOD.fullmatch(said):
        said = f"{said} {more.pop(0)}"
    found = _PERIOD.fullmatch(said)
    if found is None:
        raise ValueError(f"{text!r} are no hours; write them as: Mon-Fri 9am-5pm; Sat 10am-noon")
    row: dict[str, Any] = {
        "days": _days(found["days"]),
        "opens": _clock(found["opens"]),
        "closes": _clock(found["closes"]),
        "bank_holidays": "not_known",
    }
    for remark in more:
        row |= _remark(remark)
    return row


def _is_remark(text: str) -> bool:
    return text.lower() in BANK or text.lower().startswith(("from ", "until "))


def _remark(text: str) -> dict[str, str]:
    word, _blank, rest = text.partition(" ")
    if text.lower() in BANK:
        return {"bank_holidays": BANK[text.lower()]}
    if word.lower() not in {"from", "until"}:
        raise ValueError(f"{text!r} is not understood beside hours")
    return {"valid_from" if word.lower() == "from" else "valid_to": day_of(Cell(rest))}


def _days(text: str) -> list[str]:
    """Return codes of days: "Mon-Fri", "SA SU", "daily"; nothing means every day."""
    typed = text.strip(" :").lower()
    if typed in _EVERY:
        return list(DAY_CODES)
    found: set[str] = set()
    for piece in re.split(r"[\s,&]+|\band\b", re.sub(r"\s*(-|\u2013|\bto\b)\s*", "-", typed)):
        if piece:
            first, _dash, last = piece.partition("-")
            found |= _span(_day(first), _day(last or first))
    return [code for code in DAY_CODES if code in found]


def _span(first: str, last: str) -> set[str]:
    start, end = CODES.index(first), CODES.index(last)
    return set(CODES[start : end + 1]) if start <= end else {*CODES[start:], *CODES[: end + 1]}


def _day(text: str) -> str:
    code = text[:2].upper()
    if code not in DAY_CODES or not NAMES[CODES.index(code)].startswith(
        text.rstrip("s.") if len(text) > 2 else text
    ):
        raise ValueError(f"{text!r} is no day")
    return code


def _clock(text: str) -> str:
    typed = text.strip().lower()
    if typed in _WORDS:
        return _WORDS[typed]
    found = _CLOCK.fullmatch(typed)
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    half = found[3] if found else None
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif half or (found and not found[2]):
        hour = 99  # "9-5" may be the evening
    if hour > 23 or minute > 59:
        raise ValueError(f"{text.strip()!r} is no time; write 9am, 5:30pm or 17:30")
    return f"{hour:02}:{minute:02}"
