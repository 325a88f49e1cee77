"""Bank holidays of each nation, from a maintained library, offline.

Hours on a bank holiday are often other than on the same weekday; `opening_hours` takes the dates as
an argument and says "not known" rather than "open" where nobody has told us.
"""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Final

import holidays

COUNTRIES: Final = "holidays.countries"


@contextmanager
def _alone() -> Iterator[None]:
    """Let a country be loaded without the two hundred others that its package loads with it.

    They would cost every start a fifth of a second, and 8 MB.
    """
    package = ModuleType(COUNTRIES)
    package.__path__ = [str(Path(holidays.__file__).parent / "countries")]
    is_ours = sys.modules.setdefault(COUNTRIES, package) is package
    try:
        yield
    finally:
        if is_ours:
            del sys.modules[COUNTRIES]


with _alone():
    from holidays.countries.isle_of_man import IsleOfMan
    from holidays.countries.jersey import Jersey
    from holidays.countries.united_kingdom import UnitedKingdom

# The GSS code of a nation -> the country and subdivision that the library knows it by.
NATIONS: Final[dict[str, tuple[type[holidays.HolidayBase], str | None]]] = {
    "E92000001": (UnitedKingdom, "ENG"),
    "S92000003": (UnitedKingdom, "SCT"),
    "W92000004": (UnitedKingdom, "WLS"),
    "N92000002": (UnitedKingdom, "NIR"),
    "M83000003": (IsleOfMan, None),
    "L93000001": (Jersey, None),
}


@lru_cache(maxsize=64)
def in_nation(code: str, year: int) -> frozenset[date]:
    """Return the bank holidays of one nation (by GSS code) in a year; none if it is not known."""
    country, part = NATIONS.get(code, (None, None))
    if country is None:
        return frozenset()
    return frozenset(country(subdiv=part, years=year))


def closed_nations(day: date) -> frozenset[str]:
    """Return the nations (by GSS code) that have a bank holiday on a day."""
    return frozenset(code for code in NATIONS if day in in_nation(code, day.year))


def around(codes: Iterable[str], day: date) -> frozenset[date]:
    """Return the bank holidays of any of the nations in the year of a day and the next one.

    A service for several nations counts each one's: its hours are doubtful on all of them. The next
    year is needed in December, for "Opens tomorrow at 9am" on New Year's Eve, and the year before
    in the first night of January.
    """
    return _around(frozenset(codes), day)


@lru_cache(maxsize=256)
def _around(codes: frozenset[str], day: date) -> frozenset[date]:
    """Return the bank holidays of nations in the years about a day."""
    days: frozenset[date] = frozenset()
    for code in codes:
        for year in (day.year - 1, day.year, day.year + 1):
            days |= in_nation(code, year)
    return days
