"""Opening hours as people write them: "Mon-Fri 9am-5pm, closed on bank holidays"."""

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Any, Final

from resources.opening_hours import DAY_CODES

CODES: Final[list[str]] = list(DAY_CODES)
NAMES: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ALWAYS: Final = "24 hours a day"
ALWAYS_ROW: Final = {
    "days": list(DAY_CODES),
    "opens": "00:00",
    "closes": "00:00",
    "bank_holidays": "open",
}
BANK: Final = {"closed on bank holidays": "closed", "open on bank holidays": "open"}
# All that a period says.
_SAID: Final = frozenset({*ALWAYS_ROW, "valid_from", "valid_to"})
_CLOCK: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_NAMED: Final = {"12:00": "noon", "00:00": "midnight"}


def hours_text(rows: Sequence[dict[str, Any]]) -> str:
    """Return hours, a line for each period; `hours_rows` of the sheets reads them."""
    if list(rows) == [ALWAYS_ROW]:
        return ALWAYS
    return "\n".join(period_text(row) for row in sorted(rows, key=_from_monday))


def _from_monday(row: dict[str, Any]) -> tuple[list[int], str]:
    return [CODES.index(day) for day in row["days"]], row["opens"]


def is_period(value: dict[str, Any]) -> bool:
    """Tell whether a part of a version is a period that can be written so.

    A version from which a confidential value was taken out may hold anything.
    """
    clocks = [str(value.get(name)) for name in ("opens", "closes")]
    return (
        value.keys() <= _SAID
        and all(_CLOCK.fullmatch(clock) for clock in clocks)
        and set(value.get("days") or ("",)) <= set(CODES)
    )


def period_text(row: dict[str, Any]) -> str:
    said = [f"{_days_text(row['days'])} {_clock_text(row['opens'])}-{_clock_text(row['closes'])}"]
    said += [words for words, value in BANK.items() if value == row.get("bank_holidays")]
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
