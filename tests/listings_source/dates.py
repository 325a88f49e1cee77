"""The date of a source, from the words that were noted of it.

A date is never later than the words allow: a year is its first of January, "or later" and "about"
are the earliest year they can mean, and what names no year of the page itself is no date.
"""

import re
from calendar import month_abbr
from typing import Final

MONTHS: Final = {name.lower(): number for number, name in enumerate(month_abbr)}
Dated = tuple[str, str]

_DAY: Final = re.compile(r"(?:(?:\w+|[\w.]+ \w+|register numbers \w+) )?(\d{4}-\d\d-\d\d)\b(.*)")
_MONTH: Final = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_YEAR: Final = re.compile(r"(?:content tests, |says verified as of )?(\d{4})(?: \((.*)\))?")
_ROUGH: Final = re.compile(r"(?:c\. |about |after |page links )(\d{4})(?:-(\d\d))?\b.*")
_FROM: Final = re.compile(r"(\d{4})(?:-\d\d(?:\d\d)?)?(?: .*)?")
_WRITTEN: Final = re.compile(r"\D*(?:\d+-)?(?:(\d{1,2}) )?([A-Z][a-z]{2})[a-z]* (\d{4})")


def dated(words: str | None) -> Dated | None:
    """Return the day and how exact it is: "day", "month", "year" or "about"; None for no date."""
    text = (words or "").strip()
    if found := _DAY.fullmatch(text):
        return found[1], "day"
    if found := _MONTH.fullmatch(text):
        return f"{found[1]}-{found[2]}-01", "month"
    if found := _YEAR.fullmatch(text):
        return f"{found[1]}-01-01", "year"
    if found := _ROUGH.fullmatch(text):
        # About January may still be the year before.
        year = int(found[1]) - (found[2] == "01")
        return f"{year}-01-01", "about"
    if found := _WRITTEN.fullmatch(text):
        return _written(found)
    if found := _FROM.fullmatch(text):
        return f"{found[1]}-01-01", "about"
    return None


def _written(found: re.Match[str]) -> Dated | None:
    """Read "verified 11 Aug 2026"; of several days only the month is sure."""
    month = MONTHS.get(found[2].lower())
    if month is None:
        return None
    is_one_day = found[1] is not None and "-" not in found[0]
    day = int(found[1]) if is_one_day else 1
    return f"{found[3]}-{month:02}-{day:02}", "day" if is_one_day else "month"
