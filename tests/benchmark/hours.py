"""Opening hours: a few patterns that most services have, and very many that only one has."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from random import Random
from typing import Final
from uuid import UUID

from resources.listings.rows import HoursRow
from resources.models import Schedule
from resources.opening_hours import DAY_CODES, BankHolidays
from tests.benchmark.lots import Lot, happens, new_id
from tests.benchmark.shipped import shipped_services

RARE_PATTERNS: Final = 3_000
KNOWN: Final = 0.55
ENDING: Final = 0.03
TODAY: Final = date(2026, 11, 24)
WEEK, DAYS = ",".join(DAY_CODES[:5]), ",".join(DAY_CODES)
HOLIDAYS: Final = Lot(
    [
        (BankHolidays.NOT_KNOWN.value, 0.6),
        (BankHolidays.CLOSED.value, 0.25),
        (BankHolidays.OPEN.value, 0.15),
    ]
)


@dataclass(frozen=True, slots=True)
class Spell:
    """The same hours on some days of the week."""

    byday: str
    opens: time
    closes: time


Pattern = tuple[Spell, ...]


def _spell(byday: str, opens: str, closes: str) -> Spell:
    """Make a spell of hours from words."""
    return Spell(byday, time.fromisoformat(opens), time.fromisoformat(closes))


ALWAYS: Final = (_spell(DAYS, "00:00", "00:00"),)
COMMON: Final[tuple[tuple[Pattern, float], ...]] = (
    ((_spell(WEEK, "09:00", "17:00"),), 340.0),
    (ALWAYS, 40.0),
    ((_spell(WEEK, "09:30", "16:30"),), 70.0),
    ((_spell(WEEK, "10:00", "16:00"),), 70.0),
    ((_spell("MO,TU,WE,TH", "09:00", "17:00"), _spell("FR", "09:00", "16:30")), 60.0),
    ((_spell(WEEK, "09:00", "20:00"), _spell("SA", "10:00", "13:00")), 25.0),
    ((_spell(DAYS, "18:00", "02:00"),), 8.0),
    ((_spell(DAYS, "22:00", "06:00"),), 6.0),
    ((_spell("FR,SA", "20:00", "04:00"),), 4.0),
)


def _rare(random: Random) -> Pattern:
    """Make hours that hardly any other service has."""
    spells = []
    for day in DAY_CODES:
        if happens(random, 0.62 if day in WEEK else 0.15):
            opens = random.randrange(8 * 4, 19 * 4)
            closes = opens + random.randrange(4, 32)
            first, last = (time(quarter // 4 % 24, quarter % 4 * 15) for quarter in (opens, closes))
            spells.append(Spell(day, first, last))
    return tuple(spells)


def _shipped() -> Iterator[tuple[Pattern, float]]:
    """Yield the hours of the shipped listings, as often as they stand there."""
    known = [row.hours for one in shipped_services() for row in one.contacts if row.hours]
    written = Counter(hours for hours in known if not isinstance(hours, str))
    for hours, count in written.items():
        yield tuple(_read(one) for one in hours), float(count)


def _read(row: HoursRow) -> Spell:
    """Read one spell of a shipped listing."""
    return _spell(",".join(row.days), row.opens, row.closes)


class Hours:
    """The patterns that there are."""

    def __init__(self, random: Random) -> None:
        """Make the rare ones: the n-th is drawn 1/n as often as the first of them."""
        rare = [_rare(random) for _number in range(RARE_PATTERNS)]
        weighed = [(pattern, 30 / (place + 1)) for place, pattern in enumerate(rare, start=1)]
        # A pattern without a day is no hours at all: not known.
        self.patterns = Lot([*COMMON, *_shipped(), *((one, by) for one, by in weighed if one)])

    def rows(
        self, service: UUID, random: Random, *, route: UUID | None = None, visit: UUID | None = None
    ) -> list[Schedule]:
        """Make the hours of a route or a place; none where they are not known."""
        if not happens(random, KNOWN):
            return []
        pattern = self.patterns.draw(random)
        holidays = BankHolidays.OPEN.value if pattern == ALWAYS else HOLIDAYS.draw(random)
        begins, ends = _season(random)
        return [
            Schedule(
                id=new_id(random),
                service_id=service,
                contact_route_id=route,
                service_at_location_id=visit,
                byday=spell.byday,
                opens_at=spell.opens,
                closes_at=spell.closes,
                valid_from=begins,
                valid_to=ends,
                bank_holidays=holidays,
            )
            for spell in pattern
        ]


def _season(random: Random) -> tuple[date | None, date | None]:
    """Draw from when to when hours are valid: nearly always without an end."""
    if not happens(random, ENDING):
        return None, None
    begins = TODAY + timedelta(days=random.randint(-200, 60))
    return begins, begins + timedelta(days=random.randint(30, 200))
