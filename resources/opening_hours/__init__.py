"""Opening hours: whether a service is open, when that changes, and how to say so."""

from resources.opening_hours.rules import (
    DAY_CODES,
    DAYS_LOOKED_AT,
    BankHolidays,
    DayCode,
    Openness,
    Period,
    closes_at,
    days_of,
    is_always_open,
    is_open,
    next_opening,
    openness,
)
from resources.opening_hours.words import summary, words

__all__ = [
    "DAYS_LOOKED_AT",
    "DAY_CODES",
    "BankHolidays",
    "DayCode",
    "Openness",
    "Period",
    "closes_at",
    "days_of",
    "is_always_open",
    "is_open",
    "next_opening",
    "openness",
    "summary",
    "words",
]
