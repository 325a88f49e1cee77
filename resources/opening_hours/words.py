"""Opening hours in British words: the week (`summary`) and the moment (`words`).

Times are worded as in the GOV.UK style guide (5:30pm, noon, midnight as the end of a day).
Shapes and errors are those of `resources.opening_hours.rules`.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import pairwise

from django.utils.translation import gettext as _

from resources.opening_hours.rules import (
    DAY,
    NO_LIMITS,
    BankHolidays,
    Openness,
    Period,
    Spell,
    closes_at,
    covers,
    is_always_open,
    next_opening,
    openings,
    openness,
    weeks,
)


def summary(periods: Collection[Period]) -> list[str]:
    """The week in words, a line for each set of days with the same hours, Monday first.

    Hours with validity dates come after those without. The last line is about bank holidays, when
    it is known and all periods agree. No periods: no lines.
    """
    lines = [_("24 hours a day, every day")] if is_always_open(periods) else []
    every = {period.limits for period in periods} if not lines else set()
    for limits in sorted(every, key=lambda limits: (limits != NO_LIMITS, limits)):
        for line in _week_words([period for period in periods if period.limits == limits]):
            text = line
            if limits[0] > date.min:
                text = _("%(line)s, from %(day)s") % {"line": text, "day": _date_words(limits[0])}
            if limits[1] < date.max:
                text = _("%(line)s, until %(day)s") % {"line": text, "day": _date_words(limits[1])}
            lines.append(text)
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
    _known, perhaps = openings(periods, moment, zone, holidays)
    now = openness(periods, moment, zone=zone, holidays=holidays)
    today = moment.astimezone(zone).date()
    if now is Openness.NOT_KNOWN:
        holiday = covers(perhaps, moment)
        return _("Bank holiday hours not known") if holiday else _("Hours not known")
    if now is Openness.OPEN:
        if is_always_open(periods):
            return _("Open now, 24 hours a day")
        end = closes_at(periods, moment, zone=zone, holidays=holidays)
        until = (
            _("Open now until %(time)s"),
            _("Open now until %(time)s tomorrow"),
            _("Open now until %(time)s on %(day)s"),
        )
        return _change_words(until, end, today) if end else _("Open now")
    start = next_opening(periods, moment, zone=zone, holidays=holidays)
    if start is None or any(moment < doubt < start for doubt, _end in perhaps):
        return _("Closed now")
    opens = (
        _("Opens today at %(time)s"),
        _("Opens tomorrow at %(time)s"),
        _("Opens %(day)s at %(time)s"),
    )
    return _change_words(opens, start, today)


def _week_words(periods: Iterable[Period]) -> list[str]:
    week: list[list[Spell]] = [[] for _day in range(7)]
    for start, end in weeks(periods):
        # A night is one spell, "5pm to 2am the next day". What is longer than a day reads plainer
        # cut at each midnight.
        midnights = [n * DAY for n in range(-6, 14) if start < n * DAY < end]
        cuts = [start, *(midnights if end - start > DAY else []), end]
        for opens, closes in pairwise(cuts):
            if timedelta() <= opens < 7 * DAY:
                week[opens // DAY].append((opens % DAY, closes - opens // DAY * DAY))
    same: dict[tuple[Spell, ...], list[int]] = {}
    for day, spells in enumerate(week):
        same.setdefault(tuple(spells), []).append(day)
    return [
        _("%(days)s, %(hours)s")
        % {"days": _days_words(days), "hours": _listed([_spell_words(*spell) for spell in spells])}
        for spells, days in same.items()
        if spells
    ]


def _spell_words(start: timedelta, end: timedelta) -> str:
    if (start, end) == (timedelta(), DAY):
        return _("all day")
    opens, closes = ((datetime.combine(date.min, time.min) + at).time() for at in (start, end))
    phrase = _("%(start)s to %(end)s the next day") if end > DAY else _("%(start)s to %(end)s")
    return phrase % {"start": _clock_words(opens), "end": _clock_words(closes)}


def _clock_words(at: time) -> str:
    if at.minute == 0 and at.hour in (0, 12):
        return _("noon") if at.hour else _("midnight")
    clock = f"{at.hour % 12 or 12}" + (f":{at.minute:02}" if at.minute else "")
    return (_("%(clock)sam") if at.hour < 12 else _("%(clock)spm")) % {"clock": clock}


def _days_words(days: list[int]) -> str:
    if len(days) == 7:
        return _("Every day")
    runs: list[list[str]] = []
    for day in days:
        if day - 1 not in days:
            runs.append([])
        runs[-1].append(_day_name(day))
    parts = []
    for run in runs:
        whole = _("%(first)s to %(last)s") % {"first": run[0], "last": run[-1]}
        parts += [whole] if len(run) > 2 else run
    return _listed(parts)


def _listed(parts: list[str]) -> str:
    *most, last = parts
    return _("%(most)s and %(last)s") % {"most": ", ".join(most), "last": last} if most else last


def _day_name(day: int) -> str:
    return _("Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday").split(", ")[day]


def _date_words(day: date) -> str:
    months = _(
        "January, February, March, April, May, June, July, August, September, October,"
        " November, December"
    ).split(", ")
    return _("%(day)d %(month)s %(year)d") % {
        "day": day.day,
        "month": months[day.month - 1],
        "year": day.year,
    }


def _change_words(phrases: tuple[str, str, str], at: datetime, today: date) -> str:
    """The phrase for today, tomorrow or a later day; midnight is the end of the day before it."""
    day = (at - timedelta.resolution).date()
    ahead = max((day - today).days, 0)
    # A week ahead and more, the weekday alone would be taken for one in this week.
    name = _day_name(day.weekday()) + (f" {_date_words(day)}" if ahead >= 7 else "")
    return phrases[min(ahead, 2)] % {"time": _clock_words(at.time()), "day": name}
