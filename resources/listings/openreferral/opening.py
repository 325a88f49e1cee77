"""Schedules of a feed as weekly hours. What is not every week is told in words to the curator."""

import re
from typing import Any, Final

from resources.listings.openreferral.cleaning import Notes, day, said
from resources.listings.openreferral.feeds import Json
from resources.opening_hours import DAY_CODES

Row = dict[str, Any]
NAMES: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# A zone is dropped: hours of this country are told as its clocks show them.
_TIME: Final = re.compile(
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?::\d{2}(?:\.\d+)?)?\s*(?P<half>[ap]m)?"
    r"(?:Z|[+-]00:?00|\+01:?00)?",
    re.IGNORECASE,
)
# HSDS 3, and HSDS 2 in tables and as it nests them.
SCHEDULES: Final = ("schedules", "regular_schedules", "regular_schedule")
# What makes of "every week" something else.
RARE: Final = ("bymonthday", "byweekno", "byyearday", "count")


def hours(rows: list[Json], notes: Notes) -> list[Row]:
    """Return the weekly periods of some schedules, each once."""
    found: list[Row] = []
    for number, row in enumerate(rows):
        made = _period(row, f"schedules.{number}", notes)
        if made is not None and made not in found:
            found.append(made)
    return sorted(found, key=str)


def _period(row: Json, name: str, notes: Notes) -> Row | None:
    if not said(row, "opens_at") and not said(row, "closes_at"):
        return None
    opens, closes = (_clock(said(row, key), key) for key in ("opens_at", "closes_at"))
    days = _days(row, name, notes)
    why = _not_weekly(row) or _wrong_time(row, opens, closes)
    if why or not days:
        notes.add(name, f"{why or 'it says no day of the week'}, and the period was left out")
        return None
    if (opens, closes) == ("00:00", "23:59"):
        closes = "00:00"
    found: Row = {"days": days, "opens": opens, "closes": closes, "bank_holidays": "not_known"}
    for key in ("valid_from", "valid_to"):
        date = day(row, key, notes)
        if date:
            found[key] = date.isoformat()
    return found


def _wrong_time(row: Json, opens: str, closes: str) -> str:
    for text, key in ((opens, "opens_at"), (closes, "closes_at")):
        if not text:
            return f"{key} {said(row, key)[:20]!r} is no time of day"
    return ""


def _not_weekly(row: Json) -> str:
    """Say why a schedule is not the same every week; empty if it is."""
    freq = said(row, "freq").upper()
    if freq not in {"", "WEEKLY", "DAILY"}:
        return f"freq {freq[:20]!r} is not every week"
    if said(row, "interval") not in {"", "1", "1.0"}:
        return f"interval {said(row, 'interval')[:20]!r} is not every week"
    rare = next((key for key in RARE if said(row, key)), "")
    return f"{rare} is not every week" if rare else ""


def _days(row: Json, name: str, notes: Notes) -> list[str]:
    """Return the days of the week: of `byday`, of HSDS 2's `weekday`, or all where it is daily."""
    typed = said(row, "byday") or said(row, "weekday")
    if not typed:
        if said(row, "freq").upper() == "DAILY":
            notes.add(name, "freq DAILY was read as every day of the week")
            return list(DAY_CODES)
        return []
    codes = [_day(piece) for piece in re.split(r"[,;\s]+", typed.strip(" ,;"))]
    if not all(codes):
        notes.add(name, f"{typed[:40]!r} names no days of the week")
        return []
    return [code for code in DAY_CODES if code in codes]


def _day(text: str) -> str:
    lower = text.lower().rstrip(".")
    if lower in {"1", "2", "3", "4", "5", "6", "7"}:
        return DAY_CODES[int(lower) - 1]
    for code, name in zip(DAY_CODES, NAMES, strict=True):
        if lower == code.lower() or (len(lower) > 2 and name.startswith(lower.rstrip("s"))):
            return code
    return ""


def _clock(text: str, key: str) -> str:
    """Return a time as 09:30; midnight may be written 24:00 at the end of a day alone."""
    found = _TIME.fullmatch(text)
    if not found:
        return ""
    hour, minute = int(found["hour"]), int(found["minute"])
    half = (found["half"] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return ""
        hour = hour % 12 + (12 if half == "pm" else 0)
    if (hour, minute) == (24, 0) and key == "closes_at":
        hour = 0
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else ""
