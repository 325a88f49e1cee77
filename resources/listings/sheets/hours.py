"""Opening hours in one cell: "Mon-Fri 9am-5pm; Sat 10:00-12:30, closed on bank holidays"."""

import re
from collections.abc import Sequence
from typing import Any, Final

from resources.listings.sheets.cells import Cell
from resources.listings.sheets.cells import day as day_of
from resources.opening_hours import DAY_CODES

CODES: Final[list[str]] = list(DAY_CODES)
_NAMES: Final = dict(zip(CODES, ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), strict=True))
ALWAYS: Final = "24 hours a day"
_ALWAYS_TYPED: Final = re.compile(r"24 ?/ ?7|24 hours( a day)?(, every day)?", re.IGNORECASE)
_ALWAYS_ROW: Final = {
    "days": list(DAY_CODES),
    "opens": "00:00",
    "closes": "00:00",
    "bank_holidays": "open",
}
_PERIOD: Final = re.compile(
    r"(?P<days>\D*?)\s*(?P<opens>\d[^-\u2013]*?)\s*(-|\u2013|to)\s*(?P<closes>\S.*)"
)
_CLOCK: Final = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?")
_WORDS: Final = {"noon": "12:00", "midnight": "00:00", "24:00": "00:00"}
_EVERY: Final = frozenset({"", "daily", "every day"})
_BANK: Final = {"closed on bank holidays": "closed", "open on bank holidays": "open"}


def hours_text(rows: Sequence[dict[str, Any]]) -> str:
    """Return hours as `hours_rows` reads them, a line for each period."""
    if list(rows) == [_ALWAYS_ROW]:
        return ALWAYS
    return "\n".join(_period_text(row) for row in rows)


def _period_text(row: dict[str, Any]) -> str:
    said = [f"{_days_text(row['days'])} {row['opens']}-{row['closes']}".strip()]
    said += [words for words, value in _BANK.items() if value == row.get("bank_holidays")]
    said += [f"from {row['valid_from']}"] if row.get("valid_from") else []
    said += [f"until {row['valid_to']}"] if row.get("valid_to") else []
    return ", ".join(said)


def _days_text(days: Sequence[str]) -> str:
    """Write codes of days as people do: "Mon-Fri", "Mon Wed-Fri", "daily"."""
    if len(days) == len(CODES):
        return "daily"
    told: list[list[str]] = []
    for code in days:
        if told and CODES.index(told[-1][-1]) + 1 == CODES.index(code):
            told[-1].append(code)
        else:
            told.append([code])
    return " ".join(
        "-".join(_NAMES[code] for code in (run[0], run[-1])[: len(run)]) for run in told
    )


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
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    if code not in DAY_CODES or not names[CODES.index(code)].startswith(
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
