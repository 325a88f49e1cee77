"""Opening hours in one cell: "Mon-Fri 9am-5pm; Sat 10:00-12:30, closed on bank holidays"."""

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Any, Final

from resources.listings.sheets.cells import Cell
from resources.listings.sheets.cells import day as day_of
from resources.opening_hours import DAY_CODES

CODES: Final[list[str]] = list(DAY_CODES)
NAMES: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ALWAYS: Final = "24 hours a day"
_ALWAYS_TYPED: Final = re.compile(r"24 ?/ ?7|24 hours( a day)?(, every day)?", re.IGNORECASE)
_ALWAYS_ROW: Final = {
    "days": list(DAY_CODES),
    "opens": "00:00",
    "closes": "00:00",
    "bank_holidays": "open",
}
_PERIOD: Final = re.compile(
    r"(?P<days>\D*?)\s*(?P<opens>(\d|noon|midnight)[^-\u2013]*?)\s*(-|\u2013|to)\s*(?P<closes>\S.*)",
    re.IGNORECASE,
)
_CLOCK: Final = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?")
_WORDS: Final = {"noon": "12:00", "midnight": "00:00", "24:00": "00:00"}
_NAMED: Final = {"12:00": "noon", "00:00": "midnight"}
_EVERY: Final = frozenset({"", "daily", "every day"})
_BANK: Final = {"closed on bank holidays": "closed", "open on bank holidays": "open"}


def hours_text(rows: Sequence[dict[str, Any]]) -> str:
    """Return hours as people write them and `hours_rows` reads them, a line for each period."""
    if list(rows) == [_ALWAYS_ROW]:
        return ALWAYS
    return "\n".join(_period_text(row) for row in sorted(rows, key=_from_monday))


def _from_monday(row: dict[str, Any]) -> tuple[list[int], str]:
    return [CODES.index(day) for day in row["days"]], row["opens"]


def _period_text(row: dict[str, Any]) -> str:
    said = [f"{_days_text(row['days'])} {_clock_text(row['opens'])}-{_clock_text(row['closes'])}"]
    said += [words for words, value in _BANK.items() if value == row.get("bank_holidays")]
    said += [f"from {row['valid_from']}"] if row.get("valid_from") else []
    said += [f"until {row['valid_to']}"] if row.get("valid_to") else []
    return ", ".join(said)


def _days_text(codes: Sequence[str]) -> str:
    """Return "Mon-Fri", "Tue, Sat" or "Every day": days that follow each other are one span."""
    numbers = [CODES.index(code) for code in codes]
    if numbers == list(range(len(CODES))):
        return "Every day"
    spans = [
        [number for _place, number in run]
        for _key, run in groupby(enumerate(numbers), key=lambda one: one[1] - one[0])
    ]
    said = []
    for span in spans:
        names = [NAMES[number][:3].title() for number in span]
        said += [f"{names[0]}-{names[-1]}"] if len(names) > 2 else names
    return ", ".join(said)


def _clock_text(clock: str) -> str:
    if clock in _NAMED:
        return _NAMED[clock]
    hour, minute = (int(part) for part in clock.split(":"))
    past = f":{minute:02}" if minute else ""
    return f"{hour % 12 or 12}{past}{'am' if hour < 12 else 'pm'}"


def hours_rows(text: str) -> list[dict[str, Any]]:
    """Return what a cell says, as a listings file has it; ValueError says what cannot be read."""
    if _ALWAYS_TYPED.fullmatch(text):
        return [_ALWAYS_ROW]
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
    return text.lower() in _BANK or text.lower().startswith(("from ", "until "))


def _remark(text: str) -> dict[str, str]:
    word, _blank, rest = text.partition(" ")
    if text.lower() in _BANK:
        return {"bank_holidays": _BANK[text.lower()]}
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
