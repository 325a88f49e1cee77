"""Opening hours: whether a service is open, when that changes, and how to say so.

Shapes: a schedule is a collection of `Period`; a weekday is an int, 0 for Monday; `opens` and
`closes` are naive times on a clock on the wall in `zone`. Moments are aware; those handed back
are in `zone` (compare them in UTC: between two datetimes of one zone Python ignores a change).
Clock changes: hours start and end the first time that clock reads the time or has jumped past
it. So 10pm to 6am is one opening through both changes (7 or 9 hours), a time read twice counts
at its first reading (as RFC 5545, 3.3.5), and hours all inside the skipped hour do not happen.
Sources: day codes are `schedule.byday` of Open Referral UK 3.0 (RFC 5545 weekdays without a
number); times are worded as in the GOV.UK style guide (5:30pm, noon, midnight).
Nothing here reads a clock or a database: moment, zone and holidays are arguments.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import TypeVar

from django.utils.translation import gettext as _

DAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAYS_LOOKED_AT = 8  # how far ahead an opening or a closing is looked for
_DAY = timedelta(days=1)
_NO_LIMITS = (date.min, date.max)
_Point = TypeVar("_Point", datetime, timedelta)
_Spell = tuple[timedelta, timedelta]  # since a midnight; the end may pass 24 hours
_Spans = list[tuple[datetime, datetime]]  # in UTC, the end not included


class BankHolidays(StrEnum):
    """What a period does on a bank holiday; NOT_KNOWN when nobody has said."""

    OPEN = "open"
    CLOSED = "closed"
    NOT_KNOWN = "not_known"


class Openness(StrEnum):
    """Whether a service is open at a moment; not knowing is never called closed."""

    OPEN = "open"
    CLOSED = "closed"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True, slots=True)
class Period:
    """The same hours on one or more weekdays.

    `closes` at or before `opens` is on the next day; 00:00 to 00:00 is the whole day. The weekday,
    the validity (both dates included) and the bank holiday are those of the local date on which
    it starts. ValueError: no days, a day not 0 to 6, or times that are aware.
    """

    days: frozenset[int]
    opens: time
    closes: time
    valid_from: date | None = None
    valid_to: date | None = None
    bank_holidays: BankHolidays = BankHolidays.NOT_KNOWN

    def __post_init__(self) -> None:
        if not self.days or not self.days <= set(range(7)):
            raise ValueError(f"days must be some of 0 to 6, not {sorted(self.days)}")
        if self.opens.tzinfo or self.closes.tzinfo:
            raise ValueError("opens and closes must be naive local times")

    @classmethod
    def from_byday(
        cls,
        byday: str,
        opens: time,
        closes: time,
        valid_from: date | None = None,
        valid_to: date | None = None,
        bank_holidays: BankHolidays = BankHolidays.NOT_KNOWN,
    ) -> "Period":
        """Read days from Open Referral `byday` ("MO,TU", any case, spaces allowed).

        ValueError naming a code not in DAY_CODES. "1MO", the first Monday of a month, is refused
        too: taken for every Monday it would send people to a closed door.
        """
        codes = [code.strip().upper() for code in byday.split(",")]
        if bad := [code for code in codes if code not in DAY_CODES]:
            raise ValueError(f"unknown day code {bad[0]!r} in byday {byday!r}")
        days = frozenset(DAY_CODES.index(code) for code in codes)
        return cls(days, opens, closes, valid_from, valid_to, bank_holidays)

    @property
    def limits(self) -> tuple[date, date]:
        """The first and last local dates on which it can start."""
        return self.valid_from or date.min, self.valid_to or date.max

    @property
    def spell(self) -> _Spell:
        """Start and end since midnight of the day it starts; the end is always later."""
        start, end = (
            timedelta(hours=at.hour, minutes=at.minute, seconds=at.second, microseconds=at.microsecond)
            for at in (self.opens, self.closes)
        )
        return start, end if end > start else end + _DAY


def openness(
    periods: Collection[Period], moment: datetime, *, zone: tzinfo, holidays: Collection[date] = ()
) -> Openness:
    """Whether the service is open at an aware `moment`; `holidays` are local dates.

    NOT_KNOWN: no periods; or on a bank holiday only periods that do not say what they do then
    cover the moment; or the whole schedule has expired (every `valid_to` is before the local
    date), as we were never told what replaced it. Otherwise, even before its first valid date,
    the schedule speaks for the moment: CLOSED. ValueError: `moment` is naive.
    """
    known, perhaps = _openings(periods, moment, zone, holidays)
    if _covers(known, moment):
        return Openness.OPEN
    today = moment.astimezone(zone).date()
    expired = all(period.limits[1] < today for period in periods)
    return Openness.NOT_KNOWN if expired or _covers(perhaps, moment) else Openness.CLOSED


def is_open(
    periods: Collection[Period], moment: datetime, *, zone: tzinfo, holidays: Collection[date] = ()
) -> bool:
    """Whether the service is known to be open; arguments and errors as `openness`."""
    return openness(periods, moment, zone=zone, holidays=holidays) is Openness.OPEN


def closes_at(
    periods: Collection[Period], moment: datetime, *, zone: tzinfo, holidays: Collection[date] = ()
) -> datetime | None:
    """When the present opening ends, following periods that touch; errors as `openness`.

    None when not open, when it lasts more than DAYS_LOOKED_AT days, and when it runs into a bank
    holiday whose hours are not known (to name an end there would be a guess).
    """
    known, perhaps = _openings(periods, moment, zone, holidays)
    ends = [end for start, end in known if start <= moment < end and not _covers(perhaps, end)]
    return ends[0].astimezone(zone) if ends and _within_reach(moment, ends[0]) else None


def next_opening(
    periods: Collection[Period], moment: datetime, *, zone: tzinfo, holidays: Collection[date] = ()
) -> datetime | None:
    """The next known start within DAYS_LOOKED_AT days; None when open now; errors as `openness`."""
    known, _perhaps = _openings(periods, moment, zone, holidays)
    starts = [start for start, _end in known if moment < start and _within_reach(moment, start)]
    return starts[0].astimezone(zone) if starts and not _covers(known, moment) else None


def is_always_open(periods: Collection[Period]) -> bool:
    """Whether periods with no validity dates, and not closed on bank holidays, fill the week."""
    lasting = [p for p in periods if p.bank_holidays is not BankHolidays.CLOSED]
    week = _weeks([period for period in lasting if period.limits == _NO_LIMITS])
    return any(start <= timedelta() and end >= 7 * _DAY for start, end in week)


def summary(periods: Collection[Period]) -> list[str]:
    """The week in words, a line for each set of days with the same hours, Monday first.

    Hours with validity dates come after those without. The last line is about bank holidays, when
    it is known and all periods agree. No periods: no lines.
    """
    lines = [_("24 hours a day, every day")] if is_always_open(periods) else []
    every = {period.limits for period in periods} if not lines else set()
    for limits in sorted(every, key=lambda limits: (limits != _NO_LIMITS, limits)):
        for line in _week_words([period for period in periods if period.limits == limits]):
            if limits[0] > date.min:
                line = _("%(line)s, from %(date)s") % {"line": line, "date": _date_words(limits[0])}
            if limits[1] < date.max:
                line = _("%(line)s, until %(date)s") % {"line": line, "date": _date_words(limits[1])}
            lines.append(line)
    rules = {period.bank_holidays for period in periods}
    if rules == {BankHolidays.CLOSED}:
        lines.append(_("Closed on bank holidays"))
    elif rules == {BankHolidays.OPEN}:
        lines.append(_("Open on bank holidays too"))
    return lines


def words(
    periods: Collection[Period], moment: datetime, *, zone: tzinfo, holidays: Collection[date] = ()
) -> str:
    """What to tell a visitor at `moment`; arguments and errors as `openness`.

    "Closed now" names no next opening when hours that are not known (a bank holiday's) come
    before it: "Opens Tuesday" would say that it is shut on the Monday.
    """
    _known, perhaps = _openings(periods, moment, zone, holidays)
    now = openness(periods, moment, zone=zone, holidays=holidays)
    if now is Openness.NOT_KNOWN:
        holiday = _covers(perhaps, moment)
        return _("Bank holiday hours not known") if holiday else _("Hours not known")
    if now is Openness.OPEN and is_always_open(periods):
        return _("Open now, 24 hours a day")
    find = closes_at if now is Openness.OPEN else next_opening
    change = find(periods, moment, zone=zone, holidays=holidays)
    if now is Openness.OPEN:
        phrases = (
            _("Open now"),
            _("Open now until %(time)s"),
            _("Open now until %(time)s tomorrow"),
            _("Open now until %(time)s on %(day)s"),
        )
    else:
        phrases = (
            _("Closed now"),
            _("Opens today at %(time)s"),
            _("Opens tomorrow at %(time)s"),
            _("Opens %(day)s at %(time)s"),
        )
        if change and any(moment < doubt < change for doubt, _end in perhaps):
            change = None
    if change is None:
        return phrases[0]
    # Midnight is the end of a day, as in the GOV.UK style guide: "until midnight" is tonight.
    day = (change - timedelta.resolution).date()
    ahead = max((day - moment.astimezone(zone).date()).days, 0)
    # A week ahead and more, the weekday alone would be taken for one in this week.
    name = _day_names()[day.weekday()] if ahead < 7 else ...
