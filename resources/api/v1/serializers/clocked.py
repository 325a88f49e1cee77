"""The parts of a record that depend on the clock: each a function of a service and a moment.

Whatever else a record says lasts until somebody changes the listing. `moment` is aware, in the zone
of the directory. All of these change at midnight at the earliest, but for nothing else.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, tzinfo
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from resources.choices import DatePrecision, ReferralStatus, ServiceStatus
from resources.clock import COPY_LASTS
from resources.models import Schedule, Service
from resources.opening_hours import DAYS_LOOKED_AT, Period, bank_holidays
from resources.opening_hours.rules import DAY, Spans, openings
from resources.presenters.contacts import nations_served

# Days for which intervals are told, today among them: no fewer than a copy may stand.
DAYS_TOLD: Final = DAYS_LOOKED_AT + 1

Interval = dict[str, Any]


def must_refresh_by(moment: datetime) -> date:
    """Return the last day on which a copy may be shown that was made at a moment."""
    return moment.date() + COPY_LASTS * DAY


def intervals_until(moment: datetime) -> datetime:
    """Return the end of the time for which intervals are told; they begin with today."""
    return _window(moment.date(), _zone(moment))[1]


def opening_intervals(service: Service, moment: datetime) -> dict[UUID, list[Interval] | None]:
    """Return for each way of contact when somebody answers; None where nobody has told us.

    Hours of the whole service are never lent to a way of contact. A service that is closed for now
    has no interval, whatever its usual hours.
    """
    hours: defaultdict[UUID | None, list[Schedule]] = defaultdict(list)
    for schedule in service.schedules.all():
        hours[schedule.contact_route_id].append(schedule)
    if service.status == ServiceStatus.TEMPORARILY_CLOSED:
        return {route.pk: [] if hours[route.pk] else None for route in service.contacts.all()}
    holidays = bank_holidays.around(nations_served(service), moment.date())
    return {
        route.pk: intervals(hours[route.pk], moment, holidays) for route in service.contacts.all()
    }


def intervals(
    schedules: Sequence[Schedule], moment: datetime, holidays: frozenset[date]
) -> list[Interval] | None:
    """Return the openings of some hours, cut at both ends of the time that is told.

    `is_sure` is false on a bank holiday of which no source says whether somebody is there, and from
    the day on which the last of the hours run out. None where they have, or where there are none.
    """
    periods = tuple(schedule.as_period() for schedule in schedules)
    # Each answer has intervals of its own: whoever asks may change them.
    told = _intervals(periods, moment.date(), _zone(moment), holidays)
    return None if told is None else [dict(one) for one in told]


# Many services keep the same hours, and what is told of them lasts until midnight.
@lru_cache(maxsize=1024)
def _intervals(
    periods: tuple[Period, ...], today: date, zone: tzinfo, holidays: frozenset[date]
) -> list[Interval] | None:
    last = max((period.limits[1] for period in periods), default=date.min)
    if last < today:
        return None
    window = _window(today, zone)
    known, perhaps = openings(periods, window[0], zone, holidays)
    if last < window[1].date():
        # What comes after hours that run out is not known.
        perhaps = [*perhaps, (datetime.combine(last + DAY, time.min, tzinfo=zone), window[1])]
    told = [*_cut(known, window, zone, is_sure=True), *_cut(perhaps, window, zone, is_sure=False)]
    return sorted(told, key=lambda one: (one["opens"], one["closes"]))


def _cut(
    spans: Spans, window: tuple[datetime, datetime], zone: tzinfo, *, is_sure: bool
) -> Iterable[Interval]:
    first, last = window
    for start, end in spans:
        if start < last and first < end:
            opens, closes = (at.astimezone(zone) for at in (max(start, first), min(end, last)))
            yield {
                "opens": opens.isoformat(),
                "closes": closes.isoformat(),
                "is_sure": is_sure,
            }


def _window(today: date, zone: tzinfo) -> tuple[datetime, datetime]:
    first, end = (datetime.combine(day, time.min, zone) for day in (today, today + DAYS_TOLD * DAY))
    return first, end


def _zone(moment: datetime) -> tzinfo:
    if moment.tzinfo is None:
        raise ValueError("A moment needs its time zone.")
    return moment.tzinfo


def referral(service: Service, today: date) -> dict[str, Any]:
    """Return whether the service takes new people, the day of that, and how exact it is.

    Not known, and without a day, when it was said long ago.
    """
    status = service.referral_status_on(today)
    said = service.referral_status_as_of if status != ReferralStatus.NOT_KNOWN else None
    precision = None if said is None else DatePrecision(service.referral_status_precision)
    return {
        "referral_status": status,
        "referral_status_as_of": said,
        "referral_status_precision": precision,
    }
