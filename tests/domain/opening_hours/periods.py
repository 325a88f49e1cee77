"""Hours, moments and days that the tests of opening hours speak of."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from resources.opening_hours import (
    DAY_CODES,
    Openness,
    Period,
    days_of,
)

LONDON = ZoneInfo("Europe/London")
MINUTE = timedelta(minutes=1)
OPEN, CLOSED, NOT_KNOWN = Openness.OPEN, Openness.CLOSED, Openness.NOT_KNOWN
EVERY_DAY = ",".join(DAY_CODES)
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)  # clocks go forward, go back
GOOD_FRIDAY = date(2026, 4, 3)


def hours(byday: str, spell: str, **rules: Any) -> Period:
    """A period from "09:00-17:00"; `rules` are the other fields of Period."""
    opens, closes = (time.fromisoformat(part) for part in spell.split("-"))
    return Period(days_of(byday), opens, closes, **rules)


def london(text: str) -> datetime:
    """A London time, "2026-06-01 09:00", given as a moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


ALWAYS = [hours(EVERY_DAY, "00:00-00:00")]
OFFICE = [hours("MO,TU,WE,TH,FR", "09:00-17:00")]
NIGHT = [hours(EVERY_DAY, "22:00-06:00")]
