"""How we know: the date of a fact, how exact it is, and whether the service has confirmed it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from urllib.parse import urlsplit

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from resources.choices import CONFIRMING_METHODS, DatePrecision, VerificationMethod
from resources.models import Service, Verification, is_old
from resources.page_language import page_language

SOURCE_KINDS = {
    "own_site": _lazy("the service's own website"),
    "own_media": _lazy("something the service published"),
    "council": _lazy("a council's page"),
    "nhs": _lazy("an NHS page"),
    "government": _lazy("a government page"),
    "regulator": _lazy("a regulator's page"),
    "pcc": _lazy("a police and crime commissioner's page"),
    "police": _lazy("a police page"),
    "local": _lazy("a local website"),
    "third_party": _lazy("another organisation's page"),
    "university": _lazy("a university's page"),
    "school": _lazy("a school's page"),
    "charity": _lazy("another charity's page"),
    "partner_site": _lazy("a partner's page"),
    "news": _lazy("a news report"),
    "encyclopedia": _lazy("an encyclopedia"),
    "dated_list": _lazy("a list with a date"),
    "url_list": _lazy("a list of web addresses"),
    "list": _lazy("a list"),
}


@dataclass(frozen=True, slots=True)
class Checked:
    """What may be said about when something was last checked.

    `words` is a whole sentence. `is_old` is true past the half-life and when no date is known.
    """

    words: str
    is_confirmed: bool
    is_old: bool


@dataclass(frozen=True, slots=True)
class Source:
    """One place where facts were read."""

    facts: str
    kind: str
    date: str
    url: str
    host: str


def date_words(day: date | None, precision: str) -> str:
    """Return a date as exactly as it is known: "3 October 2026", "October 2026", "about 2018"."""
    return _date_words(day, precision, page_language()) if day else _("date not known")


# Many facts were read on the same days, and a page names several.
@lru_cache(maxsize=1024)
def _date_words(day: date, precision: str, _language: str | None) -> str:
    if precision == DatePrecision.DAY:
        return formats.date_format(day, "j F Y")
    if precision == DatePrecision.MONTH:
        return formats.date_format(day, "F Y")
    if precision == DatePrecision.ABOUT:
        return _("about %(year)s") % {"year": day.year}
    return str(day.year)


def checked(day: date | None, precision: str | None, today: date, *, confirmed: bool) -> Checked:
    """Say when ways of contact were last checked, and whether the service itself was asked.

    Past its half-life a date is told as "not checked since", which is the same fact, honestly. A
    precision of None means that one of them was not checked as it is now.
    """
    if precision is None:
        words = _("Not checked yet. Not yet confirmed with the service.")
        return Checked(words, is_confirmed=False, is_old=True)
    old = is_old(day, today)
    if confirmed:
        words = (
            _("Not checked with the service since %(date)s.")
            if old
            else _("Checked with the service on %(date)s.")
        )
    elif day is None:
        words = _("From public sources, date not known. Not yet confirmed with the service.")
    elif old:
        words = _(
            "From public sources, not checked since %(date)s. Not yet confirmed with the service."
        )
    else:
        words = _("From public sources, last checked %(date)s. Not yet confirmed with the service.")
    return Checked(words % {"date": date_words(day, precision)}, confirmed, old)


def service_checked(service: Service, today: date) -> Checked:
    """Say it of a row from `for_listing()`.

    What the service itself has said comes first, with its own date: a page that somebody read later
    is never told as if the service had said it.
    """
    if service.confirmed_on is not None:
        return checked(service.confirmed_on, DatePrecision.DAY, today, confirmed=True)
    precision = service.last_checked_precision
    return checked(service.last_checked, precision, today, confirmed=False)


def facts_dated(service: Service, today: date) -> str:
    """Say on a card how old the facts of a row from `for_listing()` are, in one short sentence."""
    if service.confirmed_on is not None:
        day, words = service.confirmed_on, _("Checked with the service in %(date)s.")
        if is_old(day, today):
            words = _("Not checked with the service since %(date)s.")
        return words % {"date": date_words(day, DatePrecision.MONTH)}
    if service.last_checked_precision is None:
        return _("Not checked yet.")
    if service.last_checked is None:
        return _("Date of the facts not known.")
    words = _("Facts from %(date)s.")
    if is_old(service.last_checked, today):
        words = _("Facts from %(date)s, not checked since.")
    # A month is as much as a list needs.
    precision = service.last_checked_precision
    short = DatePrecision.MONTH if precision == DatePrecision.DAY else precision
    return words % {"date": date_words(service.last_checked, short)}


def route_date_words(
    day: date | None, precision: str | None, today: date, *, confirmed: bool = False
) -> str:
    """Say in a few words when one way of contact was last checked; None: not as it is now."""
    if precision is None:
        return _("Not checked yet")
    if day is None:
        return _("Date of check not known")
    when = {"date": date_words(day, precision)}
    if is_old(day, today):
        return _("Not checked since %(date)s") % when
    if confirmed:
        return _("Confirmed with the service %(date)s") % when
    return _("Checked %(date)s") % when


def route_checked(checks: Iterable[Verification], today: date) -> str:
    """Say the same of a route's checks, which come newest first, as the model orders them.

    A check counts only for the value that was checked, and only if it was of the value itself: one
    of the hours says nothing about the number.
    """
    newest = next((check for check in checks if check.is_of_contact), None)
    if newest is None:
        return route_date_words(None, None, today)
    confirmed = VerificationMethod(newest.method) in CONFIRMING_METHODS
    return route_date_words(newest.checked_on, newest.precision, today, confirmed=confirmed)


def sources(checks: Iterable[Verification]) -> list[Source]:
    """Return each source of what is told now, once, although it states several facts.

    What a source says of a value that has been changed since is not told.
    """
    found: dict[Source, None] = {}
    for check in checks:
        if check.value_has_changed:
            continue
        found.setdefault(
            Source(
                facts=check.fields,
                kind=str(SOURCE_KINDS.get(check.source_kind, _("another page"))),
                date=date_words(check.checked_on, check.precision),
                url=check.source_url,
                host=urlsplit(check.source_url).hostname or "",
            )
        )
    return list(found)
