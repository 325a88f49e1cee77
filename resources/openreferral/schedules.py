"""Opening hours as `schedule` objects: their one home, as the standard is about to change them.

Hours are local time, without an offset: one that is fixed is wrong for half of the year.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from typing import Final
from uuid import UUID

from resources.choices import Channel
from resources.models import ContactRoute, Schedule, Service
from resources.opening_hours import BankHolidays
from resources.openreferral.places import public_visits
from resources.openreferral.values import Object, filled, own, part_id

WEEK: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
NOBODY: Final = UUID(int=0)
MIDNIGHT: Final = time(0)
# The standard's own end of a day: it has no 24:00.
LAST_MINUTE: Final = time(23, 59)
ON_HOLIDAYS: Final = {
    BankHolidays.OPEN.value: "Bank holidays: open at the same hours.",
    BankHolidays.CLOSED.value: "Bank holidays: closed.",
    BankHolidays.NOT_KNOWN.value: "Bank holidays: not known.",
}


@dataclass(frozen=True, slots=True)
class Spell:
    """Hours within single days: `part` tells those before and after midnight apart."""

    part: str
    days: tuple[str, ...]
    opens: time
    closes: time


def spells(byday: str, opens: time, closes: time) -> Iterator[Spell]:
    """Yield the hours of a row as the standard can say them: none of them passes midnight."""
    days = tuple(byday.split(","))
    if opens < closes:
        yield Spell("", days, opens, closes)
        return
    yield Spell("", days, opens, LAST_MINUTE)
    if closes != MIDNIGHT:
        following = {WEEK[(WEEK.index(day) + 1) % len(WEEK)] for day in days}
        ordered = tuple(day for day in WEEK if day in following)
        yield Spell("after midnight", ordered, MIDNIGHT, closes)


def schedules(service: Service) -> list[Object]:
    """Return the hours of a service: of its ways of contact, its public places and as a whole.

    Hours of a place that is not public are left out: they would tell when somebody is at its door.
    """
    routes = {route.pk: route for route in service.contacts.all()}
    places = {visit.pk for visit in public_visits(service)}
    return [
        _schedule(service, row, spell, routes.get(row.contact_route_id or NOBODY))
        for row in service.schedules.all()
        if row.service_at_location_id is None or row.service_at_location_id in places
        for spell in spells(row.byday, row.opens_at, row.closes_at)
    ]


def _schedule(service: Service, row: Schedule, spell: Spell, route: ContactRoute | None) -> Object:
    is_whole = not spell.part
    told = filled(
        id=str(row.pk) if is_whole else part_id(row.pk, spell.part),
        service_id=str(service.pk),
        service_at_location_id=row.service_at_location_id and str(row.service_at_location_id),
        valid_from=row.valid_from and row.valid_from.isoformat(),
        valid_to=row.valid_to and row.valid_to.isoformat(),
        freq="WEEKLY",
        byday=",".join(spell.days),
        opens_at=f"{spell.opens:%H:%M}",
        closes_at=f"{spell.closes:%H:%M}",
        description=_of_what(row, route),
        notes=ON_HOLIDAYS[row.bank_holidays],
    )
    return told | own(
        contact_id=route and str(route.pk),
        bank_holidays=row.bank_holidays,
        # The whole row, as it stands: with it the two halves of a night are one again.
        byday=row.byday,
        opens_at=f"{row.opens_at:%H:%M}",
        closes_at=f"{row.closes_at:%H:%M}",
        is_after_midnight=None if is_whole else True,
    )


def _of_what(row: Schedule, route: ContactRoute | None) -> str:
    """Say in words what the hours are of: the standard has hours of the service alone."""
    if route is not None:
        named = f"{Channel(route.channel).label}: {route.value}"
        return f"{named} ({route.label})" if route.label else named
    return "This place" if row.service_at_location_id else "The whole service"
