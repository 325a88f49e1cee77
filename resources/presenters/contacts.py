"""A way to get in touch, as a page shows it: how to use it, when, what it costs, what it leaves."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

import phonenumbers
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from resources import opening_hours
from resources.choices import LANGUAGE_NAMES, Channel, ContactCost, ServiceStatus
from resources.models import ContactRoute, Schedule, Service, Verification
from resources.opening_hours import Openness, Period, bank_holidays
from resources.page_language import page_language
from resources.presenters.checked import route_checked
from resources.presenters.traces import CHARGED, cost_words, left_behind
from resources.validators import DIALLED, LINKED, is_email, is_number, is_web_address

SCHEMES: Final = {Channel.PHONE: "tel:", Channel.RELAY_UK: "tel:", Channel.TEXT: "sms:"}
FOLLOWED: Final = LINKED | {Channel.VIDEO_BSL}
# Where somebody has to be there to answer.
ANSWERED: Final = {
    Channel.PHONE,
    Channel.TEXT,
    Channel.WEBCHAT,
    Channel.WHATSAPP,
    Channel.VIDEO_BSL,
    Channel.RELAY_UK,
    Channel.IN_PERSON,
}
# What to do with a way of contact, as it stands before its number or its address.
VERBS: Final = {
    Channel.PHONE: gettext_lazy("Call"),
    Channel.TEXT: gettext_lazy("Text"),
    Channel.WEBCHAT: gettext_lazy("Chat at"),
    Channel.EMAIL: gettext_lazy("Email"),
    Channel.WEB_FORM: gettext_lazy("Form at"),
    Channel.WHATSAPP: gettext_lazy("WhatsApp"),
    Channel.VIDEO_BSL: gettext_lazy("Sign by video at"),
    Channel.RELAY_UK: gettext_lazy("Relay UK"),
    Channel.IN_PERSON: gettext_lazy("Go to"),
    Channel.POST: gettext_lazy("Write to"),
    Channel.WEBSITE: gettext_lazy("Website"),
}
# Names of their owners, which keep their capitals.
NAMED: Final = {Channel.WHATSAPP, Channel.RELAY_UK}


@dataclass(frozen=True, slots=True)
class ContactLine:
    """One way to get in touch.

    `href` is empty where there is nothing to follow; `host` names the site of an outside link.
    `verb` says what to do with it. `hours` are lines of words, empty when not known; `open_words`
    is never empty. `is_charged` where calling or writing may cost something; `leaves` says what the
    contact leaves behind.
    """

    channel: str
    channel_name: str
    verb: str
    label: str
    value: str
    href: str
    host: str
    note: str
    cost_words: str
    is_free: bool
    is_urgent: bool
    hours: tuple[str, ...]
    open_words: str
    openness: Openness
    checked_words: str
    languages: str
    leaves: str = ""

    @property
    def is_open(self) -> bool:
        """Whether somebody is known to answer now."""
        return self.openness is Openness.OPEN

    @property
    def is_unknown(self) -> bool:
        """Whether nobody knows if somebody answers now."""
        return self.openness is Openness.NOT_KNOWN

    @property
    def is_charged(self) -> bool:
        """Whether a person may have to pay for the call or message itself."""
        return Channel(self.channel) in CHARGED

    @property
    def has_hours(self) -> bool:
        """Whether it makes sense to ask when somebody answers."""
        return bool(self.hours) or Channel(self.channel) in ANSWERED

    @property
    def channel_in_sentence(self) -> str:
        """The name of the channel as it stands inside a sentence."""
        return _in_sentence(Channel(self.channel), self.channel_name)


def _in_sentence(channel: Channel, name: str) -> str:
    return name if channel in NAMED else name[:1].lower() + name[1:]


# A number of a service is shown on its card, its page and the lines that are open.
@lru_cache(maxsize=2048)
def format_phone(value: str) -> str:
    """Return a number as people of the country write it; others stay as they were given."""
    try:
        number = phonenumbers.parse(value, settings.PHONE_REGION)
    except phonenumbers.NumberParseException:
        return value
    if not phonenumbers.is_valid_number(number) or number.extension:
        return value
    forms = phonenumbers.PhoneNumberFormat
    home = phonenumbers.country_code_for_region(settings.PHONE_REGION)
    form = forms.NATIONAL if number.country_code == home else forms.INTERNATIONAL
    return phonenumbers.format_number(number, form)


def host_of(address: str) -> str:
    """Return the site that a link leads to, for a person to read; empty for anything but a link."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


def href(route: ContactRoute) -> str:
    """Return what a link to a way of contact follows; empty where there is nothing to follow."""
    channel, value = Channel(route.channel), route.value
    if channel is Channel.WHATSAPP and is_number(value):
        number = phonenumbers.parse(value, settings.PHONE_REGION)
        return f"https://wa.me/{number.country_code}{number.national_number}"
    if channel in SCHEMES and is_number(value):
        # Digits as they are dialled at home: free numbers often cannot be reached in the
        # international form, and short ones have none.
        return SCHEMES[channel] + value.replace(" ", "")
    if channel is Channel.EMAIL and is_email(value):
        return f"mailto:{value}"
    return value if channel in FOLLOWED and is_web_address(value) else ""


def language_names(codes: Iterable[str]) -> str:
    """Name languages; a code that we have no name for is shown as it is."""
    return ", ".join(str(LANGUAGE_NAMES.get(code, code)) for code in codes)


def contact_line(
    route: ContactRoute,
    schedules: Sequence[Schedule],
    checked_words: str,
    moment: datetime,
    holidays: frozenset[date],
) -> ContactLine:
    """Put together what a list says about one route: not yet what it leaves behind."""
    zone = _zone(moment)
    periods = [schedule.as_period() for schedule in schedules]
    channel = Channel(route.channel)
    link = href(route)
    language = page_language() or ""
    hours, open_words, now = _hours_told(tuple(periods), moment, zone, holidays, language)
    name, verb = _channel_told(channel, language)
    return ContactLine(
        channel=channel.value,
        channel_name=name,
        verb=verb,
        label=route.label,
        value=format_phone(route.value) if channel in DIALLED else route.value,
        href=link,
        host=host_of(link),
        note=route.note,
        cost_words=cost_words(route),
        is_free=route.cost == ContactCost.FREE,
        is_urgent=route.is_crisis_line,
        hours=hours,
        open_words=open_words,
        openness=now,
        checked_words=checked_words,
        languages=language_names(route.language_codes),
    )


# There are few channels, and each line of a list names one.
@lru_cache(maxsize=256)
def _channel_told(channel: Channel, _language: str) -> tuple[str, str]:
    """Return the name of a channel, and what to do with it."""
    return str(channel.label), str(VERBS[channel])


# Many services keep the same hours, and all pages of a minute are of one moment.
@lru_cache(maxsize=4096)
def _hours_told(
    periods: tuple[Period, ...],
    moment: datetime,
    zone: tzinfo,
    holidays: frozenset[date],
    language: str,
) -> tuple[tuple[str, ...], str, Openness]:
    """Return the hours in words, and what they mean at the moment in words and as a value."""
    now = opening_hours.openness(periods, moment, zone=zone, holidays=holidays)
    told = opening_hours.words(periods, moment, zone=zone, holidays=holidays)
    return _week_told(periods, language), told, now


# The week in words is the same at every moment.
@lru_cache(maxsize=4096)
def _week_told(periods: tuple[Period, ...], _language: str) -> tuple[str, ...]:
    return tuple(opening_hours.summary(periods))


def _zone(moment: datetime) -> tzinfo:
    """Return the zone of a moment: that of the place for which a page is made."""
    if moment.tzinfo is None:
        raise ValueError("A moment needs its time zone.")
    return moment.tzinfo


def nations_served(service: Service) -> set[str]:
    """Return the GSS codes of the nations in which a service helps; all of them for the country."""
    nations: set[str] = set()
    for area in service.areas.all():
        lineage = area.region.lineage
        in_nation = [code for code in lineage if code in bank_holidays.NATIONS]
        nations.update(in_nation or bank_holidays.NATIONS)
    return nations


@dataclass(frozen=True, slots=True)
class ContactWay:
    """A way to get in touch before it is put into words: enough to choose the best one by."""

    route: ContactRoute
    schedules: Sequence[Schedule]
    moment: datetime
    holidays: frozenset[date]
    is_closed: bool

    @property
    def channel(self) -> Channel:
        return Channel(self.route.channel)

    @property
    def openness(self) -> Openness:
        """Whether somebody is there; while a service is closed for now, nobody is."""
        if self.is_closed:
            return Openness.CLOSED
        periods = tuple(schedule.as_period() for schedule in self.schedules)
        zone = _zone(self.moment)
        return opening_hours.openness(periods, self.moment, zone=zone, holidays=self.holidays)

    @property
    def is_charged(self) -> bool:
        """Whether a person may have to pay for the call or message itself."""
        return self.channel in CHARGED

    @property
    def channel_in_sentence(self) -> str:
        """The name of the channel as it stands inside a sentence."""
        return _in_sentence(self.channel, _channel_told(self.channel, page_language() or "")[0])

    def line(self, checked_words: str = "") -> ContactLine:
        """Return the way in words."""
        line = contact_line(self.route, self.schedules, checked_words, self.moment, self.holidays)
        if not self.is_closed:
            return line
        return replace(line, open_words=_("Closed for now"), openness=Openness.CLOSED)


def contact_ways(service: Service, moment: datetime) -> list[ContactWay]:
    """Return every way to get in touch, in the curators' order, none of them in words yet.

    `moment` is aware, in the zone of the place. Hours of the whole service are never lent to a
    route: a switchboard's hours are not those of its helpline. While a service is closed for now,
    so is every way, whatever its usual hours.
    """
    hours: defaultdict[UUID | None, list[Schedule]] = defaultdict(list)
    for schedule in service.schedules.all():
        hours[schedule.contact_route_id].append(schedule)
    holidays = bank_holidays.around(nations_served(service), moment.date())
    is_closed = service.status == ServiceStatus.TEMPORARILY_CLOSED
    return [
        ContactWay(route, hours[route.pk], moment, holidays, is_closed)
        for route in service.contacts.all()
    ]


def contact_lines(
    service: Service, moment: datetime, checks: Sequence[Verification] | None = None
) -> list[ContactLine]:
    """Return the ways of `contact_ways` in words.

    `checks` are the service's; without them (in a list) a line says nothing about its own date.
    """
    ways = contact_ways(service, moment)
    if checks is None:
        return [way.line() for way in ways]
    by_route: defaultdict[UUID | None, list[Verification]] = defaultdict(list)
    for check in checks:
        by_route[check.contact_route_id].append(check)
    told = ((way, route_checked(by_route[way.route.pk], moment.date())) for way in ways)
    return [replace(way.line(words), leaves=left_behind(way.route)) for way, words in told]
